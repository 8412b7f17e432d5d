"""Scripted ears: a voice detector that reads the samples' size, a recogniser that says what it is told, frames in any size."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import numpy as np
import soundfile
from numpy.typing import NDArray

from core.speech.stt import RATE, Audio, Transcript

SPEECH = Path(__file__).parents[2] / "local" / "speech"
MANIFEST: dict[str, Any] = json.loads((SPEECH / "manifest.json").read_text(encoding="utf-8"))


def loudness(chunk: Audio) -> float:
    """Stands for a voice detector: loud is speech."""
    return 0.97 if float(np.abs(chunk).mean()) > 0.01 else 0.02


def sound(*parts: tuple[str, float]) -> Audio:
    """("speech" or "quiet", seconds)…"""
    return np.concatenate([np.full(int(s * RATE), 0.1 if kind == "speech" else 0.0, np.float32) for kind, s in parts])


def clip(name: str) -> NDArray[np.int16]:
    return np.asarray(soundfile.read(SPEECH / name, dtype="int16")[0])


async def frames(audio: NDArray[Any], seconds: float = 0.02) -> AsyncIterator[NDArray[Any]]:
    size = int(seconds * RATE)
    for at in range(0, audio.size, size):
        yield audio[at : at + size]
        await asyncio.sleep(0)


class Scripted:
    """Says what `say` makes of the seconds of audio; waits for `gate` first."""

    name = "scripted"

    def __init__(self, say: Callable[[float], str | Transcript | Exception]) -> None:
        self._say = say
        self.gate = asyncio.Event()
        self.gate.set()
        self.asked: list[float] = []

    async def transcribe(self, audio_f32: Audio, draft: Transcript | None = None) -> Transcript:
        seconds = audio_f32.size / RATE
        self.asked.append(seconds)
        await self.gate.wait()
        said = self._say(seconds)
        if isinstance(said, Exception):
            raise said
        return said if isinstance(said, Transcript) else Transcript(said, avg_logprob=-0.1)

    async def close(self) -> None:
        """Nothing is held."""
