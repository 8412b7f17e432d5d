"""A join that runs: stopped by deletion and by cancelling, tried again when there was no room, given up when it always dies."""

from __future__ import annotations

import asyncio
import dataclasses
import sys
from collections.abc import Awaitable, Callable
from contextlib import aclosing
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import psutil
import pytest

from functions.jobs import JOBS
from functions.platform.errors import StorageFailed
from functions.recording import join_process, joins
from functions.recording.join_process import JoinFailed
from functions.recording.temporary import TemporaryFolder

from .conftest import World
from .test_recordings import ended_with_sound, seen

STUCK = [
    sys.executable,
    "-c",
    "import sys; from functions.recording import decoding, join_process\n"
    "decoding.sandbox.command = lambda *_: [sys.executable, '-c', 'import time; time.sleep(600)']\n"
    "join_process.main()",
]
"""The process that joins, with decoders that never end."""
DYING = [sys.executable, "-c", "import os, signal; os.kill(os.getpid(), signal.SIGSEGV)"]


def copies(world: World) -> list[Path]:
    return [path for path in Path(world.deps.settings.temporary_folder).rglob("*") if path.is_file() and path.name != ".lock"]


def started() -> list[psutil.Process]:
    """The processes that join and decode for this one."""
    return [
        one
        for one in psutil.Process().children(recursive=True)
        if "join_process" in str(_line(one)) or "time.sleep(600)" in str(_line(one))
    ]


def _line(process: psutil.Process) -> list[str]:
    try:
        return process.cmdline()
    except psutil.Error:
        return []


async def until(happened: Callable[[], object]) -> None:
    while not happened():  # noqa: ASYNC110 - a process and a folder are watched
        await asyncio.sleep(0.02)


async def stuck_join(world: World, session: str, monkeypatch: pytest.MonkeyPatch) -> asyncio.Task[None]:
    """A join in the middle of its first part."""
    monkeypatch.setattr(join_process, "COMMAND", STUCK)
    monkeypatch.setattr(joins, "LOOK_S", 0.02)
    world.clock.ahead = timedelta(seconds=10)
    joining: asyncio.Task[None] = asyncio.ensure_future(JOBS["join_recording"](world.deps, session_id=session))
    await until(lambda: joining.done() or len(started()) >= 2)
    assert not joining.done()
    assert copies(world), "sound of a join lies in the temporary folder"
    return joining


async def delete_recording(alex: httpx.AsyncClient, sam: httpx.AsyncClient, session: str) -> httpx.Response:
    return await alex.delete(f"/api/sessions/{session}/recording")


async def delete_partner(alex: httpx.AsyncClient, sam: httpx.AsyncClient, session: str) -> httpx.Response:
    return await sam.delete("/api/partner/data")


async def delete_session(alex: httpx.AsyncClient, sam: httpx.AsyncClient, session: str) -> httpx.Response:
    return await alex.delete(f"/api/sessions/{session}")


async def delete_account(alex: httpx.AsyncClient, sam: httpx.AsyncClient, session: str) -> httpx.Response:
    return await alex.delete("/api/me?confirm=DELETE")


Deletion = Callable[[httpx.AsyncClient, httpx.AsyncClient, str], Awaitable[httpx.Response]]


@pytest.mark.parametrize("deletion", [delete_recording, delete_partner, delete_session, delete_account])
async def test_deletion_stops_a_join_and_takes_its_copies(
    world: World, fresh_name: str, monkeypatch: pytest.MonkeyPatch, deletion: Deletion
) -> None:
    async with world.facilitator(fresh_name) as alex:
        session, sam = await ended_with_sound(world, alex)
        async with aclosing(sam):
            joining = await stuck_join(world, session, monkeypatch)
            assert (await deletion(alex, sam, session)).is_success
            await joining
            assert copies(world) == []
            assert started() == []
            await JOBS["empty_trash"](world.deps)
            assert [path for path in world.files.rglob("*") if path.is_file()] == []


async def test_deletion_reaches_the_copies_of_another_worker_on_this_machine(world: World, fresh_name: str) -> None:
    async with world.facilitator(fresh_name) as alex:
        session, sam = await ended_with_sound(world, alex)
        async with aclosing(sam):
            [recording] = world.sql("select id from recordings where session_id = %s", session)
            with TemporaryFolder.of(world.deps.settings).held(recording["id"]) as folder:
                (folder / "voice").write_bytes(b"sound")
                await JOBS["sweep"](world.deps)
                assert len(copies(world)) == 1, "a join that runs is not swept away"
                await alex.delete(f"/api/sessions/{session}/recording")
                await JOBS["empty_trash"](world.deps)
                assert copies(world) == []


