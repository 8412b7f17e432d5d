"""The safety card, pinned: at once when danger is heard, until the Facilitator has read it, and again for whoever comes back."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Callable

from agent.coach.live.delivery import Facilitator
from agent.log import SessionLog
from agent.server_clock import ServerClock
from agent.tasks import OwnedTasks
from core.protocol import room_messages
from core.protocol.job import CoachJob
from core.protocol.report import Item
from core.reader.turn import Reading


class PinnedCard:
    """`card`: pinned and not yet acknowledged. One that was open when another agent died stays open, in its quieter form where that is in doubt."""

    def __init__(
        self,
        job: CoachJob,
        report: Callable[[Item], None],
        log: SessionLog,
        tasks: OwnedTasks,
        reader: Callable[[], Facilitator | None],
        clock: ServerClock,
    ) -> None:
        self._launch, self._alarms = job.launch, job.safety_so_far
        self._clock = clock
        self._report = report
        self._log = log
        self._tasks = tasks
        self._reader = reader
        self.card: room_messages.SafetyCard | None = None
        if job.open_card:
            self.card = room_messages.SafetyCard(
                job.open_card_id, job.safety_so_far, job.open_card, job.open_card == room_messages.DISCREET_KIND
            )

    def pin(self, reading: Reading) -> None:
        """Danger was heard; the same kind again while its card stands is one card."""
        kind = reading.kind or "self"
        if self.card is not None and self.card.kind == kind:
            self._log.info("alarm-again", seq=self.card.seq)
            return
        self._alarms += 1
        self.card = card = room_messages.SafetyCard(str(uuid.uuid4()), self._alarms, kind, reading.discreet)
        self._log.info("alarm", seq=card.seq)
        self._report(
            {"type": "safety", "id": card.id, "launch": self._launch, "seq": card.seq, "kind": kind, "at": self._clock.iso()}
        )
        self.show()

    def show(self) -> None:
        """(Again) to a Facilitator who has just come in; the page knows a card by its id."""
        if self.card is not None and self._reader() is not None:
            self._tasks.spawn(self._send(self.card))

    def acknowledge(self, card_id: str) -> bool:
        """Whether this was the one that stood; one of an earlier agent is told to the API all the same. ValueError if it is no id."""
        self._report({"type": "safety_ack", "id": str(uuid.UUID(card_id)), "at": self._clock.iso()})
        if self.card is None or self.card.id != card_id:
            return False
        self.card = None
        return True

    async def _send(self, card: room_messages.SafetyCard) -> None:
        """Tried until it is out, for as long as it is the card to show."""
        while self.card == card and (reader := self._reader()) is not None:
            try:
                await reader.send(room_messages.SAFETY_TOPIC, card.json())
            except (ConnectionError, RuntimeError) as error:
                self._log.failed("card-not-sent", error, seq=card.seq)
                await asyncio.sleep(0.5)
            else:
                return
