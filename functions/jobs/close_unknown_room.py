"""Closes a room of this deployment that has had no session for a minute."""

from __future__ import annotations

from functions.calls import stale_rooms
from functions.deps import Deps


async def close_unknown_room(deps: Deps, room: str) -> None:
    await stale_rooms.close_unknown(deps, room)
