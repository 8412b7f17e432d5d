"""Recordings have slots of their own: whatever holds them, mail and notes go on."""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
from collections.abc import AsyncIterator

import pytest

from functions import jobs
from functions.jobs import run_worker
from functions.platform.adapters.queue import DEFAULT, MEDIA, Queue
from functions.platform.deps import Deps

from .conftest import World

HOSTILE = 20


class Stuck:
    """Joins that never end; `at_once` is how many are in it."""

    def __init__(self) -> None:
        self.at_once = 0
        self.full = asyncio.Event()

    async def join_recording(self, deps: Deps, session_id: str) -> None:
        self.at_once += 1
        if self.at_once == jobs.AT_ONCE[MEDIA]:
            self.full.set()
        await asyncio.Event().wait()


@contextlib.asynccontextmanager
async def working(deps: Deps) -> AsyncIterator[None]:
    worker = asyncio.create_task(run_worker(deps))
    try:
        yield
    finally:
        worker.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await worker


async def test_stuck_recordings_never_hold_the_notes(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    stuck, written = Stuck(), asyncio.Event()

    async def summarise(deps: Deps, session_id: str) -> None:
        written.set()

    monkeypatch.setitem(jobs.JOBS, "join_recording", stuck.join_recording)
    monkeypatch.setitem(jobs.JOBS, "summarise", summarise)
    monkeypatch.setattr(jobs, "GRACEFUL_S", 0.1)
    deps = await own_queue(world)
    for n in range(HOSTILE):
        assert await deps.queue.defer("join_recording", once=f"join_recording:{n}", session_id=str(n))
    async with working(deps):
        await stuck.full.wait()
        await deps.queue.defer("summarise", session_id="another account's")
        await written.wait()
        assert stuck.at_once == jobs.AT_ONCE[MEDIA]
    await deps.queue.aclose()


async def test_a_drain_does_both_and_what_one_queue_puts_into_the_other(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []

    async def join_recording(deps: Deps, session_id: str) -> None:
        done.append(f"join {session_id}")

    async def summarise(deps: Deps, session_id: str) -> None:
        done.append(f"notes {session_id}")
        await deps.queue.defer("join_recording", session_id="put in by the notes")

    monkeypatch.setitem(jobs.JOBS, "join_recording", join_recording)
    monkeypatch.setitem(jobs.JOBS, "summarise", summarise)
    deps = await own_queue(world)
    await deps.queue.defer("join_recording", session_id="first")
    await deps.queue.defer("summarise", session_id="1")
    await jobs.drain_once(deps)
    assert sorted(done) == ["join first", "join put in by the notes", "notes 1"]
    assert {row["queue_name"] for row in world.sql("select distinct queue_name from procrastinate_jobs")} <= {DEFAULT}
    await deps.queue.aclose()


async def own_queue(world: World) -> Deps:
    """A queue whose tasks are those of this test: an app keeps the first function it was given for a name."""
    return dataclasses.replace(world.deps, queue=Queue(world.dsn))


async def test_each_queue_can_be_drained_by_itself(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []

    async def join_recording(deps: Deps, session_id: str) -> None:
        done.append("join")

    async def summarise(deps: Deps, session_id: str) -> None:
        done.append("notes")

    monkeypatch.setitem(jobs.JOBS, "join_recording", join_recording)
    monkeypatch.setitem(jobs.JOBS, "summarise", summarise)
    deps = await own_queue(world)
    assert not await jobs.recordings_wait(deps)
    await deps.queue.defer("join_recording", session_id="1")
    await deps.queue.defer("summarise", session_id="1")
    assert await jobs.recordings_wait(deps)
    await jobs.drain_once(deps, queues=[DEFAULT])
    assert done == ["notes"]
    await jobs.drain_once(deps, queues=[MEDIA])
    assert done == ["notes", "join"]
    assert not await jobs.recordings_wait(deps)
    await deps.queue.aclose()
