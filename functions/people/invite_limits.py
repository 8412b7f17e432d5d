"""How many invitation mails a new account may send, and one mailbox may get; the numbers are in `functions.limits`."""

from __future__ import annotations

from datetime import timedelta

from fastapi import Request

from functions import limits
from functions.deps import Deps
from functions.people.bearers import Facilitator

NEW_ACCOUNT_AGE = timedelta(days=1)


async def count_mail(deps: Deps, request: Request, who: Facilitator, to: str) -> None:
    """Counts one invitation mail. Raises RateLimited; the link can still be copied and sent by hand."""
    if await _is_new(deps, who):
        await limits.count(deps, request, limits.person_of(who), key=limits.NEW_ACCOUNT_MAIL)
    await limits.count(deps, request, f"mailbox:{mailbox(to)}", key=limits.INVITED_MAILBOX)


def mailbox(address: str) -> str:
    """The mailbox an address ends in, as most providers have it: no case, nothing after a plus sign."""
    local, _, domain = address.strip().lower().rpartition("@")
    return f"{local.partition('+')[0]}@{domain}"


async def _is_new(deps: Deps, who: Facilitator) -> bool:
    async with deps.db.as_facilitator(who.claims) as tx:
        row = await (await tx.execute("select created_at from profiles where user_id = %s", [who.user_id])).fetchone()
    return row is None or row["created_at"] > deps.now() - NEW_ACCOUNT_AGE
