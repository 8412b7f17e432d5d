"""Tells the room a Partner's choice that LiveKit could not be told at once."""

from __future__ import annotations

from functions.calls.session_end import is_open
from functions.consent import consents
from functions.deps import Deps


async def tell_consent(deps: Deps, session_id: str) -> None:
    """While the session runs; `tell_room` itself puts the next try in line when this one fails."""
    if await is_open(deps, session_id):
        await consents.tell_room(deps, session_id)