async def test_a_watch_that_fails_deletes_nothing(world: World, fresh_name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    async def fails(*_: object) -> None:
        raise RuntimeError("not that it was deleted")

    async with world.facilitator(fresh_name) as alex:
        session, sam = await ended_with_sound(world, alex)
        async with aclosing(sam):
            world.clock.ahead = timedelta(seconds=10)
            with monkeypatch.context() as broken:
                broken.setattr(joins, "_until_deleted", fails)
                with pytest.raises(RuntimeError):
                    await JOBS["join_recording"](world.deps, session_id=session)
            assert copies(world) == []
            await JOBS["join_recording"](world.deps, session_id=session)
            assert [one["state"] for one in (await seen(alex, session))["recordings"]] == ["ready"]


async def test_cancelling_ends_every_process_and_copy(world: World, fresh_name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    async with world.facilitator(fresh_name) as alex:
        session, sam = await ended_with_sound(world, alex)
        async with aclosing(sam):
            joining = await stuck_join(world, session, monkeypatch)
            joining.cancel()
            with pytest.raises(asyncio.CancelledError):
                await joining
            assert copies(world) == []
            assert started() == []


async def test_a_join_that_takes_too_long_is_killed_and_in_the_end_given_up(
    world: World, fresh_name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(join_process, "COMMAND", STUCK)
    monkeypatch.setattr(join_process, "wall_s", lambda total_s, parts: 0.2)
    async with world.facilitator(fresh_name) as alex:
        session, sam = await ended_with_sound(world, alex)
        async with aclosing(sam):
            world.clock.ahead = timedelta(seconds=10)
            for _ in range(joins.TRIES - 1):
                with pytest.raises(JoinFailed):
                    await JOBS["join_recording"](world.deps, session_id=session)
                assert started() == []
            monkeypatch.setattr(join_process, "COMMAND", DYING)
            await JOBS["join_recording"](world.deps, session_id=session)
            assert [one["state"] for one in (await seen(alex, session))["recordings"]] == ["empty"]
            assert copies(world) == []


class Full:
    """A store that has no room for whole files until it is told."""

    def __init__(self, storage: Any) -> None:
        self.storage, self.room = storage, False

    async def put(self, key: str, data: bytes | Path, media_type: str) -> None:
        if not self.room:
            raise StorageFailed()
        await self.storage.put(key, data, media_type)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.storage, name)


async def test_without_room_nothing_half_stays_and_a_retry_succeeds_when_there_is_some(world: World, fresh_name: str) -> None:
    async with world.facilitator(fresh_name) as alex:
        session, sam = await ended_with_sound(world, alex)
        async with aclosing(sam):
            world.clock.ahead = timedelta(seconds=10)
            full = Full(world.deps.storage)
            deps = dataclasses.replace(world.deps, storage=full)
            for _ in range(joins.TRIES + 2):  # a full disk is waited for, however long
                with pytest.raises(StorageFailed):
                    await JOBS["join_recording"](deps, session_id=session)
                assert copies(world) == []
            full.room = True
            await JOBS["join_recording"](deps, session_id=session)
            assert [one["state"] for one in (await seen(alex, session))["recordings"]] == ["ready"]


async def test_what_was_being_written_while_it_was_deleted_goes_an_hour_later(world: World, fresh_name: str) -> None:
    async with world.facilitator(fresh_name) as alex:
        session, sam = await ended_with_sound(world, alex)
        async with aclosing(sam):
            [recording] = world.sql("select id::text as id from recordings where session_id = %s", session)
            await alex.delete(f"/api/sessions/{session}/recording")
            await JOBS["empty_trash"](world.deps)
            await world.deps.storage.put(f"{recording['id']}/late.m4a", b"sound", "audio/mp4")  # by a worker killed after it
            await JOBS["empty_trash"](world.deps)
            assert any(path.is_file() for path in world.files.rglob("*"))
            world.clock.ahead = timedelta(hours=2)
            world.queue.jobs.clear()
            await JOBS["sweep"](world.deps)
            assert world.queue.named("empty_trash")
            await JOBS["empty_trash"](world.deps)
            assert not any(path.is_file() for path in world.files.rglob("*"))
            assert world.sql("select from file_trash where recording_id = %s", recording["id"]) == []
