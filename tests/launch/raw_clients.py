"""Bare LiveKit clients that insist on whatever sound there is, and keep whatever token they get."""

from __future__ import annotations

import asyncio
import contextlib
import json
from typing import Any

import numpy as np
from livekit import rtc

RATE_HZ, FRAME = 48_000, 480


async def speak(room: rtc.Room) -> asyncio.Task[None]:
    """Publishes a tone that goes on until the task is cancelled."""
    source = rtc.AudioSource(RATE_HZ, 1, queue_size_ms=100)
    options = rtc.TrackPublishOptions(source=rtc.TrackSource.SOURCE_MICROPHONE, dtx=False)
    await room.local_participant.publish_track(rtc.LocalAudioTrack.create_audio_track("microphone", source), options)
    tone = (np.sin(np.arange(FRAME) * 2 * np.pi * 400 / RATE_HZ) * 12_000).astype(np.int16)

    async def forever() -> None:
        while True:
            await source.capture_frame(rtc.AudioFrame(tone.tobytes(), RATE_HZ, 1, FRAME))

    return asyncio.create_task(forever())


class Facilitator:
    """Speaks without a pause, and grants it as the page does: to whom the newer of ticket and room metadata names."""

    def __init__(self) -> None:
        self.room = rtc.Room()
        self._place: tuple[int, str | None] = (0, None)
        self._speaking: asyncio.Task[None] | None = None
        self.room.on("room_metadata_changed", lambda *_: self._permit())

    async def join(self, ticket: dict[str, Any]) -> None:
        self._place = (ticket["partner_version"], ticket["identities"]["partner"])
        await self.room.connect(ticket["url"], ticket["token"], rtc.RoomOptions(auto_subscribe=False))
        self._permit()
        self._speaking = await speak(self.room)

    def _permit(self) -> None:
        with contextlib.suppress(ValueError):
            said = json.loads(self.room.metadata or "")
            self._place = max(self._place, (said["partner_version"], said["partner"]), key=lambda place: place[0])
        allowed = [self._place[1]] if self._place[1] else []
        self.room.local_participant.set_track_subscription_permissions(
            allow_all_participants=False,
            participant_permissions=[rtc.ParticipantTrackPermission(participant_identity=one, allow_all=True) for one in allowed],
        )

    async def leave(self) -> None:
        if self._speaking:
            self._speaking.cancel()
        await self.room.disconnect()


class Listener:
    """Subscribes to everything, insists, counts frames of sound, and keeps every token it is given."""

    def __init__(self) -> None:
        self.room = rtc.Room()
        self.frames = 0
        self.left = asyncio.Event()
        self.tokens: list[str] = []
        self._streams: set[asyncio.Task[None]] = set()
        self.room.on("track_subscribed", self._hear)
        self.room.on("token_refreshed", lambda: self.tokens.append(self.room._token))
        self.room.on("disconnected", lambda *_: self.left.set())

    def _hear(self, track: rtc.Track, *_: object) -> None:
        if track.kind == rtc.TrackKind.KIND_AUDIO:
            task = asyncio.create_task(self._count(track))
            self._streams.add(task)
            task.add_done_callback(self._streams.discard)

    async def _count(self, track: rtc.Track) -> None:
        async for event in rtc.AudioStream(track, sample_rate=16_000, num_channels=1):
            self.frames += int(np.abs(np.frombuffer(event.frame.data, np.int16)).max() > 300)

    async def join(self, url: str, token: str) -> None:
        self.tokens.append(token)
        await self.room.connect(url, token, rtc.RoomOptions(auto_subscribe=True))

    def insist(self) -> None:
        for person in self.room.remote_participants.values():
            for publication in person.track_publications.values():
                publication.set_subscribed(True)

    async def leave(self) -> None:
        await self.room.disconnect()
        for stream in self._streams:
            stream.cancel()
