"""What the fault harness counts as lost, and the slope that the memory benchmark prints."""

from __future__ import annotations

import random

import pytest

from bench.faults.conversation import Losses, lost_sentences
from bench.memory import slope, student_95

SAID = ["There's a heaviness in my shoulders today.", "It looks like a little soldier standing very straight."]


def test_a_sentence_is_kept_when_its_words_stand_together() -> None:
    assert (
        lost_sentences(SAID, ["There's a heaviness in my shoulder today", "it looks like a little", "soldier standing straight."])
        == []
    )
    assert lost_sentences(SAID, ["There's a heaviness in my shoulders today."]) == SAID[1:]
    assert lost_sentences(SAID, ["it looks", "standing", "there's today", "then", "my shoulders"]) == SAID
    assert lost_sentences(SAID, []) == SAID


def test_losses_of_several_sessions_add_up() -> None:
    total = Losses(spoken=2, mails=1) + Losses(spoken=3, mails=0, hints_not_stored=1, notes=["x"])
    assert (total.spoken, total.mails, total.hints_not_stored, total.notes, total.none) == (5, 0, 1, ["x"], False)
    assert (Losses() + Losses()).none


def test_the_slope_is_that_of_the_line_and_its_interval_holds_it() -> None:
    noise = random.Random(3)
    times = [n * 5.0 for n in range(360)]
    held = 0
    for _ in range(100):
        found = slope(times, [200 + 12 * at / 3600 + noise.gauss(0, 1) for at in times])
        held += abs(found.mb_h - 12) <= found.within_mb_h
    assert 88 <= held <= 100
    with pytest.raises(ValueError, match="four blocks"):
        slope(times[:12], times[:12])


@pytest.mark.parametrize(("free", "quantile"), [(3, 3.182), (5, 2.571), (20, 2.086), (60, 2.000)])
def test_students_quantile(free: int, quantile: float) -> None:
    assert student_95(free) == pytest.approx(quantile, rel=0.01)
