"""How long and how often a mail of the notes is tried, whoever it goes to."""

from __future__ import annotations

from functions.adapters.smtp import MailNotSent
from functions.errors import MailFailed

SENDING_S = 600.0
"""A sender that said nothing for this long has died; another may send."""
TRIES = 6
FIRST_WAIT_S = 10.0


def after(failed: MailFailed, tries: int) -> tuple[str, float | None]:
    """The reason to keep, and in how many seconds to try again, later each time; None when it is over."""
    permanent, reason = (failed.permanent, failed.reason) if isinstance(failed, MailNotSent) else (False, failed.slug)
    return reason, None if permanent or tries >= TRIES else FIRST_WAIT_S * 4.0 ** (tries - 1)
