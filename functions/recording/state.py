"""Whether a recording runs: the Facilitator starts it once the Partner has agreed, either pauses it, each lifts their own pause."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from functions.deps import Deps, Row, Tx
from functions.errors import NotFound, NotRecording, RecordingNotAgreed, SessionEnded
from functions.people.bearers import Facilitator, Partner
from functions.recording.room import tell_room

Voice = Literal["facilitator", "partner"]
State = Literal["off", "running", "paused", "stopped"]
Wish = Literal["running", "paused", "stopped"]


@dataclass(frozen=True, slots=True)
class Standing:
    """`off`: the standing Partner has no recording yet. `paused_by`: whose pauses hold it."""

    state: State
    agreed: bool
    paused_by: tuple[Voice, ...]


def voice_of(who: Facilitator | Partner) -> Voice:
    return "partner" if isinstance(who, Partner) else "facilitator"


def state_of(row: Row | None) -> State:
    if row is None:
        return "off"
    if row["stopped_at"] is not None:
        return "stopped"
    return "running" if row["running"] else "paused"


def paused_by(row: Row | None) -> tuple[Voice, ...]:
    if row is None or row["stopped_at"] is not None:
        return ()
    voices: tuple[Voice, ...] = ("facilitator", "partner")
    return tuple(voice for voice in voices if row[f"paused_by_{voice}"])


async def session_end(deps: Deps, who: Facilitator | Partner, session_id: UUID) -> datetime | None:
    """When the session ended, if it has. Raises NotFound for strangers."""
    if isinstance(who, Partner):
        if session_id != who.session_id:
            raise NotFound()
        return who.ended_at
    async with deps.db.as_facilitator(who.claims) as tx:
        row = await (await tx.execute("select ended_at from sessions where id = %s", [session_id])).fetchone()
    if row is None:
        raise NotFound()
    ended_at: datetime | None = row["ended_at"]
    return ended_at


async def newest(tx: Tx, session_id: UUID | str) -> Row | None:
    """The recording of the Partner who has the place now."""
    found = await tx.execute(
        "select r.* from recordings r join partners p on p.id = r.partner_id and p.revoked_at is null where r.session_id = %s",
        [session_id],
    )
    return await found.fetchone()


async def standing(tx: Tx, session_id: UUID | str) -> Standing:
    row = await newest(tx, session_id)
    allowed = await (await tx.execute("select private.allows(%s, 'recording') as agreed", [session_id])).fetchone()
    return Standing(state_of(row), bool(allowed and allowed["agreed"]), paused_by(row))


async def change(deps: Deps, who: Facilitator | Partner, session_id: UUID, wish: Wish) -> None:
    """Raises NotFound, SessionEnded, RecordingNotAgreed; NotRecording when a Partner lifts a pause that is none."""
    if await session_end(deps, who, session_id) is not None:
        raise SessionEnded()
    voice = voice_of(who)
    async with deps.db.as_service() as tx:
        # the ledger's own lock: a yes and a no at the same moment come one after the other
        locked = await tx.execute("select id from partners where session_id = %s and revoked_at is null for update", [session_id])
        partner = await locked.fetchone()
        if wish == "running":
            now = await standing(tx, session_id)
            if partner is None or not now.agreed:
                raise RecordingNotAgreed()
            if voice == "facilitator":
                await _start(deps, tx, session_id, partner["id"])
            elif now.state not in ("running", "paused"):
                raise NotRecording()
        if wish == "stopped":
            await tx.execute(
                "update recordings set stopped_at = clock_timestamp() where session_id = %s and stopped_at is null", [session_id]
            )
        else:
            mine = "paused_by_partner" if voice == "partner" else "paused_by_facilitator"
            await tx.execute(
                f"update recordings set {mine} = %s where session_id = %s and stopped_at is null",  # noqa: S608
                [wish == "paused", session_id],
            )
    await tell_room(deps, session_id)


START = """
insert into recordings as r (session_id, partner_id, days)
select c.session_id, c.partner_id, least(%(days)s, coalesce((c.filled ->> 'days')::integer, %(days)s))
from consents c where c.partner_id = %(partner)s and c.kind = 'recording' order by c.id desc limit 1
on conflict (session_id, partner_id) do update
  set stopped_at = null, paused_by_partner = r.paused_by_partner and r.stopped_at is null, days = least(r.days, excluded.days)
"""


async def _start(deps: Deps, tx: Tx, session_id: UUID, partner_id: UUID) -> None:
    """Goes on with the recording there is. A pause of the Partner's stays until they lift it, or until it was stopped."""
    await tx.execute(START, {"days": deps.settings.recording_days, "partner": partner_id})
