"""A hint begun before it is certain that it will be wanted: its text is held back until it is released or thrown away."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator

from agent.coach.coach import HintStream, Turn
from agent.tasks import OwnedTasks
from core.reader.turn import Reading

CALLS_PER_HINT = 1.42  # guesses on unfinished sentences stop when model calls would pass this many per hint…
CREDIT = 3.0  # …and these
PIECE_EVERY_S = 0.03  # a screen shows no more; each piece costs the process a packet


class SpeculativeHint:
    """Collects a HintStream's text from the moment it starts. `pieces()` gives it out, coalescing what came meanwhile."""

    def __init__(self, turn: Turn, reading: Reading, stream: HintStream) -> None:
        self.turn = turn
        self.reading = reading
        self.stream = stream
        self.first_text_at: float | None = None  # monotonic
        self.sent = False
        self._text: list[str] = []
        self._done = False
        self._news = asyncio.Event()
        self._collecting = asyncio.create_task(self._collect(), name="held-hint")

    def answers(self, turn: Turn) -> bool:
        """True when this was begun on the very same words, so that nothing need be asked again."""
        return turn == self.turn

    async def pieces(self) -> AsyncIterator[str]:
        """Wire text in order; raises what the stream raised."""
        while True:
            if not self._done:
                await self._news.wait()
                self._news.clear()
            text, self._text = "".join(self._text), []
            if text:
                yield text
                if not self._done:
                    await asyncio.sleep(PIECE_EVERY_S)
            elif self._done:
                await self._collecting
                return

    async def cancel(self) -> None:
        """Stop the model and forget the text."""
        self._collecting.cancel()
        await asyncio.wait([self._collecting])
        await self.stream.aclose()

    async def _collect(self) -> None:
        try:
            async for text in self.stream:
                if self.first_text_at is None:
                    self.first_text_at = time.monotonic()
                self._text.append(text)
                self._news.set()
        finally:
            self._done = True
            self._news.set()


class Speculation:
    """At most one held hint, begun on a pause within a turn."""

    def __init__(self, tasks: OwnedTasks) -> None:
        self._tasks = tasks
        self._turn_id = 0
        self._held: SpeculativeHint | None = None

    def start(self, turn_id: int, held: SpeculativeHint) -> None:
        """Instead of whatever was held before."""
        self.drop()
        self._turn_id, self._held = turn_id, held

    def claim(self, turn_id: int, turn: Turn) -> SpeculativeHint | None:
        """The one that answers this turn of this speech turn; any other is dropped."""
        held = self._held
        if held is None or self._turn_id != turn_id or not held.answers(turn):
            self.drop()
            return None
        self._held = None
        return held

    def drop(self) -> None:
        """It will not be wanted."""
        if self._held is not None:
            held, self._held = self._held, None
            self._tasks.spawn(held.cancel())


class CallBudget:
    """Counts model calls against hints, so that guessing stays cheap: finished sentences may always be guessed on."""

    def __init__(self) -> None:
        self.calls = 0
        self.hints = 0

    def allows(self, *, finished: bool) -> bool:
        """May a speculative call be made now?"""
        return finished or self.calls + 1 <= CALLS_PER_HINT * self.hints + CREDIT
