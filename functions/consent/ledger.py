"""What a session's Partner agreed to and took back, each with its time and the text they read, for the Facilitator's page."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel

from functions.consent import texts
from functions.consent.texts import Kind
from functions.platform.deps import Deps
from functions.platform.errors import NotFound
from functions.platform.principals import Facilitator


class Choice(BaseModel):
    """One entry of one Partner, one of the session's `partners`. `text` as it stood on their screen; null when that version's file is
    gone. `reason` place-ended: not their own word, their yes ended with their place."""

    partner_id: UUID
    kind: Kind
    granted: bool
    version: str
    at: datetime
    reason: Literal["chosen", "place-ended"]
    text: str | None


class Ledger(BaseModel):
    """Oldest first."""

    choices: list[Choice]


async def of_session(deps: Deps, who: Facilitator, session_id: UUID) -> Ledger:
    """Raises NotFound for sessions that are not theirs."""
    async with deps.db.as_facilitator(who.claims) as tx:
        if await (await tx.execute("select from sessions where id = %s", [session_id])).fetchone() is None:
            raise NotFound()
        found = await tx.execute(
            "select partner_id, kind, granted, version, at, reason, filled from consents where session_id = %s order by id",
            [session_id],
        )
        rows = await found.fetchall()
    return Ledger(choices=[Choice(text=_text(row["version"], row["filled"]), **_without(row, "filled")) for row in rows])


def _text(version: str, filled: dict[str, str]) -> str | None:
    try:
        return texts.fill(texts.template(version), filled)
    except (FileNotFoundError, KeyError):
        return None


def _without(row: Mapping[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in row.items() if key != name}
