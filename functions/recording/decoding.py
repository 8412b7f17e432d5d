"""One part of a recording to samples, in a process of its own: `python -m functions.recording.decoding MEDIA_TYPE MOST_S < part`.

The bytes are a stranger's. FFmpeg is given the container's name, a list of codecs and no protocol; the process has limits on time,
memory and output. It writes blocks to its standard output, each a time and a count followed by so many float32 samples.
"""

from __future__ import annotations

import contextlib
import math
import os
import struct
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from functions.recording import sandbox
from functions.recording.containers import CODECS, DEMUXERS, HEAD_BYTES, MediaType, begins_like

if TYPE_CHECKING:
    import numpy as np

    Sound = np.ndarray[Any, np.dtype[np.float32]]

RATE_HZ = 48_000
RATES_HZ = range(8_000, 96_001)
CHANNELS = range(1, 3)
BLOCK = struct.Struct("<dI")
"""Seconds since the part's first sample, and how many samples follow."""
SAMPLE_BYTES = 4
BLOCK_MOST = RATE_HZ
MEMORY_BYTES = 512 * 1024 * 1024
OPTIONS = {"protocol_whitelist": "none", "codec_whitelist": "opus,libopus,aac", "enable_drefs": "0", "use_absolute_path": "0"}
REFUSED, BROKEN = 3, 4
"""Exit statuses: not the sound that it was said to be; it could be read up to some place."""


def cpu_s(most_s: float) -> float:
    """Processor time for so many seconds of sound: some twenty times what Opus takes."""
    return 5.0 + most_s / 15


def decoded(part: Path, media_type: MediaType, most_s: float) -> Iterator[tuple[float, Sound]]:
    """Mono samples at RATE_HZ with their seconds since the part's first one, at most `most_s` of them.

    Raises Ended after the last of them when the part could not be read to its end.
    """
    with part.open("rb") as file:
        process = subprocess.Popen(
            sandbox.command(__name__, media_type, repr(most_s)),
            stdin=file,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=sandbox.environment(),
        )
    late = threading.Timer(30 + cpu_s(most_s) * 10, process.kill)
    late.start()
    try:
        assert process.stdout is not None
        yield from _blocks(process.stdout, most_s)
        process.stdout.close()
        if process.wait() != 0:
            raise Ended(process.returncode)
    finally:
        late.cancel()
        process.kill()
        process.wait()


class Ended(Exception):
    """The decoding process ended before its part did: REFUSED, BROKEN, or killed at one of its limits."""

    def __init__(self, status: int) -> None:
        super().__init__({REFUSED: "refused", BROKEN: "broken"}.get(status, f"status {status}"))


def _blocks(out: IO[bytes], most_s: float) -> Iterator[tuple[float, Sound]]:
    """What the process wrote; it is believed no more than the part itself."""
    import numpy as np

    left = math.ceil(most_s * RATE_HZ)
    while left > 0 and len(head := out.read(BLOCK.size)) == BLOCK.size:
        at_s, count = BLOCK.unpack(head)
        if not 0 <= at_s <= most_s or not 0 < count <= BLOCK_MOST:
            raise Ended(BROKEN)
        data = out.read(count * SAMPLE_BYTES)
        if len(data) < count * SAMPLE_BYTES:
            return
        sound = np.nan_to_num(np.frombuffer(data, np.float32)[:left], nan=0.0, posinf=1.0, neginf=-1.0)
        left -= sound.size
        yield at_s, np.clip(sound, -1.0, 1.0)


def decode(part: IO[bytes], media_type: MediaType, most_s: float, out: IO[bytes]) -> int:
    """Writes the blocks of `part`; returns an exit status."""
    import av

    head = part.read(HEAD_BYTES)
    if len(head) < 8 or not begins_like(media_type, head):
        return REFUSED
    part.seek(0)
    try:
        with av.open(part, "r", format=DEMUXERS[media_type], options=OPTIONS, metadata_errors="ignore") as container:
            streams = list(container.streams)
            if len(streams) != 1 or streams[0].type != "audio":
                return REFUSED
            codec: Any = streams[0].codec_context
            if codec is None or codec.name not in CODECS[media_type]:
                return REFUSED
            if codec.sample_rate not in RATES_HZ or codec.channels not in CHANNELS:
                return REFUSED
            codec.thread_count = 1
            resampler = av.AudioResampler(format="flt", layout="mono", rate=RATE_HZ)
            left, first_s = round(most_s * RATE_HZ), None
            frames: Any = container.decode(streams[0])
            for raw in frames:
                at_s = float(raw.time or 0.0)
                first_s = at_s if first_s is None else first_s
                for frame in resampler.resample(raw):
                    count = min(frame.samples, left)
                    since_s = max(0.0, at_s - first_s)
                    if count <= 0 or since_s > most_s:
                        return 0
                    out.write(BLOCK.pack(since_s, count))
                    out.write(memoryview(frame.planes[0])[: count * SAMPLE_BYTES])
                    left -= count
                    at_s += count / RATE_HZ
    except (av.error.FFmpegError, ValueError, MemoryError, OverflowError):
        return BROKEN
    return 0


def main() -> int:
    import av  # noqa: F401 - loaded before the limits

    asked: MediaType = "audio/webm" if sys.argv[1] == "audio/webm" else "audio/mp4"
    most_s = float(sys.argv[2])
    sandbox.limit(cpu_s=cpu_s(most_s), memory_bytes=MEMORY_BYTES, file_bytes=0)
    sandbox.leave_network()
    with open(0, "rb", closefd=False) as part, open(1, "wb", closefd=False) as out:
        status = decode(part, asked, most_s, out)
        with contextlib.suppress(BrokenPipeError):
            out.flush()
    return status


if __name__ == "__main__":
    # without Python's own tidying up: half-decoded sound is nothing to wait for
    os._exit(main())
