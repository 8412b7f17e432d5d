"""Tasks with an owner: kept until they end, their failures told, and ended together with whoever began them."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

from agent.log import SessionLog

T = TypeVar("T")


class OwnedTasks:
    """`failed`: the log's event for a task that raised."""

    def __init__(self, log: SessionLog, failed: str) -> None:
        self._log = log
        self._failed = failed
        self._tasks: set[asyncio.Task[Any]] = set()

    def spawn(self, work: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
        """Begin; needs a running event loop."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)
        return task

    async def finish(self, *, cancel: bool, within_s: float = 1.0) -> None:
        """Wait for them all, telling them to stop first if `cancel`; gives up after `within_s`."""
        tasks = list(self._tasks)
        if cancel:
            for task in tasks:
                task.cancel()
        if tasks:
            await asyncio.wait(tasks, timeout=within_s)

    def _done(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            self._log.failed(self._failed, error)
