"""Tells both pages whether a recording runs, through the room's metadata, which no person's token can change."""

from __future__ import annotations

import json
from uuid import UUID

from functions.calls.rooms import room_name
from functions.calls.telling import tell
from functions.deps import Deps
from functions.recording.state import standing


async def word(deps: Deps, session_id: UUID | str) -> str:
    """What stands now, as the pages read it: `{"recording": {state, agreed, paused_by}}`."""
    async with deps.db.as_service() as tx:
        now = await standing(tx, session_id)
    return json.dumps({"recording": {"state": now.state, "agreed": now.agreed, "paused_by": list(now.paused_by)}})


async def tell_room(deps: Deps, session_id: UUID | str) -> bool:
    """Writes what stands; see `calls.telling`. A room that is not there needs no word: pages ask when they come in."""
    session = str(session_id)
    return await tell(
        deps,
        session,
        "recording",
        read=lambda: word(deps, session),
        write=lambda now: deps.livekit.set_room_metadata(room_name(session), now),
    )
