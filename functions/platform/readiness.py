"""Whether the parts the API needs answer: one check at a time for all who ask, its result kept for some seconds."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Literal

from functions.platform.deps import Deps
from functions.platform.errors import LiveKitUnreachable, MailFailed, StorageFailed, Unavailable
from functions.platform.liveness import liveness

WITHIN_S = 5.0
KEPT_S = 5.0

Check = Literal["ok", "unreachable", "dead", "stuck"]


class Readiness:
    """Belongs to one application. However many ask at once, each part is asked once in KEPT_S seconds."""

    def __init__(self, deps: Deps) -> None:
        self._deps = deps
        self._checks: dict[str, Check] = {}
        self._checked_at: datetime | None = None
        self._running: asyncio.Task[dict[str, Check]] | None = None

    async def checks(self) -> dict[str, Check]:
        """Part -> its state, at most KEPT_S old."""
        if self._is_fresh():
            return self._checks
        if self._running is None or self._running.done():
            self._running = asyncio.create_task(self._check(), name="readiness")
        return await asyncio.shield(self._running)  # who leaves early does not take the others' answer along

    def _is_fresh(self) -> bool:
        return self._checked_at is not None and timedelta() <= self._deps.now() - self._checked_at < timedelta(seconds=KEPT_S)

    async def _check(self) -> dict[str, Check]:
        parts: dict[str, Callable[[], Awaitable[Check | None]]] = {
            "database": self._deps.db.ping,
            "livekit": self._deps.livekit.ping,
            "auth": self._deps.auth.ping,
            "mail": self._deps.mailer.ping,
            "storage": self._deps.storage.ping,
            "jobs": lambda: liveness(self._deps),
        }
        answers = await asyncio.gather(*(_answers(ping) for ping in parts.values()))
        self._checks = dict(zip(parts, answers, strict=True))
        self._checked_at = self._deps.now()
        return self._checks


async def _answers(ping: Callable[[], Awaitable[Check | None]]) -> Check:
    try:
        async with asyncio.timeout(WITHIN_S):
            return await ping() or "ok"
    except (Unavailable, LiveKitUnreachable, MailFailed, StorageFailed, TimeoutError):
        return "unreachable"
