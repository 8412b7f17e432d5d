"""What happened, told to the API off the hot path: bounded, batched, in order, retried; a failing API never delays a hint."""

from __future__ import annotations

import asyncio
import itertools
import random
import time
import uuid
from collections.abc import Callable
from typing import Any, get_args

from agent.log import SessionLog
from agent.runtime.api_client import Answer, ApiClient, Unreachable
from agent.server_clock import ServerClock
from core.protocol.report import LASTING, REPORT_EVERY_S, Item, Stop

GATHER_S = 0.05  # what comes within this time of the first item goes in one batch
BATCH = 50
HELD = 5000  # lasting items kept while the API is away: more than two hours of talk
BACKOFF_S = (0.5, 1.0, 2.0)  # stays under the lease, so that a short outage costs no session
CLAIM_AGAIN_S = 2.0
LAST_WORD_S = 3.0  # for saying goodbye when nothing that lasts waits

STOPS: tuple[Stop, ...] = get_args(Stop)


class ClaimRefused(Exception):
    """The API will not have this job run; `reason` is job-replayed, session-ended, refused or unreachable."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Reporter:
    """One session's line to the API. An item is known there by its id, so a repeated batch does no harm."""

    def __init__(
        self,
        line: ApiClient,
        token: str,
        log: SessionLog,
        on_stop: Callable[[Stop], None],
        clock: ServerClock | None = None,
    ) -> None:
        self._line = line
        self._token = token
        self._log = log
        self._on_stop = on_stop
        self._clock = clock or ServerClock()
        self._items: list[Item] = []
        self._wake = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._closing = self._hurry = False
        self._failures = 0
        self.dropped = 0
        self.reached = False

    @property
    def holds_lasting(self) -> bool:
        """Something waits that is held nowhere else."""
        return any(item["type"] in LASTING for item in self._items)

    async def claim(self, jti: str, *, insist: Callable[[], bool] = lambda: False) -> object:
        """Spends the job durably, before anything else happens. Raises ClaimRefused.

        An API out of reach is asked three times, and on as long as `insist` says so: an answer that was lost may have been a yes.
        What the session's earlier coach kept in mind comes back, else None."""
        body = {"jti": jti, "by": str(uuid.uuid4())}  # by: the same claimant may ask again
        for wait_s in itertools.chain((0.0, 0.3, 1.0), itertools.repeat(CLAIM_AGAIN_S)):
            if wait_s == CLAIM_AGAIN_S and not insist():
                break
            await asyncio.sleep(wait_s)
            try:
                answer = await self._post("/api/agent/claim", body, self._token)
            except Unreachable as error:
                self._log.failed("claim-unreachable", error)
                continue
            if answer.status in (200, 204):
                return answer.body.get("memory")
            if answer.status < 500 and answer.status != 429:
                raise ClaimRefused({409: "job-replayed", 410: "session-ended"}.get(answer.status, "refused"))
        raise ClaimRefused("unreachable")

    def start(self) -> None:
        """Begin to beat and to send."""
        self._task = asyncio.create_task(self._run(), name="report")

    def rearm(self, token: str) -> None:
        """Go on under a newer lease."""
        self._token = token

    def put(self, item: Item) -> None:
        """Take note of one item; returns at once. A newer status or memory takes the place of one that waits.

        When the API stays away too long the oldest go, safety last."""
        if item["type"] not in LASTING:
            self._items = [one for one in self._items if one["type"] != item["type"]]
        elif sum(one["type"] in LASTING for one in self._items) >= HELD:
            oldest = next((at for at, one in enumerate(self._items) if not one["type"].startswith("safety")), 0)
            del self._items[oldest]
            self.dropped += 1
        self._items.append(item)
        self._wake.set()

    async def close(self, last: Item | None, *, within_s: float = LAST_WORD_S) -> None:
        """Says the last word (None: there is none) and stops once all is delivered.

        What lasts is tried for `within_s`, the rest for at most LAST_WORD_S. Cancelling it gives up."""
        self._closing, self._hurry = True, within_s <= LAST_WORD_S
        if self._task is None:
            return
        if last is not None:
            self.put(last)
        self._wake.set()
        try:
            done, _ = await asyncio.wait([self._task], timeout=min(within_s, LAST_WORD_S))
            if not done and self.holds_lasting and within_s > LAST_WORD_S:
                self._log.info("report-lingers", waiting=len(self._items))
                await asyncio.wait([self._task], timeout=within_s - LAST_WORD_S)
        finally:
            if not self._task.done():
                self._task.cancel()
                self._log.info("report-cut-short", waiting=len(self._items))
                await asyncio.wait([self._task])

    async def _run(self) -> None:
        while True:
            if not self._items and not self._closing:
                await self._rest(REPORT_EVERY_S)
                if self._items and not self._closing:
                    await asyncio.sleep(GATHER_S)
            if self._closing and not self._items:
                return
            if await self._send_batch():
                self._failures = 0
                continue
            wait_s = BACKOFF_S[min(self._failures, len(BACKOFF_S) - 1)] * random.uniform(0.8, 1.2)
            self._failures += 1
            await asyncio.sleep(min(wait_s, 0.5) if self._hurry else wait_s)

    async def _rest(self, seconds: float) -> None:
        self._wake.clear()
        try:
            await asyncio.wait_for(self._wake.wait(), seconds)
        except TimeoutError:
            return

    async def _report(self, items: list[Item], token: str) -> Answer:
        return await self._post("/api/agent/report", {"items": items, "staying": not self._closing}, token)

    async def _post(self, path: str, body: dict[str, Any], token: str) -> Answer:
        sent_at = time.monotonic()
        answer = await self._line.post(path, body, token)
        self._clock.learn(answer.body.get("server_time"), sent_at, time.monotonic())
        return answer

    async def _send_batch(self) -> bool:
        """True when the batch is dealt with: taken, or refused for good."""
        batch = self._items[:BATCH]
        token = self._token
        try:
            answer = await self._report(batch, token)
        except Unreachable as error:
            if self._failures == 0:
                self._log.failed("report-unreachable", error, waiting=len(self._items))
            return False
        if answer.status == 200:
            self.reached = True
            self._forget(batch)
            self._heed(answer, token)
            return True
        if answer.status == 410:
            self._forget(batch)
            self._on_stop("ended")
            return True
        if answer.status in (401, 403):
            return self._refused(token)
        if answer.status in (400, 413, 422):
            return await self._send_singly(batch)
        self._log.info("report-refused", status=answer.status, waiting=len(self._items))
        return False

    def _refused(self, token: str) -> bool:
        """The token is worth nothing any more: the coach goes, and what it holds waits for a better token until then."""
        self._log.info("report-token-refused", waiting=len(self._items))
        if token != self._token:
            return True
        if self._closing:
            self.dropped += len(self._items)
            self._items.clear()
            return True
        self._on_stop("replaced")
        return False

    async def _send_singly(self, batch: list[Item]) -> bool:
        """One item that the API cannot read must not hold up the others."""
        for item in batch:
            try:
                answer = await self._report([item], self._token)
            except Unreachable as error:
                self._log.failed("report-unreachable", error, waiting=len(self._items))
                return False
            if answer.status not in (200, 400, 413, 422):
                return False
            self._forget([item])
            if answer.status != 200:
                self.dropped += 1
                self._log.info("report-item-refused", status=answer.status, type=str(item.get("type")))
        return True

    def _forget(self, batch: list[Item]) -> None:
        sent = {id(item) for item in batch}
        self._items = [item for item in self._items if id(item) not in sent]

    def _heed(self, answer: Answer, token: str) -> None:
        stop = answer.body.get("stop")
        if stop in STOPS and token == self._token:
            self._on_stop(stop)
