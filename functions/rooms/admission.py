"""Who may be in a session's room. A join token outlives the right it was given for, so the right is looked up when they come."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from uuid import UUID

from core.protocol.room_messages import LEASE_ATTRIBUTE
from functions.platform.deps import Deps, Tx
from functions.platform.errors import LiveKitUnreachable
from functions.platform.room_events import Present, Role
from functions.rooms.identities import role_of, room_name
from functions.rooms.room_state import place_of

log = logging.getLogger(__name__)


async def place_in_room(tx: Tx, session_id: str, person: Present) -> Role | None:
    """The role they may be here in, or None: an identity of no one's, or a Partner who lost the place."""
    role = role_of(person.identity, session_id)
    if role == "partner" and person.identity != (await place_of(tx, session_id)).identity:
        return None
    return role


async def replaced_at(tx: Tx, session_id: str, coach: Present) -> datetime | None:
    """When the lease this coach was launched under became another's; None while it is its own. Asked when it comes: one that
    stays may be given a newer lease without coming again."""
    found = await tx.execute("select lease_id::text as lease, launched_at from agent_leases where session_id = %s", [session_id])
    row = await found.fetchone()
    if row is None:
        return datetime.now(UTC)
    launched_at: datetime = row["launched_at"]
    return launched_at if coach.attributes.get(LEASE_ATTRIBUTE) != row["lease"] else None


async def was_refused(tx: Tx, session_id: str, person: Present) -> bool:
    """One statement, for joins that are repeated many times a second. Counts the join."""
    row = await (await tx.execute("select private.refuse_again(%s, %s) as again", [session_id, _base(person)])).fetchone()
    return bool(row and row["again"])


async def is_stranger(tx: Tx, session_id: str, person: Present) -> bool:
    """Whether somebody who leaves had been refused: their coming was not written down, and neither is their going."""
    known = await tx.execute("select from refused_joins where session_id = %s and identity = %s", [session_id, _base(person)])
    return await known.fetchone() is not None and await place_in_room(tx, session_id, person) is None


async def refuse(tx: Tx, session_id: str, person: Present) -> None:
    """Remembers that they have no place here."""
    await tx.execute(
        "insert into refused_joins as r (session_id, identity) values (%s, %s)"
        " on conflict (session_id, identity) do update set joins = r.joins + 1, last_at = clock_timestamp()",
        [session_id, _base(person)],
    )
    log.warning("session %s: somebody without a place in its room", session_id)


def _base(person: Present) -> str:
    """LiveKit adds `#…`, of the joiner's choice, to a publish-only connection: one row stands for all of these."""
    return person.identity.partition("#")[0][:256]


async def remove(deps: Deps, session_id: str, identity: str) -> None:
    """Removes one who has no place; by a job that goes on trying when LiveKit does not answer."""
    try:
        await deps.livekit.remove(room_name(deps.settings.deployment, session_id), identity)
    except LiveKitUnreachable as unreachable:
        log.warning("session %s: not removed yet: %s", session_id, unreachable)
        await _remove_later(deps, session_id)


async def remove_replaced_coach(deps: Deps, session_id: str, coach: Present, since: datetime) -> None:
    """Only while it is this connection that is there, and with its own tokens alone: the coach that has the lease now bears the
    same identity."""
    room = room_name(deps.settings.deployment, session_id)
    try:
        if any(one.sid == coach.sid for one in await deps.livekit.who_is_in(room)):
            await deps.livekit.remove(room, coach.identity, revoke_before_s=int(since.timestamp()))
    except LiveKitUnreachable as unreachable:
        log.warning("session %s: replaced coach not removed: %s", session_id, unreachable)


async def remove_strangers(deps: Deps, session_id: UUID | str) -> bool:
    """Removes everybody from the room who has no place in it. False, and a job that tries again, without LiveKit."""
    session = str(session_id)
    room = room_name(deps.settings.deployment, session)
    try:
        people = await deps.livekit.who_is_in(room)
        async with deps.db.as_service() as tx:
            strangers = [one for one in people if await place_in_room(tx, session, one) is None]
            for one in strangers:
                await refuse(tx, session, one)
        for one in strangers:
            await deps.livekit.remove(room, one.identity)
    except LiveKitUnreachable as unreachable:
        log.warning("session %s: strangers not removed yet: %s", session, unreachable)
        await _remove_later(deps, session)
        return False
    return True


async def _remove_later(deps: Deps, session_id: str) -> None:
    await deps.queue.defer("remove_strangers", once=f"remove_strangers:{session_id}", after_s=2, session_id=session_id)
