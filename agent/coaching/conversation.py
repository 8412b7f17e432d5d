"""From what is heard to what is shown: when to begin a hint, when to let it go, and when only the safety card may speak."""

from __future__ import annotations

import asyncio
import time
import uuid
from collections import deque
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Protocol

from agent import wire
from agent.coaching.coach import Coach, HintStream, Reading, Turn
from agent.coaching.speculation import CallBudget, HeldHint
from agent.coaching.window import Window
from agent.hearing.listener import Discarded, FalseStart, Heard, Paused, Resumed, SpeechStarted, Utterance
from agent.job import CoachJob
from agent.log import SessionLog
from agent.report import Item

CONCERN_S = 180.0
RECENT_HINTS = 6
GIVE_UP_S = 12.0  # a hint that has not begun by then is too late to be of use


class Outlet(Protocol):
    """One private text on its way to the Facilitator."""

    async def write(self, text: str) -> None: ...
    async def close(self, *, aborted: bool = False) -> None: ...


class Facilitator(Protocol):
    """The one reader. Writing raises ConnectionError or RuntimeError when it cannot be sent."""

    async def to_facilitator(self, topic: str, attributes: dict[str, str] | None = None) -> Outlet: ...
    async def send(self, topic: str, text: str) -> None: ...


class Due:
    """A hint that ought to be shown: on what, since when, and how far it is."""

    def __init__(self, held: HeldHint, *, ended_at: float, heard_at: float, asked: bool) -> None:
        self.held = held
        self.ended_at = ended_at  # monotonic: end of the Partner's speech, or the Facilitator's press
        self.heard_at = heard_at  # monotonic: when the endpoint was known
        self.asked = asked
        self.task: asyncio.Task[None] | None = None


