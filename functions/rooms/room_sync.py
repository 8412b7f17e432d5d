"""Tells a room what stands in the database, however fast that changes."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from typing import Literal, TypeVar

from functions.platform.deps import Deps
from functions.platform.errors import LiveKitUnreachable

log = logging.getLogger(__name__)

ROUNDS = 5
TRIES = 2

T = TypeVar("T")


async def tell(
    deps: Deps,
    session_id: str,
    subject: Literal["consent", "room"],
    *,
    read: Callable[[], Awaitable[T]],
    write: Callable[[T], Awaitable[object]],
) -> bool:
    """Writes what is read, reading again after each write, so that two changes at once end on the newer one.

    Tries again at once when LiveKit did not answer. False, and the job `tell_<subject>` that goes on trying, when it cannot be
    reached.
    """
    told: T | None = None
    failures = 0
    for _ in range(ROUNDS):
        now = await read()
        if told == now:
            return True
        try:
            await write(now)
            told = now
        except LiveKitUnreachable as unreachable:
            failures += 1
            log.warning("session %s: room not told of the %s yet: %s", session_id, subject, unreachable)
            if failures == TRIES:
                break
    else:
        log.warning("session %s: %s changed %d times while the room was told", session_id, subject, ROUNDS)
    await deps.queue.defer(f"tell_{subject}", once=f"tell_{subject}:{session_id}", after_s=0.5, session_id=session_id)
    return False
