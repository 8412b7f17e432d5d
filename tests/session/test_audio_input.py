"""The audio input: bounded, timed, and deaf at once when closed."""

from __future__ import annotations

import time

import numpy as np
import pytest

from agent.runtime import audio_input as ears
from agent.runtime.audio_input import RATE, AudioInput

HALF = np.ones(RATE // 2, dtype=np.int16)


async def test_audio_comes_out_as_it_went_in_and_knows_its_time() -> None:
    audio = AudioInput()
    began = time.monotonic()
    for _ in range(4):
        audio.hear(HALF)
    given = 0
    async for frame in audio.frames():
        given += len(frame)
        if given == 2 * RATE:
            break
    assert audio.heard_at(2.0) == pytest.approx(began, abs=0.2)
    assert audio.heard_at(1.8) == pytest.approx(began - 0.2, abs=0.2)


async def test_a_listener_that_falls_behind_loses_the_oldest_audio() -> None:
    audio = AudioInput()
    for _ in range(24):
        audio.hear(HALF)
    assert audio.dropped == 4


async def test_a_closed_ear_throws_away_what_it_held() -> None:
    audio = AudioInput()
    audio.hear(HALF)
    frames = audio.frames()
    assert len(await anext(frames)) == len(HALF)  # the control
    audio.hear(HALF)
    audio.close()
    audio.hear(HALF)
    assert [frame async for frame in frames] == []


async def test_a_microphone_that_goes_quiet_is_taken_as_silence_for_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ears, "STALL_S", 0.02)
    monkeypatch.setattr(ears, "FILL_S", 0.01)
    monkeypatch.setattr(ears, "FILLED_S", 0.05)
    audio = AudioInput()
    audio.hear(HALF)
    filled = 0
    frames = audio.frames()
    await anext(frames)
    for _ in range(5):
        frame = await anext(frames)
        assert not frame.any()
        filled += len(frame)
    assert filled == 800
    audio.hear(HALF)
    assert (await anext(frames)).any()
    audio.close()


async def test_a_microphone_that_was_muted_is_told_by_an_empty_frame() -> None:
    audio = AudioInput()
    audio.hear(HALF)
    audio.resume()
    audio.hear(HALF)
    frames = audio.frames()
    assert [len(await anext(frames)) for _ in range(3)] == [len(HALF), 0, len(HALF)]
    assert audio.heard_at(1.0) == pytest.approx(time.monotonic(), abs=5)
    audio.close()
    audio.resume()
    assert [frame async for frame in frames] == []
