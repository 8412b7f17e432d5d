"""What is watched for beside the hints: concern, which lasts a while, and the second opinion, which may come late."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import replace

from agent.coach.coach import Coach, Turn
from agent.log import SessionLog
from agent.tasks import OwnedTasks
from core.protocol.room_messages import CONCERN_S
from core.reader.turn import Reading
from core.safety.second_opinion import SecondOpinion, raised
from core.text.wording import partner_lines


class Watch:
    """`alarm`: a card is called for. `changed`: the panel has something new to say."""

    def __init__(
        self, coach: Coach, log: SessionLog, tasks: OwnedTasks, alarm: Callable[[Reading], None], changed: Callable[[], None]
    ) -> None:
        self._coach = coach
        self._log = log
        self._tasks = tasks
        self._alarm = alarm
        self._changed = changed
        self._concern_until = 0.0
        self._asking: asyncio.Task[None] | None = None

    @property
    def concern(self) -> bool:
        """Something heavy was said in the last minutes."""
        return time.monotonic() < self._concern_until

    def heavy(self) -> None:
        """It was said just now."""
        self._concern_until = time.monotonic() + CONCERN_S

    def ask_second(self, turn: Turn, reading: Reading) -> None:
        """Beside the hint, never before it. Only about the newest words: an older question is let go."""
        if self._coach.second_opinion is None:
            return
        self.ask_no_more()
        self._asking = self._tasks.spawn(self._hear_second(self._coach.second_opinion, turn, reading))

    def ask_no_more(self) -> None:
        """Let the question go that is under way."""
        if self._asking is not None:
            self._asking.cancel()

    async def _hear_second(self, second: SecondOpinion, turn: Turn, reading: Reading) -> None:
        opinion = await second.ask(turn.text, partner_lines(turn.context))
        match raised(reading.label, opinion):
            case "crisis":
                assert opinion is not None
                self._log.info("alarm-by-second-opinion")
                self._alarm(
                    replace(reading, label="crisis", kind=opinion.kind, imminent=opinion.imminent, discreet=opinion.discreet)
                )
            case "concern":
                self.heavy()
                self._changed()
