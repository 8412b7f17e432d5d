"""What is held about a Partner: shown to them, handed over, deleted when they say so."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from functions.consent import consents
from functions.consent.texts import Kind
from functions.platform.deps import Deps, Row, Tx
from functions.platform.errors import Unauthorized
from functions.platform.fields import FacilitatorName, ShownName
from functions.platform.principals import Partner
from functions.recording import files as recording

log = logging.getLogger(__name__)


class Chosen(BaseModel):
    """One row of the ledger."""

    kind: Kind
    granted: bool
    version: str
    at: datetime


class Sentence(BaseModel):
    """Seconds from the moment the coach came in."""

    text: str
    start_s: float
    end_s: float


class Held(BaseModel):
    """`recorded`: a sound recording is kept; `sentences`: how many of theirs are kept as text; `deleted_on`: when these go by
    themselves, null while no end is known. `time_zone`: in which their mails say dates, null is UTC. `place_ended_at`: the Facilitator
    took the place back, or another took it; the data stays theirs. `ended_at`: when the call was over for them.

    Nothing of what was detected or hinted is in it, so that it looks the same for everybody.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "session_id": "9f0f5f4e-0c55-4b57-8a39-2f1e1a3f3a55",
                    "facilitator_name": "Alex",
                    "display_name": "Sam",
                    "time_zone": "Europe/Berlin",
                    "came_at": "2026-11-22T18:00:00Z",
                    "place_ended_at": None,
                    "ended_at": "2026-11-22T18:48:00Z",
                    "choices": [{"kind": "listening", "granted": True, "version": "listening.v1", "at": "2026-11-22T18:00:00Z"}],
                    "recorded": False,
                    "sentences": 84,
                    "deleted_on": "2026-11-29T18:49:12Z",
                    "days": 7,
                    "copy_email": None,
                    "copy_mailed_at": None,
                    "copy_error": None,
                    "forgotten_at": None,
                    "address_confirmed_at": None,
                }
            ]
        }
    )

    session_id: UUID
    facilitator_name: FacilitatorName
    display_name: ShownName
    time_zone: str | None
    came_at: datetime
    place_ended_at: datetime | None
    ended_at: datetime | None
    choices: list[Chosen]
    recorded: bool
    sentences: int
    deleted_on: datetime | None
    days: int
    copy_email: str | None
    copy_mailed_at: datetime | None
    copy_error: str | None
    forgotten_at: datetime | None
    address_confirmed_at: datetime | None


class Package(Held):
    """All of it, their own words too, to take along."""

    words: list[Sentence]


async def about(deps: Deps, who: Partner) -> Held:
    async with deps.db.as_partner(who.id, who.session_id) as tx:
        return Held(**await _seen(deps, tx, who))


async def package(deps: Deps, who: Partner) -> Package:
    async with deps.db.as_partner(who.id, who.session_id) as tx:
        seen = await _seen(deps, tx, who)
        words = await (await tx.execute("select text, start_s, end_s from private.partner_words()")).fetchall()
    return Package(**seen, words=[Sentence(**row) for row in words])


async def choose_time_zone(deps: Deps, who: Partner, time_zone: str) -> None:
    """`time_zone`: an IANA name."""
    async with deps.db.as_service() as tx:
        await tx.execute("update partners set time_zone = %s where id = %s", [time_zone, who.id])


async def forget(deps: Deps, who: Partner) -> Held:
    """Withdraws what still stands, so that nothing new comes, then deletes. A second time changes nothing more."""
    await consents.withdraw_all(deps, who)
    await recording.delete(deps, who, who.session_id)
    async with deps.db.as_partner(who.id, who.session_id) as tx:
        await tx.execute("select private.forget_partner()")
    log.info("session %s: deleted what was kept, as the partner asked", who.session_id)
    return await about(deps, who)


async def _seen(deps: Deps, tx: Tx, who: Partner) -> Row:
    """Raises Unauthorized when the session is deleted meanwhile."""
    seen = await (await tx.execute("select * from private.partner_data()")).fetchone()
    if seen is None:
        raise Unauthorized()
    choices = await (await tx.execute("select kind, granted, version, at from consents order by id")).fetchall()
    recorded = await (await tx.execute("select 1 as yes from recordings")).fetchone() is not None
    confirmed = await (await tx.execute("select confirmed_at from partner_addresses")).fetchone()
    days = deps.settings.transcript_days
    kept_from = seen.pop("kept_from")
    deleted_on = kept_from + timedelta(days=days) if kept_from and seen["sentences"] else None
    found = {"session_id": who.session_id, "address_confirmed_at": confirmed and confirmed["confirmed_at"]}
    return seen | found | {"choices": choices, "recorded": recorded, "days": days, "deleted_on": deleted_on}