class Conversation:
    """One session's thread of hints. Lives on the event loop; `heard` returns at once."""

    def __init__(
        self,
        job: CoachJob,
        coach: Coach,
        report: Callable[[Item], None],
        log: SessionLog,
        changed: Callable[[], None],
        *,
        looks_finished: Callable[[str], bool],
    ) -> None:
        self._job = job
        self._coach = coach
        self._report = report
        self._log = log
        self._changed = changed
        self._looks_finished = looks_finished
        self._reader: Facilitator | None = None
        self._window = Window()
        self._budget = CallBudget()
        self._hints = job.hints_so_far
        self._segments = job.segments_so_far
        self._alarms = job.safety_so_far
        self._recent: deque[str] = deque(maxlen=RECENT_HINTS)
        self._guess: tuple[int, HeldHint] | None = None  # take, hint
        self._alarmed_take: int | None = None
        self._due: set[Due] = set()
        self._quiet = asyncio.Event()  # set while the Partner does not speak
        self._quiet.set()
        self._asked = False
        self._concern_until = 0.0
        self._tasks: set[asyncio.Task[Any]] = set()
        # pinned, and not yet acknowledged; one that was open when another agent died stays open, in its quieter form where that is in doubt
        self.card: wire.SafetyCard | None = (
            wire.SafetyCard(job.safety_so_far, job.open_card, job.open_card == "abuse_at_home") if job.open_card else None
        )
        self.paused = False
        self.source: wire.Source = "built-in" if coach.llm is None else "ai"

    # --- what the panel shows

    @property
    def thinking(self) -> bool:
        """A hint is due and not a letter of it is out."""
        return self._asked or any(not due.held.sent for due in self._due)

    @property
    def concern(self) -> bool:
        """Something heavy was said in the last minutes."""
        return time.monotonic() < self._concern_until

    @property
    def holding(self) -> bool:
        """No hints now: the Facilitator paused them, or a safety card waits to be read."""
        return self.paused or self.card is not None

    def to(self, reader: Facilitator | None) -> None:
        """Who reads from now on; None while there is no room."""
        self._reader = reader

    # --- what is heard

    def heard(self, heard: Heard, at: Callable[[float], float], session_s: Callable[[float], float]) -> None:
        """One event of the listener. `at`: audio second -> monotonic; `session_s`: audio second -> seconds of the session."""
        match heard:
            case SpeechStarted():
                self._quiet.clear()
            case Paused(take=take, text=text):
                self._guess_on(take, text)
            case Resumed():
                self._drop_guess()
            case FalseStart():
                self._quiet.set()
            case Discarded():
                self._drop_guess()
                self._quiet.set()
            case Utterance():
                self._segments += 1
                self._report(
                    {
                        "type": "segment",
                        "seq": self._segments,
                        "text": heard.text,
                        "start_s": round(session_s(heard.start_s), 2),
                        "end_s": round(session_s(heard.end_s), 2),
                    }
                )
                self._answer(heard.take, heard.text, at(heard.end_s))
                self._quiet.set()

    def deafened(self) -> None:
        """The microphone went away mid-sentence: what was begun on it is void."""
        self._drop_guess()
        self._alarmed_take = None
        self._quiet.set()

    def hush(self) -> None:
        """Consent was withdrawn: nothing said before it is used any more."""
        self.deafened()
        self._asked = False
        for due in list(self._due):
            self._withdraw(due)
        self._window.forget()
        self._changed()

    async def close(self) -> None:
        """End everything that is under way."""
        self.hush()
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=1.0)

    # --- deciding

    def _turn(self, text: str, *, asked: bool) -> Turn:
        return Turn(
            text=text,
            context=self._window.context(),
            hints_so_far=self._hints,
            recent_hints=tuple(self._recent),
            asked=asked,
            acknowledged=self.card is None,  # every line was read as it was heard: an old one pins no second card
        )

    def _guess_on(self, take: int, text: str) -> None:
        """The first short pause: begin now, so that the model's first words are there when the sentence proves finished."""
        self._drop_guess()
        turn = self._turn(self._window.joined(text), asked=self._asked)
        reading = self._coach.read(turn)
        if reading.label == "crisis":
            if self._alarmed_take == take:  # they spoke on, and it still stands: do not wait for the end of a long telling
                self._alarm(reading)
            self._alarmed_take = take
            return
        if reading.quiet is not None or self.holding:
            return
        if self._coach.llm is not None and not self._budget.allows(finished=self._looks_finished(text)):
            return
        self._guess = (take, self._begin(turn, reading))

    def _answer(self, take: int, text: str, ended_at: float) -> None:
        """The sentence is over."""
        now = time.monotonic()
        asked, self._asked = self._asked, False
        turn = self._turn(self._window.joined(text), asked=asked)
        reading = self._coach.read(turn)
        guess = self._guess
        if reading.label == "crisis":
            self._alarm(reading)
            return
        if reading.label == "concern":
            self._concern_until = now + CONCERN_S
        if reading.quiet is not None or self.holding:
            self._drop_guess()
            self._window.add_aside(text)
            self._changed()
            return
        for due in [due for due in self._due if not due.held.sent]:
            self._withdraw(due)  # superseded: its words are part of this turn
        self._window.add(text)
        if guess is not None and guess[0] == take and guess[1].answers(turn):
            self._guess = None
            held = guess[1]
        else:
            self._drop_guess()
            held = self._begin(turn, reading)
        self._release(Due(held, ended_at=ended_at, heard_at=now, asked=asked))

    def _begin(self, turn: Turn, reading: Reading) -> HeldHint:
        stream: HintStream = self._coach.speak(turn, reading)
        if self._coach.llm is not None:
            self._budget.calls += 1
        return HeldHint(turn, reading, stream)

    def _release(self, due: Due) -> None:
        self._budget.hints += 1
        self._due.add(due)
        due.task = self._spawn(self._deliver(due))
        self._changed()

    def _drop_guess(self) -> None:
        if self._guess is not None:
            held, self._guess = self._guess[1], None
            self._spawn(held.cancel())

    def _withdraw(self, due: Due) -> None:
        """Take back a due hint; one already on the screen is cut, and the page keeps its whole sentences."""
        self._due.discard(due)
        if not due.held.sent:
            self._budget.hints -= 1
        if due.task is not None:
            due.task.cancel()
        self._spawn(due.held.cancel())

    # --- delivering

    async def _deliver(self, due: Due) -> None:
        text: list[str] = []
        outlet: Outlet | None = None
        seq, hint_id, latency_ms = 0, str(uuid.uuid4()), 0.0
        aborted = True
        try:
            async for piece in due.held.pieces():
                if not text:
                    await asyncio.wait_for(self._quiet.wait(), GIVE_UP_S)  # never while the Partner speaks
                    due.held.sent = True
                    ready_at = max(due.held.first_text_at or 0.0, due.heard_at)
                    self._window.answered()
                    self._hints += 1
                    seq = self._hints
                    self.source = due.held.stream.source
                    outlet = await self._open(due, hint_id, seq)
                text.append(piece)
                outlet = await self._write(outlet, piece)
                if len(text) == 1:
                    now = time.monotonic()
                    latency_ms = (now - due.ended_at) * 1000
                    self._measure(due, seq, latency_ms, (now - ready_at) * 1000)
                    self._changed()
            aborted = False
        except TimeoutError:
            self._log.info("hint-too-late")
        finally:
            self._due.discard(due)
            whole = due.held.stream.hint
            if text:
                shown = whole.text() if whole is not None and not aborted else _whole_sentences("".join(text))
                self._recent.append(shown)
                self._report(
                    {
                        "type": "hint",
                        "seq": seq,
                        "id": hint_id,
                        "text": shown,
                        "source": due.held.stream.source,
                        "step": due.held.stream.step,
                        "label": due.held.reading.label,
                        "at": _iso_now(),
                        "latency_ms": round(latency_ms),
                    }
                )
            else:
                self._spawn(due.held.cancel())
            if outlet is not None:
                self._spawn(self._close_outlet(outlet, aborted))
            self._changed()

    async def _open(self, due: Due, hint_id: str, seq: int) -> Outlet | None:
        """None when there is no way out: the hint is stored all the same. An absent reader is no error to the media server."""
        if self._reader is None:
            return None
        at_ms = round((time.time() - (time.monotonic() - due.ended_at)) * 1000)
        attributes = wire.hint_attributes(self._job.session_id, hint_id, seq, due.held.stream.source, at_ms)
        try:
            return await self._reader.to_facilitator(wire.HINT_TOPIC, attributes)
        except (ConnectionError, RuntimeError) as error:
            self._log.failed("hint-not-opened", error, seq=seq)
            return None

    async def _write(self, outlet: Outlet | None, piece: str) -> Outlet | None:
        if outlet is not None:
            try:
                await outlet.write(piece)
            except (ConnectionError, RuntimeError) as error:
                self._log.failed("hint-not-sent", error)
                return None
        return outlet

    async def _close_outlet(self, outlet: Outlet, aborted: bool) -> None:
        try:
            await outlet.close(aborted=aborted)
        except (ConnectionError, RuntimeError) as error:
            self._log.failed("hint-not-closed", error)

    def _measure(self, due: Due, seq: int, latency_ms: float, own_ms: float) -> None:
        """Numbers only: ms from the end of speech, as this process heard it."""
        first = due.held.first_text_at or due.heard_at
        self._log.info(
            "hint",
            seq=seq,
            source=due.held.stream.source,
            asked=due.asked,
            latency_ms=round(latency_ms, 1),
            endpoint_ms=round((due.heard_at - due.ended_at) * 1000, 1),
            first_text_ms=round((first - due.ended_at) * 1000, 1),
            own_ms=round(own_ms, 1),
            llm_calls=self._budget.calls,
            hints=self._budget.hints,
        )

    # --- safety

    def _alarm(self, reading: Reading) -> None:
        """The card, at once, whatever else goes on; hints rest until it has been read."""
        self._drop_guess()
        self._alarmed_take = None
        for due in list(self._due):
            self._withdraw(due)
        self._window.forget()
        kind = reading.kind or "self"
        if self.card is not None and self.card.kind == kind:
            self._log.info("alarm-again", seq=self.card.seq)
            return
        self._alarms += 1
        self.card = wire.SafetyCard(self._alarms, kind, reading.discreet)
        self._log.info("alarm", seq=self.card.seq)
        self._report({"type": "safety", "seq": self.card.seq, "kind": kind, "at": _iso_now()})
        self.show_card()
        self._changed()

    def show_card(self) -> None:
        """(Again) to a Facilitator who has just come in; the page knows a card by its number."""
        if self.card is not None and self._reader is not None:
            self._spawn(self._send_card(self.card))

    async def _send_card(self, card: wire.SafetyCard) -> None:
        """Tried until it is out, for as long as it is the card to show; shown again to whoever comes back."""
        while self.card == card and (reader := self._reader) is not None:
            try:
                await reader.send(wire.SAFETY_TOPIC, card.json())
            except (ConnectionError, RuntimeError) as error:
                self._log.failed("card-not-sent", error, seq=card.seq)
                await asyncio.sleep(0.5)
            else:
                return

    def _acknowledge(self, seq: int) -> str:
        if not 1 <= seq <= self._alarms:
            raise ValueError("no such card")
        self._report({"type": "safety_ack", "seq": seq, "at": _iso_now()})
        if self.card is not None and self.card.seq == seq:
            self.card = None
            self._concern_until = time.monotonic() + CONCERN_S
        self._changed()
        return "ok"

    # --- what the Facilitator asks

    async def call(self, method: str, payload: str) -> str:
        """Raises ValueError for what it does not understand."""
        if method == wire.ACKNOWLEDGE and payload.isdigit():
            return self._acknowledge(int(payload))
        if method == wire.PAUSE and payload in ("on", "off"):
            self._pause(payload == "on")
            return "ok"
        if method == wire.GENERATE:
            return self._generate()
        raise ValueError(method)

    def _pause(self, paused: bool) -> None:
        self.paused = paused
        if paused:
            self._drop_guess()
            self._asked = False
            for due in list(self._due):
                if not due.held.sent:
                    self._withdraw(due)
        self._changed()

    def _generate(self) -> str:
        """Presses do not queue: one that is on its way, or waits for the end of the sentence, is the answer."""
        if self.holding:
            return "quiet"
        if self._due or self._asked:
            return "ok"
        if not self._quiet.is_set():
            self._asked = True
            self._changed()
            return "ok"
        turn = self._turn(self._window.latest(), asked=True)
        reading = self._coach.read(turn)
        if reading.label == "crisis" or reading.quiet is not None:
            return "quiet"
        now = time.monotonic()
        self._release(Due(self._begin(turn, reading), ended_at=now, heard_at=now, asked=True))
        return "ok"

    # --- tasks

    def _spawn(self, work: Any) -> asyncio.Task[Any]:
        task: asyncio.Task[Any] = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)
        return task

    def _done(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            self._log.failed("conversation-task-failed", error)


def _whole_sentences(text: str) -> str:
    """A cut hint up to its last sentence end."""
    end = max(text.rfind(mark) for mark in (". ", "? ", "! ", ".\n", "?\n", "!\n"))
    whole = text.rstrip().endswith((".", "?", "!"))
    return text.rstrip() if whole else text[: end + 1]


def _iso_now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")
