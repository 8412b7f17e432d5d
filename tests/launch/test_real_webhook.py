"""The real LiveKit server tells the real application: from joining to the job, and what an ended room does."""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest_asyncio
import uvicorn

from functions.api import create_app
from functions.platform.adapters.livekit import LiveKit
from functions.rooms.identities import coach_identity, facilitator_identity, partner_identity, room_name
from local import servers

from .conftest import World
from .in_room import Guest


@pytest_asyncio.fixture(loop_scope="session")
async def told(make_world: Callable[..., World], tmp_path: Path) -> AsyncIterator[World]:
    """A world whose LiveKit has our webhook address."""
    port = servers.free_port()
    server = servers.start_livekit(tmp_path, webhook_url=f"http://127.0.0.1:{port}/api/livekit/webhook")
    world = make_world(livekit_url=server.url, livekit_api_key=server.api_key, livekit_api_secret=server.api_secret)
    livekit = LiveKit(server.url, server.api_key, server.api_secret)
    deps = dataclasses.replace(world.deps, livekit=livekit)
    world = dataclasses.replace(world, deps=deps, app=create_app(deps))
    running = uvicorn.Server(uvicorn.Config(world.app, port=port, log_config=None, lifespan="off"))
    task = asyncio.create_task(running.serve())
    await until(lambda: running.started)
    yield world
    running.should_exit = True
    await task
    await livekit.aclose()
    server.stop()


async def until(happened: Callable[[], object], within_s: float = 30.0) -> None:
    began = time.monotonic()
    while not happened():
        assert time.monotonic() - began < within_s, "did not happen in time"
        await asyncio.sleep(0.02)


def here(world: World, session: str) -> set[str]:
    return {row["role"] for row in world.sql("select role from presences where session_id = %s and left_at is null", session)}


async def test_from_joining_to_the_job(told: World) -> None:
    call = told.new_call(partner_here=False)
    tokens = {}
    for role, bearer in (("facilitator", call.facilitator_bearer), ("partner", call.partner_token)):
        async with told.client(bearer) as client:
            body = {"session_id": call.id} if role == "facilitator" else {}
            tokens[role] = (await client.post("/api/livekit/token", json=body)).json()["token"]
    facilitator = await Guest.enter_with(told.deps.livekit.url, tokens["facilitator"])
    await until(lambda: here(told, call.id) == {"facilitator"})
    assert told.launches.jobs == []
    partner = await Guest.enter_with(told.deps.livekit.url, tokens["partner"])
    await until(lambda: told.launches.jobs)
    assert told.sql("select started_at from sessions where id = %s", call.id)[0]["started_at"] is not None
    assert partner.attributes["consent.listening"] == "granted"

    # a second tab takes the first one's place; the old connection's end changes nothing
    again = await Guest.enter_with(told.deps.livekit.url, tokens["partner"])
    await asyncio.wait_for(partner.left.wait(), 30)
    sids = "select sid from presences where session_id = %s and role = 'partner' and left_at is null"
    await until(lambda: [row["sid"] for row in told.sql(sids, call.id)] == [again.sid])
    assert here(told, call.id) == {"facilitator", "partner"}
    assert len(told.launches.jobs) == 1

    # the coach really may enter with what its job holds, and is seen under its name
    coach = await Guest.enter_with(told.deps.livekit.url, told.launches.jobs[0].livekit_token)
    await until(lambda: here(told, call.id) == {"facilitator", "partner", "coach"})
    people = facilitator.room.remote_participants
    await until(lambda: coach_identity(call.id) in people)
    seen = people[coach_identity(call.id)]
    assert (seen.name, seen.attributes["role"]) == ("Silent Coach", "coach")

    # ending it puts everybody out, and a token from before opens no room that lasts
    async with told.client(call.facilitator_bearer) as client:
        assert (await client.post(f"/api/sessions/{call.id}/end")).status_code == 200
    for guest in (facilitator, again, coach):
        await asyncio.wait_for(guest.left.wait(), 30)
    await Guest.turned_away(told.deps.livekit.url, tokens["partner"])
    await until(lambda: here(told, call.id) == set())
    assert len(told.launches.jobs) == 1


async def test_whoever_lost_the_place_is_put_out_again_at_once(told: World) -> None:
    call = told.new_call(partner_here=False)
    async with told.client(call.partner_token) as client:
        old = (await client.post("/api/livekit/token", json={})).json()["token"]
    first = await Guest.enter_with(told.deps.livekit.url, old)
    assert first.room.local_participant.identity == partner_identity(call.partner_id)
    await until(lambda: here(told, call.id) == {"partner"})
    async with told.client(call.facilitator_bearer) as client:
        invited = await client.post(f"/api/sessions/{call.id}/invite", json={})
    async with told.client() as client:
        taken = await client.post("/api/invites/redeem", json={"token": invited.json()["url"].rsplit("/", 1)[1]})
    await asyncio.wait_for(first.left.wait(), 30)

    await Guest.turned_away(told.deps.livekit.url, old)
    async with told.client(taken.json()["partner_token"]) as client:
        new = (await client.post("/api/livekit/token", json={})).json()["token"]
    second = await Guest.enter_with(told.deps.livekit.url, new)
    await until(lambda: here(told, call.id) == {"partner"})
    await asyncio.sleep(0.5)
    assert not second.left.is_set()
    await second.leave()


async def test_the_partner_cannot_write_data(told: World) -> None:
    call = told.new_call(partner_here=False)
    facilitator = await Guest.enter(told.deps, call.id, "facilitator")
    partner = await Guest.enter(told.deps, call.id, "partner")
    heard: list[bytes] = []
    facilitator.room.on("data_received", lambda packet: heard.append(packet.data))
    partner.room.on("data_received", lambda packet: heard.append(packet.data))
    with contextlib.suppress(Exception):  # the client may notice by itself; the server drops it either way
        await asyncio.wait_for(partner.room.local_participant.publish_data(b"from the partner", reliable=True), 2)
    await facilitator.room.local_participant.publish_data(b"from the facilitator", reliable=True)
    await until(lambda: heard)
    assert heard == [b"from the facilitator"]
    assert {one.identity for one in await told.deps.livekit.who_is_in(room_name("test", call.id))} == {
        facilitator_identity(call.id),
        partner_identity(call.partner_id),
    }
    for guest in (facilitator, partner):
        await guest.leave()
