"""launch_if_due: one coach per session, and none that is not due."""

import asyncio
import dataclasses
from collections.abc import Callable
from datetime import datetime

import psycopg
import pytest

from core.protocol.job import CoachJob
from functions.coaching import launch
from functions.rooms.identities import partner_identity, room_name
from functions.rooms.tokens import read_report_token

from .conftest import Launches, World


async def test_many_at_once_launch_one(world: World) -> None:
    call = world.new_call()
    outcomes = await asyncio.gather(*(launch.launch_if_due(world.deps, call.id) for _ in range(12)))
    assert sorted(outcomes) == ["launched"] + ["running"] * 11
    assert len(world.launches.jobs) == 1


async def test_the_job_carries_what_it_needs_and_no_more(world: World) -> None:
    call = world.new_call()
    world.sql(
        "insert into segments (session_id, partner_id, seq, text, start_s, end_s) values (%s, %s, 4, 'x', 0, 1)",
        call.id,
        call.partner_id,
    )
    world.sql(
        "insert into hints (session_id, partner_id, seq, id, text, source, at)"
        " values (%s, %s, 2, gen_random_uuid(), 'x', 'ai', now())",
        call.id,
        call.partner_id,
    )
    await launch.launch_if_due(world.deps, call.id)
    job = world.launches.jobs[0]
    assert (job.session_id, job.room) == (call.id, room_name("test", call.id))
    assert job.partner_identity == partner_identity(call.partner_id)
    assert (job.hints_so_far, job.segments_so_far, job.safety_so_far) == (2, 4, 0)
    assert job.api_url == "http://pages.test"
    assert read_report_token(world.deps, job.report_token).lease_id == world.lease(call)["lease_id"]
    for secret in (world.deps.settings.livekit_api_secret, world.deps.settings.app_secret, world.deps.settings.database_url):
        assert secret not in str(vars(type(job))) + str([getattr(job, name) for name in job.__slots__])


async def test_a_card_nobody_acknowledged_goes_to_the_next_agent(world: World) -> None:
    still_open, read = world.new_call(), world.new_call()
    for call, acknowledged in ((still_open, None), (read, "2026-11-22T10:00:00Z")):
        world.sql(
            "insert into safety_events (session_id, partner_id, seq, kind, at, acknowledged_at)"
            " values (%s, %s, 1, 'self', now(), %s)",
            call.id,
            call.partner_id,
            acknowledged,
        )
        await launch.launch_if_due(world.deps, call.id)
    assert [(job.safety_so_far, job.open_card) for job in world.launches.jobs] == [(1, "self"), (1, "")]


async def test_nothing_is_launched_that_is_not_due(world: World) -> None:
    no_consent, nobody, ended, withdrawn, revoked, due = (
        world.new_call(consent=False),
        world.new_call(partner_here=False),
        world.new_call(),
        world.new_call(),
        world.new_call(),
        world.new_call(),
    )
    world.end(ended)
    world.listening(withdrawn, False)
    world.sql("update partners set revoked_at = now() where id = %s", revoked.partner_id)
    for call in (no_consent, nobody, ended, withdrawn, revoked):
        assert await launch.launch_if_due(world.deps, call.id) == "not-due"
    assert world.launches.jobs == []
    assert await launch.launch_if_due(world.deps, due.id) == "launched"
    world.listening(withdrawn, True)
    assert await launch.launch_if_due(world.deps, withdrawn.id) == "launched"


async def test_the_closed_gate_launches_nobody(world: World) -> None:
    call = world.new_call()
    world.sql("update launch_gate set open = false")
    assert await launch.launch_if_due(world.deps, call.id) == "not-due"
    world.sql("update launch_gate set open = true")
    assert await launch.launch_if_due(world.deps, call.id) == "launched"


async def test_a_failing_launcher_gives_the_lease_back(world: World) -> None:
    call = world.new_call()
    world.launches.broken = True
    assert await launch.launch_if_due(world.deps, call.id) == "failed"
    assert world.lease(call)["runs"] is False
    world.launches.broken = False
    assert await launch.launch_if_due(world.deps, call.id) == "launched"
    assert world.lease(call)["runs"] is True


