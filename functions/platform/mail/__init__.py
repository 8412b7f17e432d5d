"""Mails: rendered from the templates of each capability, HTML and its text twin; nothing personal in subject or preheader."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from email.utils import parseaddr
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from functions.platform.errors import MailFailed
from functions.platform.names import isolated
from functions.platform.time_zones import day, hours

if TYPE_CHECKING:
    from jinja2 import Environment

FOLDER = Path(__file__).parent
"""Holds what all mails share."""


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail in two forms. `message_id` is without angle brackets; the same id is the same mail."""

    to: str = field(repr=False)
    subject: str = field(repr=False)
    text: str = field(repr=False)
    html: str = field(repr=False)
    message_id: str | None = None


class MailNotSent(MailFailed):
    """The server could not be reached or refused the mail. `permanent`: trying again will not help."""

    def __init__(self, reason: str, *, permanent: bool = False) -> None:
        super().__init__()
        self.reason = reason
        self.permanent = permanent


@dataclass(frozen=True, slots=True)
class Letter:
    """One mail, not yet addressed."""

    subject: str
    text: str
    html: str


class Templates:
    """The templates of one folder, which may use those that all mails share."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def render(self, template: str, **values: Any) -> str:
        """Raises jinja2.UndefinedError for a value that is not there."""
        return _environment(self._folder).get_template(template).render(**values).strip() + "\n"

    def letter(self, template: str, title: str, **values: Any) -> Letter:
        """`<template>.txt.jinja` and its twin `<template>.html.jinja`; the title is the subject."""
        text = self.render(f"{template}.txt.jinja", **values)
        return Letter(title, text, self.render(f"{template}.html.jinja", title=title, **values))


@cache
def _environment(folder: Path) -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader([folder, FOLDER]),
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


def clock(seconds: float) -> str:
    """`12:41`, minutes and seconds into the session."""
    return f"{int(seconds) // 60:02d}:{int(seconds) % 60:02d}"


def below(fragment: str) -> str:
    """A notes fragment with its headings one level down; what people said is escaped in it, so that the tags are the template's own."""
    return fragment.replace("<h2>", "<h3>").replace("</h2>", "</h3>")


class Line(Protocol):
    """A crisis line as `functions.platform.help_lines` has it."""

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
