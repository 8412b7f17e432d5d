"""One coach on the real media server: whom it hears, and when."""

from __future__ import annotations

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from live_coach import LINES, coach
from livekit import rtc
from session_world import Ears, World, settings, until

from agent.runtime.room import CoachRoom
from agent.runtime.session import Session

FORBIDDEN_HZ = 1600
pytestmark = pytest.mark.stack  # real speech in real time: it wants the machine for itself


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
        await partner.sound_until(lambda: ears.loud > 4000)
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
        await partner.sound_until(lambda: ears.samples > heard)


async def test_withdrawing_stops_the_sound_within_a_second(world: World) -> None:
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
    """The page withdraws the right to subscribe before any server of ours has heard of it.

    When a sound was made is told by its pitch: when it arrives depends on how busy the machine is."""
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
    await partner.open_microphone(queue_ms=40)  # a tone is sent as it is made, and not a second later
    async with coach(world, ears):
        await until(lambda: "waiting" in facilitator.states)
        await partner.sound(0.8, 0.5, FORBIDDEN_HZ)
        assert ears.samples == 0
        for _ in range(2):
            allow(facilitator.identity, world.coach)
            heard = ears.loud
            await partner.sound_until(lambda heard=heard: ears.loud > heard)
            allow(facilitator.identity)
            await partner.sound(1.0, 0.5)  # under way: it may still be heard, however late it arrives on a busy machine
            await partner.sound(0.6, 0.5, FORBIDDEN_HZ)  # made a second later: it never may
            await until(lambda: facilitator.states[-1] == "waiting", 15)
        assert [hz for hz in ears.pitches if hz > FORBIDDEN_HZ / 2] == []
        allow(facilitator.identity, world.coach)  # the control: the same tone is known when it is heard
        await partner.sound_until(lambda: any(abs(hz - FORBIDDEN_HZ) < 200 for hz in ears.pitches), FORBIDDEN_HZ)


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


async def test_a_deaf_subscription_is_made_anew(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("agent.runtime.room.DEAF_S", 0.5)
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


async def test_a_failing_ear_is_opened_anew(world: World) -> None:
    ears = Ears(LINES[:], fail_at=1)
    facilitator = await world.facilitator()
    partner = await world.partner(**{"consent.listening": "granted"})
    await partner.open_microphone()
    async with coach(world, ears):
        await until(lambda: ears.listeners == 1)
        await partner.say_something()
        await until(lambda: ears.listeners == 2)
        await partner.say_something()
        await until(lambda: len(facilitator.hints) >= 1)
        assert ears.listeners == 2


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
        session = Session(world.job(), settings(), ears.load(), threads, open_room=Watched)
        running = asyncio.create_task(session.run())
        await until(lambda: "listening" in facilitator.states)
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
        await until(lambda: len(facilitator.hints) >= 2)
        assert len(rooms) == 1
        running.cancel()
        await asyncio.wait([running], timeout=10)
