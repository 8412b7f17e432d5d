"""Where to call, by country, for pages that must say so whether or not a coach runs: the sure lines of the agent's table."""

from __future__ import annotations

from dataclasses import dataclass

from core.safety import help_lines
from core.safety.help_lines import Topic

DAY_AND_NIGHT = help_lines.DAY_AND_NIGHT


@dataclass(frozen=True, slots=True)
class HelpLine:
    name: str
    number: str
    hours: str
    topics: tuple[Topic, ...] = ("crisis",)


FIND_A_LINE = HelpLine("Find a line in your country", "findahelpline.com", "website", ("crisis", "abuse", "child"))
LINES_ELSEWHERE = ("112", (FIND_A_LINE,))


def for_country(country: str) -> tuple[str, tuple[HelpLine, ...]]:
    """The emergency number and the lines of an ISO 3166 country (UK is understood as GB); 112 and a directory elsewhere."""
    found = help_lines.country(country)
    if found is None:
        return LINES_ELSEWHERE
    return found.emergency, tuple(HelpLine(line.name, line.number, line.hours, line.topics) for line in found.lines if line.sure)


def countries() -> tuple[str, ...]:
    """The ISO 3166 countries whose lines we know."""
    return tuple(help_lines.COUNTRIES)
