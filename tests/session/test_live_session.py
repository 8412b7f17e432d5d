"""One coach on the real media server: whom it hears, whom it tells, and when it goes."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest
from livekit import rtc
from session_world import Ears, World, settings, until

from agent.job import CoachJob
from agent.log import SessionLog
from agent.room import CoachRoom, NoDestination
from agent.session import Session, run_session

pytestmark = pytest.mark.stack  # real speech in real time: it wants the machine for itself

LINES = ["There is a part of me that gets so angry with her.", "It sits right here in my chest.", "I think it is scared."]


class Nobody:
    """An occupant who does nothing."""

    def __getattr__(self, name: str) -> Any:
        return lambda *values: None


@contextlib.asynccontextmanager
async def coach(world: World, ears: Ears, job: CoachJob | None = None, **changes: Any) -> AsyncIterator[asyncio.Task[str]]:
    """A running session; cancelled at the end if it still runs."""
    with ThreadPoolExecutor(2) as threads:
        session = Session(job or world.job(), settings(**changes), ears.equip(), threads)
        running = asyncio.create_task(session.run())
        try:
            yield running
        finally:
            running.cancel()
            await asyncio.wait([running], timeout=10)


async def test_nothing_is_heard_before_consent_nor_after_it_is_withdrawn(world: World) -> None:
    ears = Ears([])
    facilitator = await world.facilitator()
    partner = await world.partner()
    await partner.open_microphone()
    async with coach(world, ears):
        await until(lambda: "off" in facilitator.states)
        await partner.sound(1.0, 0.5)
        assert ears.samples == 0

        await world.consent("granted")  # the control: the same sound is heard now
        await partner.sound(1.0, 0.5)
        await until(lambda: ears.loud > 4000)
        await until(lambda: facilitator.states[-1] == "listening")

        talking = asyncio.create_task(partner.sound(2.5, 0.5))
        await asyncio.sleep(0.3)
        await world.consent("withdrawn")
        await until(lambda: facilitator.states[-1] == "off")
        await asyncio.sleep(0.2)
        heard = ears.samples
        await talking
        assert ears.samples == heard

        await world.consent("granted")
        await partner.sound(1.0, 0.5)
        await until(lambda: ears.samples > heard)


async def test_withdrawing_stops_the_sound_within_a_second(world: World) -> None:
    import time

    ears = Ears([])
    partner = await world.partner(**{"consent.listening": "granted"})
    await partner.open_microphone()
    async with coach(world, ears):
        talking = asyncio.create_task(partner.sound(4.0, 0.5))
        await until(lambda: ears.loud > 4000)
        withdrawn_at = time.monotonic()
        await world.consent("withdrawn")
        await talking
        assert ears.last_at - withdrawn_at < 1.0
        assert ears.last_at > withdrawn_at - 0.5


async def test_the_partners_own_word_to_the_media_server_counts(world: World) -> None:
    """The page withdraws the right to subscribe before any server of ours has heard of it."""
    ears = Ears([])
    partner = await world.partner(**{"consent.listening": "granted"})
    facilitator = await world.facilitator()
    await facilitator.open_microphone()

    def allow(*identities: str) -> None:
        partner.room.local_participant.set_track_subscription_permissions(
            allow_all_participants=False,
            participant_permissions=[
                rtc.ParticipantTrackPermission(participant_identity=who, allow_all=True) for who in identities
            ],
        )

    allow(facilitator.identity)
    await partner.open_microphone()
    async with coach(world, ears):
        await until(lambda: "waiting" in facilitator.states)
        await partner.sound(0.8, 0.5)
        assert ears.samples == 0
        for _ in range(2):
            allow(facilitator.identity, world.coach)
            heard = ears.loud
            await partner.sound(1.0, 0.5)
            await until(lambda heard=heard: ears.loud > heard)
            allow(facilitator.identity)
            await partner.sound(0.6, 0.5)
            heard = ears.loud
            await partner.sound(0.6, 0.5)
            assert ears.loud == heard
            await until(lambda: facilitator.states[-1] == "waiting", 10)


async def test_a_deaf_subscription_is_made_anew(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("agent.room.DEAF_S", 0.5)
    carried: list[str] = []
    carry = CoachRoom._carry

    async def deaf_at_first(self: CoachRoom, track: Any, ear: Any) -> None:
        carried.append(track.sid)
        if len(carried) > 1:
            await carry(self, track, ear)

    monkeypatch.setattr(CoachRoom, "_carry", deaf_at_first)
    ears = Ears([])
    partner = await world.partner(**{"consent.listening": "granted"})
    await partner.open_microphone()
    async with coach(world, ears):
        talking = asyncio.create_task(partner.sound(5.0, 0.5))
        await until(lambda: ears.loud > 0, 10)
        assert len(carried) == 2
        await talking


async def test_one_session_in_a_process_without_http(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("agent.session.prepare", Ears([]).equip)
    await world.partner()
    running = asyncio.create_task(run_session(world.job(), settings()))
    await until(lambda: "idle" in world.api.statuses)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert world.api.statuses[-1] == "left"
    assert await world.without_coach()


async def test_only_the_partners_microphone_is_subscribed(world: World) -> None:
    ears = Ears([])
    partner = await world.partner(**{"consent.listening": "granted"})
    facilitator = await world.facilitator()
    stranger = await world.stranger()
    await partner.open_microphone(rtc.TrackSource.SOURCE_SCREENSHARE_AUDIO)
    for other in (facilitator, stranger):
        await other.open_microphone()
    async with coach(world, ears):
        await until(lambda: "waiting" in facilitator.states)
        await asyncio.gather(*(who.sound(1.0, 0.5) for who in (partner, facilitator, stranger)))
        assert ears.samples == 0
        await partner.open_microphone()  # the control
        await partner.sound(0.6, 0.5)
        await until(lambda: ears.loud > 2000)
        assert ears.listeners == 1


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


async def test_a_reloading_partner_is_heard_again(world: World) -> None:
    ears = Ears(LINES[:])
    facilitator = await world.facilitator()
    async with coach(world, ears):
        for count in (1, 2, 3):
            partner = await world.partner(**{"consent.listening": "granted"})
            await partner.open_microphone()
            await until(lambda count=count: ears.listeners == count)
            await partner.say_something()
            await until(lambda count=count: len(facilitator.hints) == count)
            await partner.leave()
        assert len(facilitator.hints) == 3


@pytest.mark.parametrize("scenario", ["SIMULATE_FULL_RECONNECT", "SIMULATE_SIGNAL_RECONNECT"])
async def test_it_hears_again_after_a_reconnect(world: World, monkeypatch: pytest.MonkeyPatch, scenario: str) -> None:
    rooms: list[CoachRoom] = []

    class Watched(CoachRoom):
        def __init__(self, *values: Any) -> None:
            super().__init__(*values)
            rooms.append(self)

    ears = Ears(LINES[:])
    facilitator = await world.facilitator()
    partner = await world.partner(**{"consent.listening": "granted"})
    await partner.open_microphone()
    with ThreadPoolExecutor(2) as threads:
        session = Session(world.job(), settings(), ears.equip(), threads, open_room=Watched)
        running = asyncio.create_task(session.run())
        await partner.say_something()
        await until(lambda: len(facilitator.hints) == 1)
        back = asyncio.Event()
        rooms[0]._room.on("reconnected", lambda: back.set())
        await rooms[0]._room.simulate_scenario(getattr(rtc.SimulateScenarioKind, scenario))
        await asyncio.wait_for(back.wait(), 20)
        heard = ears.loud
        for _ in range(6):  # what is said before it is back is lost
            await partner.say_something()
            if ears.loud > heard:
                break
        assert ears.loud > heard
        await partner.say_something()
        await until(lambda: len(facilitator.hints) >= 2, 10)
        assert len(rooms) == 1
        running.cancel()
        await asyncio.wait([running], timeout=10)


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


async def test_a_failing_ear_is_opened_anew(world: World) -> None:
    ears = Ears(LINES[:], fail_at=1)
    facilitator = await world.facilitator()
    partner = await world.partner(**{"consent.listening": "granted"})
    await partner.open_microphone()
    async with coach(world, ears):
        await partner.say_something()
        await partner.say_something()
        await until(lambda: len(facilitator.hints) >= 1)
        assert ears.listeners == 2


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
        await partner.say_something()
        await until(lambda: len(world.api.of("hint")) == 1)  # stored although nobody read it
        facilitator = await world.facilitator()
        await facilitator.open_microphone()  # the media server announces silent newcomers seconds later
        assert await until(lambda: "listening" in facilitator.states) < 1.5
