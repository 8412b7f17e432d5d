"""Tells the room whether its recording runs, when LiveKit could not be told at once."""

from __future__ import annotations

from functions.calls.session_end import is_open
from functions.deps import Deps
from functions.recording import room


async def tell_recording(deps: Deps, session_id: str) -> None:
    """While the session runs; `tell_room` itself puts the next try in line when this one fails."""
    if await is_open(deps, session_id):
        await room.tell_room(deps, session_id)
