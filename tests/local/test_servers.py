"""Servers step around ports in use and leave nothing behind."""

import socket
import sys
from pathlib import Path

import pytest

from local.servers import Process, ServerFailed, free_port, group_lives


def test_a_port_in_use_is_stepped_around_and_a_free_one_is_kept() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        assert free_port(port) not in (0, port)
    assert free_port(port) == port


def test_stopping_ends_the_children_of_a_process_too(tmp_path: Path) -> None:
    code = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'print(1, flush=True); import time; time.sleep(600)'])"
    process = Process.start("parent", [sys.executable, "-c", code], log=tmp_path / "log")
    process.wait_until(lambda: "1" in (tmp_path / "log").read_text())
    assert group_lives(process.popen.pid)
    process.stop()
    assert not group_lives(process.popen.pid)


def test_a_server_that_ends_says_so_with_its_last_words(tmp_path: Path) -> None:
    process = Process.start("short", [sys.executable, "-c", "print('no such key'); raise SystemExit(3)"], log=tmp_path / "log")
    with pytest.raises(ServerFailed, match=r"short ended with code 3[\s\S]*no such key"):
        process.wait_until(lambda: False)
