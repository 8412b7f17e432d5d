"""Tells the room whether its recording runs, when LiveKit could not be told at once."""

from __future__ import annotations

from functions.deps import Deps
from functions.recording import room


async def tell_recording(deps: Deps, session_id: str) -> None:
    """While the session runs; `tell_room` itself puts the next try in line when this one fails."""
    async with deps.db.as_service() as tx:
        found = await tx.execute("select 1 as open from sessions where id = %s and ended_at is null", [session_id])
        if await found.fetchone() is None:
            return
    await room.tell_room(deps, session_id)
