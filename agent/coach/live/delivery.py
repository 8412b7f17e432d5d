"""Hints on their way to the Facilitator: opened at the first letter, cut when taken back, measured, and nowhere else."""

from __future__ import annotations

import asyncio
import time
import uuid
from collections.abc import Callable
from typing import Protocol

from agent.coach.live.speculation import CallBudget, SpeculativeHint
from agent.log import SessionLog
from agent.server_clock import ServerClock
from agent.tasks import OwnedTasks
from core.protocol import room_messages
from core.protocol.job import CoachJob
from core.protocol.report import Item

GIVE_UP_S = 12.0  # a hint that has not begun by then is too late to be of use


class Outlet(Protocol):
    """One private text on its way to the Facilitator."""

    async def write(self, text: str) -> None: ...
    async def close(self, *, aborted: bool = False) -> None: ...


class Facilitator(Protocol):
    """The one reader. Writing raises ConnectionError or RuntimeError when it cannot be sent."""

    async def to_facilitator(self, topic: str, attributes: dict[str, str] | None = None) -> Outlet: ...
    async def send(self, topic: str, text: str) -> None: ...


class PendingHint:
    """A hint that ought to be shown: on what, since when, and how far it is."""

    def __init__(self, held: SpeculativeHint, *, ended_at: float, heard_at: float, asked: bool) -> None:
        self.held = held
        self.ended_at = ended_at  # monotonic: end of the Partner's speech, or the Facilitator's press
        self.heard_at = heard_at  # monotonic: when the endpoint was known
        self.asked = asked
        self.task: asyncio.Task[None] | None = None


class Thread(Protocol):
    """Whose hints these are."""

    async def may_begin(self, due: PendingHint) -> None:
        """Returns once the first letter may be shown."""

    def begun(self, due: PendingHint) -> int:
        """The first letter goes out now; the hint's number."""

    def ended(self, shown: str) -> None:
        """One is over; `shown` is what stands on the screen, '' when nothing came."""

    def changed(self) -> None:
        """The panel has something new to say."""


class Delivery:
    """Sends to `reader`; None while there is no room. `due`: what is under way."""

    def __init__(
        self,
        job: CoachJob,
        report: Callable[[Item], None],
        log: SessionLog,
        tasks: OwnedTasks,
        budget: CallBudget,
        clock: ServerClock,
    ) -> None:
        self.reader: Facilitator | None = None
        self.due: set[PendingHint] = set()
        self._session_id, self._launch = job.session_id, job.launch
        self._clock = clock
        self._report = report
        self._log = log
        self._tasks = tasks
        self._budget = budget

    @property
    def unsent(self) -> list[PendingHint]:
        """PendingHint, and not a letter is out."""
        return [due for due in self.due if not due.held.sent]

    def send(self, due: PendingHint, thread: Thread) -> None:
        """As soon as its thread lets it begin."""
        self._budget.hints += 1
        self.due.add(due)
        due.task = self._tasks.spawn(self._carry(due, thread))

    def cancel(self, *which: PendingHint) -> None:
        """One already on the screen is cut, and the page keeps its whole sentences."""
        for due in which:
            self.due.discard(due)
            if not due.held.sent:
                self._budget.hints -= 1
            if due.task is not None:
                due.task.cancel()
            self._tasks.spawn(due.held.cancel())

    async def _carry(self, due: PendingHint, thread: Thread) -> None:
        """The whole way of one hint."""
        text: list[str] = []
        outlet: Outlet | None = None
        seq, hint_id, latency_ms = 0, str(uuid.uuid4()), 0.0
        aborted = True
        try:
            async for piece in due.held.pieces():
                if not text:
                    await asyncio.wait_for(thread.may_begin(due), GIVE_UP_S)
                    due.held.sent = True
                    ready_at = max(due.held.first_text_at or 0.0, due.heard_at)
                    seq = thread.begun(due)
                    outlet = await self._open(due, hint_id, seq)
                text.append(piece)
                outlet = await self._write(outlet, piece)
                if len(text) == 1:
                    now = time.monotonic()
                    latency_ms = (now - due.ended_at) * 1000
                    self._measure(due, seq, latency_ms, (now - ready_at) * 1000)
                    thread.changed()
            aborted = False
        except TimeoutError:
            self._log.info("hint-too-late")
        finally:
            shown = ""
            if text:
                # the letters themselves: where a model breaks off, the hint that was completed is not the one that was shown
                shown = _whole_sentences("".join(text)) if aborted else "".join(text).strip()
                self._report(
                    {
                        "type": "hint",
                        "id": hint_id,
                        "launch": self._launch,
                        "seq": seq,
                        "text": shown,
                        "source": due.held.stream.source,
                        "step": due.held.stream.step,
                        "label": due.held.reading.label,
                        "at": self._clock.iso(),
                        "latency_ms": round(latency_ms),
                    }
                )
            else:
                self._tasks.spawn(due.held.cancel())
            if outlet is not None:
                self._tasks.spawn(self._close(outlet, aborted))
            self.due.discard(due)
            thread.ended(shown)

    async def _open(self, due: PendingHint, hint_id: str, seq: int) -> Outlet | None:
        """None when there is no way out: the hint is stored all the same. An absent reader is no error to the media server."""
        if self.reader is None:
            return None
        at_ms = round(self._clock.unix(due.ended_at) * 1000)
        attributes = room_messages.hint_attributes(self._session_id, hint_id, self._launch, seq, due.held.stream.source, at_ms)
        try:
            return await self.reader.to_facilitator(room_messages.HINT_TOPIC, attributes)
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

    async def _close(self, outlet: Outlet, aborted: bool) -> None:
        try:
            await outlet.close(aborted=aborted)
        except (ConnectionError, RuntimeError) as error:
            self._log.failed("hint-not-closed", error)

    def _measure(self, due: PendingHint, seq: int, latency_ms: float, own_ms: float) -> None:
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


def _whole_sentences(text: str) -> str:
    """A cut hint up to its last sentence end."""
    end = max(text.rfind(mark) for mark in (". ", "? ", "! ", ".\n", "?\n", "!\n"))
    whole = text.rstrip().endswith((".", "?", "!"))
    return text.rstrip() if whole else text[: end + 1]
