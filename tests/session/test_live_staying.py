"""One coach on the real media server: why it comes, stays and goes."""

from __future__ import annotations

import asyncio

import pytest
from live_coach import coach
from session_world import Ears, World, settings, until

from agent.runtime.session import run_session

pytestmark = pytest.mark.stack  # real speech in real time: it wants the machine for itself


async def test_one_session_in_a_process_without_http(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("agent.runtime.session.prepare", Ears([]).load)
    await world.partner()
    running = asyncio.create_task(run_session(world.job(), settings()))
    await until(lambda: "idle" in world.api.statuses)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert world.api.statuses[-1] == "left"
    assert await world.without_coach()


async def test_two_launches_leave_one_coach(world: World) -> None:
    await world.facilitator()
    ears, later = Ears([]), Ears([])
    async with coach(world, ears) as first:
        await until(lambda: world.api.statuses == ["joining", "idle"])
        async with coach(world, later) as second:
            assert await asyncio.wait_for(first, 5) == "replaced"
            await asyncio.sleep(0.5)
            assert not second.done()
            assert (await world.present()).count(world.coach) == 1
            assert "left" not in world.api.statuses  # the lease is the second one's


async def test_a_busy_api_that_answers_too_late_costs_no_launch(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The claim went through and its answer did not: the same claimant asks again, and is no replay."""
    monkeypatch.setattr("agent.runtime.api_client.TIMEOUT_S", 0.3)
    world.api.lost_answers = 2
    await world.partner()
    async with coach(world, Ears([])) as running:
        await until(lambda: "idle" in world.api.statuses, 20)
        assert not running.done()
        assert len(world.api.claims) == 3
        assert len(set(world.api.claims)) == 1


async def test_left_alone_it_leaves(world: World) -> None:
    partner = await world.partner()
    async with coach(world, Ears([]), agent_alone_s=1.0) as running:
        await until(lambda: "idle" in world.api.statuses)
        await asyncio.sleep(1.5)
        assert not running.done()  # the control: somebody is there
        await partner.leave()
        assert await asyncio.wait_for(running, 8) == "alone"
        assert world.api.statuses[-1] == "left"
        assert await world.without_coach()


async def test_the_end_of_the_session_ends_it(world: World) -> None:
    await world.partner()
    async with coach(world, Ears([])) as running:
        await until(lambda: "idle" in world.api.statuses)
        await world.end()
        assert await asyncio.wait_for(running, 8) in ("ended", "removed")
        assert world.api.statuses[-1] == "left"


@pytest.mark.parametrize(("word", "last"), [("ended", "left"), ("replaced", "idle")])
async def test_the_apis_word_ends_it(world: World, word: str, last: str) -> None:
    await world.partner()
    async with coach(world, Ears([])) as running:
        await until(lambda: "idle" in world.api.statuses)
        world.api.stop = word
        assert await asyncio.wait_for(running, 8) == word
        assert world.api.statuses[-1] == last


async def test_a_spent_or_ended_job_never_joins(world: World) -> None:
    await world.partner()
    job = world.job()
    world.api.claims.append(job.jti)
    async with coach(world, Ears([]), job) as running:
        assert await asyncio.wait_for(running, 5) == "refused"
    world.api.ended = True
    async with coach(world, Ears([])) as running:
        assert await asyncio.wait_for(running, 5) == "refused"
    assert await world.without_coach()
    world.api.ended = False
    async with coach(world, Ears([])):  # the control
        await until(lambda: "idle" in world.api.statuses)
        assert world.coach in await world.present()
