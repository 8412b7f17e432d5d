"""Both launchers behind one port: the same contract, on a real HTTP peer and on Modal's edge."""

from __future__ import annotations

import asyncio
import shlex
import sys
import time
import types
import uuid
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path

import httpx
import modal
import pytest
import pytest_asyncio

from core.protocol.job import CoachJob, verify_job
from functions.platform.adapters.http_launcher import HttpLauncher
from functions.platform.adapters.modal_launcher import ModalLauncher
from functions.platform.deps import Launcher
from functions.platform.errors import LaunchFailed
from local.servers import free_port

SECRET = "j" * 32
PEER = Path(__file__).with_name("agent_peer.py")


def new_job() -> CoachJob:
    session = str(uuid.uuid4())
    return CoachJob(
        session_id=session, room="nbp-x", livekit_url="ws://x", livekit_token="t", coach_identity="c", partner_identity="p",
        facilitator_identity="f", api_url="http://x", report_token="r", hints_so_far=0, segments_so_far=0, safety_so_far=0,
        jti=uuid.uuid4().hex, expires_at=int(time.time()) + 60,
    )  # fmt: skip


@dataclass
class Bench:
    """A launcher, what its machine was sent, and a way to break the machine."""

    launcher: Launcher
    sent: Callable[[], list[str]]
    breaks: Callable[[], None]


async def _over_http(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Bench]:
    sent: list[str] = []
    status = {"code": 202}

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        length = next(
            (int(line.split(b":")[1]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")), 0
        )
        body = await reader.readexactly(length)
        if status["code"] == 202:
            sent.append(httpx.Response(200, content=body).json()["job"])
        writer.write(f"HTTP/1.1 {status['code']} x\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{{}}".encode())
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(talk, "127.0.0.1", 0)
    url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    yield Bench(HttpLauncher(url, SECRET), lambda: sent, lambda: status.update(code=503))
    server.close()


async def _over_modal(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Bench]:
    sent: list[str] = []
    broken: list[bool] = []

    async def spawn(job: str) -> None:
        if broken:
            raise modal.exception.ConnectionError("no")
        sent.append(job)

    def from_name(app: str, name: str) -> object:
        assert (app, name) == ("no-bad-parts", "coach")
        return types.SimpleNamespace(spawn=types.SimpleNamespace(aio=spawn))

    monkeypatch.setattr(modal.Function, "from_name", from_name)
    yield Bench(ModalLauncher(SECRET), lambda: sent, lambda: broken.append(True))


@pytest_asyncio.fixture(params=[_over_http, _over_modal], ids=["http", "modal"], loop_scope="session")
async def bench(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Bench]:
    async for made in request.param(monkeypatch):
        yield made


async def test_the_machine_gets_the_signed_job(bench: Bench) -> None:
    job = new_job()
    await bench.launcher.launch(job)
    assert [verify_job(token, SECRET) for token in bench.sent()] == [job]


async def test_a_failing_machine_is_said_so(bench: Bench) -> None:
    assert await bench.launcher.gone() is False
    bench.breaks()
    with pytest.raises(LaunchFailed):
        await bench.launcher.launch(new_job())
    assert bench.sent() == []


async def test_many_jobs_each_arrive(bench: Bench) -> None:
    jobs = [new_job() for _ in range(5)]
    await asyncio.gather(*(bench.launcher.launch(job) for job in jobs))
    assert {verify_job(token, SECRET).jti for token in bench.sent()} == {job.jti for job in jobs}


async def test_it_says_how_long_starting_may_take(bench: Bench) -> None:
    assert bench.launcher.starting_s > 0
    await bench.launcher.aclose()


# ------------------------------------------------------------------------------------------------- waking the local machine


@pytest.fixture
def asleep(tmp_path: Path) -> tuple[str, str, Path]:
    """(url, start command, a file with one line per start)."""
    port, starts = free_port(), tmp_path / "starts"
    return f"http://127.0.0.1:{port}", shlex.join([sys.executable, str(PEER), str(port), str(starts)]), starts


async def test_a_sleeping_machine_is_woken_once(asleep: tuple[str, str, Path]) -> None:
    url, command, starts = asleep
    launcher = HttpLauncher(url, SECRET, start_command=command)
    await asyncio.gather(*(launcher.launch(new_job()) for _ in range(6)))
    assert len(starts.read_text().split()) == 1
    async with httpx.AsyncClient() as client:
        assert (await client.get(f"{url}/healthz")).json() == {"jobs": 6}
        # it falls asleep, and the next job wakes it again
        await client.post(f"{url}/sleep")
    await _asleep(url)
    await launcher.launch(new_job())
    assert len(starts.read_text().split()) == 2
    async with httpx.AsyncClient() as client:
        await client.post(f"{url}/sleep")
    await _asleep(url)


async def test_nobody_is_woken_without_a_command(asleep: tuple[str, str, Path]) -> None:
    url, _, starts = asleep
    with pytest.raises(LaunchFailed):
        await HttpLauncher(url, SECRET).launch(new_job())
    assert await HttpLauncher(url, SECRET).gone() is True
    assert not starts.exists()


async def test_a_machine_that_ends_at_once_is_said_so(asleep: tuple[str, str, Path]) -> None:
    url, _, _ = asleep
    for command in (shlex.join([sys.executable, "-c", "raise SystemExit(3)"]), "no-such-program-anywhere"):
        with pytest.raises(LaunchFailed):
            await HttpLauncher(url, SECRET, start_command=command).launch(new_job())


async def _asleep(url: str) -> None:
    async with httpx.AsyncClient() as client:
        for _ in range(200):
            try:
                await client.get(f"{url}/healthz")
            except httpx.HTTPError:
                return
            await asyncio.sleep(0.02)
    raise AssertionError("still awake")
