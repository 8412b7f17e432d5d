"""Replaces dead coaches with no page open: one waiting job looks at every live session, about once a second."""

from __future__ import annotations

import asyncio
import logging

from functions.coaching import launch
from functions.platform.deps import Deps
from functions.platform.errors import LiveKitUnreachable, Unavailable, where
from functions.rooms import presence

log = logging.getLogger(__name__)

TOGETHER = 50
LATE_S = 2.6
"""An agent reports at least every 2 s; one that is later than this is asked after."""
COME_BACK_S = (0.5, 1.0, 2.0, 4.0, 8.0)


async def watch_agents(deps: Deps) -> None:
    """Launches where a coach is due and none holds the lease; comes back while any session is live, whatever fails meanwhile."""
    live = True  # until the database says otherwise
    try:
        await _ask_after_the_late(deps)
        alone, live = await _without_a_coach(deps)
        replaced = await asyncio.gather(*(_replace(deps, session_id) for session_id in alone[:TOGETHER]), return_exceptions=True)
        for failed in (each for each in replaced if isinstance(each, BaseException)):
            log.warning("a session got no coach: %s at %s", type(failed).__name__, where(failed))
    finally:
        if live:
            await _come_back(deps)


async def _without_a_coach(deps: Deps) -> tuple[list[str], bool]:
    """(live sessions where a coach is due and none holds the lease, whether any session is live with a coach or one due)"""
    async with deps.db.as_service() as tx:
        due = await tx.execute(
            "select s.id::text as id, l.lease_until is null or l.lease_until <= clock_timestamp() as alone"
            " from sessions s join partners p on p.session_id = s.id and p.revoked_at is null"
            " left join agent_leases l on l.session_id = s.id and l.partner_id = p.id"
            " where s.ended_at is null and private.coach_is_due(s.id)"
        )
        rows = await due.fetchall()
    return [row["id"] for row in rows if row["alone"]], bool(rows)


async def _come_back(deps: Deps) -> None:
    """Where the database is away just now, tries for as long as a short outage lasts; after that the sweep puts it in line."""
    for wait_s in COME_BACK_S:
        try:
            return await launch.watch(deps, in_s=launch.WATCH_EVERY_S)
        except Unavailable:
            await asyncio.sleep(wait_s)
    await launch.watch(deps, in_s=launch.WATCH_EVERY_S)


LATE = """
select l.session_id from agent_leases l join sessions s on s.id = l.session_id
where s.ended_at is null and l.claimed_at is not null and l.lease_until > clock_timestamp()
  and l.lease_until - clock_timestamp() < make_interval(secs => %(left)s)
"""
FREE = """
update agent_leases set lease_until = clock_timestamp()
where session_id = any(%(late)s) and lease_until - clock_timestamp() < make_interval(secs => %(left)s)
"""


async def _ask_after_the_late(deps: Deps) -> None:
    """Where the whole agent machine is gone, nobody waits for the leases to run out."""
    left = {"left": deps.settings.lease_s - LATE_S}
    async with deps.db.as_service() as tx:
        late = [row["session_id"] for row in await (await tx.execute(LATE, left)).fetchall()]
    if not late or not await deps.launcher.gone():
        return
    async with deps.db.as_service() as tx:
        freed = await tx.execute(FREE, left | {"late": late})
    log.warning("the agent machine is gone: %s leases freed", freed.rowcount)


async def _replace(deps: Deps, session_id: str) -> None:
    try:
        # a Partner who left while we could not hear of it is not followed by a new coach every minute
        await presence.look(deps, session_id)
    except LiveKitUnreachable as error:
        log.warning("session %s: not looked at: %s", session_id, error)
        return
    await launch.launch_if_due(deps, session_id)


JOBS = (watch_agents,)
