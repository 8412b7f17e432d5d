"""Removes people without a place from a room where LiveKit could not do it at once."""

from __future__ import annotations

from functions.calls import admission
from functions.deps import Deps


async def remove_strangers(deps: Deps, session_id: str) -> None:
    """`admission.remove_strangers` itself puts the next try in line when this one fails."""
    await admission.remove_strangers(deps, session_id)
