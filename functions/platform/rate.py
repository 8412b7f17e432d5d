"""Rate limits whose state is in Postgres, so that they hold across processes. If Postgres cannot be reached the answer is
Unavailable: a limit that cannot be counted lets nothing through."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass

from functions.platform.deps import Deps


@dataclass(frozen=True, slots=True)
class Rate:
    """A token bucket: `allowed` tries at once, refilled evenly within `window_s` seconds."""

    allowed: int
    window_s: int


@dataclass(frozen=True, slots=True)
class Bucket:
    """One bucket to take from: what is counted (`name`), for whom (`whose`), how many."""

    name: str
    whose: str
    rate: Rate


async def consume(deps: Deps, buckets: Sequence[Bucket]) -> int:
    """Takes one try from every bucket, or from none. Returns 0, or the seconds to wait. Raises Unavailable."""
    if not buckets:
        return 0
    values = [
        [_key(deps, bucket) for bucket in buckets],
        [bucket.rate.allowed for bucket in buckets],
        [bucket.rate.window_s for bucket in buckets],
    ]
    async with deps.db.as_service() as tx:
        done = await tx.execute(
            "select wait_s from private.consume_rate_limits(%s::text[], %s::integer[], %s::integer[])", values
        )
        row = await done.fetchone()
    return int(row["wait_s"]) if row else buckets[0].rate.window_s


def _key(deps: Deps, bucket: Bucket) -> str:
    counted = f"{bucket.name}\0{bucket.rate.window_s}\0{bucket.whose}"
    return hmac.new(deps.settings.app_secret.encode(), counted.encode(), hashlib.sha256).hexdigest()


async def forget_full(deps: Deps) -> int:
    """Removes the buckets that are full again; returns how many."""
    async with deps.db.as_service() as tx:
        return (await tx.execute("delete from rate_limits where full_at < now()")).rowcount
