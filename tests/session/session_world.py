"""Real participants, a small API that records reports, and scripted listeners and minds, for the tests of one session."""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import time
import uuid
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import numpy as np
import uvicorn
from livekit import api, rtc
from pydantic import SecretStr
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from agent.coach.coach import Coach
from agent.runtime.models import Models
from agent.settings import AgentSettings
from core.protocol.job import CoachJob
from core.speech.listener import Heard, Paused, SpeechStarted, Utterance
from local import servers

JOB_SECRET = "a-job-secret-of-at-least-thirty-two-bytes"
RATE = 48_000
TOPICS = ("coach.hint", "coach.status", "coach.safety")


def settings(**changes: Any) -> AgentSettings:
    known = {"job_secret": SecretStr(JOB_SECRET), "agent_alone_s": 30.0, "openai_api_key": None, "openai_base_url": None}
    return AgentSettings(_env_file=None, **{**known, **changes})


async def until(happened: Callable[[], Any], within_s: float = 30.0, what: str = "") -> float:
    """Waits for a condition; returns how long it took."""
    began = time.monotonic()
    while not happened():
        if time.monotonic() - began > within_s:
            raise AssertionError(f"did not happen within {within_s} s {what}")
        await asyncio.sleep(0.01)
    return time.monotonic() - began


# --- the API


@dataclass
class FakeApi:
    """Records what the agent reports, like the real one: idempotent by id, single-use jobs."""

    url: str
    claims: list[str] = field(default_factory=list)
    claimants: dict[str, str] = field(default_factory=dict)
    lost_answers: int = 0  # so many claims are taken, and answered too late
    posts: list[list[dict[str, Any]]] = field(default_factory=list)
    tokens: list[str] = field(default_factory=list)
    kept: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    statuses: list[str] = field(default_factory=list)
    stop: str | None = None
    down: bool = False
    ended: bool = False

    def of(self, kind: str) -> list[dict[str, Any]]:
        return [item for (what, _), item in self.kept.items() if what == kind]


@contextlib.asynccontextmanager
async def fake_api() -> AsyncIterator[FakeApi]:
    port = servers.free_port()
    world = FakeApi(f"http://127.0.0.1:{port}")

    async def claim(request: Request) -> Response:
        if world.down:
            return Response(status_code=503)
        body = await request.json()
        jti = body["jti"]
        if world.ended:
            return Response(status_code=410)
        if jti in world.claims and (body.get("by") is None or world.claimants.get(jti) != body["by"]):
            return Response(status_code=409)
        world.claims.append(jti)
        world.claimants[jti] = body.get("by")
        if len(world.claims) <= world.lost_answers:
            await asyncio.sleep(1.0)
        return Response(status_code=204)

    async def report(request: Request) -> Response:
        if world.down:
            return Response(status_code=503)
        items = (await request.json())["items"]
        world.posts.append(items)
        world.tokens.append(request.headers["authorization"].removeprefix("Bearer "))
        for item in items:
            if item["type"] == "status":
                world.statuses.append(item["state"])
            else:
                world.kept.setdefault((item["type"], str(item.get("id", item.get("seq")))), item)
        return JSONResponse({"accepted": len(items), "stop": world.stop})

    app = Starlette(
        routes=[Route("/api/agent/claim", claim, methods=["POST"]), Route("/api/agent/report", report, methods=["POST"])]
    )
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="error", access_log=False, ws="none", lifespan="off"))
    server.capture_signals = contextlib.nullcontext  # type: ignore[method-assign]
    serving = asyncio.create_task(server.serve())
    await until(lambda: server.started)
    try:
        yield world
    finally:
        server.should_exit = True
        await serving


# --- people


@dataclass
class Text:
    topic: str
    sender: str
    attributes: dict[str, str]
    pieces: list[str] = field(default_factory=list)
    first_at: float = 0.0
    closed: bool = False
    cut: bool = False

    @property
    def text(self) -> str:
        return "".join(self.pieces)


