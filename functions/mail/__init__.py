"""What our mails say: templates beside this file, HTML and its text twin; nothing personal in subject or preheader."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parseaddr
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol
from zoneinfo import ZoneInfo

from core.protocol.hint import REMINDER
from functions.names import isolated
from functions.notes.models import Notes
from functions.time_zones import day, hours

if TYPE_CHECKING:
    from jinja2 import Environment

    from functions.notes.shares import Share

FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Written:
    """One mail, not yet addressed."""

    subject: str
    text: str
    html: str


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=lambda name: bool(name and name.endswith(".html.jinja")),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["clock"] = clock
    environment.filters["day"] = day
    environment.filters["isolated"] = isolated
    environment.filters["hours"] = hours
    environment.filters["below"] = below
    return environment


def render(template: str, **values: Any) -> str:
    return _environment().get_template(template).render(**values).strip() + "\n"


def clock(seconds: float) -> str:
    """`12:41`, minutes and seconds into the session."""
    return f"{int(seconds) // 60:02d}:{int(seconds) % 60:02d}"


def below(fragment: str) -> str:
    """A notes fragment with its headings one level down; what people said is escaped in it, so that the tags are the template's own."""
    return fragment.replace("<h2>", "<h3>").replace("</h2>", "</h3>")


SOURCES = {"ai": "Written by AI, quotes checked.", "extractive": "Made from your partner's own sentences, without AI."}
COACH_OFF = "The coach was off, so there is no summary."


def notes_forms(notes: Notes) -> tuple[str, str]:
    """The notes without dates, as plain text (what the page shows and the mail's text twin carries), and as an HTML fragment without
    styles, in which everything is escaped."""
    return render("notes.txt.jinja", notes=notes), render("notes.html.jinja", notes=notes)


def dated(share: Share, *, deleted_at: datetime, zone: ZoneInfo | None) -> tuple[str, str]:
    """The notes of one Partner with their head and foot, as text and HTML fragment, for a reader in this zone."""
    if share.agreed is None:
        return share.text, share.html
    values: dict[str, Any] = {
        "since": share.since,
        "minutes": max(1, round((share.until - share.since).total_seconds() / 60)),
        "consent": f"Listening agreed {hours(share.agreed, zone)}." if share.agreed else "Listening was not agreed to.",
        "source": SOURCES[share.source],
        "deleted_at": deleted_at,
        "zone": zone,
    }
    text = render("dated.txt.jinja", notes=share.text.rstrip("\n"), **values)
    return text, render("dated.html.jinja", notes=share.html.rstrip("\n"), **values)


COUNTED = ("Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine")


def notes_apart(shares: Sequence[tuple[Share, str, str]], zone: ZoneInfo | None) -> tuple[str, str]:
    """The notes of several Partners of one session as text and as an HTML fragment, each under a heading of their own.

    Each share comes with its dated text and HTML fragment."""
    people = COUNTED[len(shares) - 2] if len(shares) - 2 < len(COUNTED) else str(len(shares))
    values: dict[str, Any] = {"people": people, "shares": shares, "zone": zone}
    return render("apart.txt.jinja", **values), render("apart.html.jinja", **values)


def summary(
    *, text: str, html: str, at: datetime, zone: ZoneInfo | None, session_url: str, settings_url: str, help_line: str
) -> Written:
    """Mail of the notes to the Facilitator; `html` is the fragment, `text` its twin. The help line stands in every such mail."""
    values: dict[str, Any] = {
        "session_url": session_url,
        "settings_url": settings_url,
        "help_line": help_line,
        "reminder": REMINDER,
    }
    return Written(
        subject=f"Your session notes, {day(at, zone)}",
        text=render("summary.txt.jinja", notes=text, **values),
        html=render("summary.html.jinja", notes=html, title=f"Your session notes, {day(at, zone)}", **values),
    )


def only_link(*, at: datetime, zone: ZoneInfo | None, session_url: str, settings_url: str, help_line: str) -> Written:
    """The same news for who wants no notes in their mail."""
    title = f"Your session notes, {day(at, zone)}"
    values: dict[str, Any] = {
        "session_url": session_url,
        "settings_url": settings_url,
        "help_line": help_line,
        "reminder": REMINDER,
    }
    return Written(title, render("link.txt.jinja", **values), render("link.html.jinja", title=title, **values))


def invitation(*, name: str | None, url: str, expires_at: datetime) -> Written:
    """Mail to somebody who may know neither us nor the sender: subject and first line are ours, the name comes after them.

    In UTC: the reader's zone is not known, and the sender's is not theirs to read."""
    title = "An invitation to a call on No Bad Parts"
    values: dict[str, Any] = {"name": name, "url": url, "until": f"{expires_at.astimezone(UTC):%d %B %Y, %H:%M} UTC"}
    return Written(title, render("invite.txt.jinja", **values), render("invite.html.jinja", title=title, **values))


def access_code(*, code: str, purpose: str, minutes: int) -> Written:
    """Mail of a code to an address somebody typed: nothing of theirs is in it."""
    whats = {
        "confirm": "Type this code to confirm your address. Then you can always reach your data with it:",
        "open": "Type this code to see or delete what we hold about you:",
    }
    spaced = f"{code[:3]} {code[3:]}"
    title = f"{spaced} is your code for No Bad Parts"
    values: dict[str, Any] = {"what": whats[purpose], "code": spaced, "minutes": minutes}
    return Written(title, render("code.txt.jinja", **values), render("code.html.jinja", title=title, **values))


def account_deleted() -> Written:
    title = "Your data was deleted"
    return Written(title, render("deleted.txt.jinja"), render("deleted.html.jinja", title=title))


def partner_copy(
    *, text: str, html: str, at: datetime, zone: ZoneInfo | None, name: str, my_data_url: str, help_line: str
) -> Written:
    """The same notes for the Partner, who asked for them: no way into the Facilitator's pages, and who wrote them said first."""
    title = f"Your session notes, {day(at, zone)}"
    values: dict[str, Any] = {
        "name": name,
        "my_data_url": my_data_url,
        "once": "We sent this once and do not keep your address.",
        "help_line": help_line,
        "reminder": REMINDER,
    }
    return Written(
        subject=title,
        text=render("copy.txt.jinja", notes=text, **values),
        html=render("copy.html.jinja", notes=html, title=title, **values),
    )


class Line(Protocol):
    """A crisis line as `functions.help_lines` has it."""

    @property
    def name(self) -> str: ...

    @property
    def number(self) -> str: ...


def help_line(emergency: str, lines: Sequence[Line]) -> str:
    """One sentence for the foot of every mail: it stands there whatever happened, so it tells nothing."""
    first = f" {lines[0].name}: {lines[0].number}." if lines else ""
    return f"In danger now? Call {emergency}.{first}"


def domain_of(sender: str) -> str:
    """The part of a From address that message ids end with."""
    return parseaddr(sender)[1].rpartition("@")[2] or "localhost"
