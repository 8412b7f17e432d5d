"""Frames as they come, cut into the steps that voice detection reads."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.speech.stt import Audio
from core.speech.vad import CHUNK


async def chunks(frames: AsyncIterator[NDArray[Any]]) -> AsyncGenerator[Audio, None]:
    """Frames of any length, int16 or float, one channel -> steps of CHUNK samples in [-1, 1]; what is left at the end is filled
    with silence; an empty frame comes out as an empty step. Raises TypeError for other samples."""
    rest = np.zeros(0, np.float32)
    async for frame in frames:
        if not frame.size:
            yield _floats(frame)
            continue
        rest = np.concatenate([rest, _floats(frame)]) if rest.size else _floats(frame)
        whole = rest.size // CHUNK
        for i in range(whole):
            yield rest[i * CHUNK : (i + 1) * CHUNK]
            if i % 64 == 63:
                await asyncio.sleep(0)  # a long frame leaves room for others
        rest = rest[whole * CHUNK :]
    if rest.size:
        yield np.pad(rest, (0, CHUNK - rest.size))


def _floats(frame: NDArray[Any]) -> Audio:
    frame = np.asarray(frame).reshape(-1)
    if frame.dtype == np.int16:
        return frame.astype(np.float32) / np.float32(32768)
    if frame.dtype.kind == "f":
        return frame.astype(np.float32, copy=False)
    raise TypeError(f"audio is int16 or float, not {frame.dtype}")
