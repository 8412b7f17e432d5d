"""From the parts of one voice to one sound file: everything at its time, silence between, nothing from outside the spans."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from functions.recording.containers import MediaType
from functions.recording.decoding import RATE_HZ, Ended, decoded

BITS_PER_S = 64_000
FRAME = 1024  # what AAC takes at once
JUMP_S = 0.08
"""A recorder's own times waver by less; a larger step is sound that is really missing."""

Sound = np.ndarray[Any, np.dtype[np.float32]]


@dataclass(frozen=True, slots=True)
class Span:
    """When the recording ran; unix seconds."""

    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True)
class Part:
    """One run of a browser's recorder.

    `start_s`: unix seconds of its first sample. `most_s`: no more can have been spoken. `sound`: its pieces, one after the other.
    """

    start_s: float
    most_s: float
    media_type: MediaType
    sound: Path


def join(
    parts: Iterable[Part], spans: Sequence[Span], to: Path, *, on_early_end: Callable[[Part, Ended], None] = lambda *_: None
) -> float:
    """Writes mono AAC in MP4 (which every browser plays and seeks) as long as the spans together; returns seconds.

    Both voices of a recording have the same spans, so the files stand side by side. A part that cannot be read to its end
    gives what can be read, and is told to `on_early_end`.
    """
    import av

    with av.open(str(to), "w", format="mp4", options={"movflags": "faststart"}) as container:
        stream: Any = container.add_stream("aac", rate=RATE_HZ, layout="mono")
        stream.bit_rate = BITS_PER_S
        written = 0

        def write(sound: Sound) -> None:
            nonlocal written
            frame = av.AudioFrame.from_ndarray(sound.reshape(1, -1), format="fltp", layout="mono")
            frame.sample_rate, frame.pts = RATE_HZ, written
            container.mux(stream.encode(frame))
            written += sound.size

        for frame in _frames(_timeline(_placed(parts, on_early_end), spans)):
            write(frame)
        container.mux(stream.encode(None))
    return written / RATE_HZ


def _frames(sounds: Iterable[Sound]) -> Iterator[Sound]:
    """The same samples in frames of one size; the last one may be shorter."""
    left: Sound = np.zeros(0, np.float32)
    for sound in sounds:
        left = np.concatenate([left, sound])
        whole = left.size - left.size % FRAME
        yield from left[:whole].reshape(-1, FRAME)
        left = left[whole:]
    if left.size:
        yield left


def _timeline(placed: Iterable[tuple[float, Sound]], spans: Sequence[Span]) -> Iterator[Sound]:
    """The recording's own time: the spans one after the other, what nobody recorded as silence."""
    starts = np.cumsum([0.0, *(span.end_s - span.start_s for span in spans)])
    total = round(float(starts[-1]) * RATE_HZ)
    written = 0
    for at_s, sound in placed:
        for span, begins_s in zip(spans, starts, strict=False):
            kept, kept_at_s = _within(span, at_s, sound)
            at = round((float(begins_s) + kept_at_s - span.start_s) * RATE_HZ)
            kept = kept[max(0, written - at) :]  # two parts overlap where one took over from the other
            if not kept.size:
                continue
            at = max(at, written)
            yield from _silence(at - written)
            kept = kept[: total - at]
            yield kept
            written = at + kept.size
    yield from _silence(total - written)


def _within(span: Span, at_s: float, sound: Sound) -> tuple[Sound, float]:
    """What of the sound lies in the span, and when that begins; unix seconds."""
    first = max(0, round((span.start_s - at_s) * RATE_HZ))
    until = max(first, min(sound.size, round((span.end_s - at_s) * RATE_HZ)))
    return sound[first:until], at_s + first / RATE_HZ


def _silence(samples: int) -> Iterator[Sound]:
    while samples > 0:
        some = min(samples, RATE_HZ)
        yield np.zeros(some, np.float32)
        samples -= some


def _placed(parts: Iterable[Part], on_early_end: Callable[[Part, Ended], None]) -> Iterator[tuple[float, Sound]]:
    """Sound with the unix time of its first sample, in the order of the parts."""
    for part in parts:
        taken = 0
        try:
            for since_s, sound in decoded(part.sound, part.media_type, part.most_s):
                if since_s > taken / RATE_HZ + JUMP_S:
                    taken = round(since_s * RATE_HZ)
                yield part.start_s + taken / RATE_HZ, sound
                taken += sound.size
        except Ended as ended:
            on_early_end(part, ended)
