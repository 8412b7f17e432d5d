"""The committed description is the one the code gives, and the process that gives it starts fast."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from functions.openapi import describe, offline_app

ROOT = Path(__file__).resolve().parents[2]


def test_the_committed_description_is_current() -> None:
    committed = json.loads((ROOT / "docs" / "openapi.json").read_text(encoding="utf-8"))
    assert committed == json.loads(json.dumps(describe(offline_app()))), "python -m functions.openapi > docs/openapi.json"


def test_importing_the_api_loads_nothing_heavy() -> None:
    heavy = (
        "httpx",
        "openai",
        "supabase",
        "modal",
        "livekit",
        "aiohttp",
        "numpy",
        "onnxruntime",
        "procrastinate",
        "aiosmtplib",
    )
    program = f"import sys, functions.api, functions.bootstrap; print([m for m in {heavy!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.strip() == "[]"