async def test_a_lapsed_lease_is_anothers(world: World) -> None:
    call = world.new_call()
    await launch.launch_if_due(world.deps, call.id)
    first = world.lease(call)
    assert await launch.launch_if_due(world.deps, call.id) == "running"
    world.sql("update agent_leases set lease_until = now() where session_id = %s", call.id)
    assert await launch.launch_if_due(world.deps, call.id) == "launched"
    second = world.lease(call)
    assert first["lease_id"] != second["lease_id"]
    assert second["launches"] == 2


async def test_the_facilitators_door(world: World) -> None:
    call, other = world.new_call(), world.new_call()
    async with world.client(call.facilitator_bearer) as client:
        assert (await client.post(f"/api/sessions/{call.id}/coach")).json() == {"state": "launched"}
        assert (await client.post(f"/api/sessions/{call.id}/coach")).json() == {"state": "running"}
        assert (await client.post(f"/api/sessions/{other.id}/coach")).status_code == 404
        world.end(call)
        assert (await client.post(f"/api/sessions/{call.id}/coach")).status_code == 410
    async with world.client(call.partner_token) as client:
        assert (await client.post(f"/api/sessions/{call.id}/coach")).status_code == 401
    assert len(world.launches.jobs) == 1


async def test_people_may_not_launch_in_sql(world: World) -> None:
    call = world.new_call()
    with psycopg.connect(world.dsn) as connection:
        connection.execute("set role service_role")
        row = connection.execute("select launches from private.claim_agent_lease(%s, 5)", [call.id]).fetchone()
        assert row == (1,)
        connection.rollback()
        for role in ("authenticated", "anon"):
            connection.execute(f"set role {role}")
            try:
                connection.execute("select private.claim_agent_lease(%s, 5)", [call.id])
            except psycopg.errors.InsufficientPrivilege:
                connection.rollback()
            else:
                raise AssertionError(f"{role} may claim a lease")


async def test_a_machine_that_wakes_slowly_keeps_its_lease_and_its_first_job_is_taken(
    make_world: Callable[..., World], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The lease is renewed for as long as the machine takes to wake, so the job that it takes in the end is still good."""
    monkeypatch.setattr(launch, "RENEW_EVERY_S", 0.05)
    world = make_world(lease_s=30.0)
    call = world.new_call()
    renewed: set[datetime] = set()

    class Slow(Launches):
        async def launch(self, job: CoachJob) -> None:
            while len(renewed) < 4:
                renewed.add(world.lease(call)["lease_until"])
                assert await launch.launch_if_due(world.deps, call.id) == "running"
                await asyncio.sleep(0.02)
            await super().launch(job)

    slow = Slow(starting_s=90.0)
    assert await launch.launch_if_due(dataclasses.replace(world.deps, launcher=slow), call.id) == "launched"
    left_s = "select extract(epoch from lease_until - clock_timestamp())::float8 as s from agent_leases where session_id = %s"
    assert world.sql(left_s, call.id)[0]["s"] > 60, "from here on it has the time that a start may take"
    async with world.client(slow.jobs[0].report_token) as client:
        assert (await client.post("/api/agent/claim", json={"jti": slow.jobs[0].jti})).status_code == 200


async def test_a_renewal_revives_no_lease_that_is_over_or_anothers(world: World) -> None:
    call = world.new_call()
    await launch.launch_if_due(world.deps, call.id)
    first = world.lease(call)["lease_id"]
    world.sql("update agent_leases set lease_until = now() where session_id = %s", call.id)
    await launch._renew(world.deps, call.id, first, 60)
    assert world.lease(call)["runs"] is False
    await launch.launch_if_due(world.deps, call.id)
    until = world.lease(call)["lease_until"]
    await launch._renew(world.deps, call.id, first, 60)
    assert world.lease(call)["lease_until"] == until
