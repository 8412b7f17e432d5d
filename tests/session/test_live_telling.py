"""One coach on the real media server: whom it tells, and who may ask."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

import pytest
from live_coach import LINES, coach
from livekit import rtc
from session_world import Ears, World, until

from agent.log import SessionLog
from agent.runtime.room import CoachRoom, NoDestination

pytestmark = pytest.mark.stack  # real speech in real time: it wants the machine for itself


class Nobody:
    """An occupant who does nothing."""

    def __getattr__(self, name: str) -> Any:
        return lambda *values: None


async def test_a_hint_reaches_the_facilitator_and_nobody_else(world: World) -> None:
    ears = Ears(LINES[:])
    facilitator, stranger = await world.facilitator(), await world.stranger()
    partner = await world.partner(**{"consent.listening": "granted"})
    await partner.open_microphone()
    async with coach(world, ears):
        await until(lambda: "listening" in facilitator.states)
        for count in (1, 2):
            await partner.say_something()
            await until(lambda count=count: len([hint for hint in facilitator.hints if hint.closed]) == count)
        first, second = facilitator.hints
        assert first.sender == world.coach
        assert first.text.startswith("SUMMARY: ")
        assert "\nSUGGESTION: " in first.text
        assert second.closed
        assert (first.attributes["seq"], second.attributes["seq"]) == ("1", "2")
        assert first.attributes["session"] == world.session_id
        assert first.attributes["source"] == "built-in"
        await until(lambda: len(world.api.of("hint")) == 2)
        stored = world.api.of("hint")[0]
        assert stored["text"] == first.text
        assert stored["id"] == first.attributes["hint"]
        assert 0 < stored["latency_ms"] < 2000
        assert [segment["text"] for segment in world.api.of("segment")] == LINES[:2]
        for other in (partner, stranger):
            assert other.texts == []
            assert other.packets == 0
            assert await other.messages_received() == 0
        assert await facilitator.messages_received() > 4  # the control


async def test_people_see_the_state_and_nothing_else(world: World) -> None:
    ears = Ears(LINES[:])
    facilitator = await world.facilitator()
    partner = await world.partner(**{"consent.listening": "granted"})
    async with coach(world, ears):
        await until(lambda: world.coach in partner.room.remote_participants)
        seen = partner.room.remote_participants[world.coach]
        await until(lambda: seen.attributes.get("coach.state") == "idle")
        await partner.open_microphone()
        await until(lambda: seen.attributes.get("coach.state") == "listening")
        assert seen.kind == rtc.ParticipantKind.PARTICIPANT_KIND_AGENT
        assert seen.name == "Silent Coach"
        assert seen.track_publications == {}
        assert set(seen.attributes) == {"coach.state"}
        await until(lambda: "listening" in facilitator.states)


async def test_the_newest_state_is_what_people_see_however_fast_it_changes(world: World) -> None:
    partner = await world.partner()
    room = CoachRoom(world.job(), Nobody(), SessionLog("test", "s"))
    await room.join()
    await until(lambda: world.coach in partner.room.remote_participants)
    seen = partner.room.remote_participants[world.coach]
    for newest in ("listening", "idle") * 8:
        for state in ("joining", "listening", "idle", newest):
            room.show_state(state)
            await asyncio.sleep(0)
        await until(lambda newest=newest: seen.attributes.get("coach.state") == newest)
        await asyncio.sleep(0.05)  # an older one may still be on its way
        assert seen.attributes["coach.state"] == newest
    await room.leave()


async def test_text_without_a_receiver_is_refused(world: World) -> None:
    partner, facilitator = await world.partner(), await world.facilitator()
    job = world.job()
    rooms = []
    for receiver in ("", " ", job.partner_identity):
        room = CoachRoom(replace(job, facilitator_identity=receiver), Nobody(), SessionLog("test", "s"))
        await room.join()
        with pytest.raises(NoDestination):
            await room.send("coach.hint", "for whom?")
        rooms.append(room)
        await room.leave()
    room = CoachRoom(job, Nobody(), SessionLog("test", "s"))  # the control
    await room.join()
    await room.send("coach.hint", "for you")
    await until(lambda: [hint.text for hint in facilitator.hints] == ["for you"])
    await room.leave()
    assert partner.texts == []


async def test_hints_flow_while_the_api_is_away_and_are_reported_in_order_later(world: World) -> None:
    ears = Ears(LINES[:])
    facilitator = await world.facilitator()
    partner = await world.partner(**{"consent.listening": "granted"})
    await partner.open_microphone()
    async with coach(world, ears, world.job(hints_so_far=4, segments_so_far=7)):
        await until(lambda: "listening" in facilitator.states)
        world.api.down = True
        for count in (1, 2, 3):
            await partner.say_something()
            await until(lambda count=count: len(facilitator.hints) == count)
        assert world.api.of("hint") == []
        world.api.down = False
        await until(lambda: len(world.api.of("hint")) == 3)
        reported = [item["seq"] for items in world.api.posts for item in items if item["type"] == "hint"]
        assert reported == [5, 6, 7]  # goes on where the coach before it stopped
        assert [segment["seq"] for segment in world.api.of("segment")] == [8, 9, 10]
        assert [hint.attributes["seq"] for hint in facilitator.hints] == ["5", "6", "7"]
        assert "REMINDER" not in facilitator.hints[0].text


async def test_only_the_facilitator_may_ask(world: World) -> None:
    ears = Ears(LINES[:])
    facilitator, stranger = await world.facilitator(), await world.stranger()
    partner = await world.partner(**{"consent.listening": "granted"})
    await partner.open_microphone()
    async with coach(world, ears):
        await until(lambda: "listening" in facilitator.states)
        with pytest.raises(rtc.RpcError):
            await stranger.call("coach.pause", "on")
        with pytest.raises(rtc.RpcError):
            await facilitator.call("coach.pause", "perhaps")
        assert "paused" not in facilitator.states
        assert await facilitator.call("coach.pause", "on") == "ok"
        await until(lambda: facilitator.states[-1] == "paused")
        await partner.say_something()
        await until(lambda: len(world.api.of("segment")) == 1)
        assert facilitator.hints == []
        assert await facilitator.call("coach.pause", "off") == "ok"
        assert await facilitator.call("coach.generate") == "ok"
        await until(lambda: len(facilitator.hints) == 1)


async def test_a_late_facilitator_is_told_at_once(world: World) -> None:
    ears = Ears(LINES[:])
    partner = await world.partner(**{"consent.listening": "granted"})
    await partner.open_microphone()
    async with coach(world, ears):
        await until(lambda: ears.listeners == 1)
        await partner.say_something()
        await until(lambda: len(world.api.of("hint")) == 1)  # stored although nobody read it
        facilitator = await world.facilitator()
        await facilitator.open_microphone()  # the media server announces silent newcomers seconds later
        assert await until(lambda: "listening" in facilitator.states) < 1.5
