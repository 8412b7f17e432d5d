"""Speech to text behind one port: what a recogniser is, and which one the settings ask for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

RATE = 16_000  # samples per second of all audio in agent/

Audio = NDArray[np.float32]  # mono, 16 kHz, [-1, 1]


class RecogniserFailed(Exception):
    """An engine could not answer: unreachable, refused, or its answer made no sense. Carries no words of the speaker."""


@dataclass(frozen=True, slots=True)
class Transcript:
    """What an engine read from one stretch of audio.

    `tokens` are the engine's own ids, of use only as a draft for the same engine. `avg_logprob` is the mean log-probability of the tokens,
    `no_speech` the engine's belief (0..1) that nobody spoke, `capped` whether it ran into its token limit.
    """

    text: str
    tokens: tuple[int, ...] = ()
    avg_logprob: float = 0.0
    no_speech: float = 0.0
    capped: bool = False


class Recogniser(Protocol):
    """An engine. `transcribe` may be called by several sessions at once and never blocks the event loop."""

    @property
    def name(self) -> str:
        """The engine's name, for guards and for the log."""
        ...

    async def transcribe(self, audio_f32: Audio, draft: Transcript | None = None) -> Transcript:
        """Read the whole stretch. `draft`: what the same engine read in a shorter beginning of it. Raises RecogniserFailed."""
        ...

    async def close(self) -> None:
        """Let go of what this recogniser alone holds; the shared on-device model stays."""
        ...


class SpeechSettings(Protocol):
    """The part of the agent's settings that chooses an engine."""

    @property
    def stt_engine(self) -> str: ...
    @property
    def stt_timeout_s(self) -> float: ...
    @property
    def whisper_model(self) -> str: ...
    @property
    def whisper_device(self) -> str: ...
    @property
    def openai_stt_model(self) -> str: ...
    @property
    def openai_stt_base_url(self) -> Any: ...
    @property
    def openai_base_url(self) -> Any: ...
    @property
    def openai_api_key(self) -> Any: ...


def open_recogniser(settings: SpeechSettings) -> Recogniser:
    """The engine that the settings name; a remote or slow one falls back to the on-device one. Loads a model: call it off the event loop."""
    raise NotImplementedError
