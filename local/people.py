"""The two people of a session as real LiveKit participants, for demo, benchmark and tests. Times: `time.monotonic()` seconds."""

import asyncio
import contextlib
import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, get_args

import numpy as np
import soundfile
from livekit import rtc
from livekit.rtc.data_stream import StreamError

RATE_HZ = 16_000
FRAME_S = 0.01  # WebRTC's own frame
TOPICS = ("coach.hint", "coach.status", "coach.safety")
# what a text could also come by, were somebody to send it to the room
OTHER_TOPICS = ("lk.transcription", "lk.chat")
SomebodyChanged = Literal["participant_attributes_changed", "participant_connected", "track_published"]
LOOKED_AT: tuple[SomebodyChanged, ...] = get_args(SomebodyChanged)


@dataclass
class ReceivedHint:
    """One hint as it came: `pieces` are (arrival, letters)."""

    seq: int
    source: str
    sender: str
    pieces: list[tuple[float, str]] = field(default_factory=list)
    whole: bool = False
    aborted: bool = False
    id: str = ""

    @property
    def first_letter_at(self) -> float:
        return self.pieces[0][0]

    @property
    def text(self) -> str:
        return "".join(letters for _, letters in self.pieces)


class Person:
    """A participant that counts every text that reaches it, by any door."""

    def __init__(self) -> None:
        self.room = rtc.Room()
        self.texts_received = 0
        self.room.on("data_received", self._count)
        self.room.on("transcription_received", self._count)
        for topic in (*TOPICS, *OTHER_TOPICS):
            self.room.register_text_stream_handler(topic, self._on_text)
        self._tasks: set[asyncio.Task[None]] = set()

    def _count(self, *_: object) -> None:
        self.texts_received += 1

    def _on_text(self, reader: rtc.TextStreamReader, sender: str) -> None:
        self.texts_received += 1
        task = asyncio.create_task(self._read(reader, sender))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _read(self, reader: rtc.TextStreamReader, sender: str) -> None:
        with contextlib.suppress(StreamError):  # the connection was lost in the middle of it
            await self.read(reader, sender)

    async def read(self, reader: rtc.TextStreamReader, sender: str) -> None:
        await reader.read_all()

    async def join(self, grant: dict[str, str]) -> float:
        """Connects with an answer of POST /api/livekit/token; returns when the room was joined."""
        await self.room.connect(grant["url"], grant["token"])
        return time.monotonic()

    async def until_attribute(self, identity: str, name: str, value: str, within_s: float) -> float:
        """Waits until a participant carries an attribute; returns when; raises TimeoutError."""
        seen = asyncio.Event()

        def look(*_: object) -> None:
            who = self.room.remote_participants.get(identity)
            if who and who.attributes.get(name) == value:
                seen.set()

        for event in LOOKED_AT:
            self.room.on(event, look)
        try:
            look()
            await asyncio.wait_for(seen.wait(), within_s)
            return time.monotonic()
        finally:
            for event in LOOKED_AT:
                self.room.off(event, look)

    async def leave(self) -> None:
        await self.room.disconnect()


class PartnerVoice(Person):
    """The Partner: speaks recorded speech into the room in real time, to those only whom their permissions name."""

    def __init__(self) -> None:
        super().__init__()
        self.source = rtc.AudioSource(RATE_HZ, 1, queue_size_ms=100)
        self.started_at = 0.0

    def allow(self, *identities: str) -> None:
        """Who may hear, said to the media server."""
        allowed = [rtc.ParticipantTrackPermission(participant_identity=one, allow_all=True) for one in identities]
        self.room.local_participant.set_track_subscription_permissions(
            allow_all_participants=False, participant_permissions=allowed
        )

    async def open_microphone(self) -> None:
        track = rtc.LocalAudioTrack.create_audio_track("microphone", self.source)
        options = rtc.TrackPublishOptions(source=rtc.TrackSource.SOURCE_MICROPHONE, dtx=False)
        await self.room.local_participant.publish_track(track, options)

    async def speak(self, samples: np.ndarray) -> None:
        """Plays int16 mono 16 kHz in real time; sample n leaves at `started_at + n / 16000`."""
        step = int(RATE_HZ * FRAME_S)
        self.started_at = time.monotonic()
        for n in range(0, len(samples) - step + 1, step):
            ahead_s = self.started_at + n / RATE_HZ - time.monotonic()
            if ahead_s > 0:
                await asyncio.sleep(ahead_s)
            frame = rtc.AudioFrame(samples[n : n + step].tobytes(), RATE_HZ, 1, step)
            await self.source.capture_frame(frame)


class FacilitatorScreen(Person):
    """The Facilitator: receives hints letter by letter, and the coach's own word of its state."""

    def __init__(self, *, on_letters: Callable[[ReceivedHint, str], None] | None = None) -> None:
        super().__init__()
        self.hints: list[ReceivedHint] = []
        self.statuses: list[tuple[float, dict[str, object]]] = []
        self.safety: list[dict[str, object]] = []
        self.on_letters = on_letters or (lambda hint, letters: None)

    async def read(self, reader: rtc.TextStreamReader, sender: str) -> None:
        topic = reader.info.topic
        if topic == "coach.hint":
            attributes = reader.info.attributes or {}
            hint = ReceivedHint(int(attributes["seq"]), attributes.get("source", ""), sender, id=attributes["hint"])
            self.hints.append(hint)
            async for letters in reader:
                hint.pieces.append((time.monotonic(), letters))
                self.on_letters(hint, letters)
            hint.whole = True
            hint.aborted = (reader.info.attributes or {}).get("aborted") == "true"
        elif topic == "coach.status":
            self.statuses.append((time.monotonic(), json.loads(await reader.read_all())))
        elif topic == "coach.safety":
            self.safety.append(json.loads(await reader.read_all()))
        else:
            await reader.read_all()

    async def until_gone(self, identity: str, within_s: float) -> bool:
        """True when the participant left the room (or the room closed) in time."""
        until = time.monotonic() + within_s
        while time.monotonic() < until:
            if identity not in self.room.remote_participants or not self.room.isconnected():
                return True
            await asyncio.sleep(0.05)
        return False


def load_speech(path: Path) -> np.ndarray:
    """A recording as int16 mono 16 kHz; ValueError for another form."""
    samples, rate_hz = soundfile.read(path, dtype="int16")
    if rate_hz != RATE_HZ or samples.ndim != 1:
        raise ValueError(f"{path} is not mono 16 kHz")
    return np.asarray(samples)
