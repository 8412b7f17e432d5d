"""`nbp try` as a program: lines in, answers out at once, also for what is no line of anybody's."""

import json
import os
import pty
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

NBP = str(Path(sys.executable).parent / "nbp")
SAID = "there is a part of me that gets so angry"


@contextmanager
def trying(*options: str, stdin: Any = subprocess.PIPE) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(
        [NBP, "try", "--no-llm", *options], stdin=stdin, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout, process.stderr):
            if pipe is not None:
                with suppress(BrokenPipeError):
                    pipe.close()


def answers(data: bytes) -> tuple[list[dict[str, Any]], int]:
    done = subprocess.run([NBP, "try", "--jsonl", "--no-llm"], input=data, capture_output=True, timeout=60)
    assert done.stderr == b""
    return [json.loads(line) for line in done.stdout.splitlines()], done.returncode


def test_each_line_is_answered_before_the_next_is_written() -> None:
    with trying("--jsonl") as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for n in range(3):
            process.stdin.write(json.dumps({"id": n, "text": SAID, "context": []}).encode() + b"\n")
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["id"] == n
        process.stdin.close()
        assert process.wait(10) == 0


def test_what_is_no_line_of_ours_is_answered_and_the_rest_goes_on() -> None:
    lines = [
        b"\xef\xbb\xbf" + json.dumps({"id": 1, "text": SAID}).encode(),
        b"{bad",
        b"[" * 100_000,
        b'{"id": NaN, "text": "x"}',
        b'{"id": 2, "text": "a sad part in my caf\xe9"}',
        b'{"id": "\\ud800", "text": "it sits in my chest"}',
        json.dumps({"id": 3, "text": "It hurts so much. " * 20_000}).encode(),
        b'{"id": 4, "text": "mm"}',  # and no newline
    ]
    found, code = answers(b"\n".join(lines))
    assert [one["id"] for one in found] == [1, None, None, None, 2, "?", 3, 4]
    assert ["error" in one for one in found] == [False, True, True, True, False, False, False, False]
    assert code == 1
    assert answers(b"") == ([], 0)


def test_text_in_hint_out_in_a_terminal_until_ctrl_c() -> None:
    ours, theirs = pty.openpty()
    with trying(stdin=theirs) as process:
        os.close(theirs)
        assert process.stdout is not None
        assert b"Ctrl-D ends" in process.stdout.readline()
        os.write(ours, SAID.encode() + b"\n")
        seen = b""
        while b"[focus, Built-in coach (fixed rules)]" not in seen:
            line = process.stdout.readline()
            assert line, seen
            seen += line
        assert b"SUGGESTION: " in seen
        began = time.monotonic()
        os.killpg(process.pid, signal.SIGINT)  # while it waits for the next line
        assert process.wait(5) == 130
        assert time.monotonic() - began < 3
        assert process.stderr is not None
        assert b"Traceback" not in process.stderr.read()
    os.close(ours)


def test_a_reader_that_goes_away_ends_it_quietly() -> None:
    with trying("--jsonl") as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdout.close()
        process.stdin.write(json.dumps({"id": 1, "text": SAID}).encode() + b"\n")
        process.stdin.flush()
        process.wait(10)
        assert process.stderr is not None
        assert b"Traceback" not in process.stderr.read()
