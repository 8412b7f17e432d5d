"""What happened, told to the API off the hot path: bounded, batched, in order, retried; a failing API never delays a hint."""

from __future__ import annotations

import asyncio
import random
from collections import deque
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Literal

from agent.api_line import Answer, ApiLine, Unreachable
from agent.log import SessionLog

HEARTBEAT_S = 2.0
GATHER_S = 0.05  # what comes within this time of the first item goes in one batch
BATCH = 50
HELD = 2000  # items kept while the API is away: over an hour of talk
BACKOFF_S = (0.5, 1.0, 2.0)  # stays under the lease, so that a short outage costs no session

Item = dict[str, Any]
Stop = Literal["ended", "replaced", "consent"]


def iso_now() -> str:
    """An item's `at`."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


class ClaimRefused(Exception):
    """The API will not have this job run; `reason` is job-replayed, session-ended, refused or unreachable."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Reporter:
    """One session's line to the API. Items are idempotent there by (session, type, seq), so a repeated batch does no harm."""

    def __init__(self, line: ApiLine, token: str, log: SessionLog, on_stop: Callable[[Stop], None]) -> None:
        self._line = line
        self._token = token
        self._log = log
        self._on_stop = on_stop
        self._items: deque[Item] = deque()
        self._wake = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._closing = False
        self._failures = 0
        self.dropped = 0
        self.reached = False

    async def claim(self, jti: str) -> object:
        """Spend the job durably, before anything else happens; what the session's earlier coach kept in mind comes back, else None. Raises ClaimRefused; network failures are tried three times."""
        for wait_s in (0.0, 0.3, 1.0):
            await asyncio.sleep(wait_s)
            try:
                answer = await self._line.post("/api/agent/claim", {"jti": jti}, self._token)
            except Unreachable as error:
                self._log.failed("claim-unreachable", error)
                continue
            if answer.status in (200, 204):
                return answer.body.get("memory")
            if answer.status < 500:
                raise ClaimRefused({409: "job-replayed", 410: "session-ended"}.get(answer.status, "refused"))
        raise ClaimRefused("unreachable")

    def start(self) -> None:
        """Begin to beat and to send."""
        self._task = asyncio.create_task(self._run(), name="report")

    def rearm(self, token: str) -> None:
        """Go on under a newer lease."""
        self._token = token

    def put(self, item: Item) -> None:
        """Take note of one item; returns at once. When the API stays away too long the oldest go."""
        if len(self._items) >= HELD:
            self._items.popleft()
            self.dropped += 1
        self._items.append(item)
        self._wake.set()

    async def close(self, last: Item | None, *, within_s: float = 3.0) -> None:
        """Say the last word (None: nothing more, not even what waits) and stop, delivered or not, after `within_s`."""
        self._closing = True
        if self._task is None:
            return
        if last is None:
            self._items.clear()
        else:
            self._items.append(last)
        self._wake.set()
        done, _ = await asyncio.wait([self._task], timeout=within_s)
        if not done:
            self._task.cancel()
            await asyncio.wait([self._task])
            self._log.info("report-cut-short", waiting=len(self._items))

    async def _run(self) -> None:
        while True:
            if not self._items and not self._closing:
                await self._rest(HEARTBEAT_S)
                if self._items and not self._closing:
                    await asyncio.sleep(GATHER_S)
            if self._closing and not self._items:
                return
            if await self._send_batch():
                self._failures = 0
                continue
            wait_s = BACKOFF_S[min(self._failures, len(BACKOFF_S) - 1)] * random.uniform(0.8, 1.2)
            self._failures += 1
            await asyncio.sleep(min(wait_s, 0.5) if self._closing else wait_s)

    async def _rest(self, seconds: float) -> None:
        self._wake.clear()
        try:
            await asyncio.wait_for(self._wake.wait(), seconds)
        except TimeoutError:
            return

    async def _send_batch(self) -> bool:
        """True when the batch is dealt with: taken, or refused for good."""
        batch = [self._items[i] for i in range(min(BATCH, len(self._items)))]
        token = self._token
        try:
            answer = await self._line.post("/api/agent/report", {"items": batch}, token)
        except Unreachable as error:
            if self._failures == 0:
                self._log.failed("report-unreachable", error, waiting=len(self._items))
            return False
        if answer.status == 200:
            self.reached = True
            self._forget(batch)
            self._heed(answer, token)
            return True
        if answer.status in (401, 403, 404, 410):
            if token == self._token:
                self._forget(batch)
                self._on_stop("ended" if answer.status == 410 else "replaced")
            return True
        if answer.status in (400, 413, 422):
            return await self._send_singly(batch)
        self._log.info("report-refused", status=answer.status, waiting=len(self._items))
        return False

    async def _send_singly(self, batch: list[Item]) -> bool:
        """One item that the API cannot read must not hold up the others."""
        for item in batch:
            try:
                answer = await self._line.post("/api/agent/report", {"items": [item]}, self._token)
            except Unreachable as error:
                self._log.failed("report-unreachable", error, waiting=len(self._items))
                return False
            if answer.status >= 500 or answer.status == 429:
                return False
            self._forget([item])
            if answer.status != 200:
                self.dropped += 1
                self._log.info("report-item-refused", status=answer.status, type=str(item.get("type")))
        return True

    def _forget(self, batch: list[Item]) -> None:
        for item in batch:
            if self._items and self._items[0] is item:
                self._items.popleft()

    def _heed(self, answer: Answer, token: str) -> None:
        stop = answer.body.get("stop")
        if stop in ("ended", "replaced", "consent") and token == self._token:
            self._on_stop(stop)
