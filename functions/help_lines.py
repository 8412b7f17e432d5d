"""Where to call, by country, for pages that must say so whether or not a coach runs.

Whoever operates this calls every number before launch and once a quarter: numbers and hours change.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class HelpLine:
    name: str
    number: str
    hours: str


DAY_AND_NIGHT = "day and night"
FIND_A_LINE = HelpLine("Find a line in your country", "findahelpline.com", "website")

LINES: Mapping[str, tuple[str, tuple[HelpLine, ...]]] = {
    "US": (
        "911",
        (
            HelpLine("988 Suicide & Crisis Lifeline", "988", "call or text, day and night"),
            HelpLine("Crisis Text Line", "text HOME to 741741", DAY_AND_NIGHT),
            HelpLine("Domestic Violence Hotline", "1-800-799-7233", DAY_AND_NIGHT),
            HelpLine("Childhelp", "1-800-422-4453", DAY_AND_NIGHT),
        ),
    ),
    "GB": (
        "999",
        (
            HelpLine("Samaritans", "116 123", DAY_AND_NIGHT),
            HelpLine("Shout", "text 85258", DAY_AND_NIGHT),
            HelpLine("NHS mental health, England", "111, option 2", DAY_AND_NIGHT),
            HelpLine("Domestic Abuse Helpline", "0808 2000 247", DAY_AND_NIGHT),
            HelpLine("Childline", "0800 1111", DAY_AND_NIGHT),
        ),
    ),
    "IE": (
        "112",
        (
            HelpLine("Samaritans", "116 123", DAY_AND_NIGHT),
            HelpLine("Text About It", "text 50808", DAY_AND_NIGHT),
            HelpLine("Women's Aid", "1800 341 900", DAY_AND_NIGHT),
        ),
    ),
    "CA": (
        "911",
        (
            HelpLine("Suicide Crisis Helpline", "988", "call or text, day and night"),
            HelpLine("Kids Help Phone", "1-800-668-6868", DAY_AND_NIGHT),
        ),
    ),
    "AU": (
        "000",
        (HelpLine("Lifeline", "13 11 14", DAY_AND_NIGHT), HelpLine("Lifeline by text", "text 0477 13 11 14", DAY_AND_NIGHT)),
    ),
    "NZ": (
        "111",
        (
            HelpLine("Need to talk?", "1737", "call or text, day and night"),
            HelpLine("Women's Refuge", "0800 733 843", DAY_AND_NIGHT),
        ),
    ),
    "DE": (
        "112",
        (
            HelpLine("TelefonSeelsorge", "0800 111 0 111", DAY_AND_NIGHT),
            HelpLine("Hilfetelefon Gewalt", "116 016", DAY_AND_NIGHT),
        ),
    ),
    "FR": (
        "112",
        (
            HelpLine("Numéro national de prévention du suicide", "3114", DAY_AND_NIGHT),
            HelpLine("Violences femmes info", "3919", DAY_AND_NIGHT),
            HelpLine("Allô enfance en danger", "119", DAY_AND_NIGHT),
        ),
    ),
    "ES": ("112", (HelpLine("Línea de atención a la conducta suicida", "024", DAY_AND_NIGHT),)),
    "NL": (
        "112",
        (
            HelpLine("113 Zelfmoordpreventie", "113 or 0800-0113", DAY_AND_NIGHT),
            HelpLine("Veilig Thuis", "0800-2000", DAY_AND_NIGHT),
        ),
    ),
    "SE": (
        "112",
        (HelpLine("Mind Självmordslinjen", "90101", DAY_AND_NIGHT), HelpLine("Kvinnofridslinjen", "020-50 50 50", DAY_AND_NIGHT)),
    ),
    "IN": (
        "112",
        (
            HelpLine("Tele-MANAS", "14416", DAY_AND_NIGHT),
            HelpLine("Women helpline", "181", DAY_AND_NIGHT),
            HelpLine("Childline", "1098", DAY_AND_NIGHT),
        ),
    ),
    "ZA": (
        "10111",
        (
            HelpLine("SADAG Suicide Crisis Line", "0800 567 567", DAY_AND_NIGHT),
            HelpLine("Gender-Based Violence line", "0800 428 428", DAY_AND_NIGHT),
            HelpLine("Childline", "116", DAY_AND_NIGHT),
        ),
    ),
}
LINES_ELSEWHERE = ("112", (FIND_A_LINE,))


def for_country(country: str) -> tuple[str, tuple[HelpLine, ...]]:
    """The emergency number and the lines of an ISO 3166 country (UK is understood as GB); 112 and a directory elsewhere."""
    return LINES.get("GB" if country == "UK" else country, LINES_ELSEWHERE)
