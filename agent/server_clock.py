"""The API's clock as seen from this machine, so that times from different machines can be compared."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime

DRIFT = 1e-4  # seconds per second by which an old measurement is trusted less


class ServerClock:
    """Follows this machine's clock until the first `learn`, then the API's; a step of the local clock changes nothing."""

    def __init__(self, *, monotonic: Callable[[], float] = time.monotonic, wall: Callable[[], float] = time.time) -> None:
        self._monotonic = monotonic
        self._offset = wall() - monotonic()  # unix seconds minus monotonic seconds
        self._error_s = float("inf")
        self._learned_at = monotonic()

    def learn(self, server_time: object, sent_at: float, received_at: float) -> None:
        """From one answer: the ISO time inside it, and the monotonic times around the request. The shortest round trip counts.

        Anything that is not a time with a zone is ignored."""
        if not isinstance(server_time, str):
            return
        try:
            told = datetime.fromisoformat(server_time)
        except ValueError:
            return
        if told.tzinfo is None:
            return
        error_s = (received_at - sent_at) / 2
        if error_s <= self._error_s + DRIFT * (received_at - self._learned_at):
            self._error_s, self._learned_at = error_s, received_at
            self._offset = told.timestamp() - (sent_at + received_at) / 2

    def now(self) -> float:
        """Unix seconds."""
        return self.unix(self._monotonic())

    def iso(self) -> str:
        """Now, as an item's `at`."""
        return datetime.fromtimestamp(self.now(), UTC).isoformat(timespec="milliseconds")

    def unix(self, monotonic_s: float) -> float:
        """A monotonic time of this process as unix seconds."""
        return monotonic_s + self._offset
