"""How long each part may be: until the next one began, or the recording ended."""

from __future__ import annotations

import pytest

from functions.recording.joining import Span
from functions.recording.joins import _bounded
from functions.recording.limits import CLOCKS_S, RECORDING_MAX_S

SLACK_S = 2 * CLOCKS_S


@pytest.mark.parametrize(
    ("starts", "spans", "most"),
    [
        ([0.0], [Span(0, 60)], [60.0]),
        ([0.0, 10.0, 10.0], [Span(0, 60)], [10.0, 0.0, 50.0]),
        ([0.0, 50.0], [Span(0, 20), Span(40, 60)], [50.0, 10.0]),
        ([70.0], [Span(0, 60)], [0.0]),  # begun after the end: nothing of it is wanted
        ([0.0], [], [0.0]),
    ],
)
def test_a_part_ends_with_the_next_or_with_the_recording(starts: list[float], spans: list[Span], most: list[float]) -> None:
    parts = [{"start_s": start_s} for start_s in starts]
    assert [most_s for _, most_s in _bounded(parts, spans)] == [one + SLACK_S for one in most]


def test_no_part_is_longer_than_a_recording() -> None:
    [(_, most_s)] = _bounded([{"start_s": 0.0}], [Span(0, 10 * RECORDING_MAX_S)])
    assert most_s == RECORDING_MAX_S
