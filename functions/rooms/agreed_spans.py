"""When a Partner had agreed to be listened to."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime


def agreed_spans(choices: Iterable[tuple[bool, datetime]], until: datetime) -> list[tuple[datetime, datetime]]:
    """From each yes to the no after it, else to `until`. Saying yes again inside one changes nothing."""
    found: list[tuple[datetime, datetime]] = []
    since: datetime | None = None
    for granted, at in choices:
        if granted and since is None:
            since = at
        elif not granted and since is not None:
            found.append((min(since, until), min(at, until)))
            since = None
    if since is not None:
        found.append((min(since, until), until))
    return found
