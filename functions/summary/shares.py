"""Summary shares: the notes of each Partner of a session, kept apart in one mail and on one page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal
from uuid import UUID

from functions.platform import names
from functions.platform.deps import Tx

ORDINALS = ("First", "Second", "Third", "Fourth", "Fifth", "Sixth", "Seventh", "Eighth", "Ninth")


@dataclass(frozen=True, slots=True)
class Share:
    """The notes of what one Partner said. `number`: which Partner of the session, from 1. `since`, `until`: of their place.

    `agreed`: when they had agreed to listening, while `text` and `html` are without dates; None where these were written with them."""

    session_id: UUID
    partner_id: UUID
    number: int
    name: str | None = field(repr=False)
    since: datetime
    until: datetime
    agreed: Sequence[tuple[datetime, datetime]] | None
    source: Literal["ai", "extractive"]
    text: str = field(repr=False)
    html: str = field(repr=False)
    written_at: datetime

    @property
    def label(self) -> str:
        """The name they gave, else `First person`."""
        return names.shown(self.name) or label(self.number)


def label(number: int) -> str:
    return f"{ORDINALS[number - 1]} person" if number <= len(ORDINALS) else f"Person {number}"


# the first Partner's time begins with the session: the link may have been opened days before it
PLACES = """
select s.id as session_id, p.id, p.display_name as name, p.number,
       least(greatest(coalesce(s.started_at, s.created_at), case when p.number > 1 then p.created_at end), p.until) as since, p.until
from sessions s cross join lateral (
  select id, display_name, created_at, row_number() over (order by created_at, id)::integer as number,
         coalesce(least(revoked_at, s.ended_at), now()) as until
  from partners where session_id = s.id
) p
where s.id = any(%(sessions)s::uuid[])
"""
STANDING = f"""
select p.session_id, h.partner_id, p.number, p.name, coalesce(h.since, p.since) as since, coalesce(h.until, p.until) as until,
       h.agreed, h.source, h.text, h.html, h.written_at
from ({PLACES}) p join summary_shares h on h.partner_id = p.id
order by p.session_id, p.number
"""  # noqa: S608 - both halves are ours


async def standing(tx: Tx, session_id: UUID | str) -> list[Share]:
    """The shares that are kept, in the order in which their Partners came."""
    return await of_sessions(tx, [session_id])


async def of_sessions(tx: Tx, session_ids: Sequence[UUID | str]) -> list[Share]:
    found = await tx.execute(STANDING.encode(), {"sessions": [str(one) for one in session_ids]})
    return [Share(**row | {"agreed": _spans(row["agreed"])}) for row in await found.fetchall()]


def _spans(agreed: Sequence[Sequence[str]] | None) -> list[tuple[datetime, datetime]] | None:
    if agreed is None:
        return None
    return [(datetime.fromisoformat(since), datetime.fromisoformat(until)) for since, until in agreed]
