"""Puts everybody out of an ended session whose room could not be closed at once."""

from __future__ import annotations

from functions.calls import sessions
from functions.deps import Deps


async def close_room(deps: Deps, session_id: str) -> None:
    async with deps.db.as_service() as tx:
        found = await tx.execute("select 1 as open from sessions where id = %s and ended_at is null", [session_id])
        if await found.fetchone() is not None:
            return
    await sessions.close_room(deps, session_id)
