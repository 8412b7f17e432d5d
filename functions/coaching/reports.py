"""What the agent reports: who may, what is kept, and when it is told to stop."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Annotated, Any, Literal, Self, assert_never
from uuid import UUID, uuid5

from pydantic import BaseModel, Field, model_validator

from core.protocol.report import LEFT, LINGER_S, Stop
from core.protocol.room_messages import Source
from functions.platform.deps import Deps, Row, Tx
from functions.platform.errors import JobReplayed, SessionEnded
from functions.rooms.agreed_spans import agreed_spans
from functions.rooms.tokens import Reporter

CLOCKS_S = 5.0
"""By how much the agent's times may be off."""
CONSENT_GRACE_S = 60.0
"""A Partner who switches listening off and on again finds the coach still there, deaf meanwhile; after this it leaves."""

Seq = Annotated[int, Field(gt=0, le=2**31 - 1)]
Launch = Annotated[int, Field(ge=0, le=2**31 - 1)]
"""(launch, seq) gives the order; which one it is says the id. Agents from before sent neither launch nor, but for hints, id."""


class HintReported(BaseModel):
    type: Literal["hint"]
    id: UUID
    launch: Launch = 0
    seq: Seq
    text: str = Field(max_length=4000)
    source: Source
    step: str | None = Field(None, max_length=32)
    label: str | None = Field(None, max_length=32)
    at: datetime
    latency_ms: Annotated[float, Field(ge=-1e6, le=1e7)] | None = None


class SegmentReported(BaseModel):
    """Times are seconds after the zero that the job names."""

    type: Literal["segment"]
    id: UUID | None = None
    launch: Launch = 0
    seq: Seq
    text: str = Field(max_length=8000)
    start_s: float = Field(ge=0, le=1e6)
    end_s: float = Field(ge=0, le=1e6)


class PartReported(BaseModel):
    name: str = Field(min_length=1, max_length=40)
    toward: Literal["", "open", "shut"] = ""
    place: str = Field("", max_length=40)


class Named(BaseModel):
    """What the session has named so far (agent.coach.memory)."""

    parts: list[PartReported] = Field([], max_length=4)
    offered: list[Annotated[str, Field(max_length=32)]] = Field([], max_length=4)
    reached: str | None = Field(None, max_length=32)


class MemoryReported(BaseModel):
    """`seq`: the number of sentences heard by then; an older one, or one of an earlier launch, changes nothing."""

    type: Literal["memory"]
    launch: Launch = 0
    seq: Seq
    named: Named


class StatusReported(BaseModel):
    type: Literal["status"]
    state: str = Field(max_length=32)
    at: datetime


class SafetyReported(BaseModel):
    type: Literal["safety"]
    id: UUID | None = None
    launch: Launch = 0
    seq: Seq
    kind: str = Field(max_length=32)
    at: datetime


class SafetyAcknowledged(BaseModel):
    """`seq` counts only where there is no id: an agent from before knew its cards by number."""

    type: Literal["safety_ack"]
    id: UUID | None = None
    seq: Seq | None = None
    at: datetime

    @model_validator(mode="after")
    def _names_a_card(self) -> Self:
        if self.id is None and self.seq is None:
            raise ValueError("an id is wanted")
        return self


class Claimed(BaseModel):
    """`memory`: what an earlier coach of the same Partner had kept in mind. `server_time`: the database's clock."""

    memory: Named | None
    server_time: datetime


class Taken(BaseModel):
    """`accepted`: how many items were new. `stop`: why the coach is to leave. `server_time`: the database's clock."""

    accepted: int
    stop: Stop | None
    server_time: datetime


Item = Annotated[
    HintReported | SegmentReported | MemoryReported | StatusReported | SafetyReported | SafetyAcknowledged,
    Field(discriminator="type"),
]

