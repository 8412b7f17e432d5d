"""The watcher and the worker on the real queue: a dead coach is replaced, and nothing is watched once nobody is live."""

import asyncio
import dataclasses
import importlib
import time
from collections.abc import AsyncIterator, Awaitable, Callable

import psycopg
import pytest
import pytest_asyncio

from functions.coaching import launch
from functions.coaching.jobs import watch_agents
from functions.jobs import drain_once, run_worker
from functions.platform.adapters import postgres
from functions.platform.adapters.livekit import LiveKit
from functions.platform.adapters.queue import Queue
from functions.platform.deps import Deps
from functions.platform.errors import Unavailable
from functions.rooms import presence
from functions.rooms.identities import partner_identity, room_name

from .conftest import Call, World
from .in_room import Guest


def waiting(world: World) -> list[str]:
    return [row["task_name"] for row in world.sql("select task_name from procrastinate_jobs where status = 'todo'")]


async def until(happened: Callable[[], object], within_s: float = 8.0) -> float:
    began = time.monotonic()
    while not happened():
        assert time.monotonic() - began < within_s, "did not happen in time"
        await asyncio.sleep(0.05)
    return time.monotonic() - began


@pytest_asyncio.fixture(loop_scope="session")
async def partner(shared: Deps) -> AsyncIterator[Callable[[Call], Awaitable[Guest]]]:
    guests: list[Guest] = []

    async def enter(call: Call) -> Guest:
        guest = await Guest.enter(shared, call.id, "partner")
        guests.append(guest)
        return guest

    yield enter
    for guest in guests:
        await guest.leave()


async def live(world: World, partner: Callable[[Call], Awaitable[Guest]]) -> Call:
    call = world.new_call(partner_here=False)
    guest = await partner(call)
    world.sql("insert into presences (session_id, sid, role) values (%s, %s, 'partner')", call.id, guest.sid)
    return call


async def test_a_dead_coach_is_replaced(world: World, partner: Callable[[Call], Awaitable[Guest]]) -> None:
    call = await live(world, partner)
    worker = asyncio.create_task(run_worker(world.deps))
    try:
        assert await launch.launch_if_due(world.deps, call.id) == "launched"
        world.sql(
            "update agent_leases set claimed_at = now(), lease_until = now() + interval '1 s' where session_id = %s", call.id
        )
        took = await until(lambda: len(world.launches.jobs) == 2, within_s=30.0)
        assert took > 0.8, "not before the lease is over"
        world.end(call)
        await until(lambda: "watch_agents" not in waiting(world))
        assert len(world.launches.jobs) == 2
    finally:
        worker.cancel()
        await asyncio.wait([worker])


async def test_a_living_coach_is_left_alone(world: World, partner: Callable[[Call], Awaitable[Guest]]) -> None:
    call = await live(world, partner)
    await launch.launch_if_due(world.deps, call.id)
    for _ in range(3):
        await watch_agents(world.deps)
    assert len(world.launches.jobs) == 1
    assert waiting(world) == ["watch_agents"]


async def test_a_partner_on_paper_gets_no_coach(world: World) -> None:
    call = world.new_call(partner_here=True)
    await watch_agents(world.deps)
    assert world.launches.jobs == []
    assert world.sql("select left_at from presences where session_id = %s", call.id)[0]["left_at"] is not None


async def test_a_partner_nobody_told_us_of_is_found(world: World, partner: Callable[[Call], Awaitable[Guest]]) -> None:
    call = world.new_call(partner_here=False)
    assert await launch.ensure_coach(world.deps, call.id) == "not-due"
    await partner(call)
    assert await launch.ensure_coach(world.deps, call.id) == "launched"


async def test_a_failing_launcher_is_tried_again(world: World, partner: Callable[[Call], Awaitable[Guest]]) -> None:
    call = await live(world, partner)
    world.launches.broken = True
    assert await launch.launch_if_due(world.deps, call.id) == "failed"
    await watch_agents(world.deps)
    world.launches.broken = False
    await watch_agents(world.deps)
    assert len(world.launches.jobs) == 1


async def test_nothing_live_nothing_watched(world: World) -> None:
    world.end(world.new_call())
    await watch_agents(world.deps)
    assert waiting(world) == []
    assert await drain_once(world.deps) >= 1
    assert waiting(world) == []


async def test_draining_stays_while_calls_are_live(world: World, partner: Callable[[Call], Awaitable[Guest]]) -> None:
    call = await live(world, partner)
    await launch.launch_if_due(world.deps, call.id)
    world.sql("update agent_leases set lease_until = now() + interval '1.5 s' where session_id = %s", call.id)
    began = time.monotonic()
    await drain_once(world.deps, stay_s=4.0)
    assert time.monotonic() - began > 2.0
    assert len(world.launches.jobs) == 2


