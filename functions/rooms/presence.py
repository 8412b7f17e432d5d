"""Who is in the room, as LiveKit's webhooks tell it, and as LiveKit itself says when asked."""

from __future__ import annotations

import logging
from datetime import UTC, datetime

from functions.platform.deps import Deps, Tx
from functions.platform.room_events import Present, Role
from functions.rooms.admission import place_in_room, remove_strangers
from functions.rooms.identities import room_name

log = logging.getLogger(__name__)


def joined_at(person: Present) -> datetime:
    """When this connection began."""
    return datetime.fromtimestamp(person.joined_ms / 1000, UTC)


async def came(tx: Tx, session_id: str, role: Role, person: Present) -> None:
    await tx.execute("select private.enter_room(%s, %s, %s, %s)", [session_id, role, person.sid, joined_at(person)])


async def went(tx: Tx, session_id: str, role: Role, person: Present, at: datetime) -> None:
    await tx.execute("select private.leave_room(%s, %s, %s, %s, %s)", [session_id, role, person.sid, joined_at(person), at])


async def look(deps: Deps, session_id: str) -> None:
    """Asks LiveKit and puts the table right: webhooks can be lost. Raises LiveKitUnreachable."""
    asked_at = datetime.now(UTC)
    people = await deps.livekit.who_is_in(room_name(deps.settings.deployment, session_id))
    async with deps.db.as_service() as tx:
        here = [person.sid for person in people]
        # whoever came while we asked is left to their own webhook
        gone = await tx.execute(
            "update presences set left_at = clock_timestamp()"
            " where session_id = %s and left_at is null and joined_at < %s and not sid = any(%s)",
            [session_id, asked_at, here],
        )
        placed = [(await place_in_room(tx, session_id, person), person) for person in people]
        for role, person in placed:
            if role is not None:
                await came(tx, session_id, role, person)
    if gone.rowcount:
        log.info("session %s: %s stood in the room only on paper", session_id, gone.rowcount)
    if any(role is None for role, _ in placed):
        await remove_strangers(deps, session_id)
