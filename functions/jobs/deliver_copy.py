"""Mails the Partner their copy of the summary, once."""

from __future__ import annotations

from functions.deps import Deps
from functions.notes import partner_copy


async def deliver_copy(deps: Deps, partner_id: str) -> None:
    await partner_copy.deliver(deps, partner_id)
