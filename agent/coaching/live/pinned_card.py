"""The safety card, pinned: at once when danger is heard, until the Facilitator has read it, and again for whoever comes back."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from agent import wire
from agent.coaching.live.delivery import Facilitator
from agent.job import CoachJob
from agent.log import SessionLog
from agent.reading.turn import Reading
from agent.report import Item, iso_now
from agent.tasks import OwnedTasks


class PinnedCard:
    """`card`: pinned and not yet acknowledged. One that was open when another agent died stays open, in its quieter form where that is in doubt."""

    def __init__(
        self,
        job: CoachJob,
        report: Callable[[Item], None],
        log: SessionLog,
        tasks: OwnedTasks,
        reader: Callable[[], Facilitator | None],
    ) -> None:
        self._alarms = job.safety_so_far
        self._report = report
        self._log = log
        self._tasks = tasks
        self._reader = reader
        self.card: wire.SafetyCard | None = (
            wire.SafetyCard(job.safety_so_far, job.open_card, job.open_card == "abuse_at_home") if job.open_card else None
        )

    def pin(self, reading: Reading) -> None:
        """Danger was heard; the same kind again while its card stands is one card."""
        kind = reading.kind or "self"
        if self.card is not None and self.card.kind == kind:
            self._log.info("alarm-again", seq=self.card.seq)
            return
        self._alarms += 1
        self.card = wire.SafetyCard(self._alarms, kind, reading.discreet)
        self._log.info("alarm", seq=self.card.seq)
        self._report({"type": "safety", "seq": self.card.seq, "kind": kind, "at": iso_now()})
        self.show()

    def show(self) -> None:
        """(Again) to a Facilitator who has just come in; the page knows a card by its number."""
        if self.card is not None and self._reader() is not None:
            self._tasks.spawn(self._send(self.card))

    def acknowledge(self, seq: int) -> bool:
        """Whether this was the one that stood. Raises ValueError for a card there never was."""
        if not 1 <= seq <= self._alarms:
            raise ValueError("no such card")
        self._report({"type": "safety_ack", "seq": seq, "at": iso_now()})
        if self.card is None or self.card.seq != seq:
            return False
        self.card = None
        return True

    async def _send(self, card: wire.SafetyCard) -> None:
        """Tried until it is out, for as long as it is the card to show."""
        while self.card == card and (reader := self._reader()) is not None:
            try:
                await reader.send(wire.SAFETY_TOPIC, card.json())
            except (ConnectionError, RuntimeError) as error:
                self._log.failed("card-not-sent", error, seq=card.seq)
                await asyncio.sleep(0.5)
            else:
                return
