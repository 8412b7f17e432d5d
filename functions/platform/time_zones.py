"""Time zones: the IANA names that may be kept for a person, and moments as somebody in a zone reads them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

NO_ZONES = frozenset({"localtime", "Factory"})
"""Files of a machine's zone folder that name no place."""


@cache
def known() -> frozenset[str]:
    return frozenset(available_timezones()) - NO_ZONES


def zone_of(name: str | None) -> ZoneInfo | None:
    """None for no name and for one that is not known here: dates are then in UTC and say so."""
    return ZoneInfo(name) if name in known() else None


def day(at: datetime, zone: ZoneInfo | None) -> str:
    """`12 November`, or `12 November (UTC)` without a zone."""
    local = at.astimezone(zone or UTC)
    return f"{local.day} {local:%B}" + ("" if zone else " (UTC)")


def hours(spans: Iterable[tuple[datetime, datetime]], zone: ZoneInfo | None) -> str:
    """`19:31-19:40, 19:52-20:02`, with ` UTC` after it without a zone. A span in which the clocks change names both times."""
    said = []
    for since, until in ((since.astimezone(zone or UTC), until.astimezone(zone or UTC)) for since, until in spans):
        form = "%H:%M" if since.utcoffset() == until.utcoffset() else "%H:%M %Z"
        said.append(f"{since:{form}}-{until:{form}}")
    return ", ".join(said) + ("" if zone else " UTC")


def iso_day(at: datetime, zone: ZoneInfo | None) -> str:
    """`2026-11-12`, or `2026-11-12-UTC` without a zone; for file names."""
    return f"{at.astimezone(zone or UTC):%Y-%m-%d}" + ("" if zone else "-UTC")