async def test_one_waiting_job_per_key(world: World, queue: Queue) -> None:
    assert await queue.defer("deliver_mail", once="k", session_id="x") is True
    assert await queue.defer("deliver_mail", once="k", session_id="x") is False
    assert await queue.defer("deliver_mail", once="other", after_s=60, session_id="x") is True
    assert len(waiting(world)) == 2


async def test_jobs_of_a_dead_worker_are_put_back(world: World, queue: Queue) -> None:
    await queue.defer("watch_agents", once="watch_agents")
    world.sql(
        "with w as (insert into procrastinate_workers (last_heartbeat) values (now() - interval '5 minutes') returning id)"
        " update procrastinate_jobs set status = 'doing', worker_id = (select id from w)"
    )
    assert await queue.retry_stalled(silent_for_s=30) == 1
    assert waiting(world) == ["watch_agents"]


async def test_the_coach_and_the_partners_attributes(
    world: World, livekit: LiveKit, partner: Callable[[Call], Awaitable[Guest]]
) -> None:
    call = world.new_call(partner_here=False)
    room, who = room_name("test", call.id), partner_identity(call.partner_id)
    assert await livekit.set_attributes(room, who, {"consent.listening": "granted"}) is False
    guest = await partner(call)
    assert await livekit.set_attributes(room, who, {"consent.listening": "granted"}) is True
    await until(lambda: guest.attributes.get("consent.listening") == "granted")
    assert guest.attributes["role"] == "partner"
    assert await livekit.close_room(room) is True
    assert await livekit.close_room(room) is False
    assert await livekit.who_is_in(room) == []


async def test_a_dead_machine_frees_its_late_leases(
    make_world: Callable[..., World], partner: Callable[[Call], Awaitable[Guest]]
) -> None:
    world = make_world(lease_s=60.0)
    late, fresh = await live(world, partner), await live(world, partner)
    for call, left_s in ((late, 57), (fresh, 60)):
        await launch.launch_if_due(world.deps, call.id)
        world.sql(
            "update agent_leases set claimed_at = now(), lease_until = now() + make_interval(secs => %s) where session_id = %s",
            left_s, call.id,
        )  # fmt: skip
    await watch_agents(world.deps)
    assert len(world.launches.jobs) == 2, "late, but its machine is there"
    world.launches.dead = True
    await watch_agents(world.deps)
    assert [job.session_id for job in world.launches.jobs[2:]] == [late.id]


async def test_a_locked_table_does_not_end_the_watching(
    world: World, partner: Callable[[Call], Awaitable[Guest]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres, "STATEMENT_WITHIN", "300ms")
    await live(world, partner)
    with psycopg.connect(world.dsn) as other:
        other.execute("lock table agent_leases in access exclusive mode")
        with pytest.raises(Unavailable):
            await watch_agents(world.deps)
        assert waiting(world) == ["watch_agents"], "it comes back all the same"
        other.rollback()
    await watch_agents(world.deps)
    assert len(world.launches.jobs) == 1


async def test_a_queue_that_is_away_for_a_moment_does_not_end_the_watching(
    world: World, partner: Callable[[Call], Awaitable[Guest]], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Away:
        """Out of reach for the first tries."""

        tries = 0

        async def defer(self, name: str, *, once: str | None = None, after_s: float = 0, **arguments: object) -> bool:
            self.tries += 1
            if self.tries < 4:
                raise Unavailable()
            return await world.deps.queue.defer(name, once=once, after_s=after_s, **arguments)

        async def aclose(self) -> None:
            """Nothing is open."""

    module = importlib.import_module("functions.coaching.jobs")  # `functions.jobs` has the function by this name
    monkeypatch.setattr(module, "COME_BACK_S", (0.0,) * 5)
    call = await live(world, partner)
    queue = Away()
    await watch_agents(dataclasses.replace(world.deps, queue=queue))
    assert queue.tries >= 4
    assert waiting(world) == ["watch_agents"]
    assert world.lease(call)["runs"] is False, "no lease is held by a launch that did not happen"
    await watch_agents(world.deps)
    assert len(world.launches.jobs) == 1


async def test_one_session_that_cannot_be_helped_does_not_hold_up_the_others(
    world: World, partner: Callable[[Call], Awaitable[Guest]], monkeypatch: pytest.MonkeyPatch
) -> None:
    bad, good = await live(world, partner), await live(world, partner)
    look = presence.look

    async def look_at(deps: Deps, session_id: str) -> None:
        if session_id == bad.id:
            raise Unavailable()
        await look(deps, session_id)

    monkeypatch.setattr(presence, "look", look_at)
    await watch_agents(world.deps)
    assert [job.session_id for job in world.launches.jobs] == [good.id]
    assert waiting(world) == ["watch_agents"]
