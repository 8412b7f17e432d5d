"""The Facilitator's own notes of a session: saved as they type, checked against another tab, read by nobody else."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, StringConstraints

from functions.platform.deps import Deps, Tx
from functions.platform.errors import Conflict, NotFound
from functions.platform.principals import Facilitator

CHARACTERS = 15_000
"""So that a text of any script fits the API's 64 KiB."""

NoteText = Annotated[str, StringConstraints(max_length=CHARACTERS, pattern=r"^[^\x00]*$")]


class PrivateNotes(BaseModel):
    """`version` 0: nothing was ever saved. It goes back with the next save."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"text": "Ask about the knot next time.", "version": 3, "saved_at": "2026-11-22T18:41:00Z"}]
        }
    )

    text: str
    version: int
    saved_at: datetime | None


NONE = PrivateNotes(text="", version=0, saved_at=None)


async def of_session(deps: Deps, who: Facilitator, session_id: UUID) -> PrivateNotes:
    """Raises NotFound for sessions that are not theirs."""
    async with deps.db.as_facilitator(who.claims) as tx:
        return await _kept(tx, session_id)


async def save(deps: Deps, who: Facilitator, session_id: UUID, text: str, *, version: int) -> PrivateNotes:
    """Saves what was written on top of `version`. Raises NotFound, or Conflict when another tab saved since."""
    async with deps.db.as_facilitator(who.claims) as tx:
        if version == 0:
            done = await tx.execute(
                "insert into private_notes (session_id, text) select id, %s from sessions where id = %s"
                " on conflict (session_id) do nothing",
                [text, session_id],
            )
        else:
            done = await tx.execute(
                "update private_notes set text = %s where session_id = %s and version = %s", [text, session_id, version]
            )
        kept = await _kept(tx, session_id)
    if done.rowcount == 0 and kept.text != text:
        raise Conflict()
    return kept


async def _kept(tx: Tx, session_id: UUID) -> PrivateNotes:
    found = await tx.execute(
        "select n.text, n.version, n.saved_at from sessions s left join private_notes n on n.session_id = s.id where s.id = %s",
        [session_id],
    )
    row: dict[str, Any] | None = await found.fetchone()
    if row is None:
        raise NotFound()
    return PrivateNotes(**row) if row["version"] is not None else NONE
