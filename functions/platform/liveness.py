"""Whether jobs are being worked: when the sweep last ran, and how long due jobs have waited."""

from __future__ import annotations

from typing import Literal

from functions.platform.deps import Deps

SWEEP_LATE_S = 180.0
"""A worker sweeps every minute."""
JOB_LATE_S = 120.0

Liveness = Literal["ok", "dead", "stuck"]


async def beat(deps: Deps, job: str) -> None:
    """Notes that a recurring job ran to its end."""
    async with deps.db.as_service() as tx:
        await tx.execute(
            "insert into job_heartbeats (job) values (%s) on conflict (job) do update set at = clock_timestamp()", [job]
        )


async def liveness(deps: Deps) -> Liveness:
    """`dead`: no worker has swept lately; `stuck`: a due job has waited too long. Raises Unavailable."""
    async with deps.db.as_service() as tx:
        found = await tx.execute(
            "select coalesce(max(at) > clock_timestamp() - make_interval(secs => %s), false) as swept"
            " from job_heartbeats where job = 'sweep'",
            [SWEEP_LATE_S],
        )
        row = await found.fetchone()
    if row is None or not row["swept"]:
        return "dead"
    return "stuck" if await deps.queue.oldest_due_s() > JOB_LATE_S else "ok"
