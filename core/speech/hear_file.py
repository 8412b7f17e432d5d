"""What the live path would hear in an audio file."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from core.speech.listener import Utterance, listen
from core.speech.stt import RATE, Audio, Recogniser, SpeechSettings, open_recogniser
from core.speech.vad import open_vad

_BLOCK_S = 0.5


async def read_frames(path: Path | str) -> AsyncIterator[Audio]:
    """Any file that libsndfile reads, any rate and channels -> mono 16 kHz frames, without holding it whole.

    Raises OSError, soundfile.LibsndfileError.
    """
    import numpy as np
    import soundfile

    with soundfile.SoundFile(path) as file:
        resample = None
        if file.samplerate != RATE:
            import soxr

            resample = soxr.ResampleStream(file.samplerate, RATE, 1, dtype="float32")
        for block in file.blocks(int(_BLOCK_S * file.samplerate), dtype="float32", always_2d=True):
            mono = block.mean(axis=1)
            yield resample.resample_chunk(mono) if resample else mono
        if resample:
            yield resample.resample_chunk(np.zeros(0, np.float32), last=True)


async def hear_file(path: Path | str, settings: SpeechSettings, *, recogniser: Recogniser | None = None) -> dict[str, Any]:
    """-> {"file", "text", "utterances": [{"start_s", "end_s", "text"}]}, through the very same listen().

    Raises OSError, soundfile.LibsndfileError, RecogniserFailed.
    """
    engine = recogniser if recogniser is not None else await asyncio.to_thread(open_recogniser, settings)
    vad = await asyncio.to_thread(open_vad)
    try:
        said = [h async for h in listen(read_frames(path), engine, vad, live=False) if isinstance(h, Utterance)]
    finally:
        if recogniser is None:
            await engine.close()
    utterances = [{"start_s": u.start_s, "end_s": u.end_s, "text": u.text} for u in said]
    return {"file": str(path), "text": " ".join(u.text for u in said), "utterances": utterances}
