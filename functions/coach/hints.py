"""What the Facilitator's page fetches again after a reload: hints and safety cards of one session."""

from __future__ import annotations

from uuid import UUID

from functions.deps import Deps, Row
from functions.errors import NotFound
from functions.people.bearers import Facilitator


async def of_session(deps: Deps, who: Facilitator, session_id: UUID) -> tuple[list[Row], list[Row]]:
    """(hints, safety), each oldest first. Raises NotFound for sessions that are not theirs."""
    async with deps.db.as_facilitator(who.claims) as tx:
        if await (await tx.execute("select 1 as own from sessions where id = %s", [session_id])).fetchone() is None:
            raise NotFound()
        hints = await tx.execute(
            "select seq, id, text, source, step, at, latency_ms from hints where session_id = %s order by seq", [session_id]
        )
        safety = await tx.execute(
            "select seq, kind, at, acknowledged_at from safety_events where session_id = %s order by seq", [session_id]
        )
        return await hints.fetchall(), await safety.fetchall()
