"""Makes the sound files of one ended session, as soon as its pages have sent their last seconds."""

from __future__ import annotations

from functions.deps import Deps
from functions.recording import joins


async def join_recording(deps: Deps, session_id: str) -> None:
    again_in_s = await joins.join(deps, session_id)
    if again_in_s is not None:
        await deps.queue.defer("join_recording", once=f"join_recording:{session_id}", after_s=again_in_s, session_id=session_id)
