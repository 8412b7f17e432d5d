"""What LiveKit tells us: each event once, in any order, and what follows from it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

from functions.platform.deps import Deps, Tx
from functions.platform.room_events import RoomEvent
from functions.rooms import admission, closing, presence, room_state, stale_rooms
from functions.rooms.consent_attribute import tell_consent
from functions.rooms.identities import role_of, session_of

log = logging.getLogger(__name__)

Then = Callable[[], Awaitable[object]]
"""What is still to be done once LiveKit has its answer."""


async def take(deps: Deps, event: RoomEvent) -> Then | None:
    """Writes the event down and returns what follows; None for events that are not ours, were seen, or mean nothing here."""
    session_id, handle = session_of(event.room, deps.settings.deployment), HANDLERS.get(event.kind)
    if session_id is None or handle is None:
        return None
    async with deps.db.as_service() as tx:
        if event.kind == "participant_joined" and event.who and await admission.was_refused(tx, session_id, event.who):
            identity = event.who.identity
            return lambda: admission.remove(deps, session_id, identity)
        if event.kind in LEAVING and event.who and await admission.is_stranger(tx, session_id, event.who):
            return None
        found = await tx.execute(FIRST_SEEN, {"id": event.id, "event": event.kind, "session": session_id})
        row = await found.fetchone()
        if row is None:
            return (lambda: stale_rooms.close_unknown(deps, event.room)) if event.kind in OPENING else None
        return await handle(deps, tx, event, session_id, row["ended_at"]) if row["fresh"] else None


LEAVING = ("participant_left", "participant_connection_aborted")
OPENING = ("room_started", "participant_joined")
FIRST_SEEN = """
with s as (
  select id, ended_at from sessions where id = %(session)s
), e as (
  insert into webhook_events (id, event, session_id) select %(id)s, %(event)s, s.id from s on conflict (id) do nothing returning id
)
select s.ended_at, exists (select from e) as fresh from s
"""


async def _started(deps: Deps, tx: Tx, event: RoomEvent, session_id: str, ended_at: datetime | None) -> Then | None:
    return None if ended_at is None else lambda: closing.close_room(deps, session_id)


async def _joined(deps: Deps, tx: Tx, event: RoomEvent, session_id: str, ended_at: datetime | None) -> Then | None:
    if ended_at is not None:
        # a token minted before the end is good for minutes; the room is not
        return lambda: closing.close_room(deps, session_id)
    if event.who is None:
        return None
    who = event.who
    role = await admission.place_in_room(tx, session_id, who)
    if role is None:
        await admission.refuse(tx, session_id, who)
        return lambda: admission.remove(deps, session_id, who.identity)
    if role == "coach" and (since := await admission.replaced_at(tx, session_id, who)) is not None:
        return lambda: admission.remove_replaced_coach(deps, session_id, who, since)
    await presence.came(tx, session_id, role, who)
    if role == "coach":
        return None
    return (lambda: _welcome(deps, session_id)) if role == "partner" else (lambda: room_state.tell_room(deps, session_id))


async def _left(deps: Deps, tx: Tx, event: RoomEvent, session_id: str, ended_at: datetime | None) -> Then | None:
    role = role_of(event.who.identity, session_id) if event.who else None
    if role is None or event.who is None:
        return None
    await presence.went(tx, session_id, role, event.who, _at(event))
    return (lambda: deps.coaching.expect_silence(deps, session_id)) if role == "coach" and ended_at is None else None


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
    """A join token outlives the consent it was given with: what the ledger says is told before a coach comes."""
    await asyncio.gather(
        room_state.tell_room(deps, session_id),
        tell_consent(deps, session_id),
    )
    await deps.coaching.launch_if_due(deps, session_id)


Handler = Callable[[Deps, Tx, RoomEvent, str, datetime | None], Awaitable[Then | None]]
HANDLERS: dict[str, Handler] = {
    "room_started": _started,
    "participant_joined": _joined,
    "participant_left": _left,
    "participant_connection_aborted": _left,
    "room_finished": _finished,
}


def _at(event: RoomEvent) -> datetime:
    return datetime.fromtimestamp(event.created_s, UTC) + timedelta(seconds=1)
