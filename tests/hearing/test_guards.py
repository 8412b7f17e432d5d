"""Invented text is dropped; each refusal stands beside text that passes."""

import pytest

from core.speech.guards import clean, doubt
from core.speech.stt import Transcript


@pytest.mark.parametrize(
    ("heard", "reason"),
    [
        (Transcript("...", avg_logprob=-0.1), "no-letters"),
        (Transcript("[MUSIC] (coughs)", avg_logprob=-0.1), "no-letters"),
        (Transcript("the the the the the the", avg_logprob=-0.1), "repetition"),
        (Transcript("I know what you mean. " * 9, avg_logprob=-0.1), "repetition"),
        (Transcript("something rather long", avg_logprob=-0.1, capped=True), "too-many-tokens"),
        (Transcript("something rather odd", avg_logprob=-1.2), "low-confidence"),
        (Transcript("something rather odd", avg_logprob=-0.6, no_speech=0.8), "no-speech"),
        (Transcript("Thank you very much.", avg_logprob=-0.5), "known-phrase"),
        (Transcript("Thanks for watching!", avg_logprob=-0.5), "known-phrase"),
    ],
)
def test_doubted(heard: Transcript, reason: str) -> None:
    assert doubt(heard, 6.0, 0.95) == reason


@pytest.mark.parametrize(
    "heard",
    [
        Transcript("There's a part of me that never stops worrying.", avg_logprob=-0.2),
        Transcript("It's scared.", avg_logprob=-0.3),
        Transcript("Thank you very much.", avg_logprob=-0.1),
        Transcript("No, no, no, not that.", avg_logprob=-0.3),
        Transcript("something rather odd", avg_logprob=-0.3, no_speech=0.8),
    ],
)
def test_believed(heard: Transcript) -> None:
    assert doubt(heard, 6.0, 0.95) is None


def test_more_words_than_anybody_can_say() -> None:
    heard = Transcript("this is a rather long sentence for so very little sound", avg_logprob=-0.2)
    assert doubt(heard, 0.5, 0.95) == "too-fast"
    assert doubt(heard, 3.0, 0.95) is None


def test_stage_directions_are_taken_out() -> None:
    assert clean("[coughs]  It is ♪ la la ♪ tight.") == "It is tight."
