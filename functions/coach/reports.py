"""What the agent reports: who may, what is kept, and when it is told to stop."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from functions.calls.tokens import Reporter
from functions.deps import Deps, Row, Tx
from functions.errors import JobReplayed, SessionEnded

Stop = Literal["ended", "replaced", "consent"]
LAST_WORDS_S = 60.0
"""How long after the end what was still under way is taken."""
CONSENT_GRACE_S = 60.0
"""A Partner who switches listening off and on again finds the coach still there, deaf meanwhile; after this it leaves."""

Seq = Annotated[int, Field(gt=0, le=2**31 - 1)]


class HintReported(BaseModel):
    type: Literal["hint"]
    seq: Seq
    id: UUID
    text: str = Field(max_length=4000)
    source: Literal["ai", "built-in"]
    step: str | None = Field(None, max_length=32)
    label: str | None = Field(None, max_length=32)
    at: datetime
    latency_ms: Annotated[float, Field(ge=-1e6, le=1e7)] | None = None


class SegmentReported(BaseModel):
    type: Literal["segment"]
    seq: Seq
    text: str = Field(max_length=8000)
    start_s: float = Field(ge=0, le=1e6)
    end_s: float = Field(ge=0, le=1e6)


class PartReported(BaseModel):
    name: str = Field(min_length=1, max_length=40)
    toward: Literal["", "open", "shut"] = ""
    place: str = Field("", max_length=40)


class Named(BaseModel):
    """What the session has named so far (agent.coaching.memory)."""

    parts: list[PartReported] = Field([], max_length=4)
    offered: list[Annotated[str, Field(max_length=32)]] = Field([], max_length=4)
    reached: str | None = Field(None, max_length=32)


class MemoryReported(BaseModel):
    """`seq`: the number of sentences heard by then; an older one changes nothing."""

    type: Literal["memory"]
    seq: Seq
    named: Named


class StatusReported(BaseModel):
    type: Literal["status"]
    state: str = Field(max_length=32)
    at: datetime


class SafetyReported(BaseModel):
    type: Literal["safety"]
    seq: Seq
    kind: str = Field(max_length=32)
    at: datetime


class SafetyAcknowledged(BaseModel):
    type: Literal["safety_ack"]
    seq: Seq
    at: datetime


Item = Annotated[
    HintReported | SegmentReported | MemoryReported | StatusReported | SafetyReported | SafetyAcknowledged,
    Field(discriminator="type"),
]

# the Partner's row is locked, so that nothing is written of a Partner whose data is being deleted at the same moment
STANDING = """
select s.ended_at, p.revoked_at, g.open, l.lease_id,
       private.partner_allows(p.id, 'listening') as listens, private.is_partner_forgotten(p.id) as forgotten,
       exists (
         select from consents c where c.partner_id = p.id and c.kind = 'listening' and not c.granted
           and c.at > clock_timestamp() - make_interval(secs => %(grace)s)
       ) as just_withdrawn
