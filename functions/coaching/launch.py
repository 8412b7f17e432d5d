"""Launching the coach: at most one per session, whatever webhooks, pages and watchers do at the same time."""

from __future__ import annotations

import asyncio
import logging
import uuid
from datetime import timedelta
from typing import Any, Literal

from core.protocol.job import LIFETIME_S, CoachJob
from functions.platform.deps import Deps
from functions.platform.errors import LaunchFailed, LiveKitUnreachable, Unavailable
from functions.rooms import presence
from functions.rooms.identities import coach_identity, facilitator_identity, partner_identity, room_name
from functions.rooms.tokens import coach_token, report_token

log = logging.getLogger(__name__)

Outcome = Literal["launched", "running", "not-due", "failed"]
WATCH_EVERY_S = 0.7
RENEW_EVERY_S = 1.5

CLAIM = """
select l.lease_id, l.launches, l.partner_id, private.listening_zero(l.partner_id) as zero_at,
       coalesce((select max(seq) from hints where session_id = %(session)s), 0) as hints,
       coalesce((select max(seq) from segments where session_id = %(session)s), 0) as segments,
       coalesce((select max(seq) from safety_events where session_id = %(session)s), 0) as safety,
       card.id as open_card_id, card.kind as open_card,
       (select f.country from sessions s join profiles f on f.user_id = s.facilitator_id where s.id = %(session)s) as country
from private.claim_agent_lease(%(session)s, %(for_s)s) l
left join lateral (
  select e.id::text, e.kind, e.acknowledged_at from safety_events e where e.partner_id = l.partner_id
  order by e.launch desc, e.seq desc limit 1
) card on card.acknowledged_at is null
"""
RENEW = """
update agent_leases set lease_until = greatest(lease_until, clock_timestamp() + make_interval(secs => %(for_s)s))
where session_id = %(session)s and lease_id = %(lease)s and claimed_at is null and lease_until > clock_timestamp()
"""
RELEASE = """
update agent_leases set lease_until = clock_timestamp(), state = 'offline', state_at = clock_timestamp()
where session_id = %s and lease_id = %s
"""


async def launch_if_due(deps: Deps, session_id: str | uuid.UUID) -> Outcome:
    """Launches a coach when one is due and none holds the lease; safe to call any number of times. Raises Unavailable."""
    session = str(session_id)
    async with deps.db.as_service() as tx:
        lease = await (await tx.execute(CLAIM, {"session": session, "for_s": _waking_s(deps)})).fetchone()
        due = lease or await (await tx.execute("select 1 as due where private.coach_is_due(%s)", [session])).fetchone()
    if lease is None:
        if due is not None:
            await watch(deps)
        return "not-due" if due is None else "running"
    renewing = asyncio.create_task(_renew_until_launched(deps, session, lease["lease_id"]), name="renew-lease")
    try:
        await watch(deps)
        await deps.launcher.launch(_job(deps, session, lease))
    except LaunchFailed as failed:
        log.warning("session %s: launch %s failed: %s", session, lease["launches"], failed)
        await _release(deps, session, lease["lease_id"])
        return "failed"
    except BaseException:
        await _release(deps, session, lease["lease_id"])
        raise
    finally:
        renewing.cancel()
        await asyncio.wait([renewing])
    await _renew(deps, session, lease["lease_id"], deps.launcher.starting_s)
    log.info("session %s: launch %s", session, lease["launches"])
    return "launched"


def _waking_s(deps: Deps) -> float:
    """A lease whose agent machine is still being woken: renewed meanwhile, so that it may be short."""
    return max(deps.settings.lease_s, 3 * RENEW_EVERY_S)


async def _renew_until_launched(deps: Deps, session: str, lease_id: uuid.UUID) -> None:
    """However long the machine takes to wake, the lease is not another's meanwhile. Cancelled once it has taken the job."""
    while True:
        await asyncio.sleep(RENEW_EVERY_S)
        await _renew(deps, session, lease_id, _waking_s(deps))


async def _renew(deps: Deps, session: str, lease_id: uuid.UUID, for_s: float) -> None:
    """Until the agent claims its job nobody else renews; one that has claimed it renews for itself."""
    try:
        async with deps.db.as_service() as tx:
            await tx.execute(RENEW, {"session": session, "lease": lease_id, "for_s": for_s})
    except Unavailable as lost:
        log.warning("session %s: lease not renewed: %s", session, type(lost).__name__)


async def ensure_coach(deps: Deps, session_id: str | uuid.UUID) -> Outcome:
    """Like launch_if_due, but asks LiveKit who is in the room where the table may be wrong."""
    session = str(session_id)
    outcome = await launch_if_due(deps, session)
    if outcome != "not-due":
        return outcome
    try:
        await presence.look(deps, session)
    except LiveKitUnreachable:
        return outcome
    return await launch_if_due(deps, session)


async def watch(deps: Deps, *, in_s: float = 0) -> None:
    """Sees to it that the watcher runs; one waiting job watches every session."""
    await deps.queue.defer("watch_agents", once="watch_agents", after_s=in_s)


async def expect_silence(deps: Deps, session_id: str) -> None:
    """The coach's connection is gone: a living one renews its lease in a heartbeat or two, a dead one loses it sooner."""
    async with deps.db.as_service() as tx:
        await tx.execute(
            "update agent_leases set lease_until = least(lease_until, clock_timestamp() + make_interval(secs => %s))"
            " where session_id = %s and claimed_at is not null and not private.is_here(session_id, 'coach')",
            [deps.settings.lease_s / 2, session_id],
        )


async def _release(deps: Deps, session: str, lease_id: uuid.UUID) -> None:
    """Where the database is away too, the lease lapses by itself in a moment."""
    try:
        async with deps.db.as_service() as tx:
            await tx.execute(RELEASE, [session, lease_id])
    except Unavailable as lost:
        log.warning("session %s: lease not released: %s", session, type(lost).__name__)


def _job(deps: Deps, session: str, lease: dict[str, Any]) -> CoachJob:
    return CoachJob(
        session_id=session,
        room=room_name(deps.settings.deployment, session),
        livekit_url=deps.livekit.url,
        livekit_token=coach_token(deps, session, lease["lease_id"]),
        coach_identity=coach_identity(session),
        partner_identity=partner_identity(lease["partner_id"]),
        facilitator_identity=facilitator_identity(session),
        api_url=deps.settings.api_base,
        report_token=report_token(deps, session, lease["partner_id"], lease["lease_id"]),
        hints_so_far=lease["hints"],
        segments_so_far=lease["segments"],
        safety_so_far=lease["safety"],
        open_card=lease["open_card"] or "",
        open_card_id=lease["open_card_id"] or "",
        launch=lease["launches"],
        zero_ms=round(lease["zero_at"].timestamp() * 1000),
        country=lease["country"] or deps.settings.country,
        language=deps.settings.language,
        jti=uuid.uuid4().hex,
        expires_at=int((deps.now() + timedelta(seconds=LIFETIME_S)).timestamp()),
    )
