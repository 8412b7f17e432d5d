"""The demo's arithmetic: which hint answers which utterance, and the percentiles it prints."""

import math

from local.demo import match, percentile
from local.people import ReceivedHint


def hint(at: float, seq: int = 1) -> ReceivedHint:
    return ReceivedHint(seq, "built-in", "coach", [(at, "S")], whole=True)


def test_a_hint_answers_the_utterance_it_follows() -> None:
    said = [{"text": "one", "end_s": 2.0}, {"text": "two", "end_s": 6.0}, {"text": "three", "end_s": 9.0}]
    answered = match(said, 100.0, [hint(102.5, 1), hint(109.7, 2)])
    assert [one.latency_s and round(one.latency_s, 2) for one in answered] == [0.5, None, 0.7]


def test_a_hint_before_the_end_of_speech_is_no_answer() -> None:
    assert match([{"text": "one", "end_s": 2.0}], 100.0, [hint(101.9)])[0].latency_s is None


def test_percentiles_are_nearest_rank_and_nan_without_values() -> None:
    assert percentile([5, 1, 3], 0.95) == 5
    assert percentile([1, 2, 3, 4], 0.5) == 2
    assert math.isnan(percentile([], 0.5))
