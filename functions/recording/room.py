"""Tells both pages whether a recording runs, through the room's metadata, which no person's token can change."""

from __future__ import annotations

import json
import logging
from uuid import UUID

from functions.calls.rooms import room_name
from functions.deps import Deps
from functions.errors import LiveKitUnreachable

log = logging.getLogger(__name__)

ROUNDS = 5


async def word(deps: Deps, session_id: UUID | str) -> str:
    """What stands now, as the pages read it: `{"recording": {state, agreed, paused_by}}`."""
    from functions.recording.state import standing

    async with deps.db.as_service() as tx:
        now = await standing(tx, session_id)
    return json.dumps({"recording": {"state": now.state, "agreed": now.agreed, "paused_by": list(now.paused_by)}})


async def tell_room(deps: Deps, session_id: UUID | str) -> bool:
    """Writes what stands, reading again after each write, so that two changes at once end on the newer one.

    False, and a job that tries again, when LiveKit cannot be reached. A room that is not there needs no word: pages ask when
    they come in.
    """
    session = str(session_id)
    told: str | None = None
    try:
        for _ in range(ROUNDS):
            now = await word(deps, session)
            if told == now:
                return True
            await deps.livekit.set_room_metadata(room_name(session), now)
            told = now
        log.warning("session %s: recording changed %d times while the room was told", session, ROUNDS)
    except LiveKitUnreachable as unreachable:
        log.warning("session %s: room not told of its recording yet: %s", session, unreachable)
    await deps.queue.defer("tell_recording", once=f"tell_recording:{session}", after_s=1, session_id=session)
    return False
