"""Rooms that a kept token opened again: closed when no session stands behind them; another deployment's are left alone."""

from __future__ import annotations

import asyncio
import uuid
from datetime import timedelta

from functions.jobs import JOBS
from functions.platform.adapters.livekit import LiveKit
from functions.rooms import stale_rooms
from functions.rooms.identities import facilitator_identity, room_name

from .conftest import World
from .in_room import Guest
from .signed import event, post


async def enter(livekit: LiveKit, room: str, session: str) -> Guest:
    token = livekit.mint(role="facilitator", room=room, identity=facilitator_identity(session), name="", attributes={}, ttl_s=60)
    return await Guest.enter_with(livekit.url, token)


def waiting(world: World) -> list[dict]:
    return world.sql("select args from procrastinate_jobs where status = 'todo' and task_name = 'close_unknown_room'")


async def test_rooms_without_a_session_are_closed_after_a_minute_and_no_others(world: World, livekit: LiveKit) -> None:
    deleted, open_call, ended = world.new_call(partner_here=False), world.new_call(partner_here=False), world.new_call()
    foreign = room_name("staging", deleted.id)
    guests = {
        "deleted": await enter(livekit, room_name("test", deleted.id), deleted.id),
        "open": await enter(livekit, room_name("test", open_call.id), open_call.id),
        "ended": await enter(livekit, room_name("test", ended.id), ended.id),
        "foreign": await enter(livekit, foreign, deleted.id),
        "another project's": await enter(livekit, "somebody-else", deleted.id),
    }
    world.sql("delete from sessions where id = %s", deleted.id)
    world.end(ended)
    await stale_rooms.sweep(world.deps)
    await asyncio.wait_for(guests["ended"].left.wait(), 10)
    assert not guests["deleted"].left.is_set(), "its minute has only begun"
    world.clock.ahead = timedelta(seconds=59)
    await stale_rooms.sweep(world.deps)
    assert not guests["deleted"].left.is_set()
    world.clock.ahead = timedelta(seconds=60)
    await stale_rooms.sweep(world.deps)
    await asyncio.wait_for(guests["deleted"].left.wait(), 10)

    # who comes back finds the minute over
    guests["back"] = await enter(livekit, room_name("test", deleted.id), deleted.id)
    await stale_rooms.sweep(world.deps)
    await asyncio.wait_for(guests["back"].left.wait(), 10)
    for stays in ("open", "foreign", "another project's"):
        assert not guests[stays].left.is_set(), stays
        await guests[stays].leave()


async def test_a_webhook_of_a_room_without_a_session_starts_its_minute(world: World, livekit: LiveKit) -> None:
    call = world.new_call(partner_here=False)
    guest = await enter(livekit, room_name("test", call.id), call.id)
    world.sql("delete from sessions where id = %s", call.id)
    for n in range(3):
        await post(world, event(call, "participant_joined", "facilitator", sid=f"PA_{n}"))
    await post(world, event(call, "room_started"))
    assert [job["args"] for job in waiting(world)] == [{"room": room_name("test", call.id)}], "one look in a minute's time"
    foreign = event(call, "participant_joined", "facilitator", room={"name": room_name("staging", call.id)})
    await post(world, foreign)
    await post(world, event(call, "room_finished"))
    assert len(waiting(world)) == 1

    world.clock.ahead = timedelta(seconds=61)
    await JOBS["close_unknown_room"](world.deps, room=room_name("test", call.id))
    await asyncio.wait_for(guest.left.wait(), 10)


async def test_a_session_that_is_there_after_all_keeps_its_room(world: World, livekit: LiveKit) -> None:
    call = world.new_call(partner_here=False)
    room = room_name("test", call.id)
    world.sql("insert into unknown_rooms (room, first_seen_at) values (%s, now() - interval '1 hour')", room)
    guest = await enter(livekit, room, call.id)
    await JOBS["close_unknown_room"](world.deps, room=room)
    assert not guest.left.is_set()
    assert world.sql("select 1 from unknown_rooms where room = %s", room) == []
    await guest.leave()


async def test_a_room_of_an_ended_session_is_closed_when_it_is_opened(world: World, livekit: LiveKit) -> None:
    call = world.new_call(partner_here=False)
    guest = await enter(livekit, room_name("test", call.id), call.id)
    await post(world, event(call, "room_started"))
    assert not guest.left.is_set()
    world.end(call)
    await post(world, event(call, "room_started"))
    await asyncio.wait_for(guest.left.wait(), 10)


def test_two_deployments_on_one_media_server_have_rooms_of_their_own(world: World) -> None:
    settings = world.deps.settings
    session = uuid.uuid4()
    named = {
        settings.model_copy(update={"deployment_id": "", "supabase_url": url}).deployment
        for url in ("https://a.co", "https://b.co")
    }
    assert len({room_name(one, session) for one in named}) == 2
    assert all(len(one) == 8 for one in named)
