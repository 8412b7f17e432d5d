"""The Partner's word: written to a ledger that only grows, then told to the room, then acted on."""

from __future__ import annotations

import json
import logging
from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from functions.consent import texts as consent_texts
from functions.consent.texts import CURRENT, KINDS, Kind
from functions.platform import names
from functions.platform.deps import Deps, Row, Tx
from functions.platform.errors import (
    Conflict,
    Invalid,
    InviteRevoked,
    LaunchFailed,
    LiveKitUnreachable,
    Problem,
    SessionEnded,
    Unauthorized,
)
from functions.platform.fields import FacilitatorName, SessionStatus, ShownName
from functions.platform.principals import Partner
from functions.rooms import room_state
from functions.rooms.consent_attribute import tell_consent

log = logging.getLogger(__name__)


class Standing(BaseModel):
    granted: bool
    version: str
    at: datetime


class PartnerView(BaseModel):
    """`room_told`: after a change, whether the media server took it; false means it is written down and being told again.

    `copy_email`: where the copy of the summary is to go; null also once it went, since the address is deleted then.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "session_id": "0d9c2a9e-54b5-4f0e-9b0f-0a4b6f7c9d10",
                    "status": "waiting",
                    "facilitator_name": "Alex",
                    "display_name": "Sam",
                    "consents": {
                        "listening": {"granted": True, "version": "listening.v1", "at": "2026-11-22T18:00:00Z"},
                        "recording": None,
                        "copy": None,
                    },
                    "facilitator_here": False,
                    "copy_email": None,
                    "room_told": True,
                }
            ]
        }
    )

    session_id: UUID
    status: SessionStatus
    facilitator_name: FacilitatorName
    display_name: ShownName
    consents: dict[Kind, Standing | None]
    facilitator_here: bool
    copy_email: str | None = None
    room_told: bool | None = None


async def view(deps: Deps, partner_id: UUID, session_id: UUID, *, room_told: bool | None = None) -> PartnerView:
    """All a Partner may know, read under their own role. Raises Unauthorized when they are gone meanwhile."""
    async with deps.db.as_partner(partner_id, session_id) as tx:
        seen = await (await tx.execute("select * from private.partner_view()")).fetchone()
        if seen is None:
            raise Unauthorized()
        data = await (await tx.execute("select copy_email from private.partner_data()")).fetchone()
        current = await _current(tx)
    return PartnerView(**seen, consents=current, copy_email=data["copy_email"] if data else None, room_told=room_told)


async def _current(tx: Tx) -> dict[Kind, Standing | None]:
    newest = await tx.execute("select distinct on (kind) kind, granted, version, at from consents order by kind, id desc")
    by_kind = {
        row["kind"]: Standing(granted=row["granted"], version=row["version"], at=row["at"]) for row in await newest.fetchall()
    }
    return {
        # a choice made on an older text says nothing about the new one
        kind: choice if (choice := by_kind.get(kind)) and choice.version == CURRENT[kind] else None
        for kind in KINDS
    }


async def grant(deps: Deps, who: Partner, kind: Kind, version: str, email: str | None = None) -> bool:
    """Writes the yes and tells the room; `launch` is to follow. True when the room knows. The copy needs an `email`.

    Raises Conflict for a text that is not today's, Invalid for a copy without an address, SessionEnded.
    """
    if version != CURRENT[kind]:
        raise Conflict("The text has changed. Read it again, then choose.")
    if who.ended_at is not None and kind != "copy":
        raise SessionEnded()
    if kind == "copy" and not email:
        raise Invalid(more={"errors": [{"pointer": "/body/email", "detail": "The copy needs an address."}]})
    await _write(deps, who, kind, granted=True, version=version)
    if kind == "copy":
        await _send_copy_to(deps, who, email)
    return await _tell(deps, who, kind)


async def withdraw(deps: Deps, who: Partner, kind: Kind, version: str) -> bool:
    """Writes the no, whatever else fails, then tells the room. False when it could not be told yet: the queue goes on trying."""
    await _write(deps, who, kind, granted=False, version=version if version == CURRENT[kind] else CURRENT[kind])
    if kind == "copy":
        await _send_copy_to(deps, who, None)
    return True if who.ended_at is not None else await _tell(deps, who, kind)


async def withdraw_all(deps: Deps, who: Partner) -> None:
    """Writes a no to whatever still stands, also for a Partner whose place has ended."""
    async with deps.db.as_partner(who.id, who.session_id) as tx:
        standing = await _current(tx)
    for kind, choice in standing.items():
        if choice is not None and choice.granted:
            await withdraw(deps, who, kind, CURRENT[kind])


async def _tell(deps: Deps, who: Partner, kind: Kind) -> bool:
    """Who has to know of this choice at once. A no to recording has stopped it already, in the ledger's own transaction."""
    if kind == "listening":
        return await tell_consent(deps, who.session_id)
    return await room_state.tell_room(deps, who.session_id) if kind == "recording" else True


