"""The whole loop with a real agent machine: woken by the webhook, killed, and replaced with no page open."""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import os
import shlex
import signal
import sys
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import httpx
import psutil
import pytest
import pytest_asyncio
import uvicorn

from functions.api import create_app
from functions.jobs import run_worker
from functions.platform.adapters.http_launcher import HttpLauncher
from functions.platform.adapters.livekit import LiveKit
from local import servers

from .conftest import World
from .in_room import Guest

pytestmark = [pytest.mark.stack, pytest.mark.timeout(120)]


async def until(happened: Callable[[], object], within_s: float = 60.0) -> float:
    began = time.monotonic()
    while not happened():
        assert time.monotonic() - began < within_s, "did not happen in time"
        await asyncio.sleep(0.05)
    return time.monotonic() - began


@pytest_asyncio.fixture(loop_scope="session")
async def whole(make_world: Callable[..., World], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[World]:
    port, agent_port, secret = servers.free_port(), servers.free_port(), "j" * 32
    for name, value in {
        "JOB_SECRET": secret,
        "AGENT_PORT": str(agent_port),
        "AGENT_IDLE_EXIT_S": "20",
        "OPENAI_API_KEY": "",
    }.items():
        monkeypatch.setenv(name, value)
    server = servers.start_livekit(tmp_path, webhook_url=f"http://127.0.0.1:{port}/api/livekit/webhook")
    world = make_world(
        livekit_url=server.url,
        livekit_api_key=server.api_key,
        livekit_api_secret=server.api_secret,
        api_url=f"http://127.0.0.1:{port}",
        lease_s=6.0,
    )
    livekit = LiveKit(server.url, server.api_key, server.api_secret)
    launcher = HttpLauncher(
        f"http://127.0.0.1:{agent_port}", secret, start_command=shlex.join([sys.executable, "-m", "agent.runtime.host"])
    )
    deps = dataclasses.replace(world.deps, livekit=livekit, launcher=launcher)
    world = dataclasses.replace(world, deps=deps, app=create_app(deps))
    running = uvicorn.Server(uvicorn.Config(world.app, port=port, log_config=None, lifespan="off"))
    serving, working = asyncio.create_task(running.serve()), asyncio.create_task(run_worker(deps))
    await until(lambda: running.started)
    yield world
    for child in _hosts():
        child.terminate()
    running.should_exit = True
    working.cancel()
    await asyncio.wait([serving, working])
    await livekit.aclose()
    server.stop()


def _hosts() -> list[psutil.Process]:
    """The agent machines this very process has started."""
    found = []
    for child in psutil.Process().children():
        with contextlib.suppress(psutil.Error):
            if child.cmdline()[-2:] == ["-m", "agent.runtime.host"] and child.status() != psutil.STATUS_ZOMBIE:
                found.append(child)
    return found


async def test_a_killed_agent_machine_is_replaced(whole: World) -> None:
    call = whole.new_call(partner_here=False)
    async with whole.client(call.partner_token) as client:
        token = (await client.post("/api/livekit/token", json={})).json()["token"]
    began = time.monotonic()
    partner = await Guest.enter_with(whole.deps.livekit.url, token)
    claims = "select launches, claimed_at from agent_leases where session_id = %s and claimed_at is not null"
    await until(lambda: whole.sql(claims, call.id))
    joined_after_s = time.monotonic() - began
    (first,) = _hosts()
    await until(lambda: any(p.attributes.get("role") == "coach" for p in partner.room.remote_participants.values()))

    os.kill(first.pid, signal.SIGKILL)
    took = await until(lambda: (rows := whole.sql(claims, call.id)) and rows[0]["launches"] == 2)
    (second,) = _hosts()
    assert second.pid != first.pid
    async with httpx.AsyncClient() as client:
        assert (await client.get(f"http://127.0.0.1:{os.environ['AGENT_PORT']}/healthz")).json()["sessions"] == 1
    print(f"\nfirst coach after {joined_after_s:.1f} s from a sleeping machine, replaced {took:.1f} s after the kill")
    await partner.leave()
