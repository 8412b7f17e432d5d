"""Puts everybody out of an ended session whose room could not be closed at once."""

from __future__ import annotations

from functions.calls import sessions
from functions.calls.session_end import is_open
from functions.deps import Deps


async def close_room(deps: Deps, session_id: str) -> None:
    if not await is_open(deps, session_id):
        await sessions.close_room(deps, session_id)
