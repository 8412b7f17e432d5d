"""The job queue: Procrastinate in the same Postgres, polled (LISTEN does not pass a transaction pooler)."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool

from functions.platform.errors import Unavailable

if TYPE_CHECKING:
    from procrastinate import App

log = logging.getLogger(__name__)

CONNECTIONS = 4
DEFAULT, MEDIA = "default", "media"
QUEUES = {"join_recording": MEDIA}
"""Jobs by name that wait in a queue other than DEFAULT: they decode sound, which takes long, and have slots of their own."""


class ServicePool(AsyncConnectionPool[AsyncConnection[Any]]):
    """Connections that are service_role for the transaction they are lent for: the login role itself may read no table, and a
    setting of the session would not survive a pooler in transaction mode."""

    @asynccontextmanager
    async def connection(self, timeout: float | None = None) -> AsyncIterator[AsyncConnection[Any]]:  # noqa: ASYNC109 - the pool's own
        async with super().connection(timeout) as lent:
            await lent.execute("select set_config('role', 'service_role', true)")
            yield lent


class Queue:
    """Opened at the first use. Jobs are named by the functions in `functions.jobs`; their arguments are opaque ids."""

    def __init__(self, database_url: str) -> None:
        self._url = database_url
        self._app: App | None = None
        self._opening = asyncio.Lock()

    async def app(self) -> App:
        """The open Procrastinate app, with no tasks of its own: defer by name, or register tasks to work."""
        async with self._opening:
            if self._app is None:
                from procrastinate import App, PsycopgConnector

                app = App(
                    connector=PsycopgConnector(
                        pool_factory=ServicePool,
                        conninfo=self._url,
                        min_size=0,
                        max_size=CONNECTIONS,
                        timeout=5.0,
                        kwargs={"prepare_threshold": None},
                    )
                )
                await app.open_async()
                self._app = app
            return self._app

    async def defer(self, name: str, *, once: str | None = None, after_s: float = 0, **arguments: Any) -> bool:
        """Puts a job in line. `once`: at most one waiting job of this key; False when one waits already.

        Raises Unavailable."""
        from procrastinate.exceptions import AlreadyEnqueued, ConnectorException

        schedule: Mapping[str, Any] = {"schedule_in": {"milliseconds": round(after_s * 1000)}} if after_s > 0 else {}
        try:
            app = await self.app()
            task = app.configure_task(name, queue=QUEUES.get(name, DEFAULT), queueing_lock=once, **schedule)
            await task.defer_async(**arguments)
        except AlreadyEnqueued:
            return False
        except ConnectorException as lost:
            log.warning("job %s not put in line: %s", name, type(lost).__name__)
            raise Unavailable() from lost
        return True

    async def oldest_due_s(self) -> float:
        """How long the longest waiting job has been due, seconds; 0 when none is. Recordings may wait for each other, and are not
        counted. Raises Unavailable."""
        from procrastinate.exceptions import ConnectorException

        try:
            app = await self.app()
            row = await app.connector.execute_query_one_async(
                # a job that was never scheduled carries its time in the event of its insertion
                "select coalesce(extract(epoch from now() - min(coalesce(j.scheduled_at, e.at))), 0)::double precision as waited"
                " from procrastinate_jobs j"
                " left join procrastinate_events e on e.job_id = j.id and e.type = 'deferred'"
                " where j.status = 'todo' and j.queue_name = %(queue)s and coalesce(j.scheduled_at, e.at) <= now()",
                queue=DEFAULT,
            )
        except ConnectorException as lost:
            raise Unavailable() from lost
        return float(row["waited"])

    async def next_in_s(self, queue: str = DEFAULT) -> float | None:
        """Seconds until the next waiting job of this queue is due (0 when one is), None when none waits."""
        app = await self.app()
        row = await app.connector.execute_query_one_async(
            "select extract(epoch from min(coalesce(scheduled_at, now())) - now())::double precision as wait"
            " from procrastinate_jobs where status = 'todo' and queue_name = %(queue)s",
            queue=queue,
        )
        return None if row["wait"] is None else max(0.0, float(row["wait"]))

    async def retry_stalled(self, *, silent_for_s: float) -> int:
        """Puts back the jobs whose worker died while doing them; returns how many. Where a job of the same key waits already,
        the stalled one is removed instead."""
        from procrastinate.exceptions import ConnectorException, UniqueViolation
        from procrastinate.jobs import Status

        app = await self.app()
        stalled = list(await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=silent_for_s))
        for job in stalled:
            try:
                await app.job_manager.retry_job(job)
            except UniqueViolation:
                await app.job_manager.finish_job(job, status=Status.FAILED, delete_job=True)
            except ConnectorException as taken:  # another worker put it back
                log.info("stalled job %s stays as it is: %s", job.id, type(taken).__name__)
        return len(stalled)

    async def aclose(self) -> None:
        if self._app is not None:
            await self._app.close_async()
            self._app = None
