"""What a process of ours may use while it reads sound that somebody sent: little time and memory, no network, no files of its own.

What the platform does not know (macOS has no network namespaces) is left out; time and memory are limited everywhere.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import resource
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
"""Where Python finds `functions`."""
CLONE_NEWUSER, CLONE_NEWNET = 0x1000_0000, 0x4000_0000
PR_SET_NO_NEW_PRIVS = 38


def command(module: str, *arguments: str) -> list[str]:
    """`python -m module`, without the working folder among the places where modules are looked for."""
    return [sys.executable, "-P", "-s", "-m", module, *arguments]


def environment() -> dict[str, str]:
    """All that such a process is told of ours: no key, no address."""
    return {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1", "OPENBLAS_NUM_THREADS": "1", "LC_ALL": "C.UTF-8"}


def limit(*, cpu_s: float, memory_bytes: int, file_bytes: int) -> None:
    """Limits this process and those it starts for good. `file_bytes`: the longest file it may write. Call it after the imports."""
    _limit("RLIMIT_CORE", 0)  # a dump would hold somebody's voice
    _limit("RLIMIT_CPU", max(1, round(cpu_s)))
    _limit("RLIMIT_AS", memory_bytes)
    _limit("RLIMIT_FSIZE", file_bytes)


def _limit(name: str, most: int) -> None:
    kind = getattr(resource, name)
    _, hard = resource.getrlimit(kind)
    if hard != resource.RLIM_INFINITY:
        most = min(most, hard)
    with contextlib.suppress(ValueError, OSError):  # macOS refuses some
        resource.setrlimit(kind, (most, most))


def leave_network() -> None:
    """An empty network namespace where the kernel allows one, else the network as it is; and no program gains rights.

    To be called while the process has one thread."""
    if sys.platform != "linux":
        return
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    libc.unshare(CLONE_NEWNET if os.geteuid() == 0 else CLONE_NEWUSER | CLONE_NEWNET)
