"""One coach on the real media server, with scripted ears."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from session_world import Ears, World, settings

from agent.runtime.session import Session
from core.protocol.job import CoachJob

LINES = ["There is a part of me that gets so angry with her.", "It sits right here in my chest.", "I think it is scared."]


@contextlib.asynccontextmanager
async def coach(world: World, ears: Ears, job: CoachJob | None = None, **changes: Any) -> AsyncIterator[asyncio.Task[str]]:
    """A running session; cancelled at the end if it still runs."""
    with ThreadPoolExecutor(2) as threads:
        session = Session(job or world.job(), settings(**changes), ears.load(), threads)
        running = asyncio.create_task(session.run())
        try:
            yield running
        finally:
            running.cancel()
            await asyncio.wait([running], timeout=10)
