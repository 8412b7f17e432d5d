"""What everybody in a room is told through its metadata, which no person's token can change: the Partner, and the recording."""

from __future__ import annotations

import json
from dataclasses import dataclass
from uuid import UUID

from core.protocol.room_metadata import RoomMetadata
from functions.platform.deps import Deps, Tx
from functions.rooms.identities import partner_identity, room_name
from functions.rooms.recording_state import standing
from functions.rooms.room_sync import tell


@dataclass(frozen=True, slots=True)
class Place:
    """Who has the Partner's place: their identity, or None. `version` grows with each change of it, so that the newer is known."""

    identity: str | None
    version: int


async def place_of(tx: Tx, session_id: UUID | str) -> Place:
    found = await tx.execute(
        "select s.partner_version, p.id as partner_id from sessions s"
        " left join partners p on p.session_id = s.id and p.revoked_at is null where s.id = %s",
        [session_id],
    )
    row = await found.fetchone()
    if row is None:
        return Place(None, 0)
    return Place(partner_identity(row["partner_id"]) if row["partner_id"] else None, row["partner_version"])


async def room_state(deps: Deps, session_id: UUID | str) -> str:
    """What stands now, as the pages read it: `{"partner", "partner_version", "recording": {state, agreed, consent, paused_by}}`."""
    async with deps.db.as_service() as tx:
        place = await place_of(tx, session_id)
        recording = await standing(tx, session_id)
    told: RoomMetadata = {
        "partner": place.identity,
        "partner_version": place.version,
        "recording": {
            "state": recording.state,
            "agreed": recording.agreed,
            "consent": recording.consent,
            "paused_by": list(recording.paused_by),
        },
    }
    return json.dumps(told)


async def tell_room(deps: Deps, session_id: UUID | str) -> bool:
    """Writes what stands; see `room_sync`. A room that is not there yet is told when the first person comes in."""
    session = str(session_id)
    return await tell(
        deps,
        session,
        "room",
        read=lambda: room_state(deps, session),
        write=lambda now: deps.livekit.set_room_metadata(room_name(deps.settings.deployment, session), now),
    )
