"""The files of recordings: made of their pieces, and removed."""

from __future__ import annotations

from functions.platform.deps import Deps
from functions.recording import files, joins


async def join_recording(deps: Deps, session_id: str) -> None:
    """Makes the sound files of one ended session, as soon as its pages have sent their last seconds."""
    again_in_s = await joins.join(deps, session_id)
    if again_in_s is not None:
        await deps.queue.defer("join_recording", once=f"join_recording:{session_id}", after_s=again_in_s, session_id=session_id)


async def empty_trash(deps: Deps) -> None:
    """Removes the files of deleted recordings from the file store."""
    await files.empty_trash(deps)


JOBS = (join_recording, empty_trash)
