"""A rogue agent with the coach's own identity, subscribed to everything, hears only while the Partner's page allows it."""

import asyncio
import time
import uuid

import numpy as np
import psycopg
import pytest
from livekit import api, rtc
from playwright.async_api import BrowserContext, expect

from local.clicks import invite, join, sign_in
from local.stack import Stack

from .leases import give_lease

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]


class Rogue:
    """Joins with auto-subscribe, insists on every track, and counts the sound it gets."""

    def __init__(self) -> None:
        self.room = rtc.Room()
        self.frames = 0
        self.loud = 0
        self.last_at = 0.0
        self._streams: set[asyncio.Task[None]] = set()
        self.room.on("track_subscribed", self._on_track)

    def _on_track(self, track: rtc.Track, *_: object) -> None:
        if track.kind == rtc.TrackKind.KIND_AUDIO:
            task = asyncio.create_task(self._listen(track))
            self._streams.add(task)
            task.add_done_callback(self._streams.discard)

    async def _listen(self, track: rtc.Track) -> None:
        stream = rtc.AudioStream(track, sample_rate=16_000, num_channels=1)
        async for event in stream:
            self.frames += 1
            samples = np.frombuffer(event.frame.data, np.int16).astype(np.float32)
            if np.abs(samples).max() > 300:
                self.loud += 1
                self.last_at = time.monotonic()

    def insist(self) -> None:
        for person in self.room.remote_participants.values():
            for publication in person.track_publications.values():
                publication.set_subscribed(True)

    async def join(self, stack: Stack, room: str, identity: str, **said: str) -> None:
        grants = api.VideoGrants(room_join=True, room=room, can_subscribe=True, can_publish=False, agent=True)
        token = (
            api.AccessToken(stack.env["LIVEKIT_API_KEY"], stack.env["LIVEKIT_API_SECRET"])
            .with_identity(identity)
            .with_grants(grants)
            .with_attributes(said)
        )
        await self.room.connect(stack.env["LIVEKIT_URL"], token.to_jwt(), rtc.RoomOptions(auto_subscribe=True))


def session_of(stack: Stack, email: str) -> uuid.UUID:
    """The newest session of this Facilitator."""
    with psycopg.connect(stack.env["MIGRATIONS_DATABASE_URL"]) as db:
        row = db.execute(
            "select s.id from sessions s join profiles p on p.user_id = s.facilitator_id where p.email = %s"
            " order by s.created_at desc limit 1",
            [email],
        ).fetchone()
    assert row is not None
    return uuid.UUID(str(row[0]))


async def listens_for(rogues: list[Rogue], seconds: float) -> list[int]:
    """Loud frames each gets while it goes on insisting."""
    before = [rogue.loud for rogue in rogues]
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        for rogue in rogues:
            rogue.insist()
        await asyncio.sleep(0.5)
    return [rogue.loud - was for rogue, was in zip(rogues, before, strict=True)]


async def test_a_rogue_agent_hears_only_while_the_partner_allows_it(
    silent_stack: Stack, laptop: BrowserContext, phone: BrowserContext
) -> None:
    facilitator = await sign_in(laptop, silent_stack, "rae@example.com")
    link = await invite(facilitator, "Robin")
    partner = await join(phone, link, listening=False)
    async with api.LiveKitAPI(
        silent_stack.env["LIVEKIT_URL"], silent_stack.env["LIVEKIT_API_KEY"], silent_stack.env["LIVEKIT_API_SECRET"]
    ) as livekit:
        session = session_of(silent_stack, "rae@example.com")
        rooms: list[api.Room] = []
        while not rooms:
            # rooms of other tests of this stack may still be open
            listed = await livekit.room.list_rooms(api.ListRoomsRequest())
            rooms = [one for one in listed.rooms if one.name.endswith(session.hex)]
            await asyncio.sleep(0.2)
    room = rooms[0].name
    coach, stranger = Rogue(), Rogue()
    await coach.join(silent_stack, room, f"coach-{session.hex}", lease=give_lease(silent_stack, session.hex))
    await stranger.join(silent_stack, room, "spy")
    try:
        # before consent: nothing, though the Partner speaks all the time
        assert await listens_for([coach, stranger], 8) == [0, 0]

        # the control: once the Partner allows it, the same rogue hears; the stranger still does not
        await partner.get_by_test_id("turn-on-button").click()
        await partner.get_by_test_id("turn-on-yes").click()
        heard, by_stranger = await listens_for([coach, stranger], 8)
        assert heard > 50
        assert by_stranger == 0

        # withdrawn: silence within a second, however it insists
        await partner.get_by_test_id("stop-button").click()
        await expect(partner.get_by_test_id("coach-pill-words")).to_contain_text("Coach stopped")
        stopped_at = time.monotonic()
        await listens_for([coach, stranger], 1)
        assert coach.last_at < stopped_at + 1
        assert await listens_for([coach, stranger], 8) == [0, 0]
    finally:
        await coach.room.disconnect()
        await stranger.room.disconnect()
