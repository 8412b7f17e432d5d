"""Who may be in a session's room. A join token outlives the right it was given for, so the right is looked up when they come."""

from __future__ import annotations

from functions.calls.room_state import place_of
from functions.calls.rooms import Present, Role, role_of
from functions.deps import Tx


async def place_in_room(tx: Tx, session_id: str, person: Present) -> Role | None:
    """The role they may be here in, or None: an identity of no one's, or a Partner who lost the place."""
    role = role_of(person.identity, session_id)
    if role == "partner" and person.identity != (await place_of(tx, session_id)).identity:
        return None
    return role
