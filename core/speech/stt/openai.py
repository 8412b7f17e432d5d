"""OpenAI's transcription API, or whatever speaks it: one multipart request per reading."""

from __future__ import annotations

import io
import wave
from typing import TYPE_CHECKING, Any

import numpy as np

from core.speech.stt import RATE, Audio, RecogniserFailed, Transcript

if TYPE_CHECKING:
    from openai import AsyncOpenAI


def wav(audio: Audio) -> bytes:
    """16-bit PCM in a RIFF file: what every such server reads."""
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes((np.clip(audio, -1, 1) * 32767).astype("<i2").tobytes())
    return out.getvalue()


class OpenAiTranscription:
    """Models named like whisper answer `verbose_json`, with confidences for the guards; the others only `json`."""

    name = "openai"

    def __init__(self, model: str, base_url: str | None, api_key: str | None, timeout_s: float, language: str = "en") -> None:
        self._model, self._base_url, self._api_key = model, base_url, api_key
        self._timeout_s, self._language = timeout_s, language
        self._client: AsyncOpenAI | None = None

    def _open(self) -> AsyncOpenAI:
        if self._client is None:
            from openai import AsyncOpenAI

            # a server of one's own often wants no key; the client insists on one
            self._client = AsyncOpenAI(
                api_key=self._api_key or "none", base_url=self._base_url, max_retries=0, timeout=max(10.0, 4 * self._timeout_s)
            )
        return self._client

    async def transcribe(self, audio_f32: Audio, draft: Transcript | None = None) -> Transcript:
        from openai import APIStatusError, OpenAIError

        verbose = "whisper" in self._model
        try:
            answer: Any = await self._open().audio.transcriptions.create(
                model=self._model,
                file=("speech.wav", wav(audio_f32), "audio/wav"),
                language=self._language,
                temperature=0,
                response_format="verbose_json" if verbose else "json",
            )
        except APIStatusError as error:
            raise RecogniserFailed(f"HTTP {error.status_code}", hopeless=error.status_code in (400, 401, 403, 404)) from error
        except (OpenAIError, ValueError) as error:
            raise RecogniserFailed(type(error).__name__) from error
        text = getattr(answer, "text", None)
        if not isinstance(text, str):
            raise RecogniserFailed("an answer without text")
        segments = getattr(answer, "segments", None) or []
        weights = [max(0.01, s.end - s.start) for s in segments]
        confidence = _mean([s.avg_logprob for s in segments], weights)
        silence = _mean([s.no_speech_prob for s in segments], weights)
        return Transcript(text.strip(), avg_logprob=confidence, no_speech=silence)

    async def close(self) -> None:
        if self._client is not None:
            await self._client.close()
            self._client = None


def _mean(values: list[float], weights: list[float]) -> float:
    return sum(v * w for v, w in zip(values, weights, strict=True)) / sum(weights) if values else 0.0