class Person:
    """A real client in the room; keeps all text and data that reach it."""

    def __init__(self, world: World, role: str, identity: str) -> None:
        self.world, self.role, self.identity = world, role, identity
        self.room = rtc.Room()
        self.texts: list[Text] = []
        self.packets = 0
        self.source: rtc.AudioSource | None = None
        self.publication: rtc.LocalTrackPublication | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    async def join(self, **attributes: str) -> Person:
        token = self.world.token(self.identity, attributes={"role": self.role, **attributes}, data=self.role != "partner")
        for topic in TOPICS:
            self.room.register_text_stream_handler(topic, lambda reader, who, topic=topic: self._keep(reader, who, topic))
        self.room.on("data_received", lambda packet: setattr(self, "packets", self.packets + 1))
        await self.room.connect(self.world.server.url, token, rtc.RoomOptions(auto_subscribe=False))
        return self

    def _keep(self, reader: rtc.TextStreamReader, who: str, topic: str) -> None:
        text = Text(topic, who, dict(reader.info.attributes or {}))
        self.texts.append(text)

        async def read() -> None:
            try:
                async for piece in reader:
                    text.first_at = text.first_at or time.monotonic()
                    text.pieces.append(piece)
            except ConnectionError:
                text.cut = True
            text.closed = True

        task = asyncio.create_task(read())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def of(self, topic: str) -> list[Text]:
        return [text for text in self.texts if text.topic == topic]

    @property
    def hints(self) -> list[Text]:
        return self.of("coach.hint")

    @property
    def states(self) -> list[str]:
        import json

        return [json.loads(text.text)["state"] for text in self.of("coach.status") if text.closed]

    async def messages_received(self) -> int:
        """Everything that came over any data channel, as WebRTC counts it."""
        stats = await self.room.get_rtc_stats()
        return sum(
            each.data_channel.dc.messages_received
            for each in [*stats.publisher_stats, *stats.subscriber_stats]
            if each.WhichOneof("stats") == "data_channel"
        )

    async def open_microphone(self, source: int = rtc.TrackSource.SOURCE_MICROPHONE, queue_ms: int = 1000) -> None:
        self.source = rtc.AudioSource(RATE, 1, queue_size_ms=queue_ms)
        track = rtc.LocalAudioTrack.create_audio_track("sound", self.source)
        self.publication = await self.room.local_participant.publish_track(track, rtc.TrackPublishOptions(source=source))

    async def sound(self, seconds: float, volume: float, hz: int = 200) -> None:
        """A tone (or silence) in real time; the scripted listener takes anything loud for speech. `hz`: a multiple of 50."""
        assert self.source is not None
        count = int(RATE * 0.02)
        wave = (volume * 32767 * np.sin(2 * np.pi * hz * np.arange(count) / RATE)).astype(np.int16)
        for _ in range(int(seconds / 0.02)):
            await self.source.capture_frame(rtc.AudioFrame(wave.tobytes(), RATE, 1, count))

    async def sound_until(self, happened: Callable[[], Any], hz: int = 200, within_s: float = 30.0) -> None:
        """A tone until a condition holds: on a busy machine a right to hear may take effect after a tone of fixed length is over."""
        began = time.monotonic()
        while not happened():
            if time.monotonic() - began > within_s:
                raise AssertionError(f"did not happen within {within_s} s")
            await self.sound(0.2, 0.5, hz)

    async def play(self, samples: Any, rate: int) -> None:
        """Recorded int16 speech in real time."""
        assert self.source is not None
        stretched = np.repeat(samples, RATE // rate)
        count = int(RATE * 0.02)
        for start in range(0, len(stretched) - count, count):
            await self.source.capture_frame(rtc.AudioFrame(stretched[start : start + count].tobytes(), RATE, 1, count))

    async def say_something(self) -> None:
        """One utterance for the scripted listener."""
        await self.sound(0.6, 0.5)
        await self.sound(0.8, 0.0)

    async def call(self, method: str, payload: str = "") -> str:
        return await self.room.local_participant.perform_rpc(
            destination_identity=self.world.coach, method=method, payload=payload, response_timeout=5
        )

    async def leave(self) -> None:
        await self.room.disconnect()


@dataclass
class World:
    """One session on the real media server."""

    server: servers.LiveKit
    api: FakeApi
    session_id: str = field(default_factory=lambda: str(uuid.uuid4()))
    people: list[Person] = field(default_factory=list)
    admin: api.LiveKitAPI = field(init=False)

    def __post_init__(self) -> None:
        self.admin = api.LiveKitAPI(self.server.http_url, self.server.api_key, self.server.api_secret)

    @property
    def hex(self) -> str:
        return self.session_id.replace("-", "")

    @property
    def room(self) -> str:
        return f"nbp-{self.hex}"

    @property
    def coach(self) -> str:
        return f"coach-{self.hex}"

    def token(self, identity: str, *, attributes: dict[str, str] | None = None, data: bool = True, agent: bool = False) -> str:
        grants = api.VideoGrants(
            room_join=True,
            room=self.room,
            can_publish=not agent,
            can_publish_data=data,
            can_subscribe=True,
            can_update_own_metadata=agent,
        )
        token = (
            api.AccessToken(self.server.api_key, self.server.api_secret)
            .with_identity(identity)
            .with_grants(grants)
            .with_ttl(timedelta(minutes=10))
        )
        if attributes:
            token = token.with_attributes(attributes)
        if agent:
            token = token.with_kind("agent").with_name("Silent Coach")
        return token.to_jwt()

    def job(self, **changes: Any) -> CoachJob:
        job = CoachJob(
            session_id=self.session_id,
            room=self.room,
            livekit_url=self.server.url,
            livekit_token=self.token(self.coach, agent=True),
            coach_identity=self.coach,
            partner_identity=f"partner-{self.hex}",
            facilitator_identity=f"facilitator-{self.hex}",
            api_url=self.api.url,
            report_token="report-token",
            hints_so_far=0,
            segments_so_far=0,
            safety_so_far=0,
            jti=uuid.uuid4().hex,
            expires_at=int(time.time()) + 60,
        )
        return dataclasses.replace(job, **changes)

    async def partner(self, **attributes: str) -> Person:
        return await self._person("partner", attributes)

    async def facilitator(self) -> Person:
        return await self._person("facilitator", {})

    async def stranger(self) -> Person:
        return await self._person("stranger", {})

    async def _person(self, role: str, attributes: dict[str, str]) -> Person:
        person = await Person(self, role, f"{role}-{self.hex}").join(**attributes)
        self.people.append(person)
        return person

    async def consent(self, word: str) -> None:
        await self.admin.room.update_participant(
            api.UpdateParticipantRequest(room=self.room, identity=f"partner-{self.hex}", attributes={"consent.listening": word})
        )

    async def present(self) -> list[str]:
        found = await self.admin.room.list_participants(api.ListParticipantsRequest(room=self.room))
        return [who.identity for who in found.participants]

    async def without_coach(self, within_s: float = 3.0) -> bool:
        """The media server takes a moment to strike somebody off its list."""
        began = time.monotonic()
        while self.coach in await self.present():
            if time.monotonic() - began > within_s:
                return False
            await asyncio.sleep(0.05)
        return True

    async def end(self) -> None:
        with contextlib.suppress(api.TwirpError):
            await self.admin.room.delete_room(api.DeleteRoomRequest(room=self.room))

    closed: bool = False

    async def close(self) -> None:
        if self.closed:
            return
        self.closed = True
        for person in self.people:
            await person.leave()
        await self.end()
        await self.admin.aclose()


# --- scripted listeners


@dataclass
class Ears:
    """Takes loud audio for speech and hears the script's next line at each pause; counts the samples it was given."""

    lines: list[str]
    coach: Coach = field(default_factory=Coach)
    samples: int = 0
    loud: int = 0
    listeners: int = 0
    last_at: float = 0.0
    pitches: list[float] = field(default_factory=list)  # Hz of each loud frame
    fail_at: int | None = None

    def models(self) -> Models:
        return Models(coach=self.coach, listen=self.listen, looks_finished=lambda text: True)

    async def load(self, _settings: Any = None) -> Models:
        return self.models()

    async def listen(self, frames: AsyncIterator[Any]) -> AsyncGenerator[Heard, None]:
        self.listeners += 1
        turn_id, at_s, began_s, loud_s, paused = 0, 0.0, 0.0, -1.0, False
        async for frame in frames:
            self.samples += len(frame)
            self.last_at = time.monotonic()
            at_s += len(frame) / 16_000
            if frame.size and np.abs(frame).max() > 3000:
                self.loud += len(frame)
                self.pitches.append(np.count_nonzero(np.diff(np.signbit(frame))) / 2 / (len(frame) / 16_000))
                if loud_s < 0:
                    turn_id, began_s, paused = turn_id + 1, at_s, False
                    yield SpeechStarted(at_s)
                loud_s = at_s
                if self.fail_at is not None and self.listeners == self.fail_at:
                    raise RuntimeError("scripted failure")
            elif loud_s >= 0 and self.lines:
                if at_s - loud_s > 0.15 and not paused:
                    paused = True
                    yield Paused(turn_id, self.lines[0], began_s, loud_s)
                if at_s - loud_s > 0.4:
                    yield Utterance(turn_id, self.lines.pop(0), began_s, loud_s)
                    loud_s = -1.0
