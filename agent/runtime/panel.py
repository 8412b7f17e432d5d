"""What the Facilitator's panel shows of the coach: its status, on every change and at a steady beat."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from typing import Protocol

from agent.log import SessionLog
from core.protocol import room_messages


class Screen(Protocol):
    """Where the panel is: the room."""

    @property
    def connected(self) -> bool: ...
    async def send(self, topic: str, text: str) -> None: ...


class Panel:
    """`status`: what it is to show now."""

    def __init__(self, status: Callable[[], room_messages.Status], log: SessionLog) -> None:
        self.screen: Screen | None = None  # none before a room is opened
        self._status = status
        self._log = log
        self._news = asyncio.Event()
        self._beats = 0

    def changed(self) -> None:
        """There is something new to show."""
        self._news.set()

    async def beat(self, tick: Callable[[], None]) -> None:
        """For as long as the session lasts; `tick`: called at least every STATUS_EVERY_S."""
        while True:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._news.wait(), room_messages.STATUS_EVERY_S)
                await asyncio.sleep(0)  # several changes of one moment are one message
            self._news.clear()
            tick()
            await self.show()

    async def show(self) -> None:
        """The status as it is now, if there is a way to send it."""
        screen = self.screen
        if screen is None or not screen.connected:
            return
        self._beats += 1
        try:
            await asyncio.wait_for(
                screen.send(room_messages.STATUS_TOPIC, self._status().json(self._beats)), room_messages.STATUS_EVERY_S
            )
        except (ConnectionError, RuntimeError, TimeoutError) as error:
            if screen.connected:
                self._log.failed("status-not-sent", error)
