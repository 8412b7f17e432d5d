"""The agent machine: which jobs it takes, how it hands over, and when it sleeps."""

from __future__ import annotations

import asyncio
import contextlib
import os
import subprocess
import sys
import time
import uuid
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from session_world import JOB_SECRET, Ears, World, settings, until

from agent.runtime.host import Host, create_app
from core.protocol.job import CoachJob, sign_job
from local import servers

pytestmark = pytest.mark.stack  # real speech in real time: it wants the machine for itself

ROOT = Path(__file__).resolve().parents[2]


@contextlib.asynccontextmanager
async def host(ears: Ears, **changes: Any) -> AsyncIterator[tuple[Host, httpx.AsyncClient]]:
    """The real application without its socket."""
    machine = Host(settings(**changes), load=ears.load)
    machine.warm()
    transport = httpx.ASGITransport(create_app(machine))
    async with httpx.AsyncClient(transport=transport, base_url="http://agent") as client:
        try:
            yield machine, client
        finally:
            await machine.close()


def start(environment: dict[str, str], stderr: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-m", "agent.runtime.host"], cwd=ROOT, env=environment, stderr=stderr)


async def post(client: httpx.AsyncClient, job: CoachJob, secret: str = JOB_SECRET) -> int:
    return (await client.post("/jobs", json={"job": sign_job(job, secret)})).status_code


async def test_a_good_job_brings_the_coach_and_a_bad_one_does_not(world: World) -> None:
    await world.partner()
    async with host(Ears([])) as (machine, client):
        job = world.job()
        assert await post(client, job, "another-secret-of-at-least-thirty-two-b") == 401
        assert await post(client, world.job(expires_at=int(time.time()) - 1)) == 401
        assert (await client.post("/jobs", json={"job": 7})).status_code == 400
        assert (await client.post("/jobs", content=b"[]")).status_code == 400
        assert (await client.post("/jobs", content=b"x" * 40_000)).status_code == 413
        assert machine.sessions == 0
        assert await post(client, job) == 202
        assert await post(client, job) == 409  # replayed
        await until(lambda: world.api.statuses[-1:] == ["idle"])
        assert (await client.get("/healthz")).json() == {"status": "ok", "sessions": 1}
        assert world.coach in await world.present()
    assert await world.without_coach()
    assert world.api.statuses[-1] == "left"


async def test_a_second_job_for_a_healthy_session_changes_the_lease_and_not_the_coach(world: World) -> None:
    partner = await world.partner()
    gone: list[str] = []
    partner.room.on("participant_disconnected", lambda who: gone.append(who.identity))
    async with host(Ears([])) as (machine, client):
        assert await post(client, world.job(report_token="first")) == 202
        await until(lambda: world.api.statuses[-1:] == ["idle"])
        assert await post(client, world.job(report_token="second")) == 202
        await until(lambda: world.api.tokens[-1] == "second")
        assert len(world.api.claims) == 2
        await asyncio.sleep(0.5)
        assert machine.sessions == 1
        assert gone == []


async def test_a_job_for_another_partner_brings_another_coach(world: World) -> None:
    """The place has changed hands: the coach in the room knows the former Partner's identity only."""
    partner = await world.partner()
    gone: list[str] = []
    partner.room.on("participant_disconnected", lambda who: gone.append(who.identity))
    async with host(Ears([])) as (machine, client):
        assert await post(client, world.job(report_token="first")) == 202
        await until(lambda: world.api.statuses[-1:] == ["idle"])
        other = world.job(report_token="second", partner_identity=f"partner-{uuid.uuid4().hex}")
        assert await post(client, other) == 202
        await until(lambda: world.coach in gone)
        await until(lambda: [running.session.job.jti for running in machine._running.values() if running.session] == [other.jti])
        assert len(world.api.claims) == 2
        assert machine.sessions == 1


async def test_a_second_job_replaces_a_coach_that_is_lost(world: World) -> None:
    await world.partner()
    async with host(Ears([])) as (machine, client):
        assert await post(client, world.job(livekit_url="ws://127.0.0.1:9", report_token="first")) == 202
        await until(lambda: machine.sessions == 1 and world.api.claims)
        running = next(iter(machine._running.values()))
        await until(lambda: running.session is not None)
        running.session._began -= 60  # type: ignore[union-attr]  # it has tried for a minute
        assert await post(client, world.job(report_token="second")) == 202
        await until(lambda: world.api.statuses[-1:] == ["idle"])
        assert world.coach in await world.present()
        assert machine.sessions == 1


async def test_a_second_job_runs_although_the_first_one_is_refused_meanwhile(world: World) -> None:
    await world.partner()
    async with host(Ears([])) as (machine, client):
        refused = world.job()
        world.api.claims.append(refused.jti)
        assert await post(client, refused) == 202
        assert await post(client, world.job()) == 202
        await until(lambda: world.api.statuses[-1:] == ["idle"])
        assert world.coach in await world.present()
        assert machine.sessions == 1


async def test_it_takes_no_more_sessions_than_it_can(world: World) -> None:
    await world.partner()
    async with host(Ears([]), agent_max_sessions=1) as (_, client):
        assert await post(client, world.job()) == 202
        other = World(world.server, world.api)
        assert await post(client, other.job()) == 503
        await other.close()


async def test_the_process_hears_speech_and_goes_to_sleep(world: World, speech_folder: Path) -> None:
    """The real thing: process, recogniser, voice; nothing scripted."""
    import soundfile

    facilitator = await world.facilitator()
    await facilitator.open_microphone()
    partner = await world.partner(**{"consent.listening": "granted"})
    await partner.open_microphone()
    port = servers.free_port()
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("OPENAI_")},
        "JOB_SECRET": JOB_SECRET,
        "AGENT_PORT": str(port),
        "AGENT_IDLE_EXIT_S": "1",
        "PYTHONPATH": str(ROOT),
    }
    process = start(environment, subprocess.PIPE)
    try:
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as client:
            job = sign_job(world.job(), JOB_SECRET)
            for _ in range(500):
                with contextlib.suppress(httpx.ConnectError):
                    assert (await client.post("/jobs", json={"job": job})).status_code == 202
                    break
                await asyncio.sleep(0.05)
        await until(lambda: "listening" in facilitator.states, 30)
        sound, rate = soundfile.read(speech_folder / "utterances" / "u01.flac", dtype="int16")
        for _ in range(3):  # a machine that is busy with other tests may swallow a sound
            await partner.play(sound, rate)
            await partner.sound(2.0, 0.0)
            if facilitator.hints:
                break
        await until(lambda: [hint for hint in facilitator.hints if hint.closed], 15)
        assert facilitator.hints[0].text.startswith("SUMMARY: ")
        await until(lambda: world.api.of("segment"))
        await world.close()
        assert await asyncio.to_thread(process.wait, 20) == 0
        assert process.stderr is not None
        log = process.stderr.read().decode()
        assert '"event":"hint"' in log
        for secret in (world.api.of("segment")[0]["text"], facilitator.hints[0].pieces[0], "report-token", "eyJ"):
            assert secret not in log
    finally:
        if process.poll() is None:
            process.terminate()
            await asyncio.to_thread(process.wait, 20)


@pytest.mark.parametrize("sent", ["SIGTERM", "SIGINT"])
async def test_a_signal_leaves_the_rooms_cleanly(world: World, sent: str) -> None:
    import signal

    await world.partner()
    port = servers.free_port()
    environment = {**os.environ, "JOB_SECRET": JOB_SECRET, "AGENT_PORT": str(port), "PYTHONPATH": str(ROOT)}
    process = start(environment, subprocess.DEVNULL)
    try:
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as client:
            for _ in range(500):
                with contextlib.suppress(httpx.ConnectError):
                    await client.post("/jobs", json={"job": sign_job(world.job(), JOB_SECRET)})
                    break
                await asyncio.sleep(0.05)
        await until(lambda: world.api.statuses[-1:] == ["idle"], 30)
        process.send_signal(getattr(signal, sent))
        assert await asyncio.to_thread(process.wait, 20) == 0
        assert world.api.statuses[-1] == "left"
        assert await world.without_coach()
    finally:
        if process.poll() is None:
            process.kill()
