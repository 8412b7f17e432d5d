"""What LiveKit tells us: each event once, in any order, and what follows from it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

from functions.calls import presence, room_state
from functions.calls.admission import place_in_room
from functions.calls.rooms import RoomEvent, role_of, room_name, session_of
from functions.coach import launch
from functions.consent import consents
from functions.deps import Deps, Tx
from functions.errors import LiveKitUnreachable
from functions.people import invites

log = logging.getLogger(__name__)

Then = Callable[[], Awaitable[object]]
"""What is still to be done once LiveKit has its answer."""


async def take(deps: Deps, event: RoomEvent) -> Then | None:
    """Writes the event down and returns what follows; None for events that are not ours, were seen, or mean nothing here."""
    session_id, handle = session_of(event.room, deps.settings.deployment), HANDLERS.get(event.kind)
    if session_id is None or handle is None:
        return None
    async with deps.db.as_service() as tx:
        first = await tx.execute(
            "insert into webhook_events (id, event, session_id) select %s, %s, s.id from sessions s where s.id = %s"
            " on conflict (id) do nothing returning (select ended_at from sessions where id = session_id) as ended_at",
            [event.id, event.kind, session_id],
        )
        row = await first.fetchone()
        if row is None:
            return None
        return await handle(deps, tx, event, session_id, row["ended_at"])


async def _joined(deps: Deps, tx: Tx, event: RoomEvent, session_id: str, ended_at: datetime | None) -> Then | None:
    if ended_at is not None:
        # a token minted before the end is good for minutes; the room is not
        return lambda: _close(deps, session_id)
    if event.who is None:
        return None
    role = await place_in_room(tx, session_id, event.who)
    if role is None:
        return lambda: invites.remove_partner(deps, session_id)
    await presence.came(tx, session_id, role, event.who)
    if role == "coach":
        return None
    return (lambda: _welcome(deps, session_id)) if role == "partner" else (lambda: room_state.tell_room(deps, session_id))


async def _left(deps: Deps, tx: Tx, event: RoomEvent, session_id: str, ended_at: datetime | None) -> Then | None:
    role = role_of(event.who.identity, session_id) if event.who else None
    if role is None or event.who is None:
        return None
    await presence.went(tx, session_id, role, event.who, _at(event))
    return (lambda: launch.expect_silence(deps, session_id)) if role == "coach" and ended_at is None else None


async def _finished(deps: Deps, tx: Tx, event: RoomEvent, session_id: str, ended_at: datetime | None) -> Then | None:
    # created_at has whole seconds; whoever joined later is in a new room of the same name
    await tx.execute(
        "update presences set left_at = %(at)s where session_id = %(session)s and left_at is null and joined_at <= %(at)s",
        {"at": _at(event), "session": session_id},
    )
    # a recording does not go on by itself when somebody comes back another day
    await tx.execute(
        "update recordings set stopped_at = clock_timestamp() where session_id = %(session)s and stopped_at is null"
        " and not exists (select from presences where session_id = %(session)s and left_at is null)",
        {"session": session_id},
    )
    return None


async def _welcome(deps: Deps, session_id: str) -> None:
    """A join token outlives what it said (a place taken back, a consent withdrawn): the ledger is told before a coach comes."""
    await asyncio.gather(
        room_state.tell_room(deps, session_id),
        invites.remove_partner(deps, session_id),
        consents.tell_room(deps, session_id),
    )
    await launch.launch_if_due(deps, session_id)


Handler = Callable[[Deps, Tx, RoomEvent, str, datetime | None], Awaitable[Then | None]]
HANDLERS: dict[str, Handler] = {
    "participant_joined": _joined,
    "participant_left": _left,
    "participant_connection_aborted": _left,
    "room_finished": _finished,
}


def _at(event: RoomEvent) -> datetime:
    return datetime.fromtimestamp(event.created_s, UTC) + timedelta(seconds=1)


async def _close(deps: Deps, session_id: str) -> None:
    try:
        await deps.livekit.close_room(room_name(deps.settings.deployment, session_id))
    except LiveKitUnreachable as error:
        log.warning("session %s: room of an ended session not closed: %s", session_id, error)
