"""Writes the notes once a session has ended, as soon as the coach has said its last word."""

from __future__ import annotations

from functions.deps import Deps
from functions.notes import summary


async def summarise(deps: Deps, session_id: str) -> None:
    again_in_s = await summary.write(deps, session_id)
    if again_in_s is not None:
        await deps.queue.defer("summarise", once=f"summarise:{session_id}", after_s=again_in_s, session_id=session_id)
