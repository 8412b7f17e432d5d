"""What listen() says, when, and in which order: with scripted parts, and with the real ones on the repo's own speech."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import numpy as np
import pytest

from bench.wer import errors, plain_words
from core.speech.audio_buffer import lifted
from core.speech.hear_file import read_frames
from core.speech.listener import Discarded, Heard, Paused, Resumed, SpeechStarted, Utterance, listen
from core.speech.stt import Audio, RecogniserFailed, Transcript
from core.speech.stt.moonshine import Moonshine, shared_moonshine
from core.speech.vad import open_vad
from tests.hearing.hearing import MANIFEST, Scripted, clip, frames, loudness, sound

DONE = "I feel it in my chest."


async def heard(audio: Audio, engine: Scripted, seconds: float = 0.02, live: bool = True) -> list[Heard]:
    return [event async for event in listen(frames(audio, seconds), engine, loudness, live=live)]


def kinds(events: list[Heard]) -> list[str]:
    return [type(e).__name__ for e in events]


async def test_one_utterance() -> None:
    events = await heard(sound(("quiet", 1), ("speech", 2), ("quiet", 1)), Scripted(lambda s: DONE))
    started, paused, said = events
    assert isinstance(started, SpeechStarted)
    assert isinstance(paused, Paused)
    assert isinstance(said, Utterance)
    assert started.at_s == pytest.approx(1, abs=0.04)
    assert (said.turn_id, said.text, said.start_s, said.end_s) == (1, paused.text, paused.start_s, paused.end_s)
    assert said.end_s == pytest.approx(3, abs=0.04)


async def test_speech_that_goes_on_voids_the_pause() -> None:
    events = await heard(
        sound(("speech", 2), ("quiet", 0.3), ("speech", 1), ("quiet", 1)),
        Scripted(lambda s: DONE if s < 3 else "All of it is said."),
    )
    assert kinds(events) == ["SpeechStarted", "Paused", "Resumed", "Paused", "Utterance"]
    assert events[2] == Resumed(1)
    assert [e.text for e in events if isinstance(e, Paused | Utterance)] == [DONE, "All of it is said.", "All of it is said."]


async def test_an_unfinished_sentence_is_given_more_time() -> None:
    gap = sound(("speech", 2), ("quiet", 0.47), ("speech", 1), ("quiet", 1))
    cut = await heard(gap, Scripted(lambda s: DONE))
    kept = await heard(gap, Scripted(lambda s: "I feel it and" if s < 3 else DONE))
    assert kinds(cut).count("Utterance") == 2
    assert kinds(kept).count("Utterance") == 1


async def test_a_sound_is_announced_before_it_is_certain_to_be_speech() -> None:
    """So that a hint can be held back in time; what proves too short is taken back, and makes no turn."""
    short = await heard(sound(("speech", 0.13), ("quiet", 0.6)), Scripted(lambda s: DONE))
    assert kinds(short) == ["SpeechStarted", "FalseStart"]
    said = await heard(sound(("speech", 0.13), ("quiet", 0.6), ("speech", 1), ("quiet", 1.5)), Scripted(lambda s: DONE))
    assert kinds(said) == ["SpeechStarted", "FalseStart", "SpeechStarted", "Paused", "Utterance"]
    assert kinds(await heard(sound(("speech", 0.064), ("quiet", 0.6)), Scripted(lambda s: DONE))) == []


async def test_the_endpoint_comes_within_half_a_second_of_audio() -> None:
    audio = sound(("speech", 2), ("quiet", 0.5))
    given_s = 0.0

    async def counted() -> AsyncIterator[Audio]:
        nonlocal given_s
        async for frame in frames(audio, 0.01):
            given_s += 0.01
            yield frame
            for _ in range(5):
                await asyncio.sleep(0)

    async for event in listen(counted(), Scripted(lambda s: DONE), loudness):
        if isinstance(event, Paused):
            assert given_s < 2.0 + 0.2
        if isinstance(event, Utterance):
            assert given_s < 2.0 + 0.5
            return
    pytest.fail("no utterance")


async def test_a_late_reading_holds_back_what_comes_behind() -> None:
    engine = Scripted(lambda s: DONE)
    engine.gate.clear()
    audio = sound(("speech", 1), ("quiet", 1.5), ("speech", 1), ("quiet", 1.5))

    async def opening() -> AsyncIterator[Audio]:
        async for frame in frames(audio):
            yield frame
        engine.gate.set()

    events = [event async for event in listen(opening(), engine, loudness)]
    assert kinds(events) == ["SpeechStarted", "Paused", "Utterance"] * 2
    assert [e.turn_id for e in events if isinstance(e, Utterance)] == [1, 2]


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("...", "no-letters"),
        (RecogniserFailed("gone"), "recogniser-failed"),
        (Transcript(DONE, avg_logprob=-2), "low-confidence"),
    ],
)
async def test_what_is_not_believed_is_discarded(said: str | Transcript | Exception, reason: str) -> None:
    audio = sound(("speech", 1), ("quiet", 1))
    assert (await heard(audio, Scripted(lambda s: said)))[1:] == [Discarded(1, reason)]
    assert kinds(await heard(audio, Scripted(lambda s: DONE))) == ["SpeechStarted", "Paused", "Utterance"]


async def test_audio_that_ends_in_speech_is_still_read() -> None:
    assert kinds(await heard(sound(("speech", 1.5)), Scripted(lambda s: DONE))) == ["SpeechStarted", "Paused", "Utterance"]


async def test_a_costly_engine_is_asked_once_a_pause() -> None:
    engine = Scripted(lambda s: DONE)
    await heard(sound(("speech", 8), ("quiet", 0.1), ("speech", 2), ("quiet", 1)), engine)
    assert len(engine.asked) == 1


async def test_a_minute_without_a_pause_is_read_in_pieces_and_stays_one_utterance() -> None:
    engine = Scripted(lambda s: f"Some {int(s)} seconds of it.")
    events = await heard(sound(("speech", 50), ("quiet", 1)), engine)
    assert max(engine.asked) < 21
    assert 50 < sum(engine.asked) < 56
    assert kinds(events) == ["SpeechStarted", "Paused", "Utterance"]


async def test_closing_early_leaves_nothing_running() -> None:
    before = asyncio.all_tasks()
    engine = Scripted(lambda s: DONE)
    engine.gate.clear()
    stream = listen(frames(sound(("speech", 1), ("quiet", 1), ("speech", 1))), engine, loudness)
    assert isinstance(await anext(stream), SpeechStarted)
    await stream.aclose()
    assert asyncio.all_tasks() == before


async def test_frames_of_a_wrong_kind_are_the_callers_error() -> None:
    with pytest.raises(TypeError):
        _ = [e async for e in listen(frames(np.zeros(1600, np.int32)), Scripted(lambda s: DONE), loudness)]


def test_quiet_speech_is_lifted_before_it_is_read_and_no_other() -> None:
    quiet, usual = np.full(800, 0.004, np.float32), np.full(800, 0.2, np.float32)
    assert np.abs(lifted(quiet)).max() == pytest.approx(0.128, rel=0.01)
    assert np.array_equal(lifted(usual), usual)
    assert not lifted(np.zeros(800, np.float32)).any()
    assert lifted(np.zeros(0, np.float32)).size == 0


# --- the real voice detector and engine ---


@pytest.fixture(scope="module")
def moonshine() -> Moonshine:
    return shared_moonshine()


async def test_the_conversation(moonshine: Moonshine) -> None:
    """Eight utterances where they were spoken, the cough not among them."""
    events = [e async for e in listen(frames(clip("conversation.flac"), 0.05), moonshine, open_vad(), live=False)]
    said = [e for e in events if isinstance(e, Utterance)]
    spoken = MANIFEST["utterances"]
    assert len(said) == len(spoken)
    for one, truth in zip(said, spoken, strict=True):
        assert one.start_s == pytest.approx(truth["start_s"], abs=0.15)
        assert one.end_s == pytest.approx(truth["end_s"], abs=0.15)
        words = plain_words(truth["text"])
        assert errors(words, plain_words(one.text)) <= 0.25 * len(words)


async def test_frame_size_and_sample_type_do_not_matter(moonshine: Moonshine) -> None:
    audio = clip("utterances/u08.flac")
    floats = audio.astype(np.float32) / 32768
    variants = [(audio, 0.01), (floats, 0.02), (audio, 0.05), (floats, 0.5)]
    results = [[e async for e in listen(frames(a, s), moonshine, open_vad(), live=False)] for a, s in variants]
    assert all(r == results[0] for r in results)
    assert kinds(results[0]).count("Utterance") == 1


async def test_drafts_do_not_change_what_is_heard(moonshine: Moonshine) -> None:
    audio = clip("utterances/u14.flac")

    async def unhurried() -> AsyncIterator[np.ndarray]:
        async for frame in frames(audio):
            yield frame
            while moonshine.lane.busy:  # noqa: ASYNC110
                await asyncio.sleep(0.001)

    live = [e async for e in listen(unhurried(), moonshine, open_vad())]
    file = [e async for e in listen(frames(audio), moonshine, open_vad(), live=False)]
    assert [e.text for e in live if isinstance(e, Utterance)] == [e.text for e in file if isinstance(e, Utterance)]


@pytest.mark.parametrize("name", [c["file"] for c in MANIFEST["clips"] if not c["transcript"]])
async def test_noise_says_nothing(name: str, moonshine: Moonshine) -> None:
    events = [e async for e in listen(frames(clip(name), 0.1), moonshine, open_vad(), live=False)]
    assert not [e for e in events if isinstance(e, Paused | Utterance)]


SHARED = Path(__file__).parents[3] / "shared" / "audio" / "nonspeech"


@pytest.mark.skipif(not SHARED.is_dir(), reason="the recorded noise is not beside the repo")
async def test_noise_beside_the_repo_says_nothing_either(moonshine: Moonshine) -> None:
    for path in sorted(SHARED.glob("*.flac")):
        events = [e async for e in listen(read_frames(path), moonshine, open_vad(), live=False)]
        assert not [e for e in events if isinstance(e, Paused | Utterance)], path.name
