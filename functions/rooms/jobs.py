"""What LiveKit could not be told or made to do at once. Each of the functions called puts its own next try in line."""

from __future__ import annotations

from functions.platform.deps import Deps
from functions.rooms import admission, closing, consent_attribute, room_state, stale_rooms
from functions.rooms.session_end import is_open


async def close_room(deps: Deps, session_id: str) -> None:
    """Removes everybody from the room of an ended session."""
    if not await is_open(deps, session_id):
        await closing.close_room(deps, session_id)


async def close_unknown_room(deps: Deps, room: str) -> None:
    """Closes a room of this deployment that has had no session for a minute."""
    await stale_rooms.close_unknown(deps, room)


async def remove_strangers(deps: Deps, session_id: str) -> None:
    """Removes people without a place."""
    await admission.remove_strangers(deps, session_id)


async def tell_consent(deps: Deps, session_id: str) -> None:
    """Tells the room a Partner's choice, while the session runs."""
    if await is_open(deps, session_id):
        await consent_attribute.tell_consent(deps, session_id)


async def tell_room(deps: Deps, session_id: str) -> None:
    """Tells a room what stands, while the session runs."""
    if await is_open(deps, session_id):
        await room_state.tell_room(deps, session_id)


JOBS = (close_room, close_unknown_room, remove_strangers, tell_consent, tell_room)
