"""Where to call, by country: the one table behind the safety cards, the pages and the mail.

Nobody has called these. Whoever operates this calls every number before launch and once a quarter: numbers and hours change.
`sure` False: remembered, not seen on a government's, operator's or press page; shown on a card to somebody who can check, never on a page.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Topic = Literal["crisis", "abuse", "child"]
DAY_AND_NIGHT = "day and night"


@dataclass(frozen=True, slots=True)
class Line:
    """One line to call. `card`: how a card says the number, where that is shorter or tells more."""

    topics: tuple[Topic, ...]
    number: str
    name: str = ""
    hours: str = DAY_AND_NIGHT
    card: str = ""
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Country:
    """`emergency`: what a page says; `emergency_card`: with what else is worth knowing."""

    emergency: str
    lines: tuple[Line, ...]
    emergency_card: str = ""
    emergency_card_sure: bool = True

    def on_card(self, topic: Topic) -> str:
        """The numbers of a topic in one line."""
        return "; ".join(line.card or line.number for line in self.lines if topic in line.topics)


_TEXT_TOO = "call or text, day and night"
_CRISIS: tuple[Topic, ...] = ("crisis",)
_ABUSE: tuple[Topic, ...] = ("abuse",)
_CHILD: tuple[Topic, ...] = ("child",)

COUNTRIES: dict[str, Country] = {
    "US": Country("911", (
        Line(_CRISIS, "988", "988 Suicide & Crisis Lifeline", _TEXT_TOO, card="988 call/text"),
        Line(_CRISIS, "text HOME to 741741", "Crisis Text Line", card="text HOME 741741"),
        Line(_ABUSE, "1-800-799-7233", "Domestic Violence Hotline"),
        Line(_CHILD, "1-800-422-4453", "Childhelp"),
    )),
    "GB": Country("999", (
        Line(_CRISIS, "116 123", "Samaritans"),
        Line(_CRISIS, "text 85258", "Shout"),
        Line(_CRISIS, "111, option 2", "NHS mental health, England", card="England 111 option 2"),
        Line(_ABUSE, "0808 2000 247", "Domestic Abuse Helpline"),
        Line(_CHILD, "0800 1111", "Childline"),
        Line(_CHILD, "0808 800 5000", sure=False),
    ), "999 (silent: 55)"),
    "IE": Country("112", (
        Line(_CRISIS, "116 123", "Samaritans"),
        Line(_CRISIS, "text 50808", "Text About It"),
        Line(_ABUSE, "1800 341 900", "Women's Aid"),
        Line(_CHILD, "1800 66 66 66", sure=False),
    ), "112, 999"),
    "CA": Country("911", (
        Line(_CRISIS, "988", "Suicide Crisis Helpline", _TEXT_TOO, card="988 call/text"),
        Line(_CHILD, "1-800-668-6868", "Kids Help Phone"),
    )),
    "AU": Country("000", (
        Line(_CRISIS, "13 11 14", "Lifeline"),
        Line(_CRISIS, "text 0477 13 11 14", "Lifeline by text"),
        Line(_ABUSE, "1800 737 732", sure=False),
        Line(_CHILD, "1800 55 1800", sure=False),
    )),
    "NZ": Country("111", (
        Line(_CRISIS, "1737", "Need to talk?", _TEXT_TOO, card="1737 call/text"),
        Line(_ABUSE, "0800 733 843", "Women's Refuge"),
        Line(_CHILD, "0508 326 459", sure=False),
    ), "111 (silent: 55)"),
    "DE": Country("112", (
        Line(_CRISIS, "0800 111 0 111", "TelefonSeelsorge"),
        Line(_ABUSE, "116 016", "Hilfetelefon Gewalt"),
        Line(_CHILD, "116 111", sure=False),
    )),
    "FR": Country("112", (
        Line(_CRISIS, "3114", "Numéro national de prévention du suicide"),
        Line(_ABUSE, "3919", "Violences femmes info"),
        Line(_CHILD, "119", "Allô enfance en danger"),
    ), "112, 15, SMS 114"),
    "ES": Country("112", (
        Line(_CRISIS, "024", "Línea de atención a la conducta suicida"),
        Line(_ABUSE, "016", sure=False),
        Line(_CHILD, "116 111", sure=False),
    )),
    "NL": Country("112", (
        Line(_CRISIS, "113 or 0800-0113", "113 Zelfmoordpreventie", card="113, 0800-0113"),
        Line(("abuse", "child"), "0800-2000", "Veilig Thuis"),
    )),
    "SE": Country("112", (
        Line(_CRISIS, "90101", "Mind Självmordslinjen"),
        Line(_ABUSE, "020-50 50 50", "Kvinnofridslinjen"),
        Line(_CHILD, "116 111", "Bris"),
    )),
    "IN": Country("112", (
        Line(_CRISIS, "14416", "Tele-MANAS"),
        Line(_ABUSE, "181", "Women helpline"),
        Line(_CHILD, "1098", "Childline"),
    )),
    "ZA": Country("10111", (
        Line(_CRISIS, "0800 567 567", "SADAG Suicide Crisis Line"),
        Line(_ABUSE, "0800 428 428", "Gender-Based Violence line"),
        Line(_CHILD, "116", "Childline"),
    ), "112 mobile, 10111, 10177", emergency_card_sure=False),
}  # fmt: skip
_ALIASES = {"UK": "GB", "USA": "US"}


def country(code: str) -> Country | None:
    """The lines of an ISO 3166 country; None where none are known."""
    code = code.strip().upper()
    return COUNTRIES.get(_ALIASES.get(code, code))
