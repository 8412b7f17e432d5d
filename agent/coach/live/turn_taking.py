"""Who has the floor: the Partner while they speak; a hint begins only when it is free."""

from __future__ import annotations

import asyncio
import time

GAP_S = 3.0  # between the first letters of two hints: time to read the first


class TurnTaking:
    """Free at first."""

    def __init__(self, gap_s: float = GAP_S) -> None:
        self._gap_s = gap_s
        self._shown_at = -gap_s  # monotonic: the last hint's first letter
        self._quiet = asyncio.Event()
        self._quiet.set()

    @property
    def free(self) -> bool:
        """The Partner does not speak."""
        return self._quiet.is_set()

    def take(self) -> None:
        """The Partner begins to speak."""
        self._quiet.clear()

    def leave(self) -> None:
        """They have ended, or never spoke."""
        self._quiet.set()

    def shown(self) -> None:
        """A hint's first letter goes out."""
        self._shown_at = time.monotonic()

    async def wait(self, *, at_once: bool) -> None:
        """Until a hint may begin: never while the Partner speaks, nor, unless `at_once`, upon the heels of the last one."""
        while True:
            await self._quiet.wait()
            wait_s = self._shown_at + self._gap_s - time.monotonic()
            if wait_s <= 0 or at_once:
                return
            await asyncio.sleep(wait_s)
