"""The LiveKit room as the coach may see it: the Partner's microphone in, by consent; private text to the Facilitator out."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Any, Protocol

import numpy as np
from livekit import rtc

from agent.log import SessionLog
from agent.runtime.audio_input import RATE, AudioInput
from agent.tasks import OwnedTasks
from core.protocol import room_messages
from core.protocol.job import CoachJob

FRAME_MS = 40
CONNECT_S = 5.0
TELL_S, TELL_AGAIN_S = 5.0, 0.5
WATCH_S = 1.0
DEAF_S = 4.0  # an unmuted, subscribed microphone without a frame for so long is subscribed anew…
DEAF_MAX_S = 30.0  # …ever more rarely

_LEFT: dict[int, room_messages.Leaving] = {
    rtc.DisconnectReason.DUPLICATE_IDENTITY: "replaced",
    rtc.DisconnectReason.PARTICIPANT_REMOVED: "removed",
    rtc.DisconnectReason.ROOM_DELETED: "ended",
    rtc.DisconnectReason.ROOM_CLOSED: "ended",
    rtc.DisconnectReason.CLIENT_INITIATED: "stopped",
}


class JoinFailed(Exception):
    """The room could not be joined: unreachable, or the token was refused."""


class NoDestination(RuntimeError):
    """Text without exactly one named receiver would reach everybody, so it is not sent."""


class RoomListener(Protocol):
    """Who lives in the room: the session. Called on the event loop; must return at once (calls may take their time)."""

    def on_people(self, partner_here: bool, facilitator_here: bool) -> None: ...
    def on_facilitator_ready(self) -> None: ...
    def on_consent(self, granted: bool) -> None: ...
    def on_audio_input(self, audio: AudioInput | None) -> None: ...
    def on_left(self, reason: room_messages.Leaving) -> None: ...
    async def on_call(self, method: str, payload: str) -> str: ...


class PrivateText:
    """One text stream to the Facilitator, opened by `CoachRoom.to_facilitator` and nowhere else."""

    def __init__(self, writer: rtc.TextStreamWriter) -> None:
        self._writer = writer

    async def write(self, text: str) -> None:
        """Send a piece; raises ConnectionError when the stream broke."""
        await self._writer.write(text)

    async def close(self, *, aborted: bool = False) -> None:
        """End the stream; `aborted` tells the page to keep whole sentences only."""
        if aborted:
            await self._writer.aclose(reason="aborted", attributes={room_messages.ABORTED_ATTRIBUTE: "true"})
        else:
            await self._writer.aclose()


class CoachRoom:
    """One connection to one room. Make a new one to join again."""

    def __init__(self, job: CoachJob, occupant: RoomListener, log: SessionLog) -> None:
        self._job = job
        self._listener = occupant
        self._log = log
        self._room = rtc.Room()
        self._audio: AudioInput | None = None
        self._audio_sid: str | None = None
        self._pump: asyncio.Task[None] | None = None
        self._asked_sid: str | None = None  # the publication we last asked for…
        self._asked_at = 0.0  # …and when (monotonic)
        self._patience_s = DEAF_S
        self._consent = False
        self._left = False
        self._joined = False
        self._tasks = OwnedTasks(log, "room-task-failed")
        self._state: room_messages.RoomState | None = None  # what people are to see…
        self._told: room_messages.RoomState | None = None  # …and what they were told last
        self._telling: asyncio.Task[None] | None = None

    async def join(self) -> None:
        """Connect, subscribed to nothing. Raises JoinFailed. Cancelled midway it still leaves no ghost in the room."""
        self._listen_to_room()
        options = rtc.RoomOptions(auto_subscribe=False, connect_timeout=CONNECT_S)
        connecting = asyncio.create_task(self._room.connect(self._job.livekit_url, self._job.livekit_token, options))
        try:
            await asyncio.shield(connecting)
        except rtc.ConnectError as error:
            raise JoinFailed("the room could not be joined") from error
        except asyncio.CancelledError:
            await asyncio.wait([connecting], timeout=CONNECT_S)
            if connecting.done() and connecting.exception() is None:
                await self._room.disconnect()
            raise
        self._joined = True
        for method in (room_messages.GENERATE, room_messages.PAUSE, room_messages.ACKNOWLEDGE):
            self._room.local_participant.register_rpc_method(method, self._answer)
        self._tasks.spawn(self._watch())
        self._people_changed()
        self._apply()

    async def leave(self) -> None:
        """Stop listening and go. Safe to call twice, and after the connection is gone."""
        self._left = True
        self._close_audio()
        await self._tasks.finish(cancel=True)
        if self._joined:
            try:
                await asyncio.wait_for(self._room.disconnect(), 3.0)
            except (TimeoutError, RuntimeError) as error:
                self._log.failed("leave-failed", error)

    @property
    def connected(self) -> bool:
        """True while the connection stands or is being restored."""
        return self._joined and not self._left and self._room.isconnected()

    async def to_facilitator(self, topic: str, attributes: dict[str, str] | None = None) -> PrivateText:
        """The only way out of the coach. NoDestination rather than let LiveKit tell everybody; ConnectionError when it breaks."""
        receiver = self._job.facilitator_identity
        if not receiver.strip() or receiver in (self._job.partner_identity, self._job.coach_identity):
            raise NoDestination(topic)
        writer = await self._room.local_participant.stream_text(
            destination_identities=[receiver], topic=topic, attributes=attributes
        )
        return PrivateText(writer)

    async def send(self, topic: str, text: str) -> None:
        """A whole text to the Facilitator; raises as to_facilitator does."""
        private = await self.to_facilitator(topic)
        await private.write(text)
        await private.close()

    def show_state(self, state: room_messages.RoomState) -> None:
        """What both people may see of the coach; never that it thinks, nor why."""
        self._state = state
        if state != self._told and self._joined and not self._left and (self._telling is None or self._telling.done()):
            self._telling = self._tasks.spawn(self._tell())

    async def _tell(self) -> None:
        """One at a time, until the newest is told: the library sends what it is given at one moment in any order."""
        while self._state is not None and self._state != self._told:
            self._told = self._state
            try:
                await asyncio.wait_for(
                    self._room.local_participant.set_attributes({room_messages.STATE_ATTRIBUTE: self._told}), TELL_S
                )
            except (RuntimeError, TimeoutError) as error:
                self._told = None
                self._log.failed("state-not-told", error)
                await asyncio.sleep(TELL_AGAIN_S)

    # --- what the room tells us

    def _listen_to_room(self) -> None:
        for event in ("participant_connected", "participant_disconnected"):
            self._on(event, self._people_changed)
        for event in (
            "participant_connected",
            "participant_disconnected",
            "participant_attributes_changed",
            "track_published",
            "track_unpublished",
        ):
            self._on(event, self._apply)
        self._on("participant_active", self._on_active)
        self._on("track_unmuted", self._on_unmuted)
        self._on("track_subscribed", self._on_track)
        self._on("track_unsubscribed", self._on_track_gone)
        self._on("reconnected", self._on_reconnected)
        self._on("disconnected", self._on_disconnected)

    def _on(self, event: Any, react: Callable[..., Any]) -> None:
        """Reactions never raise into the library, which would log what it was handling."""

        def guarded(*values: Any) -> None:
            try:
                react(*values)
            except Exception as error:
                self._log.failed("room-event-failed", error, about=event)

        self._room.on(event, guarded)

    def _on_active(self, who: rtc.RemoteParticipant) -> None:
        if who.identity == self._job.facilitator_identity:
            self._listener.on_facilitator_ready()

    def _on_track(self, track: rtc.Track, publication: rtc.RemoteTrackPublication, who: rtc.RemoteParticipant) -> None:
        wanted = self._wanted()
        if wanted is None or publication.sid != wanted.sid or who.identity != self._job.partner_identity:
            publication.set_subscribed(False)
            return
        self._open_audio(track, publication.sid)

    def _on_track_gone(self, track: Any, publication: rtc.RemoteTrackPublication, who: Any) -> None:
        if publication.sid == self._audio_sid:
            self._close_audio()
        self._apply()

    def _on_reconnected(self) -> None:
        """After a full reconnect nothing is subscribed any more, though nothing says so."""
        self._log.info("reconnected")
        self._asked_sid = None
        self._told = None
        self._people_changed()
        self._apply()
        self._listener.on_facilitator_ready()

    def _on_disconnected(self, reason: int) -> None:
        self._close_audio()
        if not self._left:
            self._left = True
            self._listener.on_left(_LEFT.get(reason, "lost"))

    def _people_changed(self, *_: Any) -> None:
        if not self._left:
            people = self._room.remote_participants
            self._listener.on_people(self._job.partner_identity in people, self._job.facilitator_identity in people)

    # --- consent and subscription

    def _wanted(self) -> rtc.RemoteTrackPublication | None:
        """The one publication that may be heard now: the Partner's newest microphone, while the Partner says yes."""
        partner = self._room.remote_participants.get(self._job.partner_identity)
        if partner is None or partner.attributes.get(room_messages.CONSENT_ATTRIBUTE) != room_messages.CONSENT_GRANTED:
            return None
        microphones = [
            publication
            for publication in partner.track_publications.values()
            if publication.source == rtc.TrackSource.SOURCE_MICROPHONE and publication.kind == rtc.TrackKind.KIND_AUDIO
        ]
        return microphones[-1] if microphones else None

    def _apply(self, *_: Any) -> None:
        """Make the subscriptions what they should be; called whenever anything changed, and harmless when nothing did."""
        if not self._joined or self._left:
            return
        partner = self._room.remote_participants.get(self._job.partner_identity)
        if partner is not None:
            consent = partner.attributes.get(room_messages.CONSENT_ATTRIBUTE) == room_messages.CONSENT_GRANTED
            if consent != self._consent:
                self._consent = consent
                if not consent:
                    self._close_audio()
                self._listener.on_consent(consent)
        wanted = self._wanted()
        for person in self._room.remote_participants.values():
            for publication in person.track_publications.values():
                unwanted = wanted is None or publication.sid != wanted.sid
                if unwanted and (publication.subscribed or publication.sid == self._asked_sid):
                    publication.set_subscribed(False)
        if wanted is None:
            self._close_audio()
            self._asked_sid = None
        elif wanted.sid != self._asked_sid:
            if self._audio_sid not in (None, wanted.sid):
                self._close_audio()
            self._patience_s = DEAF_S
            self._subscribe(wanted)

    def _subscribe(self, publication: rtc.RemoteTrackPublication) -> None:
        self._asked_sid = publication.sid
        self._asked_at = time.monotonic()
        publication.set_subscribed(True)

    def _on_unmuted(self, who: Any, publication: Any) -> None:
        self._asked_at = time.monotonic()
        if self._audio is not None and publication.sid == self._audio_sid:
            self._audio.resume()

    async def _watch(self) -> None:
        """Subscribed, unmuted, and yet nothing to hear: ask again."""
        while True:
            await asyncio.sleep(WATCH_S)
            wanted = self._wanted()
            if wanted is None or wanted.muted or self._room.connection_state != rtc.ConnectionState.CONN_CONNECTED:
                continue
            heard = self._audio.last_frame_at if self._audio is not None and self._audio.last_frame_at is not None else 0.0
            if time.monotonic() - max(heard, self._asked_at) < self._patience_s:
                if heard > self._asked_at:
                    self._patience_s = DEAF_S
                continue
            self._log.info("deaf", patience_s=self._patience_s)
            self._patience_s = min(self._patience_s * 2, DEAF_MAX_S)
            wanted.set_subscribed(False)
            await asyncio.sleep(0.2)
            again = self._wanted()
            if again is not None:
                self._subscribe(again)

    # --- sound

    def _open_audio(self, track: rtc.Track, sid: str) -> None:
        self._close_audio()
        audio = AudioInput()
        self._audio, self._audio_sid = audio, sid
        self._pump = self._tasks.spawn(self._carry(track, audio))
        self._listener.on_audio_input(audio)

    def _close_audio(self) -> None:
        if self._audio is None:
            return
        self._audio.close()
        if self._pump is not None:
            self._pump.cancel()
        self._audio = self._audio_sid = self._pump = None
        self._listener.on_audio_input(None)

    async def _carry(self, track: rtc.Track, audio: AudioInput) -> None:
        """An AudioStream of a replaced track never ends by itself, so the audio input's end ends it."""
        stream = rtc.AudioStream(track, sample_rate=RATE, num_channels=1, frame_size_ms=FRAME_MS)
        try:
            async for event in stream:
                audio.hear(np.frombuffer(event.frame.data, dtype=np.int16).copy())
        finally:
            closing = asyncio.ensure_future(stream.aclose())
            await asyncio.wait([closing], timeout=1.0)

    # --- calls

    async def _answer(self, call: rtc.RpcInvocationData) -> str:
        """Only the Facilitator may ask."""
        if call.caller_identity != self._job.facilitator_identity:
            raise rtc.RpcError(1403, "not for you")
        try:
            return await self._listener.on_call(call.method or "", call.payload[:64])
        except ValueError as error:
            raise rtc.RpcError(1400, "not understood") from error
