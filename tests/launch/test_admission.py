"""Who may be in a room: a former Partner and strangers are removed whatever they repeat, and the one with the place never is."""

from __future__ import annotations

import asyncio
import dataclasses
import uuid

import aiohttp

from functions.coaching import launch
from functions.jobs import JOBS
from functions.platform.adapters.livekit import LiveKit
from functions.platform.errors import LiveKitUnreachable
from functions.rooms import admission, presence, stale_rooms
from functions.rooms.identities import partner_identity, room_name

from .conftest import Call, World
from .in_room import Guest
from .signed import event, post


class RecordingLiveKit(LiveKit):
    """Verifies webhooks as the real one does; removals are written down, or fail while `down`."""

    def __init__(self, world: World) -> None:
        settings = world.deps.settings
        super().__init__(settings.livekit_url, settings.livekit_api_key, settings.livekit_api_secret)
        self.removed: list[str] = []
        self.down = False

    async def remove(self, room: str, identity: str, *, revoke_before_s: int = 0) -> bool:
        if self.down:
            raise LiveKitUnreachable("down")
        self.removed.append(identity)
        return True


def watched(world: World) -> tuple[World, RecordingLiveKit]:
    livekit = RecordingLiveKit(world)
    deps = dataclasses.replace(world.deps, livekit=livekit)
    world.app.state.deps = deps
    return dataclasses.replace(world, deps=deps), livekit


def joins(call: Call, identity: str, sid: str = "PA_s", **said: str) -> dict:
    body = event(call, "participant_joined", "partner", sid=sid, said=said)
    body["participant"]["identity"] = identity
    return body


def here(world: World, call: Call) -> list[tuple[str, str]]:
    rows = world.sql("select role, sid from presences where session_id = %s and left_at is null order by sid", call.id)
    return [(row["role"], row["sid"]) for row in rows]


def refused(world: World, call: Call) -> dict[str, int]:
    return {row["identity"]: row["joins"] for row in world.sql("select * from refused_joins where session_id = %s", call.id)}


def waiting(world: World, name: str) -> int:
    return len(world.sql("select 1 from procrastinate_jobs where status = 'todo' and task_name = %s", name))


async def test_only_those_with_a_place_come_in(world: World) -> None:
    world, livekit = watched(world)
    call = world.new_call(partner_here=False)
    former, other = partner_identity(uuid.uuid4()), world.new_call(partner_here=False)
    strangers = [
        former,
        partner_identity(other.partner_id),
        partner_identity(call.partner_id) + "#x",  # a publish-only connection on the Partner's own token
        f"facilitator-{uuid.UUID(other.id).hex}",
        "spy",
    ]
    for n, identity in enumerate(strangers):
        assert (await post(world, joins(call, identity, f"PA_{n}"))).status_code == 200
    assert here(world, call) == []
    assert world.launches.jobs == []
    assert livekit.removed == strangers
    # the control: the one who has the place, by the same road
    await post(world, joins(call, partner_identity(call.partner_id), "PA_p"))
    await post(world, event(call, "participant_joined", "facilitator", sid="PA_f"))
    assert here(world, call) == [("facilitator", "PA_f"), ("partner", "PA_p")]
    assert len(world.launches.jobs) == 1
    assert livekit.removed == strangers


async def test_a_storm_of_one_stranger_costs_one_row_and_delays_nobody(world: World) -> None:
    world, livekit = watched(world)
    call = world.new_call(partner_here=False)
    former = partner_identity(uuid.uuid4())
    await asyncio.gather(
        *(post(world, joins(call, former + f"#{n}" if n % 2 else former, f"PA_{n}")) for n in range(60)),
        post(world, joins(call, partner_identity(call.partner_id), "PA_p")),
    )
    assert here(world, call) == [("partner", "PA_p")]
    assert len(world.launches.jobs) == 1
    assert refused(world, call) == {former: 60}
    assert len(livekit.removed) == 60, "each of them, at once"
    # what was refused before is neither written down as an event nor looked up again
    await post(world, joins(call, former, "PA_again"))
    assert refused(world, call) == {former: 61}
    for sid in ("PA_again", "PA_1"):
        await post(world, joins(call, former, sid) | {"event": "participant_left"})
    assert len(world.sql("select 1 from presences where session_id = %s", call.id)) == 1
    assert world.sql("select count(*) as n from webhook_events where session_id = %s", call.id)[0]["n"] <= 60
    assert waiting(world, "remove_strangers") == 0


async def test_a_removal_that_fails_is_tried_again(world: World) -> None:
    world, livekit = watched(world)
    call = world.new_call(partner_here=False)
    livekit.down = True
    for n in range(3):
        await post(world, joins(call, partner_identity(uuid.uuid4()), f"PA_{n}"))
    assert waiting(world, "remove_strangers") == 1


