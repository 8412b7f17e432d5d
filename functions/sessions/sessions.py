"""Sessions of a Facilitator: list, find, change with a check, end for both, delete without a trace."""

from __future__ import annotations

import base64
import binascii
import json
import logging
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from core import bounded_json
from functions.platform import names
from functions.platform.deps import Deps, Row, Tx
from functions.platform.errors import Conflict, Invalid, NotFound, QuotaReached
from functions.platform.fields import SessionStatus, ShownName
from functions.platform.limits import OPEN_SESSIONS
from functions.platform.principals import Facilitator
from functions.platform.profiles import keep
from functions.recording import files as recording_files
from functions.rooms.closing import close_room
from functions.rooms.recording_state import Word

log = logging.getLogger(__name__)

RowWords = Literal[
    "Not invited yet",
    "Invited, not opened",
    "Link withdrawn",
    "Link has run out",
    "Partner is here",
    "Partner was here",
    "Live now",
    "Writing notes",
    "Notes ready",
    "Mail failed",
    "Ended",
]


class InviteState(BaseModel):
    status: Literal["none", "open", "redeemed", "revoked", "expired"]
    expires_at: datetime | None


class Listening(BaseModel):
    listening: bool
    at: datetime | None


class PartnerOfSession(BaseModel):
    """Who came in by one of the session's links. `name`: as they gave it; null when they gave none or had it deleted."""

    id: UUID
    name: ShownName
    came_at: datetime
    place_ended_at: datetime | None


class CoachState(BaseModel):
    state: str
    at: datetime


class Session(BaseModel):
    """`version` goes back in If-Match; `row` is the line of the sessions list; `partners` in the order in which they came.
    `recording_consent`: the standing Partner's word; withdrawn is a no after a yes."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "id": "0d9c2a9e-54b5-4f0e-9b0f-0a4b6f7c9d10",
                    "version": 1,
                    "partner_label": "Sam",
                    "status": "invited",
                    "row": "Invited, not opened",
                    "scheduled_for": "2026-11-24T19:30:00Z",
                    "created_at": "2026-11-22T18:00:00Z",
                    "started_at": None,
                    "ended_at": None,
                    "minutes": None,
                    "invite": {"status": "open", "expires_at": "2026-11-25T18:00:00Z"},
                    "consent": None,
                    "recording_consent": "none",
                    "partner_name": None,
                    "partners": [],
                    "coach": None,
                }
            ]
        }
    )

    id: UUID
    version: int
    partner_label: str | None
    status: SessionStatus
    row: RowWords
    scheduled_for: datetime | None
    created_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    minutes: int | None
    invite: InviteState | None
    consent: Listening | None
    recording_consent: Word
    partner_name: ShownName
    partners: list[PartnerOfSession]
    coach: CoachState | None


class SessionList(BaseModel):
    """`next` goes into `before` for the page after this one; null at the end."""

    sessions: list[Session]
    next: str | None


SELECT = """
select s.id, s.version, s.partner_label, s.scheduled_for, s.created_at, s.started_at, s.ended_at,
       private.is_here(s.id, 'facilitator') as facilitator_here, private.is_here(s.id, 'partner') as partner_here,
       i.expires_at, i.revoked_at, i.redeemed_at, p.id as partner_id, p.display_name as partner_name,
       (select coalesce(jsonb_agg(jsonb_build_object('id', b.id, 'name', b.display_name, 'came_at', b.created_at,
          'place_ended_at', b.revoked_at) order by b.created_at, b.id), '[]') from partners b where b.session_id = s.id) as partners,
       c.granted, c.at as granted_at, coalesce(private.standing_word(s.id, 'recording'), 'none') as recording_consent, l.state, l.state_at, m.status as summary
