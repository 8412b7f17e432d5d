"""Speech to text behind one port: what a recogniser is, and which one the settings ask for."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

log = logging.getLogger(__name__)

RATE = 16_000  # samples per second of all audio in agent/

Audio = NDArray[np.float32]  # mono, 16 kHz, [-1, 1]


class RecogniserFailed(Exception):
    """An engine could not answer: unreachable, refused, or its answer made no sense. Carries no words of the speaker.

    `hopeless`: asking again will not help, such as a key that is refused.
    """

    def __init__(self, why: str, *, hopeless: bool = False) -> None:
        super().__init__(why)
        self.hopeless = hopeless


@dataclass(frozen=True, slots=True)
class Transcript:
    """What an engine read from one stretch of audio.

    `tokens` are the engine's own ids, of use only as a draft for the same engine. `avg_logprob` is the mean log-probability
    of the tokens, `no_speech` the engine's belief (0..1) that nobody spoke, `capped` whether it ran into its token limit.
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


@runtime_checkable
class Drafter(Protocol):
    """A recogniser so cheap that it may read along while somebody still speaks."""

    async def draft(self, audio_f32: Audio, draft: Transcript | None = None) -> Transcript | None:
        """Like transcribe, but None where it would keep another reading waiting. Raises RecogniserFailed."""
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
    def openai_stt_api_key(self) -> Any: ...
    @property
    def openai_base_url(self) -> Any: ...
    @property
    def language(self) -> str: ...
    @property
    def openai_api_key(self) -> Any: ...


def open_recogniser(settings: SpeechSettings) -> Recogniser:
    """The engine that the settings name; a remote or slow one falls back to the on-device one. Loads a model: call it off the
    event loop.

    Raises RecogniserFailed when nothing can be loaded, ValueError for an unknown engine.
    """
    from core.speech.stt.moonshine import shared_moonshine

    engine = settings.stt_engine
    if engine == "moonshine":
        return shared_moonshine()
    if engine == "whisper":
        from core.speech.stt.whisper import shared_whisper

        try:
            whisper = shared_whisper(settings.whisper_model, settings.whisper_device, settings.language)
        except RecogniserFailed as failed:
            log.warning("whisper is not to be had, the on-device engine listens instead: %s", failed)
            return shared_moonshine()
        # it works on this machine and may be slow by nature; only a stuck one counts as late
        return _backed(whisper, settings, timeout_s=max(10.0, 4 * settings.stt_timeout_s))
    if engine == "openai":
        from core.speech.stt.openai import OpenAiTranscription

        remote = OpenAiTranscription(
            model=settings.openai_stt_model,
            base_url=plain(settings.openai_stt_base_url) or plain(settings.openai_base_url),
            api_key=plain(settings.openai_stt_api_key) or plain(settings.openai_api_key),
            timeout_s=settings.stt_timeout_s,
            language=settings.language,
        )
        return _backed(remote, settings, timeout_s=settings.stt_timeout_s)
    raise ValueError(f"STT_ENGINE is moonshine, whisper or openai, not {engine!r}")


def _backed(engine: Recogniser, settings: SpeechSettings, timeout_s: float) -> Recogniser:
    """With the on-device engine behind it, unless that would read English into another language."""
    from core.speech.stt.fallback import Fallback
    from core.speech.stt.moonshine import shared_moonshine

    return Fallback(engine, shared_moonshine(), timeout_s=timeout_s) if settings.language == "en" else engine


def plain(value: Any) -> str | None:
    """A setting's text, whether it is a string, a URL or a SecretStr; None when empty."""
    if value is None:
        return None
    reveal = getattr(value, "get_secret_value", None)
    return str(reveal() if reveal else value) or None
