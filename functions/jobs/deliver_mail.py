"""Mails the notes of one session, once."""

from __future__ import annotations

from functions.deps import Deps
from functions.notes import summary


async def deliver_mail(deps: Deps, session_id: str) -> None:
    await summary.deliver(deps, session_id)
