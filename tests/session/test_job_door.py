"""The agent machine's door: what is no job is refused, whatever its form."""

from __future__ import annotations

import asyncio
import base64

import httpx
import pytest

from agent.runtime import host
from agent.runtime.host import Host, create_app
from agent.settings import AgentSettings
from core import bounded_json
from core.protocol.job import JobRefused, verify_job

SECRET = "a-job-secret-of-at-least-thirty-two-bytes"


def machine() -> Host:
    return Host(AgentSettings.model_validate({"job_secret": SECRET}))


async def test_a_job_nested_thousands_deep_is_malformed() -> None:
    transport = httpx.ASGITransport(create_app(machine()))
    async with httpx.AsyncClient(transport=transport, base_url="http://agent") as client:
        for content in (b"[" * 30_000, b'{"job":' * 4000, b"{", b"\xff"):
            assert (await client.post("/jobs", content=content)).status_code == 400
        nested = base64.urlsafe_b64encode(b"[" * 6000).decode().rstrip("=")
        assert (await client.post("/jobs", json={"job": f"{nested}.{nested}.x"})).status_code == 401
    with pytest.raises(JobRefused):
        verify_job(f"{nested}.{nested}.x", SECRET)
    with pytest.raises(ValueError, match="too deeply"):
        bounded_json.loads("[" * 100_000)


async def test_a_job_half_sent_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(host, "BODY_WITHIN_S", 0.05)
    answers = []

    async def receive() -> dict[str, object]:
        await asyncio.Event().wait()
        return {}

    async def send(message: dict[str, object]) -> None:
        answers.append(message)

    headers = [(b"content-length", b"500")]
    scope = {"type": "http", "method": "POST", "path": "/jobs", "headers": headers, "query_string": b"", "http_version": "1.1"}
    await create_app(machine())(scope, receive, send)  # type: ignore[arg-type]
    assert answers[0]["status"] == 408
