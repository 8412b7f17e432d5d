"""The Partner's word on listening as the media server has it: an attribute of their participant, which decides who may hear them."""

from __future__ import annotations

from uuid import UUID

from core.protocol.room_messages import CONSENT_ATTRIBUTE, CONSENT_GRANTED, CONSENT_WITHDRAWN
from functions.platform.deps import Deps
from functions.rooms.identities import partner_identity, room_name
from functions.rooms.room_sync import tell


async def tell_consent(deps: Deps, session_id: UUID | str) -> bool:
    """Writes what the ledger says into the standing Partner's LiveKit attributes; see `room_sync`."""
    session = str(session_id)

    async def write(said: tuple[UUID | None, bool]) -> None:
        partner_id, granted = said
        if partner_id is not None:
            room, word = room_name(deps.settings.deployment, session), CONSENT_GRANTED if granted else CONSENT_WITHDRAWN
            await deps.livekit.set_attributes(room, partner_identity(partner_id), {CONSENT_ATTRIBUTE: word})

    return await tell(deps, session, "consent", read=lambda: _said(deps, session), write=write)


async def _said(deps: Deps, session_id: str) -> tuple[UUID | None, bool]:
    """Who has the Partner's place, and whether they let the coach listen."""
    async with deps.db.as_service() as tx:
        found = await tx.execute(
            "select id, private.listens(session_id) as listens from partners where session_id = %s and revoked_at is null",
            [session_id],
        )
        row = await found.fetchone()
    return (row["id"], row["listens"]) if row is not None else (None, False)