from sessions s
left join lateral (
  select expires_at, revoked_at, redeemed_at from invites where session_id = s.id
  order by revoked_at is null desc, created_at desc limit 1
) i on true
left join partners p on p.session_id = s.id and p.revoked_at is null
left join lateral (
  select granted and version = private.current_text(kind) as granted, at from consents where partner_id = p.id and kind = 'listening'
  order by consents.id desc limit 1
) c on true
left join agent_leases l on l.session_id = s.id and l.partner_id = p.id and l.lease_until > now()
left join summaries m on m.session_id = s.id
"""
ENDED_ROWS: Mapping[str | None, RowWords] = {"writing": "Writing notes", "ready": "Notes ready", "mail_failed": "Mail failed"}


def status_of(row: Row) -> SessionStatus:
    """Derived each time: what is true now is who is in the room, not what somebody once wrote."""
    if row["ended_at"] is not None:
        return "ended"
    if row["facilitator_here"] and row["partner_here"]:
        return "live"
    return "waiting" if row["facilitator_here"] or row["partner_here"] else "invited"


INVITE_ROWS: Mapping[str, RowWords] = {
    "none": "Not invited yet",
    "open": "Invited, not opened",
    "revoked": "Link withdrawn",
    "expired": "Link has run out",
}


def words_of(row: Row, now: datetime) -> RowWords:
    status = status_of(row)
    if status == "ended":
        return ENDED_ROWS.get(row["summary"], "Ended")
    if status == "live":
        return "Live now"
    if row["partner_here"]:
        return "Partner is here"
    # a link that was opened, and whose Partner had the place taken back, is withdrawn too
    return "Partner was here" if row["partner_id"] is not None else INVITE_ROWS.get(invite_of(row, now).status, "Link withdrawn")


def invite_of(row: Row, now: datetime) -> InviteState:
    if row["expires_at"] is None:
        return InviteState(status="none", expires_at=None)
    if row["revoked_at"] is not None:
        return InviteState(status="revoked", expires_at=row["expires_at"])
    if row["redeemed_at"] is not None:
        return InviteState(status="redeemed", expires_at=row["expires_at"])
    return InviteState(status="expired" if row["expires_at"] <= now else "open", expires_at=row["expires_at"])


def minutes_of(row: Row) -> int | None:
    """Whole minutes from both being there to the end, at least one; None while it lasts or if it never began."""
    if row["started_at"] is None or row["ended_at"] is None:
        return None
    lasted: timedelta = row["ended_at"] - row["started_at"]
    return max(1, round(lasted.total_seconds() / 60))


def session_of(row: Row, now: datetime) -> Session:
    return Session(
        **{
            name: row[name]
            for name in ("id", "version", "partner_label", "scheduled_for", "created_at", "started_at", "ended_at")
        },
        status=status_of(row),
        row=words_of(row, now),
        minutes=minutes_of(row),
        invite=invite_of(row, now),
        consent=Listening(listening=row["granted"], at=row["granted_at"]) if row["granted"] is not None else None,
        recording_consent=row["recording_consent"],
        partner_name=row["partner_name"],
        partners=row["partners"],
        coach=CoachState(state=row["state"], at=row["state_at"]) if row["state"] is not None else None,
    )


async def _one(tx: Tx, session_id: UUID) -> Row:
    row = await (await tx.execute(SELECT + " where s.id = %s", [session_id])).fetchone()
    if row is None:
        raise NotFound()
    return row


async def get(deps: Deps, who: Facilitator, session_id: UUID) -> Session:
    """Raises NotFound, also for somebody else's."""
    async with deps.db.as_facilitator(who.claims) as tx:
        return session_of(await _one(tx, session_id), deps.now())


async def find(deps: Deps, who: Facilitator, *, q: str | None, before: str | None, limit: int) -> SessionList:
    """Newest first; `q` within the label or the Partner's own name, as typed. Raises Invalid for a cursor that is not ours."""
    where, values = ["true"], dict[str, Any]()
    if q and q.strip():
        where.append("(s.partner_label ilike %(q)s or p.display_name ilike %(q)s)")
        values["q"] = f"%{_literally(names.normalised(q))}%"
    if before:
        where.append("(s.created_at, s.id) < (%(at)s, %(id)s)")
        values["at"], values["id"] = _read_cursor(before)
    query = f"{SELECT} where {' and '.join(where)} order by s.created_at desc, s.id desc limit %(limit)s"
    async with deps.db.as_facilitator(who.claims) as tx:
        rows = await (await tx.execute(query.encode(), values | {"limit": limit + 1})).fetchall()
    now = deps.now()
    more = len(rows) > limit
    rows = rows[:limit]
    return SessionList(sessions=[session_of(row, now) for row in rows], next=_cursor(rows[-1]) if more else None)