async def test_a_place_given_again_ends_the_refusal(world: World) -> None:
    world, livekit = watched(world)
    call = world.new_call(partner_here=False)
    world.sql("update partners set revoked_at = now() where id = %s", call.partner_id)
    mine = partner_identity(call.partner_id)
    await post(world, joins(call, mine, "PA_1"))
    assert (here(world, call), livekit.removed) == ([], [mine])
    world.sql("update partners set revoked_at = null where id = %s", call.partner_id)
    await post(world, joins(call, mine, "PA_2"))
    assert (here(world, call), livekit.removed) == ([("partner", "PA_2")], [mine])


async def test_whoever_loses_the_place_is_not_the_partner_who_is_here(world: World) -> None:
    call = world.new_call(partner_here=True)
    assert [role for role, _ in here(world, call)] == ["partner"]
    world.sql("update partners set revoked_at = now() where id = %s", call.partner_id)
    assert here(world, call) == []


async def test_a_replaced_coach_is_removed_and_its_successor_is_not(world: World) -> None:
    call = world.new_call()
    assert await launch.launch_if_due(world.deps, call.id) == "launched"
    lease = str(world.lease(call)["lease_id"])
    await post(world, event(call, "participant_joined", "coach", sid="PA_old", said={"lease": str(uuid.uuid4())}))
    await post(world, event(call, "participant_joined", "coach", sid="PA_none"))
    assert ("coach", "PA_old") not in here(world, call)
    await post(world, event(call, "participant_joined", "coach", sid="PA_new", said={"lease": lease}))
    assert ("coach", "PA_new") in here(world, call)


async def test_the_room_is_searched_when_webhooks_were_lost(world: World, livekit: LiveKit) -> None:
    call = world.new_call(partner_here=False)
    room = room_name("test", call.id)
    token = livekit.mint(role="partner", room=room, identity=partner_identity(uuid.uuid4()), name="", attributes={}, ttl_s=60)
    stranger = await Guest.enter_with(livekit.url, token)
    partner = await Guest.enter(world.deps, call.id, "partner")
    await presence.look(world.deps, call.id)
    await asyncio.wait_for(stranger.left.wait(), 10)
    assert here(world, call) == [("partner", partner.sid)]
    again = await Guest.enter_with(livekit.url, token)
    await JOBS["remove_strangers"](world.deps, session_id=call.id)
    await asyncio.wait_for(again.left.wait(), 10)
    assert await admission.remove_strangers(world.deps, call.id) is True
    assert not partner.left.is_set()
    await partner.leave()


async def test_a_replaced_coach_does_not_take_its_successor_along(world: World, livekit: LiveKit) -> None:
    """The successor bears the same identity: only the connection that was refused is removed."""
    call = world.new_call()
    assert await launch.launch_if_due(world.deps, call.id) == "launched"
    coach = await Guest.enter(world.deps, call.id, "coach")
    stale = {"lease": str(uuid.uuid4())}
    await post(world, event(call, "participant_joined", "coach", sid="PA_gone", said=stale))
    assert not coach.left.is_set()
    await post(world, event(call, "participant_joined", "coach", sid=coach.sid, said=stale))
    await asyncio.wait_for(coach.left.wait(), 10)


async def test_a_partner_who_had_everything_deleted_keeps_the_place(world: World) -> None:
    world, livekit = watched(world)
    call = world.new_call(partner_here=False)
    world.sql("update partners set forgotten_at = now(), display_name = null where id = %s", call.partner_id)
    await post(world, joins(call, partner_identity(call.partner_id), "PA_p"))
    assert (here(world, call), livekit.removed) == ([("partner", "PA_p")], [])


async def test_one_who_only_looks_is_found_by_the_sweep(world: World, livekit: LiveKit) -> None:
    """Without a media connection LiveKit sends no webhook, and yet they see who is there."""
    call = world.new_call(partner_here=False)
    partner = await Guest.enter(world.deps, call.id, "partner")
    former = partner_identity(uuid.uuid4())
    room = room_name("test", call.id)
    token = livekit.mint(role="partner", room=room, identity=former, name="", attributes={}, ttl_s=60)
    url = livekit.url.replace("ws", "http", 1) + "/rtc"
    async with aiohttp.ClientSession() as http, http.ws_connect(url, params={"access_token": token, "protocol": "15"}) as signal:
        assert (await signal.receive(timeout=10)).type == aiohttp.WSMsgType.BINARY
        assert former in {one.identity for one in await livekit.who_is_in(room)}
        await stale_rooms.sweep(world.deps)
        assert {one.identity for one in await livekit.who_is_in(room)} == {partner_identity(call.partner_id)}
    assert refused(world, call) == {former: 1}
    await partner.leave()
