"""Closes rooms that a kept join token opened again: of a session that has ended, or of one that is not there any more."""

from __future__ import annotations

import asyncio
import logging
from datetime import datetime, timedelta

from functions.platform.deps import Deps, Tx
from functions.rooms import admission
from functions.rooms.identities import PREFIX, session_of

log = logging.getLogger(__name__)

UNKNOWN_FOR_S = 60.0
"""How long a room of ours may stand without a session, from when it was first seen so."""
TOGETHER = 10


async def note_unknown(deps: Deps, tx: Tx, room: str) -> float:
    """Remembers a room without a session; returns the seconds until it is to be closed, 0 when it is now."""
    now = deps.now()
    seen = await tx.execute(
        "insert into unknown_rooms as u (room, first_seen_at) values (%s, %s)"
        " on conflict (room) do update set first_seen_at = u.first_seen_at returning first_seen_at",
        [room, now],
    )
    row = await seen.fetchone()
    first_seen_at: datetime = row["first_seen_at"] if row else now
    return max(0.0, (first_seen_at + timedelta(seconds=UNKNOWN_FOR_S) - now).total_seconds())


async def close_unknown(deps: Deps, room: str) -> None:
    """Closes it if its time has come and there is still no session, else sees to it that it is looked at again.

    Raises LiveKitUnreachable."""
    session_id = session_of(room, deps.settings.deployment)
    if session_id is None:
        return
    async with deps.db.as_service() as tx:
        known = await tx.execute("select from sessions where id = %s", [session_id])
        if await known.fetchone() is not None:
            await tx.execute("delete from unknown_rooms where room = %s", [room])
            return
        left_s = await note_unknown(deps, tx, room)
    if left_s > 0:
        await deps.queue.defer("close_unknown_room", once=f"close_unknown_room:{room}", after_s=left_s, room=room)
    elif await deps.livekit.close_room(room):
        log.warning("room %s: closed, it belongs to no session", room)


async def sweep(deps: Deps) -> None:
    """Looks at every room of this deployment: webhooks can be lost, and are not sent for people who never get as far as sound.

    Raises LiveKitUnreachable."""
    sessions = {room: session_of(room, deps.settings.deployment) for room in await deps.livekit.rooms(f"{PREFIX}-")}
    ours = {room: session for room, session in sessions.items() if session is not None}
    async with deps.db.as_service() as tx:
        found = await tx.execute(
            "select id::text as id, ended_at from sessions where id = any(%s::uuid[])", [list(ours.values())]
        )
        ended = {row["id"]: row["ended_at"] is not None for row in await found.fetchall()}
    gate = asyncio.Semaphore(TOGETHER)

    async def look(room: str, session_id: str) -> None:
        async with gate:
            if session_id not in ended:
                await close_unknown(deps, room)
            elif ended[session_id]:
                await deps.livekit.close_room(room)
            else:
                await admission.remove_strangers(deps, session_id)

    await asyncio.gather(*(look(room, session) for room, session in ours.items()))