def _literally(typed: str) -> str:
    return typed.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _cursor(row: Row) -> str:
    place = json.dumps([row["created_at"].isoformat(), row["id"].hex])
    return base64.urlsafe_b64encode(place.encode()).decode().rstrip("=")


def _read_cursor(cursor: str) -> tuple[datetime, UUID]:
    try:
        at, session = bounded_json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        when = datetime.fromisoformat(at)
        if when.tzinfo is None:
            raise ValueError("a time without zone")
        return when, UUID(session)
    except (ValueError, TypeError, AttributeError, binascii.Error) as strange:
        raise Invalid(more={"errors": [{"pointer": "/query/before", "detail": "Not a page of this list"}]}) from strange


async def create(deps: Deps, who: Facilitator, *, partner_label: str | None, scheduled_for: datetime | None) -> Session:
    await keep(deps, who)
    async with deps.db.as_facilitator(who.claims) as tx:
        await tx.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"sessions of {who.user_id}"])
        standing = await (await tx.execute("select count(*) as n from sessions where ended_at is null")).fetchone()
        if standing is not None and standing["n"] >= OPEN_SESSIONS:
            raise QuotaReached(f"You have {OPEN_SESSIONS} sessions that have not ended. End or delete some first.")
        made = await tx.execute(
            "insert into sessions (partner_label, scheduled_for) values (%s, %s) returning id", [partner_label, scheduled_for]
        )
        row = await made.fetchone()
        if row is None:
            raise NotFound()
        return session_of(await _one(tx, row["id"]), deps.now())


async def change(deps: Deps, who: Facilitator, session_id: UUID, changes: Mapping[str, Any], *, version: int | None) -> Session:
    """Sets label or date. With `version`, only if nobody changed them since: else Conflict. Raises NotFound."""
    known = {name: changes[name] for name in ("partner_label", "scheduled_for") if name in changes}
    async with deps.db.as_facilitator(who.claims) as tx:
        if known:
            sets = ", ".join(f"{name} = %({name})s" for name in known)
            fits = "(%(version)s::int is null or version = %(version)s)"
            query = f"update sessions set {sets} where id = %(id)s and {fits}"  # noqa: S608 - the names are ours
            done = await tx.execute(query.encode(), known | {"id": session_id, "version": version})
            if done.rowcount == 0:
                await _one(tx, session_id)
                raise Conflict()
        row = await _one(tx, session_id)
    if not known and version is not None and row["version"] != version:
        raise Conflict()
    return session_of(row, deps.now())


END = """
with ended as (
  update sessions set ended_at = coalesce(ended_at, %(now)s) where id = %(id)s returning id
), unlinked as (
  update invites set revoked_at = %(now)s where session_id in (select id from ended) and revoked_at is null
), gone as (
  update presences set left_at = %(now)s where session_id in (select id from ended) and left_at is null
), released as (
  update agent_leases set lease_until = least(lease_until, %(now)s) where session_id in (select id from ended)
)
select id from ended
"""


async def end(deps: Deps, who: Facilitator, session_id: UUID) -> Session:
    """Ends it for both. Once or ten times: the same."""
    await get(deps, who, session_id)
    await end_session(deps, session_id)
    return await get(deps, who, session_id)


async def end_session(deps: Deps, session_id: UUID | str) -> None:
    """Marks the end, withdraws the link, puts everybody out, asks for the summary; every step may run again."""
    async with deps.db.as_service() as tx:
        ended = await (await tx.execute(END, {"id": session_id, "now": deps.now()})).fetchone()
    if ended is None:
        return
    await close_room(deps, session_id)
    await recording_files.join_soon(deps, session_id)
    await deps.queue.defer("summarise", once=f"summarise:{session_id}", session_id=str(session_id))


async def delete(deps: Deps, who: Facilitator, session_id: UUID) -> None:
    """Puts everybody out, then removes every row of it. Raises NotFound."""
    session = await get(deps, who, session_id)
    if session.ended_at is None:
        async with deps.db.as_service() as tx:
            await tx.execute(END, {"id": session_id, "now": deps.now()})
    await close_room(deps, session_id)
    async with deps.db.as_facilitator(who.claims) as tx:
        await tx.execute("delete from sessions where id = %s", [session_id])
    await deps.queue.defer("empty_trash", once="empty_trash")
