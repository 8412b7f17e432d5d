"""A Facilitator's own row: e-mail as their token says it, the name their Partners see, their choices."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from functions.platform import names
from functions.platform.deps import Deps, Row
from functions.platform.errors import Unauthorized
from functions.platform.principals import Facilitator

CHOICES = ("display_name", "country", "mail_link_only", "time_zone")
COLUMNS = "user_id, email, " + ", ".join(CHOICES)


def name_in_claims(claims: object) -> str | None:
    """The name given at sign-up, if there was one that may be a name here. The user writes these claims."""
    told = claims.get("user_metadata") if isinstance(claims, dict) else None
    if not isinstance(told, dict):
        return None
    return next(filter(None, (names.shown(told.get(key)) for key in ("display_name", "full_name", "name"))), None)


KEEP = f"""
insert into profiles as p (user_id, email, display_name)
select %(id)s, %(email)s, %(name)s where not exists (select from forgotten_accounts where user_id = %(id)s)
on conflict (user_id) do update set email = excluded.email
returning {COLUMNS}
"""  # noqa: S608 - the columns are ours


async def keep(deps: Deps, who: Facilitator) -> Row:
    """Makes sure that the row is there and its e-mail is today's; a name once chosen stays.

    Raises Unauthorized when the account was deleted: its token may still be valid for minutes."""
    values = {"id": who.user_id, "email": who.email, "name": name_in_claims(dict(who.claims))}
    async with deps.db.as_service() as tx:
        row = await (await tx.execute(KEEP.encode(), values)).fetchone()
    if row is None:
        raise Unauthorized("This account was deleted.")
    return row


async def change(deps: Deps, who: Facilitator, changes: Mapping[str, Any]) -> Row:
    """Sets what is there of CHOICES; null empties it. Raises Unauthorized as keep does."""
    row = await keep(deps, who)
    known = {name: changes[name] for name in CHOICES if name in changes}
    if not known:
        return row
    sets = ", ".join(f"{name} = %({name})s" for name in known)
    query = f"update profiles set {sets} where user_id = %(id)s returning {COLUMNS}"  # noqa: S608 - the names are ours
    async with deps.db.as_facilitator(who.claims) as tx:
        changed = await (await tx.execute(query.encode(), known | {"id": who.user_id})).fetchone()
    if changed is None:
        raise Unauthorized("This account was deleted.")
    return changed