async def launch(deps: Deps, session_id: UUID) -> None:
    """Brings the coach after a yes, once the Partner has their answer: a sleeping agent machine may take seconds to wake."""
    try:
        await deps.coaching.launch_if_due(deps, str(session_id))
    except (Problem, LaunchFailed, LiveKitUnreachable) as failed:
        # the choice stands; webhook, watcher and the Facilitator's page try again
        log.warning("session %s: coach not launched on consent: %s", session_id, type(failed).__name__)


async def _send_copy_to(deps: Deps, who: Partner, email: str | None) -> None:
    """Keeps or deletes the address; a summary that is there already goes out at once, and a failed address may be mended."""
    async with deps.db.as_service() as tx:
        await tx.execute(
            "update partners set copy_email = %s, copy_error = null, copy_tries = 0, copy_mailed_at = null where id = %s",
            [email, who.id],
        )
    if email and who.ended_at is not None:
        await deps.queue.defer("deliver_copy", once=f"deliver_copy:{who.id}", partner_id=str(who.id))


async def _write(deps: Deps, who: Partner, kind: Kind, *, granted: bool, version: str) -> None:
    """One row of the ledger; saying again what stands adds none. Raises InviteRevoked for a yes that comes after the place ended."""
    async with deps.db.as_service() as tx:
        # one at a time per Partner, so that the newest row is the last word spoken
        locked = await tx.execute("select revoked_at from partners where id = %s for update", [who.id])
        partner = await locked.fetchone()
        if granted and kind != "copy" and (partner is None or partner["revoked_at"] is not None):
            raise InviteRevoked(await _facilitator_name(tx, who))
        if await _stands(tx, who, kind, granted=granted, version=version):
            return
        values = consent_texts.filled_values(deps.settings, kind) | {"name": await _facilitator_name(tx, who)}
        text = consent_texts.fill(consent_texts.template(version), values)
        await tx.execute(
            "insert into consents (session_id, partner_id, kind, granted, version, text_hash, filled)"
            " values (%s, %s, %s, %s, %s, %s, %s)",
            [who.session_id, who.id, kind, granted, version, consent_texts.text_hash(text), json.dumps(values)],
        )


async def _stands(tx: Tx, who: Partner, kind: Kind, *, granted: bool, version: str) -> bool:
    newest = await tx.execute(
        "select granted, version from consents where partner_id = %s and kind = %s order by id desc limit 1", [who.id, kind]
    )
    row: Row | None = await newest.fetchone()
    return row is not None and row["granted"] is granted and row["version"] == version


async def _facilitator_name(tx: Tx, who: Partner) -> str:
    named = await tx.execute(
        "select f.display_name from sessions s join profiles f on f.user_id = s.facilitator_id where s.id = %s", [who.session_id]
    )
    row = await named.fetchone()
    return names.of_facilitator(row and row["display_name"])
