"""Whisper through faster-whisper, on the CPU or a GPU; an optional extra, imported when asked for."""

from __future__ import annotations

import threading
from typing import Any

from core.onnx_model import forbid_telemetry
from core.speech.stt import Audio, RecogniserFailed, Transcript
from core.speech.stt.serial_executor import SerialExecutor


class Whisper:
    """One loaded model of the process; readings in turn, in a thread of its own."""

    name = "whisper"

    def __init__(self, model: Any, language: str = "en") -> None:
        self._model, self._language = model, language
        self._executor = SerialExecutor("whisper")

    def read(self, audio: Audio) -> Transcript:
        """Blocking."""
        segments, _ = self._model.transcribe(
            audio,
            language=self._language,
            beam_size=1,
            temperature=0.0,
            condition_on_previous_text=False,
            without_timestamps=True,
            vad_filter=False,
        )
        heard = list(segments)
        tokens = [len(s.tokens) or 1 for s in heard]
        total = sum(tokens)

        def mean(values: list[float]) -> float:
            return sum(v * n for v, n in zip(values, tokens, strict=True)) / total if total else 0.0

        text = " ".join(s.text.strip() for s in heard)
        confidence = mean([s.avg_logprob for s in heard])
        return Transcript(text, avg_logprob=confidence, no_speech=mean([s.no_speech_prob for s in heard]))

    async def transcribe(self, audio_f32: Audio, draft: Transcript | None = None) -> Transcript:
        try:
            return await self._executor.run(lambda: self.read(audio_f32))
        except (RuntimeError, ValueError) as error:  # what CTranslate2 raises, a full GPU included
            raise RecogniserFailed(type(error).__name__) from error

    async def close(self) -> None:
        """The model is shared and stays."""


_lock = threading.Lock()
_shared: dict[tuple[str, str, str], Whisper] = {}


def shared_whisper(model: str, device: str, language: str = "en") -> Whisper:
    """`model`: a size such as base.en, or a folder with the converted weights; `device`: auto, cpu or cuda. Blocking.

    Raises RecogniserFailed.
    """
    with _lock:
        if (model, device, language) not in _shared:
            _shared[model, device, language] = Whisper(_load(model, device), language)
        return _shared[model, device, language]


def _load(model: str, device: str) -> Any:
    forbid_telemetry()
    try:
        import ctranslate2  # type: ignore[import-untyped,unused-ignore]
        from faster_whisper import WhisperModel
    except ImportError as error:
        raise RecogniserFailed("the extra `whisper` (faster-whisper) is not installed") from error
    if device == "auto":
        device = "cuda" if ctranslate2.get_cuda_device_count() else "cpu"
    try:
        return WhisperModel(model, device=device, compute_type="float16" if device == "cuda" else "int8", cpu_threads=2)
    except (RuntimeError, ValueError, OSError) as error:  # unknown name, no such folder, no download, no GPU library
        raise RecogniserFailed(f"the model cannot be loaded ({type(error).__name__})") from error
