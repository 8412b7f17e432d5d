"""Summary shares: the notes of each Partner of a session, kept apart in one mail and on one page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal
from uuid import UUID

from functions import mail, names
from functions.deps import Tx

ORDINALS = ("First", "Second", "Third", "Fourth", "Fifth", "Sixth", "Seventh", "Eighth", "Ninth")


@dataclass(frozen=True, slots=True)
class Share:
    """The notes of what one Partner said. `number`: which Partner of the session, from 1. `since`, `until`: of their place."""

    partner_id: UUID
    number: int
    name: str | None = field(repr=False)
    since: datetime
    until: datetime
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
select p.id, p.display_name as name, p.number,
       least(greatest(coalesce(s.started_at, s.created_at), case when p.number > 1 then p.created_at end), p.until) as since, p.until
from sessions s cross join lateral (
  select id, display_name, created_at, row_number() over (order by created_at, id)::integer as number,
         coalesce(least(revoked_at, s.ended_at), now()) as until
  from partners where session_id = s.id
) p
where s.id = %(session)s
"""
STANDING = f"""
select h.partner_id, p.number, p.name, p.since, p.until, h.source, h.text, h.html, h.written_at
from ({PLACES}) p join summary_shares h on h.partner_id = p.id
order by p.number
"""  # noqa: S608 - both halves are ours


async def standing(tx: Tx, session_id: UUID | str) -> list[Share]:
    """The shares that are kept, in the order in which their Partners came."""
    found = await tx.execute(STANDING.encode(), {"session": session_id})
    return [Share(**row) for row in await found.fetchall()]


def together(shares: Sequence[Share]) -> tuple[str, str]:
    """(text, HTML fragment) of all of them: one alone as it is, more under headings."""
    if len(shares) == 1:
        return shares[0].text, shares[0].html
    return mail.notes_apart(shares)
