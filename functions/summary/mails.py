"""The mails after a session: the notes for the Facilitator, the Partner's copy. And the notes themselves as text and HTML."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from core.protocol.reminder import REMINDER
from functions.platform.mail import Letter, Templates
from functions.platform.time_zones import day, hours
from functions.summary.models import Notes
from functions.summary.shares import Share

TEMPLATES = Templates(Path(__file__).parent / "templates")
SOURCES = {"ai": "Written by AI, quotes checked.", "extractive": "Made from your partner's own sentences, without AI."}
COACH_OFF = "The coach was off, so there is no summary."


def notes_forms(notes: Notes) -> tuple[str, str]:
    """The notes without dates, as plain text (what the page shows and the mail's text twin carries), and as an HTML fragment without
    styles, in which everything is escaped."""
    return TEMPLATES.render("notes.txt.jinja", notes=notes), TEMPLATES.render("notes.html.jinja", notes=notes)


def dated(share: Share, zone: ZoneInfo | None, days: int) -> tuple[str, str]:
    """(text, HTML fragment) of the notes of one Partner with their head and foot, for a reader in this zone, where transcripts are kept
    for `days`."""
    if share.agreed is None:
        return share.text, share.html
    values: dict[str, Any] = {
        "since": share.since,
        "minutes": max(1, round((share.until - share.since).total_seconds() / 60)),
        "consent": f"Listening agreed {hours(share.agreed, zone)}." if share.agreed else "Listening was not agreed to.",
        "source": SOURCES[share.source],
        "deleted_at": share.written_at + timedelta(days=days),
        "zone": zone,
    }
    text = TEMPLATES.render("dated.txt.jinja", notes=share.text.rstrip("\n"), **values)
    return text, TEMPLATES.render("dated.html.jinja", notes=share.html.rstrip("\n"), **values)


COUNTED = ("Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine")


def notes_apart(shares: Sequence[tuple[Share, str, str]], zone: ZoneInfo | None) -> tuple[str, str]:
    """The notes of several Partners of one session as text and as an HTML fragment, each under a heading of their own.

    Each share comes with its dated text and HTML fragment."""
    people = COUNTED[len(shares) - 2] if len(shares) - 2 < len(COUNTED) else str(len(shares))
    values: dict[str, Any] = {"people": people, "shares": shares, "zone": zone}
    return TEMPLATES.render("apart.txt.jinja", **values), TEMPLATES.render("apart.html.jinja", **values)


def together(shares: Sequence[Share], zone: ZoneInfo | None, days: int) -> tuple[str, str]:
    """(text, HTML fragment) of all of them for a reader in this zone: one alone as it is, more under headings."""
    if len(shares) == 1:
        return dated(shares[0], zone, days)
    return notes_apart([(share, *dated(share, zone, days)) for share in shares], zone)


def summary(
    *, text: str, html: str, at: datetime, zone: ZoneInfo | None, session_url: str, settings_url: str, help_line: str
) -> Letter:
    """Mail of the notes to the Facilitator; `html` is the fragment, `text` its twin. The help line stands in every such mail."""
    return _about_notes("summary", text, html, at, zone, session_url=session_url, settings_url=settings_url, help_line=help_line)


def only_link(*, at: datetime, zone: ZoneInfo | None, session_url: str, settings_url: str, help_line: str) -> Letter:
    """The same news for who wants no notes in their mail."""
    return _about_notes("link", "", "", at, zone, session_url=session_url, settings_url=settings_url, help_line=help_line)


def partner_copy(
    *, text: str, html: str, at: datetime, zone: ZoneInfo | None, name: str, my_data_url: str, help_line: str
) -> Letter:
    """The same notes for the Partner, who asked for them: no way into the Facilitator's pages, and who wrote them said first."""
    once = "We sent this once and do not keep your address."
    return _about_notes("copy", text, html, at, zone, name=name, my_data_url=my_data_url, once=once, help_line=help_line)


def _about_notes(template: str, text: str, html: str, at: datetime, zone: ZoneInfo | None, **values: Any) -> Letter:
    title = f"Your session notes, {day(at, zone)}"
    values["reminder"] = REMINDER
    return Letter(
        title,
        TEMPLATES.render(f"{template}.txt.jinja", notes=text, **values),
        TEMPLATES.render(f"{template}.html.jinja", notes=html, title=title, **values),
    )