from sessions s join partners p on p.session_id = s.id cross join launch_gate g
left join agent_leases l on l.session_id = s.id and l.partner_id = p.id
where s.id = %(session)s and p.id = %(partner)s
for share of p
"""


async def claim(deps: Deps, reporter: Reporter, jti: str) -> Named | None:
    """Spends the job, once, and gives what an earlier coach of the same Partner had kept in mind.

    Raises JobReplayed (also when the lease or the Partner's place is another's by now) or SessionEnded.
    """
    async with deps.db.as_service() as tx:
        standing = await _standing(tx, reporter)
        if standing is None or standing["ended_at"] is not None or not standing["open"]:
            raise SessionEnded()
        if standing["lease_id"] != reporter.lease_id or standing["revoked_at"] is not None:
            raise JobReplayed()
        spent = await tx.execute(
            "insert into spent_jobs (jti, session_id) values (%s, %s) on conflict (jti) do nothing", [jti, reporter.session_id]
        )
        if spent.rowcount == 0:
            raise JobReplayed()
        await tx.execute(
            "update agent_leases set claimed_at = clock_timestamp(),"
            " lease_until = clock_timestamp() + make_interval(secs => %s) where session_id = %s and lease_id = %s",
            [deps.settings.lease_s, reporter.session_id, reporter.lease_id],
        )
        kept = await tx.execute("select named from session_memories where partner_id = %s", [reporter.partner_id])
        row = await kept.fetchone()
    return Named.model_validate(row["named"]) if row is not None else None


async def take(deps: Deps, reporter: Reporter, items: Sequence[Item]) -> tuple[int, Stop | None]:
    """Keeps each (session, seq) once, renews the lease, and says how many were new and whether to stop.

    All of it belongs to the Partner of the lease, also last words that come after their place or the session ended.
    """
    async with deps.db.as_service() as tx:
        standing = await _standing(tx, reporter)
        if standing is None:
            return 0, "ended"
        ended_at, revoked_at = standing["ended_at"], standing["revoked_at"]
        for over_at in (ended_at, revoked_at):
            if over_at is not None and deps.now() > over_at + timedelta(seconds=LAST_WORDS_S):
                return 0, "ended"
        if standing["lease_id"] != reporter.lease_id and revoked_at is None:
            return 0, "replaced"
        accepted = 0
        for item in items:
            if standing["forgotten"] and not isinstance(item, StatusReported):
                continue  # the Partner had everything deleted; what was still under way is not kept either
            accepted += await _keep(tx, reporter, item)
        left = revoked_at is not None or any(isinstance(item, StatusReported) and item.state == "left" for item in items)
        await tx.execute(
            "update agent_leases set lease_until = clock_timestamp() + make_interval(secs => %s)"
            " where session_id = %s and lease_id = %s",
            [0 if left else deps.settings.lease_s, reporter.session_id, reporter.lease_id],
        )
    if ended_at is not None or revoked_at is not None or not standing["open"]:
        return accepted, "ended"
    if not standing["listens"] and not standing["just_withdrawn"]:
        return accepted, "consent"
    return accepted, None


async def _standing(tx: Tx, reporter: Reporter) -> Row | None:
    values = {"session": reporter.session_id, "partner": reporter.partner_id, "grace": CONSENT_GRACE_S}
    found = await tx.execute(STANDING, values)
    return await found.fetchone()


async def _keep(tx: Tx, reporter: Reporter, item: Item) -> int:
    """1 when it was new."""
    session, partner = reporter.session_id, reporter.partner_id
    match item:
        case HintReported():
            done = await tx.execute(
                "insert into hints (session_id, partner_id, seq, id, text, source, step, label, at, latency_ms)"
                " values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s) on conflict do nothing",
                [
                    session, partner, item.seq, item.id, _clean(item.text), item.source, item.step, item.label, item.at,
                    None if item.latency_ms is None else round(item.latency_ms),
                ],
            )  # fmt: skip
        case SegmentReported():
            done = await tx.execute(
                "insert into segments (session_id, partner_id, seq, text, start_s, end_s) values (%s, %s, %s, %s, %s, %s)"
                " on conflict do nothing",
                [session, partner, item.seq, _clean(item.text), item.start_s, item.end_s],
            )
        case MemoryReported():
            done = await tx.execute(
                "insert into session_memories as m (session_id, partner_id, seq, named) values (%s, %s, %s, %s)"
                " on conflict (partner_id) do update set seq = excluded.seq, named = excluded.named, at = clock_timestamp()"
                " where m.seq <= excluded.seq and m.named <> excluded.named",
                [session, partner, item.seq, _clean(item.named.model_dump_json())],
            )
        case SafetyReported():
            done = await tx.execute(
                "insert into safety_events (session_id, partner_id, seq, kind, at) values (%s, %s, %s, %s, %s)"
                " on conflict do nothing",
                [session, partner, item.seq, item.kind, item.at],
            )
        case SafetyAcknowledged():
            # the Facilitator's act, whoever the card was about: numbers are unique in a session
            done = await tx.execute(
                "update safety_events set acknowledged_at = %s where session_id = %s and seq = %s and acknowledged_at is null",
                [item.at, session, item.seq],
            )
        case StatusReported():
            done = await tx.execute(
                "update agent_leases set state = %s, state_at = %s where session_id = %s and lease_id = %s and state_at <= %s",
                [item.state, item.at, session, reporter.lease_id, item.at],
            )
    return done.rowcount


def _clean(text: str) -> str:
    """Postgres text holds no NUL."""
    return text.replace("\x00", "")
