"""How many invitation mails a new account may send, and one mailbox may get."""

from __future__ import annotations

from datetime import timedelta

from fastapi import Request

from functions.platform import limits
from functions.platform.deps import Deps
from functions.platform.principals import Facilitator

NEW_ACCOUNT_AGE = timedelta(days=1)


async def count_mail(deps: Deps, request: Request, who: Facilitator, to: str) -> None:
    """Counts one invitation mail. Raises RateLimited; the link can still be copied and sent by hand."""
    if await _is_new(deps, who):
        await limits.count(deps, request, limits.person_of(who), key=limits.NEW_ACCOUNT_MAIL)
    await limits.count(deps, request, f"mailbox:{limits.mailbox(to)}", key=limits.INVITED_MAILBOX)


async def _is_new(deps: Deps, who: Facilitator) -> bool:
    async with deps.db.as_facilitator(who.claims) as tx:
        row = await (await tx.execute("select created_at from profiles where user_id = %s", [who.user_id])).fetchone()
    return row is None or row["created_at"] > deps.now() - NEW_ACCOUNT_AGE
