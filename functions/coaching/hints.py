"""What the Facilitator's page fetches again after a reload: hints, their marks and safety cards of one session."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from functions.platform.deps import Deps, Row
from functions.platform.errors import NotFound
from functions.platform.principals import Facilitator

Mark = Literal["helped", "not-now"]


async def of_session(deps: Deps, who: Facilitator, session_id: UUID) -> tuple[list[Row], list[Row]]:
    """(hints, safety), each oldest first. Raises NotFound for sessions that are not theirs."""
    async with deps.db.as_facilitator(who.claims) as tx:
        if await (await tx.execute("select 1 as own from sessions where id = %s", [session_id])).fetchone() is None:
            raise NotFound()
        hints = await tx.execute(
            "select id, launch, seq, partner_id, text, source, step, at, latency_ms, mark"
            " from hints where session_id = %s order by launch, seq",
            [session_id],
        )
        safety = await tx.execute(
            "select id, launch, seq, partner_id, kind, at, acknowledged_at"
            " from safety_events where session_id = %s order by launch, seq",
            [session_id],
        )
        return await hints.fetchall(), await safety.fetchall()


async def set_mark(deps: Deps, who: Facilitator, session_id: UUID, hint_id: UUID, given: Mark | None) -> None:
    """Keeps the Facilitator's word on one hint. Raises NotFound for one that is not theirs, or not reported yet."""
    async with deps.db.as_facilitator(who.claims) as tx:
        done = await tx.execute("update hints set mark = %s where session_id = %s and id = %s", [given, session_id, hint_id])
        if done.rowcount == 0:
            raise NotFound()
