"""Whether a session is over, for who may know."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from functions.platform.deps import Deps
from functions.platform.errors import NotFound, SessionEnded
from functions.platform.principals import Facilitator, Partner


async def session_end(deps: Deps, who: Facilitator | Partner, session_id: UUID) -> datetime | None:
    """When the session ended, if it has. Raises NotFound for strangers, and for what row-level security hides."""
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


async def must_be_open(deps: Deps, who: Facilitator | Partner, session_id: UUID) -> None:
    """Raises NotFound as above, SessionEnded."""
    if await session_end(deps, who, session_id) is not None:
        raise SessionEnded()


async def is_open(deps: Deps, session_id: str) -> bool:
    """For jobs: it is there, and not over."""
    async with deps.db.as_service() as tx:
        found = await tx.execute("select 1 as open from sessions where id = %s and ended_at is null", [session_id])
        return await found.fetchone() is not None
