"""Joins the parts of one voice in a process of its own, which is killed with every process it started: when it takes too long, when
its job is cancelled, and when the worker dies.

The worker tells the job in one line of JSON on standard input and keeps that open; the process answers with one line on standard
output.
"""

from __future__ import annotations

import asyncio
import contextlib
import errno
import json
import os
import signal
import sys
import threading
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from functions.recording import sandbox
from functions.recording.joining import BITS_PER_S, Part, Span, join

COMMAND = sandbox.command(__name__)
MEMORY_BYTES = 1536 * 1024 * 1024
FULL = {errno.ENOSPC, errno.EDQUOT}


class JoinFailed(Exception):
    """The process was killed at one of its limits, or died."""


class NoSpace(OSError):
    """The disk is full: there may be room later."""


@dataclass(frozen=True, slots=True)
class Joined:
    """`early`: parts, by their number, that could not be read to their end, and why."""

    duration_s: float
    early: tuple[tuple[int, str], ...]


def cpu_s(total_s: float) -> float:
    """Processor time to encode so many seconds: five times what it takes."""
    return 30.0 + total_s / 4


def wall_s(total_s: float, parts: int) -> float:
    """Time on the clock for so many seconds of sound in so many parts, on a busy machine."""
    return 120.0 + total_s + 2.0 * parts


async def run(parts: Sequence[Part], spans: Sequence[Span], to: Path) -> Joined:
    """Writes `to`. Raises JoinFailed, NoSpace."""
    told = {
        "parts": [asdict(part) | {"sound": str(part.sound)} for part in parts],
        "spans": [asdict(s) for s in spans],
        "to": str(to),
    }
    total_s = sum(span.end_s - span.start_s for span in spans)
    process = await asyncio.create_subprocess_exec(
        *COMMAND,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env=sandbox.environment(),
        cwd=to.parent,
        start_new_session=True,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        async with asyncio.timeout(wall_s(total_s, len(parts))):
            with contextlib.suppress(ConnectionError):
                process.stdin.write(json.dumps(told).encode() + b"\n")
                await process.stdin.drain()
            answer = await process.stdout.readline()
    except TimeoutError:
        raise JoinFailed("it took too long") from None
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        await process.wait()
    return _read(answer)


def _read(answer: bytes) -> Joined:
    if not answer.endswith(b"\n"):
        raise JoinFailed("it died")
    said = json.loads(answer)
    if (failed := said.get("errno")) is not None:
        if failed in FULL:
            raise NoSpace(failed, os.strerror(failed))
        raise JoinFailed(f"errno {failed}")
    return Joined(float(said["duration_s"]), tuple((int(n), str(why)) for n, why in said["early"]))


def _end_with_the_worker() -> None:
    """Standard input ends when the worker has died: then this process and its children do."""
    with contextlib.suppress(OSError):
        sys.stdin.buffer.read()
    os.killpg(0, signal.SIGKILL)


def main() -> None:
    told = json.loads(sys.stdin.buffer.readline())
    parts = [Part(**part | {"sound": Path(part["sound"])}) for part in told["parts"]]
    spans = [Span(**span) for span in told["spans"]]
    total_s = sum(span.end_s - span.start_s for span in spans)
    sandbox.limit(cpu_s=cpu_s(total_s), memory_bytes=MEMORY_BYTES, file_bytes=2**20 + round(total_s * BITS_PER_S / 8 * 2))
    if os.getpgrp() == os.getpid():
        threading.Thread(target=_end_with_the_worker, daemon=True).start()
    early: list[tuple[int, str]] = []
    said: dict[str, object]
    try:
        said = {
            "duration_s": join(
                parts, spans, Path(told["to"]), on_early_end=lambda part, why: early.append((parts.index(part), str(why)))
            )
        }
    except OSError as failed:
        said = {"errno": failed.errno}
    print(json.dumps(said | {"early": early}), flush=True)


if __name__ == "__main__":
    main()
