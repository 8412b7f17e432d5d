"""Voice activity: the probability of speech in each 32 ms of audio (Silero); weights shared by the process, state per stream."""

from __future__ import annotations

from typing import Protocol

from agent.stt import Audio

CHUNK = 512  # samples per probability: 32 ms


class Vad(Protocol):
    """The state of one stream."""

    def __call__(self, chunk: Audio) -> float:
        """Probability (0..1) that the next 512 samples hold speech."""
        ...


def open_vad() -> Vad:
    """A new stream on the process's shared weights."""
    raise NotImplementedError
