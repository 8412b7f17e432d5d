"""What a scenario may break, and how it comes back: killed or stopped programs, a full disk, a busy machine."""

from __future__ import annotations

import asyncio
import contextlib
import multiprocessing
import os
import random
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import psutil

from bench.faults.peers import FaultyModels, FaultySmtp
from local.demo import agent_processes
from local.servers import Process, answers
from local.stack import Stack

OUTAGE_S = 10.0
"""Longer than a lease (6 s) and than what Procrastinate's worker survives."""
DISK_MB = 4
Name = Literal["agent", "api", "jobs", "postgres", "livekit"]


@dataclass(frozen=True)
class Setting:
    """What a fault may break. `disk`: the small disk the recordings lie on; None where none can be mounted."""

    stack: Stack
    smtp: FaultySmtp
    models: FaultyModels
    chance: random.Random
    disk: SmallDisk | None = None

    def program(self, name: str) -> Process:
        if name == "livekit":
            assert self.stack.media is not None
            return self.stack.media.process
        return next(process for process in self.stack.programs if process.name == name)

    def processes(self, name: Name) -> list[psutil.Process]:
        """Those of one program, without what it started for others: an agent outlives the API that woke it."""
        if name == "agent":
            return agent_processes(self.stack)
        if name == "postgres":
            assert self.stack.postgres is not None
            pid = self.stack.postgres.server.get_pid()
            postmaster = psutil.Process(pid)
            return [postmaster, *postmaster.children(recursive=True)]
        return [psutil.Process(self.program(name).popen.pid)]

    async def kill(self, name: Name, *, away_s: float = 0.0) -> None:
        """Ends it as a crash does, and starts it again after `away_s`. The agent is started again by whoever needs it."""
        if name in ("agent", "postgres"):
            for process in self.processes(name):
                with contextlib.suppress(psutil.NoSuchProcess):
                    process.kill()
        else:
            await asyncio.to_thread(self.program(name).kill, alone=True)
        await asyncio.sleep(away_s)
        if name == "postgres":
            assert self.stack.postgres is not None
            await asyncio.to_thread(self.stack.postgres.server.start)
        elif name != "agent":
            await self._start_again(name)

    async def _start_again(self, name: Name) -> None:
        process = self.program(name)
        process.start_again()
        port = self.stack.media.port if self.stack.media else 0
        probe = {"api": f"{self.stack.urls['api']}/api/health", "livekit": f"http://127.0.0.1:{port}/"}.get(name)
        if probe:
            await asyncio.to_thread(process.wait_until, lambda: answers(probe))

    async def stop(self, name: Name, *, for_s: float) -> None:
        """SIGSTOP, and SIGCONT after `for_s`: connections stand and nobody answers."""
        stopped = self.processes(name)
        for process in stopped:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.suspend()
        try:
            await asyncio.sleep(for_s)
        finally:
            for process in stopped:
                with contextlib.suppress(psutil.NoSuchProcess):
                    process.resume()

    async def break_by(self, how: Literal["killed", "stopped"], name: Name, *, for_s: float = OUTAGE_S) -> None:
        if how == "killed":
            await self.kill(name, away_s=for_s)
        else:
            await self.stop(name, for_s=for_s)


class SmallDisk:
    """A tmpfs of DISK_MB that can be filled; writing to it then fails with ENOSPC. Needs the right to mount."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._ballast = path / "ballast"

    def fill(self) -> None:
        with self._ballast.open("wb", buffering=0) as out, contextlib.suppress(OSError):
            while True:
                out.write(bytes(65536))
        with self._ballast.open("ab", buffering=0) as out, contextlib.suppress(OSError):
            while True:
                out.write(bytes(512))

    def make_room(self) -> None:
        self._ballast.unlink(missing_ok=True)


@contextlib.contextmanager
def small_disk() -> Iterator[SmallDisk | None]:
    """Mounted for the block; None where mounting is refused."""
    folder = Path(tempfile.mkdtemp(prefix="nbp-disk-"))
    mount = ["mount", "-t", "tmpfs", "-o", f"size={DISK_MB}m,mode=700", "none", str(folder)]
    try:
        mounted = os.geteuid() == 0 and subprocess.run(mount, capture_output=True, check=False).returncode == 0
        try:
            yield SmallDisk(folder) if mounted else None
        finally:
            if mounted:
                subprocess.run(["umount", "-l", str(folder)], capture_output=True, check=False)
    finally:
        folder.rmdir()


def _spin() -> None:
    while True:
        sum(range(10_000))


@contextlib.contextmanager
def busy_cores(each: int = 1) -> Iterator[Sequence[int]]:
    """`each` processes on every core that never rest; ended with the block. Yields their ids."""
    context = multiprocessing.get_context("spawn")
    spinning = [context.Process(target=_spin, daemon=True) for _ in range(each * (os.cpu_count() or 1))]
    for process in spinning:
        process.start()
    try:
        yield [process.pid or 0 for process in spinning]
    finally:
        for process in spinning:
            process.kill()
            process.join()


async def until(happened: object, within_s: float, every_s: float = 0.2) -> bool:
    """Polls the callable `happened` until it is true; False when the time is over."""
    assert callable(happened)
    end = time.monotonic() + within_s
    while time.monotonic() < end:
        if happened():
            return True
        await asyncio.sleep(every_s)
    return bool(happened())
