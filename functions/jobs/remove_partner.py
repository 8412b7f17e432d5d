"""Puts a former Partner out of the room whom LiveKit could not put out at once."""

from __future__ import annotations

from functions.deps import Deps
from functions.people import invites


async def remove_partner(deps: Deps, session_id: str) -> None:
    """`invites.remove_partner` itself puts the next try in line when this one fails."""
    await invites.remove_partner(deps, session_id)
