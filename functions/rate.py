"""Rate limits whose state is in Postgres, so that they hold across processes. If Postgres cannot be reached the answer is
Unavailable: a limit that cannot be counted lets nothing through."""

from __future__ import annotations

import hashlib
import hmac

from fastapi import Request

from functions.deps import Deps
from functions.errors import RateLimited


async def take_a_try(deps: Deps, what: str, whose: str, *, allowed: int, window_s: int) -> None:
    """Counts one try of `whose` within the running window. Raises RateLimited with the seconds to wait, or Unavailable."""
    key = hmac.new(deps.settings.app_secret.encode(), f"{what}\0{whose}".encode(), hashlib.sha256).hexdigest()
    async with deps.db.as_service() as tx:
        row = await (await tx.execute("select private.take_a_try(%s, %s, %s) as wait_s", [key, allowed, window_s])).fetchone()
    if row is None or row["wait_s"]:
        raise RateLimited(int(row["wait_s"]) if row else window_s)


def address_of(request: Request) -> str:
    """The caller's address as the server saw it (a proxy in front must be one the server was told to trust)."""
    return request.client.host if request.client else "unknown"
