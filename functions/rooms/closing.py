"""Closing a room for good."""

from __future__ import annotations

import logging
from uuid import UUID

from functions.platform.deps import Deps
from functions.platform.errors import LiveKitUnreachable
from functions.rooms.identities import room_name

log = logging.getLogger(__name__)


async def close_room(deps: Deps, session_id: UUID | str) -> bool:
    """Puts everybody out now, or asks the queue to try again; False then."""
    try:
        await deps.livekit.close_room(room_name(deps.settings.deployment, session_id))
    except LiveKitUnreachable as unreachable:
        log.warning("session %s: room not closed yet: %s", session_id, unreachable)
        await deps.queue.defer("close_room", once=f"close_room:{session_id}", after_s=2, session_id=str(session_id))
        return False
    return True
