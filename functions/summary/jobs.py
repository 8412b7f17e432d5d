"""The summary, its mail and the Partner's copy."""

from __future__ import annotations

from functions.platform.deps import Deps
from functions.summary import partner_copy, summary


async def summarise(deps: Deps, session_id: str) -> None:
    """Writes the notes once a session has ended, as soon as the coach has reported its last word."""
    again_in_s = await summary.write(deps, session_id)
    if again_in_s is not None:
        await deps.queue.defer("summarise", once=f"summarise:{session_id}", after_s=again_in_s, session_id=session_id)


async def deliver_mail(deps: Deps, session_id: str) -> None:
    """Mails the notes of one session, once."""
    await summary.deliver(deps, session_id)


async def deliver_copy(deps: Deps, partner_id: str) -> None:
    """Mails the Partner their copy of the summary, once."""
    await partner_copy.deliver(deps, partner_id)


JOBS = (summarise, deliver_mail, deliver_copy)
