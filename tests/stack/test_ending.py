"""However the stack is told to end, nothing of it stays."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

pytestmark = [pytest.mark.stack, pytest.mark.long]
NBP = str(Path(sys.executable).parent / "nbp")


def put_down(pid: int) -> None:
    """What a failing test left of the process and its children."""
    with contextlib.suppress(psutil.NoSuchProcess):
        up = psutil.Process(pid)
        for process in (*up.children(recursive=True), up):
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()


@pytest.mark.parametrize("signs", [[signal.SIGINT, signal.SIGINT], [signal.SIGTERM], [signal.SIGHUP]])
@pytest.mark.parametrize("late", [False, True])
def test_a_signal_ends_everything(
    signs: list[signal.Signals], late: bool, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    with (tmp_path / "said").open("w+") as said:
        up = subprocess.Popen(
            [NBP, "up", "--no-open"],
            stdout=said,
            stderr=said,
            start_new_session=True,
            env={**os.environ, "TMPDIR": str(tmp_path)},
        )
        request.addfinalizer(lambda: put_down(up.pid))
        me, family = psutil.Process(up.pid), []
        until = time.monotonic() + 30
        while time.monotonic() < until and up.poll() is None:
            family = me.children(recursive=True)
            if "Ctrl-C ends it" in (tmp_path / "said").read_text() if late else len(family) >= 2:
                break
            time.sleep(0.05)
        assert len(family) >= (5 if late else 2), (tmp_path / "said").read_text()
        for sign in signs:
            os.killpg(up.pid, sign)
            time.sleep(0.2)
        assert up.wait(20) == (0 if late else 130)
    _, alive = psutil.wait_procs(family, timeout=2)
    assert alive == []
