"""The on-device engine: Moonshine tiny-en's model files on plain onnxruntime, one thread, a reading helped by a draft.

While somebody still speaks, what there is gets read now and then and the token ids are kept. Handed in as `draft`, they are
checked all at once in the decoder's first pass, and greedy decoding goes on from the first that differs: the same text for a
third of the time.
"""

from __future__ import annotations

import threading
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.onnx_model import open_onnx_model
from core.speech.stt import RATE, Audio, RecogniserFailed, Transcript
from core.speech.stt.allocation import lean_loading
from core.speech.stt.serial_executor import SerialExecutor

_START, _STOP = 1, 2
_TOKENS_PER_S = 13  # people who talk fast exceed the usual 6.5
_TAIL_SAMPLES = RATE // 10  # a little silence behind the last word: a tenth fewer wrong words
_LEAST_SAMPLES = RATE // 4  # the encoder's convolutions want some audio


class MoonshineModel:
    """Weights and arithmetic; blocking, for one caller at a time."""

    def __init__(self, folder: Path) -> None:
        self._encoder, self._decoder = (
            open_onnx_model(folder / name) for name in ("encoder_model.ort", "decoder_model_merged.ort")
        )
        self._pieces = _pieces((folder / "tokenizer.bin").read_bytes())
        self._masked = "attention_mask" in {i.name for i in self._encoder.get_inputs()}
        self._nothing = {
            i.name: np.zeros((1, i.shape[1], 0, i.shape[3]), np.float32)
            for i in self._decoder.get_inputs()
            if i.name.startswith("past_key_values")
        }
        self._cache_names = [o.name.replace("present", "past_key_values") for o in self._decoder.get_outputs()[1:]]

    def read(self, audio: Audio, draft: Transcript | None = None) -> Transcript:
        """Greedy decoding; blocks for about 5 ms and 5 ms more per second of audio and per new token."""
        limit = int(audio.size / RATE * _TOKENS_PER_S) + 5
        audio = np.pad(audio, (0, max(_TAIL_SAMPLES, _LEAST_SAMPLES - audio.size)))
        guess = draft.tokens[:limit] if draft else ()
        mask = np.ones((1, audio.size), np.int64)
        states = self._encoder.run(None, {"input_values": audio[None]} | ({"attention_mask": mask} if self._masked else {}))[0]
        fixed = {"encoder_hidden_states": states, "encoder_attention_mask": mask}

        logits, cache = self._step(fixed, (_START, *guess), self._nothing, first=True)
        best = logits.argmax(-1)
        agreed = next((i for i, token in enumerate(guess) if best[i] != token), len(guess))
        # cross-attention is the same for every step; self-attention is cut back to what was agreed
        cache = {k: v[:, :, : agreed + 1] if ".decoder." in k else v for k, v in cache.items()}
        tokens, row = list(guess[:agreed]), logits[agreed]
        score = (draft.avg_logprob if draft else 0.0) * agreed
        counted = agreed
        while True:
            token = int(row.argmax())
            score += float(row[token] - row.max() - np.log(np.exp(row - row.max()).sum()))
            counted += 1
            if token == _STOP or len(tokens) >= limit:
                break
            tokens.append(token)
            logits, grown = self._step(fixed, (token,), cache, first=False)
            cache.update((k, v) for k, v in grown.items() if ".decoder." in k)
            row = logits[-1]
        return Transcript(self._text(tokens), tuple(tokens), score / counted, capped=token != _STOP)

    def _step(
        self, fixed: dict[str, Any], tokens: tuple[int, ...], cache: dict[str, Any], *, first: bool
    ) -> tuple[NDArray[np.float32], dict[str, Any]]:
        """-> logits (tokens, vocabulary), the key-value cache after them."""
        feed = fixed | cache | {"input_ids": np.array([tokens], np.int64), "use_cache_branch": np.array([not first])}
        logits, *present = self._decoder.run(None, feed)
        return logits[0], dict(zip(self._cache_names, present, strict=True))

    def _text(self, tokens: list[int]) -> str:
        raw = b"".join(self._pieces[t] for t in tokens if t < len(self._pieces))
        return raw.decode("utf-8", "ignore").replace("▁", " ").strip()


def _pieces(raw: bytes) -> list[bytes]:
    """The vocabulary: each piece behind its length, one byte, or two where the first has its high bit set.

    Control tokens become empty.
    """
    pieces: list[bytes] = []
    at = 0
    while at < len(raw):
        length, at = raw[at], at + 1
        if length & 0x80:
            length, at = (length & 0x7F) + (raw[at] << 7), at + 1
        piece = raw[at : at + length]
        pieces.append(b"" if len(piece) > 2 and piece.startswith(b"<") and piece.endswith(b">") else piece)
        at += length
    return pieces


def model_folder() -> Path:
    """Where the moonshine-voice package keeps the files; its native library is not loaded. Raises RecogniserFailed."""
    package = find_spec("moonshine_voice")
    folder = Path(package.origin).parent / "assets" / "tiny-en" if package and package.origin else None
    if folder is None or not (folder / "encoder_model.ort").is_file():
        raise RecogniserFailed("the package moonshine-voice 0.1.0, which carries the on-device model, is not installed")
    return folder


class Moonshine:
    """The process's one on-device recogniser."""

    name = "moonshine"

    def __init__(self, model: MoonshineModel) -> None:
        self._model = model
        self.lane = SerialExecutor("moonshine")

    async def transcribe(self, audio_f32: Audio, draft: Transcript | None = None) -> Transcript:
        return await self.lane.run(lambda: self._model.read(audio_f32, draft))

    async def draft(self, audio_f32: Audio, draft: Transcript | None = None) -> Transcript | None:
        return None if self.lane.busy else await self.transcribe(audio_f32, draft)

    async def close(self) -> None:
        """The model is shared and stays."""


_lock = threading.Lock()
_shared: list[Moonshine] = []


def shared_moonshine() -> Moonshine:
    """Loaded at the first call (.2 s, blocking), the same ever after. Raises RecogniserFailed."""
    with _lock:
        if not _shared:
            with lean_loading():
                model = MoonshineModel(model_folder())
                model.read(np.zeros(RATE, np.float32))  # the first run allocates; have it done before somebody speaks
            _shared.append(Moonshine(model))
        return _shared[0]
