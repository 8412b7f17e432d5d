"""The committed description is the one the code gives, and the process that gives it starts fast."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from functions.openapi import offline_app
from functions.platform.description import describe

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


def test_every_call_says_how_it_refuses() -> None:
    described = describe(offline_app())["paths"]
    assert "403" not in json.dumps(described)
    for path, operations in described.items():
        for method, operation in operations.items():
            told, asked = set(operation["responses"]), operation.get("security", [])
            wanted = {"default"}
            wanted |= {"401", "503"} if asked and {} not in asked else set()
            wanted |= {"400", "413", "422"} if "requestBody" in operation else set()
            wanted |= {"404", "422"} if "{session_id}" in path else set()
            assert wanted <= told, (method, path, wanted - told)
            for status, answer in operation["responses"].items():
                if not status.startswith("2") and path != "/api/ready":
                    assert list(answer["content"]) == ["application/problem+json"], (method, path, status)
