"""One call: join -> listen -> coach -> deliver -> leave."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Protocol

from agent.coach.live.conversation import Conversation
from agent.coach.memory import read_memory
from agent.log import SessionLog
from agent.runtime.api_client import ApiClient
from agent.runtime.audio_input import AudioInput
from agent.runtime.listening import Listening
from agent.runtime.models import Models, prepare
from agent.runtime.panel import Panel
from agent.runtime.report import ClaimRefused, Reporter
from agent.runtime.room import CoachRoom, JoinFailed, RoomListener
from agent.server_clock import ServerClock
from agent.settings import AgentSettings
from core.protocol import room_messages
from core.protocol.job import CoachJob
from core.protocol.report import LEFT, LINGER_S, Stop

REJOINS_S = (0.3, 1.0, 2.0)  # a connection lost for good is made anew so many times in a row
STEADY_S = 30.0  # a connection that stood so long counts as a success


class Room(Protocol):
    """What a session needs of a room; `agent.runtime.room.CoachRoom` is the real one."""

    @property
    def connected(self) -> bool: ...
    async def join(self) -> None: ...
    async def leave(self) -> None: ...
    async def to_facilitator(self, topic: str, attributes: dict[str, str] | None = None) -> Any: ...
    async def send(self, topic: str, text: str) -> None: ...
    def show_state(self, state: room_messages.RoomState) -> None: ...


OpenRoom = Callable[[CoachJob, RoomListener, SessionLog], Room]


class Session:
    """One coach in one room. `run()` is the whole life; cancel it to leave early."""

    def __init__(
        self,
        job: CoachJob,
        settings: AgentSettings,
        models: Awaitable[Models],
        threads: ThreadPoolExecutor,
        *,
        claimed: bool = False,
        kept: object = None,
        open_room: OpenRoom = CoachRoom,
    ) -> None:
        self.job = job
        self._claimed = claimed  # the job has been spent already…
        self._kept = kept  # …and this came back: what an earlier coach had in mind
        self._settings = settings
        self._models = asyncio.ensure_future(models)
        self._open_room = open_room
        self._began = time.monotonic()
        self._log = SessionLog("agent.runtime.session", job.session_id)
        self._line = ApiClient(job.api_url, threads)
        self._clock = ServerClock()
        self._reporter = Reporter(self._line, job.report_token, self._log, self._on_stop, self._clock)
        self._room: Room | None = None
        self._conversation: Conversation | None = None
        self._listening = Listening(
            self._models, self._log, session_s=self._session_s, changed=self._changed, gave_up=lambda: self._end("failed")
        )
        self._panel = Panel(self.status, self._log)
        self._left: asyncio.Future[room_messages.Leaving] = asyncio.get_running_loop().create_future()
        self._partner_here = self._facilitator_here = self._consent = False
        self._alone_since: float | None = time.monotonic()
        self._state: room_messages.RoomState = "joining"
        self._leaving = False
        self._adopting = 0
        self._staying: asyncio.Task[room_messages.Leaving] | None = None
        self._sent_away: room_messages.Leaving | None = None
        self.out = asyncio.Event()
        """Set once it is out of the room; what it holds for the API may still be on its way."""

    # --- the life

    async def run(self) -> room_messages.Leaving:
        """Claims the job, works until there is no reason to stay, and says why it left. Never raises but CancelledError."""
        try:
            if not self._claimed:
                # a busy API may answer too late, or its answer get lost: asked again for as long as the job is good
                self._kept = await self._reporter.claim(self.job.jti, insist=lambda: self._clock.now() < self.job.expires_at)
        except ClaimRefused as refused:
            self._leaving = True
            self.out.set()
            self._log.info("refused", reason=refused.reason)
            await self._line.close()
            return "refused"
        self._reporter.start()
        self._tell_api("joining")
        reason: room_messages.Leaving = "failed"
        beating = asyncio.create_task(self._panel.beat(self._tick), name="beat")
        self._staying = asyncio.create_task(self._stay(), name="stay")
        if self._sent_away:
            self._staying.cancel()
        try:
            reason = await self._staying
        except asyncio.CancelledError:
            task = asyncio.current_task()
            if self._sent_away is None or (task is not None and task.cancelling()):
                reason = "stopped"
                raise
            reason = self._sent_away
        except Exception as error:
            self._log.failed("session-failed", error)
        finally:
            beating.cancel()
            await self._go(reason)
        return reason

    def can_adopt(self, job: CoachJob) -> bool:
        """Whether a newer launch may go on with this coach: it works, and listens to the Partner whom that launch is for."""
        return self.healthy and job.partner_identity == self.job.partner_identity

    def adopt(self, job: CoachJob) -> None:
        """A newer launch of the same session: this coach stays, under the newer lease."""
        self.job = job
        self._reporter.rearm(job.report_token)
        self._tell_api(self._state)

    async def claim(self, job: CoachJob, *, newest: Callable[[], bool]) -> object:
        """Spend a newer job that this session is to adopt, insisting as long as it is the newest; see Reporter.claim."""
        line = ApiClient(job.api_url, self._line.threads)
        reporter = Reporter(line, job.report_token, self._log, self._on_stop, self._clock)
        self._adopting += 1
        try:
            return await reporter.claim(job.jti, insist=lambda: self.healthy and newest())
        finally:
            self._adopting -= 1
            await line.close()

    def send_away(self, reason: room_messages.Leaving) -> None:
        """Leave the room now, whatever is under way; what it holds for the API is still delivered."""
        self._sent_away = self._sent_away or reason
        if self._staying is not None and not self._leaving:
            self._staying.cancel()

    @property
    def healthy(self) -> bool:
        """In the room, or on its way there and not for too long."""
        if self._left.done() or self._leaving:
            return False
        return (self._room is not None and self._room.connected) or time.monotonic() - self._began < 10.0

    async def _stay(self) -> room_messages.Leaving:
        """Joins, and joins anew when the connection is lost for good, until there is a reason to leave."""
        failures = 0
        while True:
            joined_at = time.monotonic()
            room = self._open_room(self.job, self, self._log)
            self._room = self._panel.screen = room
            try:
                await room.join()
                self._log.info("joined", took_ms=round((time.monotonic() - joined_at) * 1000))
                await self._meet(room)
                await asyncio.shield(self._left)
            except JoinFailed as error:
                self._log.failed("join-failed", error)
                self._end("lost")
            if self._left.result() != "lost":
                return self._left.result()
            await room.leave()
            failures = 0 if time.monotonic() - joined_at > STEADY_S else failures
            if failures >= len(REJOINS_S):
                return "lost"
            self._left = asyncio.get_running_loop().create_future()
            await asyncio.sleep(REJOINS_S[failures])
            failures += 1
            if self._left.done():
                return self._left.result()

    async def _meet(self, room: Room) -> None:
        """From here on there may be something to hear and somebody to tell."""
        models = await asyncio.shield(self._models)
        if self._conversation is None:
            self._conversation = Conversation(
                self.job,
                models.coach,
                self._reporter.put,
                self._log,
                self._changed,
                looks_finished=models.looks_finished,
                memory=read_memory(self._kept),
                clock=self._clock,
            )
        self._conversation.to(room)
        self._listening.begin(self._conversation)
        self._changed()

    async def _go(self, reason: room_messages.Leaving) -> None:
        self._leaving = True
        self._log.info("leaving", reason=reason)
        room, conversation = self._room, self._conversation
        self._listening.to(None)
        if conversation is not None:
            await conversation.close()
        if room is not None:
            await self._panel.show()
            await room.leave()
        self.out.set()
        # a coach that was replaced holds no lease any more: it delivers what it holds and says no more
        last = None if reason == "replaced" else {"type": "status", "state": LEFT, "at": self._clock.iso()}
        if reason == "stopped":
            await self._reporter.close(last)  # the process is told to end
        else:
            await self._reporter.close(last, within_s=LINGER_S)
        await self._line.close()
        self._log.info("left", reason=reason, undelivered=self._reporter.dropped)

    def _on_stop(self, stop: Stop) -> None:
        """The API says so. `replaced` may be by the very job that is being claimed for this session: then it will say it again."""
        if stop != "replaced" or not self._adopting:
            self._end(stop)

    def _end(self, reason: room_messages.Leaving) -> None:
        if not self._left.done():
            self._left.set_result(reason)

    # --- the room (agent.runtime.room.RoomListener)

    def on_people(self, partner_here: bool, facilitator_here: bool) -> None:
        """Who is in the room."""
        came = facilitator_here and not self._facilitator_here
        self._partner_here, self._facilitator_here = partner_here, facilitator_here
        if partner_here or facilitator_here:
            self._alone_since = None
        elif self._alone_since is None:
            self._alone_since = time.monotonic()
        self._changed()
        if came:
            self.on_facilitator_ready()

    def on_facilitator_ready(self) -> None:
        """They can read now: what they must know comes at once."""
        self._changed()
        if self._conversation is not None:
            self._conversation.show_card()

    def on_consent(self, granted: bool) -> None:
        """The Partner's word, as the room carries it."""
        self._consent = granted
        if not granted and self._conversation is not None:
            self._conversation.on_consent_revoked()
        self._log.info("consent", granted=granted)
        self._changed()

    def on_audio_input(self, audio: AudioInput | None) -> None:
        """A microphone to listen to, or none any more."""
        self._listening.to(audio)
        self._changed()

    def on_left(self, reason: room_messages.Leaving) -> None:
        """The connection is gone for good."""
        self._log.info("disconnected", reason=reason)
        if self._conversation is not None:
            self._conversation.to(None)
        self._end(reason)

    async def on_call(self, method: str, payload: str) -> str:
        """The Facilitator asks."""
        if self._conversation is None or (method == room_messages.GENERATE and not self._consent):
            return room_messages.QUIET
        return await self._conversation.call(method, payload)

    def _session_s(self, monotonic_s: float) -> float:
        """Seconds of the session at a monotonic time of this process: counted from the zero that the API keeps."""
        zero = self.job.zero_ms / 1000 or self._clock.unix(self._began)
        return max(0.0, self._clock.unix(monotonic_s) - zero)

    # --- telling

    def _changed(self) -> None:
        state: room_messages.RoomState = "listening" if self._listening.hears else "idle"
        if self._conversation is None:
            state = "joining"
        if state != self._state:
            self._state = state
            self._tell_api(state)
        if self._room is not None:
            self._room.show_state(state)
        self._panel.changed()

    def _tell_api(self, state: room_messages.RoomState) -> None:
        self._reporter.put({"type": "status", "state": state, "at": self._clock.iso()})

    def status(self) -> room_messages.Status:
        """What the panel is to show now."""
        conversation = self._conversation
        likely: room_messages.Source = "ai" if self._settings.llm_configured else "built-in"
        source = conversation.source if conversation is not None else likely
        concern = conversation is not None and conversation.concern
        state: room_messages.PanelState
        if self._leaving:
            state = "leaving"
        elif self._partner_here and not self._consent:
            state = "off"
        elif conversation is not None and conversation.holding:
            state = "paused"
        elif conversation is not None and conversation.thinking:
            state = "thinking"
        elif self._state == "listening":
            state = "listening"
        else:
            state = "waiting"
        return room_messages.Status(state, source, concern)

    def _tick(self) -> None:
        """The clock that notices being alone."""
        if self._alone_since is not None and time.monotonic() - self._alone_since > self._settings.agent_alone_s:
            self._end("alone")


async def run_session(job: CoachJob, settings: AgentSettings) -> room_messages.Leaving:
    """One session in this process, without HTTP: join while the models load. Cancelling it leaves the room cleanly."""
    loading = asyncio.create_task(prepare(settings), name="prepare")
    with ThreadPoolExecutor(max_workers=2, thread_name_prefix="api") as threads:
        try:
            return await Session(job, settings, loading, threads).run()
        finally:
            loading.cancel()
