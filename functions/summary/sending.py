"""How long and how often a mail of the notes is tried, whoever it goes to, and for how long one sender keeps it to itself."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import LiteralString

from functions.platform.deps import Deps
from functions.platform.errors import MailFailed, Unavailable
from functions.platform.mail import MailNotSent

log = logging.getLogger(__name__)

SENDING_S = 20.0
"""A sender that has not renewed its claim for this long has died; another may send."""
BEAT_S = 5.0
"""How often a sender renews its claim while it sends."""
TRIES = 6
FIRST_WAIT_S = 10.0


@asynccontextmanager
async def keeping_claim(deps: Deps, renew: LiteralString, row_id: object) -> AsyncIterator[None]:
    """Renews the claim of one mail every BEAT_S while the block sends it: a slow sender keeps its claim, a dead one loses it.

    `renew`: an UPDATE with %(seconds)s and %(id)s. Ends the block and raises Unavailable before a claim that cannot be renewed
    has run out, so that no second sender joins in.
    """
    try:
        async with asyncio.timeout(SENDING_S - BEAT_S) as held:
            beating = asyncio.create_task(_beat(deps, renew, row_id, held), name="mail claim")
            try:
                yield
            finally:
                beating.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await beating
    except TimeoutError as lost:
        if not held.expired():
            raise
        raise Unavailable() from lost


async def _beat(deps: Deps, renew: LiteralString, row_id: object, held: asyncio.Timeout) -> None:
    while True:
        await asyncio.sleep(BEAT_S)
        at = asyncio.get_running_loop().time()
        try:
            async with deps.db.as_service() as tx:
                await tx.execute(renew, {"seconds": SENDING_S, "id": row_id})
        except Unavailable as lost:
            log.warning("the claim of a mail is not renewed: %s", lost.slug)
        else:
            held.reschedule(at + SENDING_S - BEAT_S)


def after(failed: MailFailed, tries: int) -> tuple[str, float | None]:
    """The reason to keep, and in how many seconds to try again, later each time; None when it is over."""
    permanent, reason = (failed.permanent, failed.reason) if isinstance(failed, MailNotSent) else (False, failed.slug)
    return reason, None if permanent or tries >= TRIES else FIRST_WAIT_S * 4.0 ** (tries - 1)
