"""Tells a room what stands, when LiveKit could not be told at once."""

from __future__ import annotations

from functions.calls import room_state
from functions.calls.session_end import is_open
from functions.deps import Deps


async def tell_room(deps: Deps, session_id: str) -> None:
    """While the session runs; `room_state.tell_room` itself puts the next try in line when this one fails."""
    if await is_open(deps, session_id):
        await room_state.tell_room(deps, session_id)
