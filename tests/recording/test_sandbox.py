"""What a process that reads strangers' sound can do: each refusal beside the same without limits."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Iterator

import pytest

from functions.recording import sandbox

LIMITED = "from functions.recording import sandbox; sandbox.limit(cpu_s=1, memory_bytes=2**29, file_bytes=1000)\n"
CUT_OFF = "from functions.recording import sandbox; sandbox.leave_network()\n"


def run(program: str, **more: str) -> str:
    """What it prints, or how it ended."""
    done = subprocess.run(
        [sys.executable, "-c", program], env=sandbox.environment() | more, capture_output=True, text=True, check=False
    )
    return done.stdout.strip() if done.returncode == 0 else f"status {done.returncode}"


@pytest.mark.parametrize(
    ("does", "limited"),
    [
        ("bytearray(2**30)", "status 1"),
        ("import tempfile; tempfile.TemporaryFile().write(bytes(100_000))", "status 1"),
        ("import time\nwhile time.process_time() < 3: pass", "status -24"),
        ("import resource; assert resource.getrlimit(resource.RLIMIT_CORE)[0] != 0", "status 1"),
    ],
)
def test_its_memory_files_and_time_are_limited(does: str, limited: str) -> None:
    free = "import resource; resource.setrlimit(resource.RLIMIT_CORE, (resource.getrlimit(resource.RLIMIT_CORE)[1],) * 2)\n"
    assert run(LIMITED + does) in (limited, "status -9")
    if "RLIMIT_CORE" not in does:
        assert run(free + does) == ""


def test_it_knows_no_secret() -> None:
    told = run("import os; print(*sorted(os.environ))").split()
    assert set(told) <= {"LC_ALL", "LC_CTYPE", "OPENBLAS_NUM_THREADS", "PYTHONDONTWRITEBYTECODE", "PYTHONPATH"}


@pytest.fixture
def port() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening.getsockname()[1]


def test_it_reaches_nobody(port: int) -> None:
    ask = f"import socket; socket.create_connection(('127.0.0.1', {port}), 5); print('reached')"
    if run("import ctypes, os; print(ctypes.CDLL(None).unshare(0x40000000 if os.geteuid() == 0 else 0x50000000))") != "0":
        pytest.skip("this system lets nobody leave the network")
    assert run(ask) == "reached"
    assert run(CUT_OFF + ask) == "status 1"
