"""Replaces dead coaches with no page open: one waiting job looks at every live session, about once a second."""

from __future__ import annotations

import asyncio
import logging

from functions import launch, presence
from functions.deps import Deps
from functions.errors import LiveKitUnreachable

log = logging.getLogger(__name__)

TOGETHER = 50


async def watch_agents(deps: Deps) -> None:
    """Launches where a coach is due and none holds the lease; comes back while any session is live."""
    async with deps.db.as_service() as tx:
        due = await tx.execute(
            "select s.id::text as id, l.lease_until is null or l.lease_until <= clock_timestamp() as alone"
            " from sessions s left join agent_leases l on l.session_id = s.id"
            " where s.ended_at is null and private.coach_is_due(s.id) order by alone desc"
        )
        live = await due.fetchall()
    if not live:
        return
    try:
        await asyncio.gather(*(_replace(deps, row["id"]) for row in live[:TOGETHER] if row["alone"]))
    finally:
        await launch.watch(deps, in_s=launch.WATCH_EVERY_S)


async def _replace(deps: Deps, session_id: str) -> None:
    try:
        # a Partner who left while we could not hear of it is not followed by a new coach every minute
        await presence.look(deps, session_id)
    except LiveKitUnreachable as error:
        log.warning("session %s: not looked at: %s", session_id, error)
        return
    await launch.launch_if_due(deps, session_id)
