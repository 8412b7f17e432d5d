"""No library of ours reports to its maker: neither who runs it nor that it was run."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

# a library that sees one of these believes itself tested, and is silent by itself
TESTED = {"CI", "GITHUB_ACTIONS", "ORT_RUNNING_UNIT_TESTS", "ORT_DISABLE_TELEMETRY", "TF_BUILD"}
ROOT = Path(__file__).resolve().parents[2]
LOAD = {
    "the danger encoder": "from core.reader.danger.alarm import read_safety; assert read_safety('I have a plan and I am going to do it tonight')",
    "the on-device recogniser": "from core.speech.stt.moonshine import MoonshineModel, model_folder; MoonshineModel(model_folder())",
}


@pytest.mark.parametrize("code", LOAD.values(), ids=LOAD.keys())
def test_a_model_in_use_keeps_no_identifier_and_opens_no_connection(code: str, tmp_path: Path) -> None:
    env = {name: value for name, value in os.environ.items() if name not in TESTED}
    env |= {"HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path / "cache"), "XDG_DATA_HOME": str(tmp_path / "data")}
    program = f"""
import socket, sys
def audit(event, args):
    if event == "socket.connect": raise SystemExit(f"connected to {{args[1]}}")
sys.addaudithook(audit)
assert "onnxruntime" not in sys.modules
{code}
assert "onnxruntime" in sys.modules, "the control: it is this library that was loaded"
import os
print(*[os.readlink(f"/proc/self/fd/{{fd}}") for fd in os.listdir("/proc/self/fd") if os.path.exists(f"/proc/self/fd/{{fd}}")], sep="\\n")
"""
    ran = subprocess.run([sys.executable, "-c", program], env=env, cwd=ROOT, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    assert "onnxruntime.db" not in ran.stdout
    assert [str(path) for path in tmp_path.rglob("*") if path.is_file()] == []