# the Partner's row is locked, so that nothing is written of a Partner whose data is being deleted at the same moment
STANDING = """
select s.ended_at, p.revoked_at, g.open, l.lease_id, p.zero_at, clock_timestamp() as now,
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
SPEND = """
insert into spent_jobs (jti, session_id, claimed_by) values (%s, %s, %s)
on conflict (jti) do update set claimed_by = excluded.claimed_by
where spent_jobs.session_id = excluded.session_id and spent_jobs.claimed_by = excluded.claimed_by
"""
TAKE_LEASE = """
update agent_leases set claimed_at = clock_timestamp(), lease_until = clock_timestamp() + make_interval(secs => %(for_s)s)
where session_id = %(session)s and lease_id = %(lease)s
"""
TAKE_LEASE_BACK = """
update agent_leases
set lease_id = %(lease)s, claimed_at = clock_timestamp(), lease_until = clock_timestamp() + make_interval(secs => %(for_s)s)
where session_id = %(session)s and partner_id = %(partner)s
  and (lease_id = %(lease)s or claimed_at is null and private.coach_is_due(session_id))
"""
RENEW_LEASE = """
update agent_leases set lease_until = clock_timestamp() + make_interval(secs => %(for_s)s)
where session_id = %(session)s and lease_id = %(lease)s
"""


async def claim(deps: Deps, reporter: Reporter, jti: str, by: UUID | None) -> Claimed:
    """Spends the job, once; `by`, who claimed it first, may ask again.

    Raises JobReplayed (also when the lease or the Partner's place is another's by now) or SessionEnded.
    """
    async with deps.db.as_service() as tx:
        standing = await _standing(tx, reporter)
        if standing is None or standing["ended_at"] is not None or not standing["open"]:
            raise SessionEnded()
        if standing["lease_id"] != reporter.lease_id or standing["revoked_at"] is not None:
            raise JobReplayed()
        spent = await tx.execute(SPEND, [jti, reporter.session_id, by])
        leased = await tx.execute(TAKE_LEASE, _lease(reporter, deps.settings.lease_s))
        if spent.rowcount == 0 or leased.rowcount == 0:
            raise JobReplayed()
        kept = await tx.execute("select named from session_memories where partner_id = %s", [reporter.partner_id])
        row = await kept.fetchone()
    memory = Named.model_validate(row["named"]) if row is not None else None
    return Claimed(memory=memory, server_time=standing["now"])


async def take(deps: Deps, reporter: Reporter, items: Sequence[Item], *, staying: bool = True) -> Taken:
    """Keeps each item once, by its id, before anything is refused; then renews the lease and says whether to stop.

    All of it belongs to the Partner of the lease, also what comes after their place or the session ended. A coach that lost its
    lease while the API was away gets it back as long as it is `staying` in the room and no other has claimed the new one.
    """
    async with deps.db.as_service() as tx:
        standing = await _standing(tx, reporter)
        if standing is None:
            return Taken(accepted=0, stop="ended", server_time=deps.now())
        ended_at, revoked_at, now = standing["ended_at"], standing["revoked_at"], standing["now"]
        for over_at in (ended_at, revoked_at):
            if over_at is not None and deps.now() > over_at + timedelta(seconds=LINGER_S):
                return Taken(accepted=0, stop="ended", server_time=now)
        holds = standing["lease_id"] == reporter.lease_id
        staying = staying and revoked_at is None
        if not holds and staying:
            back = await tx.execute(TAKE_LEASE_BACK, _lease(reporter, deps.settings.lease_s))
            holds = back.rowcount > 0
        wanted = items if holds else await _said_with_consent(tx, reporter, standing, items)
        accepted = 0
        for item in wanted:
            if standing["forgotten"] and not isinstance(item, StatusReported):
                continue  # the Partner had everything deleted; what was still under way is not kept either
            accepted += await _keep(tx, reporter, item)
        left = not staying or any(isinstance(item, StatusReported) and item.state == LEFT for item in items)
        await tx.execute(RENEW_LEASE, _lease(reporter, 0 if left else deps.settings.lease_s))
    return Taken(accepted=accepted, stop=_stop(standing, holds), server_time=now)


def _stop(standing: Row, holds: bool) -> Stop | None:
    if standing["ended_at"] is not None or standing["revoked_at"] is not None or not standing["open"]:
        return "ended"
    if not holds:
        return "replaced"
    if not standing["listens"] and not standing["just_withdrawn"]:
        return "consent"
    return None


def _lease(reporter: Reporter, for_s: float) -> dict[str, Any]:
    return {"session": reporter.session_id, "partner": reporter.partner_id, "lease": reporter.lease_id, "for_s": for_s}


async def _said_with_consent(tx: Tx, reporter: Reporter, standing: Row, items: Sequence[Item]) -> list[Item]:
    """Of what a coach without a lease hands in: what the Partner let it hear at that time."""
    found = await tx.execute(
        "select granted, at from consents where partner_id = %s and kind = 'listening' order by at, id", [reporter.partner_id]
    )
    allowed = agreed_spans([(row["granted"], row["at"]) for row in await found.fetchall()], standing["now"] + timedelta(days=1))
    off = timedelta(seconds=CLOCKS_S)

    def stood(item: Item) -> bool:
        match item:
            case SafetyAcknowledged():
                return True
            case MemoryReported():
                return bool(standing["listens"])
            case SegmentReported():
                at = standing["zero_at"] and standing["zero_at"] + timedelta(seconds=item.end_s)
            case HintReported() | SafetyReported():
                at = item.at
            case StatusReported():
                return False
            case _:
                assert_never(item)
        return at is not None and any(since - off <= at <= until + off for since, until in allowed)

    return [item for item in items if stood(item)]


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
                "insert into hints (session_id, partner_id, id, launch, seq, text, source, step, label, at, latency_ms)"
                " values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s) on conflict (id) do nothing",
                [
                    session, partner, item.id, item.launch, item.seq, _clean(item.text), item.source, item.step, item.label,
                    item.at, None if item.latency_ms is None else round(item.latency_ms),
                ],
            )  # fmt: skip
        case SegmentReported():
            done = await tx.execute(
                "insert into segments (session_id, partner_id, id, launch, seq, text, start_s, end_s)"
                " values (%s, %s, %s, %s, %s, %s, %s, %s) on conflict (id) do nothing",
                [
                    session, partner, _id(reporter, item), item.launch, item.seq, _clean(item.text), item.start_s, item.end_s
                ],
            )  # fmt: skip
        case MemoryReported():
            done = await tx.execute(
                "insert into session_memories as m (session_id, partner_id, launch, seq, named) values (%s, %s, %s, %s, %s)"
                " on conflict (partner_id) do update set launch = excluded.launch, seq = excluded.seq, named = excluded.named,"
                " at = clock_timestamp() where (m.launch, m.seq) <= (excluded.launch, excluded.seq) and m.named <> excluded.named",
                [session, partner, item.launch, item.seq, _clean(item.named.model_dump_json())],
            )
        case SafetyReported():
            done = await tx.execute(
                "insert into safety_events (session_id, partner_id, id, launch, seq, kind, at)"
                " values (%s, %s, %s, %s, %s, %s, %s) on conflict (id) do nothing",
                [session, partner, _id(reporter, item), item.launch, item.seq, item.kind, item.at],
            )
        case SafetyAcknowledged():
            # the Facilitator's act, whoever the card was about
            done = await tx.execute(
                "update safety_events set acknowledged_at = %(at)s where session_id = %(session)s and acknowledged_at is null"
                " and case when %(id)s::uuid is null then seq = %(seq)s else id = %(id)s end",
                {"at": item.at, "session": session, "id": item.id, "seq": item.seq},
            )
        case StatusReported():
            done = await tx.execute(
                "update agent_leases set state = %s, state_at = %s where session_id = %s and lease_id = %s and state_at <= %s",
                [item.state, item.at, session, reporter.lease_id, item.at],
            )
    return done.rowcount


def _id(reporter: Reporter, item: SegmentReported | SafetyReported) -> UUID:
    """An item of an agent from before has the same id each time it is reported, and another under another lease."""
    return item.id or uuid5(reporter.lease_id, f"{item.type}-{item.seq}")


def _clean(text: str) -> str:
    """Postgres text holds no NUL."""
    return text.replace("\x00", "")
