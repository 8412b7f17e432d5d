"""The jobs by name, and the two ways to work them: a worker that stays, and one that drains the queue and goes.

A job is a plain async function of `deps` and opaque ids. It may run twice, or be cut off anywhere: its state is in the database.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING, Any

from functions.coaching import jobs as coaching
from functions.jobs.sweep import sweep
from functions.platform.adapters.queue import DEFAULT, MEDIA, QUEUES, Queue
from functions.platform.deps import Deps
from functions.platform.errors import where
from functions.recording import jobs as recording
from functions.recording.files import empty_left
from functions.rooms import jobs as rooms
from functions.summary import jobs as summary

if TYPE_CHECKING:
    from procrastinate import App, JobContext

log = logging.getLogger(__name__)

Job = Callable[..., Awaitable[None]]


class JobFailed(Exception):
    """Names the job and the kind of error, nothing else of it."""


JOBS: dict[str, Job] = {job.__name__: job for job in (*rooms.JOBS, *coaching.JOBS, *recording.JOBS, *summary.JOBS, sweep)}
COME_BACK = {"watch_agents", "sweep"}  # they are put in line again anyway

POLL_S = 0.5
SWEEP_EVERY_S = 60.0
HEARTBEAT_S = 5.0
SILENT_S = 15.0
"""A worker that is silent this long is dead: its jobs go to another one."""
RESTART_S = (0.5, 5.0)
"""Pause before a worker that ended is started again: the first, doubling up to the last."""
AT_ONCE = {DEFAULT: 10, MEDIA: 2}
"""Jobs of each queue that one worker does at the same time: mail never waits for a slot behind sound that is decoded."""
TRIES = 8
GRACEFUL_S = 10.0
"""How long a worker that is told to stop waits for its jobs before it cancels them."""
RECORDING_SOON_S = 15.0
ROUNDS = 200  # no queue, however busy, holds a draining call for ever


async def _app(deps: Deps) -> App:
    """The queue's own app with every job registered once; a job that fails is tried again, later each time."""
    from procrastinate import RetryStrategy

    app = await _queue(deps).app()
    for name, job in JOBS.items():
        if name not in app.tasks:
            retry = RetryStrategy(max_attempts=TRIES, exponential_wait=3) if name not in COME_BACK else False
            app.task(name=name, queue=QUEUES.get(name, DEFAULT), retry=retry, pass_context=True)(_run(job))
    return app


def _queue(deps: Deps) -> Queue:
    """Working needs more of the queue than putting jobs in line does."""
    if not isinstance(deps.queue, Queue):
        raise TypeError("a worker needs the real queue")
    return deps.queue


def _run(job: Job) -> Callable[..., Awaitable[None]]:
    async def run(context: JobContext, **arguments: Any) -> None:
        try:
            await job(context.additional_context["deps"], **arguments)
        except Exception as error:
            # the queue logs what it is told, with the traceback: words of a database error may be somebody's
            log.error("job %s failed: %s at %s", job.__name__, type(error).__name__, where(error))
            raise JobFailed(f"{job.__name__}: {type(error).__name__}") from None

    return run


async def _work(deps: Deps, queue: str, *, wait: bool) -> None:
    """Works one queue: until cancelled, or with `wait` false until nothing in it is due."""
    app = await _app(deps)
    await app.run_worker_async(
        queues=[queue],
        wait=wait,
        additional_context={"deps": deps},
        concurrency=AT_ONCE[queue],
        fetch_job_polling_interval=POLL_S,
        abort_job_polling_interval=30.0,
        update_heartbeat_interval=HEARTBEAT_S,
        stalled_worker_timeout=SILENT_S,
        listen_notify=False,
        delete_jobs="successful",
        install_signal_handlers=False,
        shutdown_graceful_timeout=GRACEFUL_S,
    )


async def run_worker(deps: Deps) -> None:
    """Works every queue until cancelled, also through an outage of the database; sweeps at once and every minute, and first what a
    worker before it left behind."""
    await empty_left(deps)
    sides = [
        asyncio.create_task(_sweep_on(deps), name="sweep"),
        asyncio.create_task(_resume_stalled(deps), name="resume stalled"),
    ]
    try:
        async with asyncio.TaskGroup() as queues:
            for queue in AT_ONCE:
                queues.create_task(_keep_working(deps, queue), name=f"work {queue}")
    finally:
        for side in sides:
            side.cancel()
        await asyncio.gather(*sides, return_exceptions=True)


async def _keep_working(deps: Deps, queue: str) -> None:
    """Works one queue: starts its worker again whenever it ends: it does when Postgres is away for some seconds (procrastinate 3.10)."""
    pause_s, longest_s = RESTART_S
    while True:
        began = time.monotonic()
        try:
            await _work(deps, queue, wait=True)
            log.error("the worker of queue %s ended by itself", queue)
        except Exception as error:
            log.error("the worker of queue %s ended: %s", queue, type(error).__name__)
        pause_s = RESTART_S[0] if time.monotonic() - began > SILENT_S else min(2 * pause_s, longest_s)
        await asyncio.sleep(pause_s)


async def _sweep_on(deps: Deps) -> None:
    while True:
        try:
            await deps.queue.defer("sweep", once="sweep")
            pause_s = SWEEP_EVERY_S
        except Exception as error:  # the database may be away for a moment
            log.error("sweep not put in line: %s", type(error).__name__)
            pause_s = RESTART_S[1]
        await asyncio.sleep(pause_s)


async def _resume_stalled(deps: Deps) -> None:
    """Gives the jobs of workers that died, or lost the database while working, to a living one."""
    while True:
        try:
            await _queue(deps).retry_stalled(silent_for_s=SILENT_S)
        except Exception as error:
            log.error("stalled jobs not looked for: %s", type(error).__name__)
        await asyncio.sleep(HEARTBEAT_S)


async def recordings_wait(deps: Deps) -> bool:
    """Whether a recording is due to be joined, or will be within RECORDING_SOON_S."""
    next_in_s = await _queue(deps).next_in_s(MEDIA)
    return next_in_s is not None and next_in_s <= RECORDING_SOON_S


async def drain_once(deps: Deps, *, queues: Sequence[str] = tuple(AT_ONCE), stay_s: float = 0.0) -> int:
    """Does all that is due and returns how many rounds that took; stays up to `stay_s` while jobs are waiting for their time."""
    until = time.monotonic() + stay_s
    await _queue(deps).retry_stalled(silent_for_s=SILENT_S)
    await deps.queue.defer("sweep", once="sweep")
    rounds = 0
    while True:
        async with asyncio.TaskGroup() as side_by_side:
            draining = [side_by_side.create_task(_drain(deps, queue, until), name=f"drain {queue}") for queue in queues]
        rounds += max(task.result() for task in draining)
        # a job of one queue may have put another into a queue that was done
        waits = [await _queue(deps).next_in_s(queue) for queue in queues]
        if rounds >= ROUNDS or not any(wait == 0 for wait in waits):
            return rounds


async def _drain(deps: Deps, queue: str, until: float) -> int:
    """Rounds of one queue until nothing is due before `until` (time.monotonic())."""
    for rounds in range(1, ROUNDS + 1):
        await _work(deps, queue, wait=False)
        next_in_s = await _queue(deps).next_in_s(queue)
        if next_in_s is None or (next_in_s > 0 and time.monotonic() + next_in_s >= until):
            return rounds
        await asyncio.sleep(max(0.05, next_in_s))
    return ROUNDS
