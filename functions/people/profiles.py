"""A Facilitator's own row: e-mail as their token says it, the name their Partners see."""

from __future__ import annotations

from functions.deps import Deps, Row
from functions.errors import NotFound
from functions.people.bearers import Facilitator
from functions.words import NAME_CHARACTERS

UNNAMED = "Your facilitator"


def name_in_claims(claims: object) -> str | None:
    """The name given at sign-up, if there was one."""
    told = claims.get("user_metadata") if isinstance(claims, dict) else None
    if isinstance(told, dict):
        for key in ("display_name", "full_name", "name"):
            if isinstance(told.get(key), str) and (name := "".join(c for c in told[key] if c.isprintable()).strip()):
                return name[:NAME_CHARACTERS].strip()
    return None


async def keep(deps: Deps, who: Facilitator) -> Row:
    """Makes sure that the row is there and its e-mail is today's; a name once chosen stays."""
    async with deps.db.as_service() as tx:
        kept = await tx.execute(
            "insert into profiles as p (user_id, email, display_name) values (%s, %s, %s)"
            " on conflict (user_id) do update set email = excluded.email"
            " returning user_id, email, display_name",
            [who.user_id, who.email, name_in_claims(dict(who.claims))],
        )
        row = await kept.fetchone()
    if row is None:
        raise NotFound()
    return row


async def rename(deps: Deps, who: Facilitator, display_name: str | None) -> Row:
    await keep(deps, who)
    async with deps.db.as_facilitator(who.claims) as tx:
        renamed = await tx.execute(
            "update profiles set display_name = %s where user_id = %s returning user_id, email, display_name",
            [display_name, who.user_id],
        )
        row = await renamed.fetchone()
    if row is None:
        raise NotFound()
    return row
