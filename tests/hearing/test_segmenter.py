"""The edges of speech turns, by example and for any probabilities whatever."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.speech.segmenter import (
    Limits,
    Mark,
    SegmentClosed,
    Segmenter,
    SpeechConfirmed,
    SpeechEnded,
    SpeechPaused,
    SpeechResumed,
    steps,
)

SPEECH, QUIET = 0.95, 0.02


def run(segmenter: Segmenter, *parts: tuple[float, float]) -> list[Mark]:
    """Parts are (probability, seconds)."""
    return [mark for p, seconds in parts for _ in range(steps(seconds)) for mark in segmenter.feed(p)]


def kinds(marks: list[Mark]) -> list[str]:
    return [type(m).__name__ for m in marks]


def test_speech_between_silences_is_one_take() -> None:
    segmenter = Segmenter()
    began, dipped, ended = run(segmenter, (QUIET, 1.0), (SPEECH, 2.0), (QUIET, 0.6))
    assert isinstance(began, SpeechConfirmed)
    assert isinstance(dipped, SpeechPaused)
    assert isinstance(ended, SpeechEnded)
    assert began.start == steps(1.0)
    assert began.begin == began.start - steps(0.4)
    assert ended.end == dipped.end == steps(1.0) + steps(2.0)
    assert ended.speech_s == pytest.approx(2.0, abs=0.04)


def test_a_cough_is_too_short_and_a_short_word_is_not() -> None:
    assert run(Segmenter(), (QUIET, 0.5), (SPEECH, 0.13), (QUIET, 1.0)) == []
    assert kinds(run(Segmenter(), (QUIET, 0.5), (SPEECH, 0.26), (QUIET, 1.0))) == [
        "SpeechConfirmed",
        "SpeechPaused",
        "SpeechEnded",
    ]


def test_speech_that_goes_on_rises_and_a_click_does_not() -> None:
    going_on = run(Segmenter(), (SPEECH, 1.0), (QUIET, 0.3), (SPEECH, 1.0), (QUIET, 0.6))
    assert kinds(going_on) == ["SpeechConfirmed", "SpeechPaused", "SpeechResumed", "SpeechPaused", "SpeechEnded"]
    click = run(Segmenter(), (SPEECH, 1.0), (QUIET, 0.2), (SPEECH, 0.032), (QUIET, 0.6))
    assert kinds(click) == ["SpeechConfirmed", "SpeechPaused", "SpeechEnded"]


def test_silence_is_counted_from_the_end_of_speech() -> None:
    segmenter = Segmenter()
    run(segmenter, (SPEECH, 1.0), (QUIET, 0.16))
    assert segmenter.silence_s == pytest.approx(0.16)
    assert not segmenter.speaking
    ended = segmenter.end()
    assert ended.end == steps(1.0)
    with pytest.raises(RuntimeError):
        segmenter.end()


def test_a_long_take_is_sealed_at_its_pause() -> None:
    marks = run(Segmenter(), (SPEECH, 11.0), (QUIET, 0.25), (SPEECH, 2.0), (QUIET, 0.6))
    assert kinds(marks) == ["SpeechConfirmed", "SpeechPaused", "SegmentClosed", "SpeechResumed", "SpeechPaused", "SpeechEnded"]
    sealed = marks[2]
    assert isinstance(sealed, SegmentClosed)
    assert sealed.read
    assert steps(11.0) < sealed.at <= steps(11.25)


def test_speech_without_any_pause_is_sealed_at_its_quietest_step() -> None:
    segmenter = Segmenter()
    marks = run(segmenter, (SPEECH, 17.0), (0.6, 0.032), (SPEECH, 6.0))
    sealed = [m for m in marks if isinstance(m, SegmentClosed)]
    assert [(m.at, m.read) for m in sealed] == [(steps(17.0), False)]


def test_a_new_take_reaches_back_no_further_than_the_end_of_the_last() -> None:
    segmenter = Segmenter(Limits(end_s=0.2))
    marks = run(segmenter, (SPEECH, 1.0), (QUIET, 0.2), (SPEECH, 1.0), (QUIET, 0.3))
    first, second = (m for m in marks if isinstance(m, SpeechConfirmed))
    ended = next(m for m in marks if isinstance(m, SpeechEnded))
    assert second.turn_id == first.turn_id + 1
    assert second.begin >= ended.end


@settings(max_examples=150, deadline=None)
@given(
    parts=st.lists(st.tuples(st.sampled_from([0.01, 0.3, 0.4, 0.55, 0.98]), st.integers(1, 60)), max_size=40),
    early=st.integers(3, 20),
)
def test_for_any_sound_takes_are_in_order_and_whole(parts: list[tuple[float, int]], early: int) -> None:
    limits = Limits(seal_at_pause_s=2.0, seal_at_dip_s=3.0, seal_anyway_s=4.0)
    segmenter, marks = Segmenter(limits), []
    for p, count in parts:
        for _ in range(count):
            marks += (new := segmenter.feed(p))
            if segmenter.confirmed and segmenter.silence_s > early * 0.032:
                marks.append(segmenter.end())
            began = [m for m in new if isinstance(m, SpeechConfirmed)]
            assert all(segmenter.needs_from <= m.begin for m in began)
            assert segmenter.needs_from <= segmenter.now
            assert segmenter.piece_s <= 4.0 + 0.064
    marks += segmenter.flush()

    open_turn_id, free_from, piece, dipped = 0, 0, 0, False
    for mark in marks:
        match mark:
            case SpeechConfirmed():
                assert open_turn_id == 0
                assert free_from <= mark.begin <= mark.start
                open_turn_id, piece, dipped = mark.turn_id, mark.begin, False
            case SpeechPaused():
                assert not dipped
                dipped = True
            case SpeechResumed():
                assert dipped
                dipped = False
            case SegmentClosed():
                assert piece < mark.at <= segmenter.now
                assert not mark.read or dipped
                piece = mark.at
            case SpeechEnded():
                assert mark.end <= segmenter.now
                assert mark.speech_s >= 0.19
                assert 0 < mark.mean_p <= 1
                free_from = max(mark.end, piece)
        assert mark.turn_id == open_turn_id
        if isinstance(mark, SpeechEnded):
            open_turn_id = 0
    assert open_turn_id == 0


def apart(segmenter: Segmenter, p: float, seconds: float) -> list[Mark]:
    return [mark for _ in range(steps(seconds)) for mark in segmenter.feed(p, apart=True)]


def test_speech_apart_leaves_a_silence_and_begins_the_next_take() -> None:
    segmenter = Segmenter()
    run(segmenter, (SPEECH, 1.0), (QUIET, 0.2))
    assert kinds(apart(segmenter, SPEECH, 0.26)) == []
    assert segmenter.silence_s == pytest.approx(0.46, abs=0.04)
    spoken_until = segmenter.now
    marks = run(segmenter, (QUIET, 0.1))
    assert kinds(marks) == ["SpeechEnded", "SpeechConfirmed", "SpeechPaused"]
    ended, began, dipped = marks
    assert isinstance(ended, SpeechEnded)
    assert isinstance(began, SpeechConfirmed)
    assert isinstance(dipped, SpeechPaused)
    assert ended.end == steps(1.0)
    assert (began.start, dipped.end) == (spoken_until - steps(0.26), spoken_until)


def test_a_soft_beginning_holds_the_silence_and_is_part_of_what_becomes_loud() -> None:
    segmenter = Segmenter()
    run(segmenter, (SPEECH, 1.0), (QUIET, 0.2))
    apart(segmenter, SPEECH, 0.096)
    assert segmenter.silence_s == 0
    assert kinds(run(segmenter, (SPEECH, 0.5), (QUIET, 0.6))) == ["SpeechResumed", "SpeechPaused", "SpeechEnded"]


def test_speech_apart_is_speech_where_no_take_is_open() -> None:
    segmenter = Segmenter()
    marks = [*apart(segmenter, SPEECH, 1.0), *run(segmenter, (QUIET, 0.6))]
    assert kinds(marks) == ["SpeechConfirmed", "SpeechPaused", "SpeechEnded"]
