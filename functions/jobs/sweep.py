"""Every minute: what a lost webhook, a dead worker or a forgotten tab left behind is put right."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta

from functions.coaching import launch
from functions.platform import rate
from functions.platform.deps import Deps
from functions.platform.errors import LiveKitUnreachable, where
from functions.platform.liveness import beat
from functions.privacy import data_access
from functions.recording import files
from functions.rooms import stale_rooms
from functions.rooms.presence import look
from functions.sessions import sessions
from functions.summary import partner_copy, retention, summary

log = logging.getLogger(__name__)

ABANDONED_AFTER_S = 3600.0
"""A session that began and stands empty this long is over: its notes are written as if somebody had ended it."""
KEPT_DAYS = 7
TOGETHER = 100


async def sweep(deps: Deps) -> None:
    """Does every part, also after one failed: a file store that is away must not keep transcripts from being deleted."""
    for part in PARTS:
        try:
            await part(deps)
        except Exception as error:
            log.error("sweep: %s failed: %s at %s", part.__name__, type(error).__name__, where(error))
    await beat(deps, "sweep")


async def _watch(deps: Deps) -> None:
    await launch.watch(deps)


async def _forget_words(deps: Deps) -> None:
    if forgotten := await retention.forget_transcripts(deps):
        log.info("%s segments of transcripts deleted, as agreed", forgotten)
    if forgotten := await retention.forget_addresses(deps):
        log.info("%s addresses deleted", forgotten)


async def _forget_old_rows(deps: Deps) -> None:
    await rate.forget_full(deps)
    await data_access.forget_expired(deps)
    async with deps.db.as_service() as tx:
        old = deps.now() - timedelta(days=KEPT_DAYS)
        await tx.execute("delete from webhook_events where received_at < %s", [old])
        await tx.execute("delete from forgotten_accounts where at < %s", [old])  # no token lives that long
        await tx.execute("delete from unknown_rooms where first_seen_at < %s", [old])  # nor any token into one
        await tx.execute("delete from spent_jobs where spent_at < %s", [old])


async def _look_at_rooms(deps: Deps) -> None:
    try:
        await stale_rooms.sweep(deps)
    except LiveKitUnreachable as error:
        log.warning("rooms not looked at: %s", error)


async def _finish(deps: Deps) -> None:
    """Ended sessions without notes, and notes without mail, whose job was lost."""
    async with deps.db.as_service() as tx:
        unwritten = await tx.execute(
            "select s.id::text as id from sessions s left join summaries u on u.session_id = s.id"
            " where s.ended_at < %s and coalesce(u.status, 'writing') = 'writing' limit %s",
            [deps.now() - timedelta(seconds=60), TOGETHER],
        )
        for row in await unwritten.fetchall():
            await deps.queue.defer("summarise", once=f"summarise:{row['id']}", session_id=row["id"])
        unsent = await tx.execute(
            "select session_id::text as id from summaries where status = 'ready' and mailed_at is null and written_at < %s"
            " and (mail_claimed_until is null or mail_claimed_until < clock_timestamp()) limit %s",
            [deps.now() - timedelta(seconds=60), TOGETHER],
        )
        for row in await unsent.fetchall():
            await summary.deliver_soon(deps, row["id"])
    for partner_id in await partner_copy.unsent(deps, TOGETHER):
        await partner_copy.deliver_soon(deps, partner_id)


async def _end_abandoned(deps: Deps) -> None:
    async with deps.db.as_service() as tx:
        found = await tx.execute(
            "select s.id::text as id,"
            " exists (select from presences p where p.session_id = s.id and p.left_at is null) as somebody"
            " from sessions s where s.ended_at is null and s.started_at < %(then)s and not exists"
            " (select from presences p where p.session_id = s.id and greatest(p.joined_at, p.left_at) > %(then)s) limit %(many)s",
            {"then": deps.now() - timedelta(seconds=ABANDONED_AFTER_S), "many": TOGETHER},
        )
        empty = await found.fetchall()
    for row in empty:
        if row["somebody"]:
            # on paper somebody is there; LiveKit knows
            try:
                await look(deps, row["id"])
            except LiveKitUnreachable as error:
                log.warning("session %s: not looked at: %s", row["id"], error)
        else:
            await sessions.end_session(deps, row["id"])
            log.info("session %s: ended, nobody came back", row["id"])


PARTS: tuple[Callable[[Deps], Awaitable[None]], ...] = (
    _watch,
    _finish,
    _end_abandoned,
    _look_at_rooms,
    files.sweep,
    _forget_words,
    _forget_old_rows,
)
