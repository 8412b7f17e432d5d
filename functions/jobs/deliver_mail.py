"""Mails the notes of one session, once."""

from __future__ import annotations

from functions import summary
from functions.deps import Deps


async def deliver_mail(deps: Deps, session_id: str) -> None:
    await summary.deliver(deps, session_id)
