"""The benchmark's arithmetic: what is early, and what answers."""

from typing import Any

import pytest

from bench.measure import Letters, judge
from bench.speech import Said

SAID = [Said("one", 1.0, 3.0, ((1.8, 2.3),)), Said("two", 6.0, 8.0)]


def call(at: float, *, streamed: bool = True) -> dict[str, Any]:
    return {"at": at, "first_token_at": at + 0.3, "streamed": streamed, "ended": True}


def test_latency_is_from_the_end_of_speech_and_only_streamed_calls_count() -> None:
    outcome = judge(SAID, 100.0, [Letters(103.6), Letters(108.5)], [call(103.2), call(108.1), call(109.0, streamed=False)])
    assert outcome.latencies_s == pytest.approx([0.6, 0.5])
    assert (outcome.spoken_over, outcome.paused_utterances, outcome.utterances) == (0, 1, 2)
    assert (outcome.hints, outcome.llm_calls) == (2, 2)


def test_a_hint_in_an_inner_pause_is_spoken_over_and_no_answer() -> None:
    outcome = judge(SAID, 100.0, [Letters(102.0)], [call(101.9)])
    assert (outcome.spoken_over, outcome.latencies_s) == (1, [])
