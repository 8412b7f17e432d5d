"""What may be kept of a session afterwards, and what stays out of every note."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from core.reader.danger.alarm import read_safety

NOTHING_LEFT = "You spent time together; it stays between you."
QUOTES = 5
QUOTE_WORDS = (3, 18)
CONTEXT = 4  # utterances the safety reading looks back on


@dataclass(frozen=True, slots=True)
class Said:
    """One thing the Partner said; times in seconds of the coach's hearing."""

    text: str
    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True)
class Quote:
    text: str
    at_s: float


@dataclass(frozen=True, slots=True)
class Part:
    """A part in the Partner's own word for it; `felt`: how they were toward it, in their own word."""

    name: str
    felt: str | None = None


@dataclass(frozen=True, slots=True)
class Notes:
    source: Literal["ai", "extractive"]
    paragraph: str
    quotes: tuple[Quote, ...] = ()
    parts: tuple[Part, ...] = ()
    steps: tuple[str, ...] = ()
    moments: tuple[Quote, ...] = ()
    helped: tuple[str, ...] = ()
    questions: tuple[str, ...] = field(default=())


LEFT_OUT = re.compile(
    r"\b("
    # danger and overwhelm, whatever was meant
    r"suicid\w*|kill\w*|die|died|dying|dead|death|harm\w*|hurt\w*|cut(ting)? (myself|me)|overdos\w*|pills?"
    r"|weapons?|guns?|knife|knives"
    r"|end it|not (wake|be here)|disappear\w*|panic\w*|unreal|floating|flashback\w*|can'?t (breathe|stop|go on)|hopeless"
    r"|emergency|crisis"
    r"|abus\w*|violen\w*|rape\w*|assault\w*|beat(s|en)? me|hit(s|ting)? me|police|threat\w*"
    # the young and hurt ones, and scenes
    r"|child\w*|kids?|little (girl|boy|one|me)|babies|baby|toddler|years? old|when i was|back then|as a (boy|girl|teenager)"
    r"|trauma\w*"
    r"|remember(ed)? (when|how)|that (night|day)|abandon\w*|neglect\w*"
    # other people
    r"|mother|mom|mum|father|dad|parents?|sisters?|brothers?|sons?|daughters?|wife|husband|boyfriend|girlfriend|ex"
    r"|my partner|boss|colleagues?|friends?|uncle|aunt|grand\w+|teacher|neighbou?rs?|cousins?|family"
    # health
    r"|doctors?|hospital|medicat\w*|meds|diagnos\w*|depress\w*|bipolar|adhd|autis\w*|ptsd|ocd|disorders?|therap\w*|illness|sick|cancer"
    r"|alcohol\w*|drunk|drugs?|addict\w*|pregnan\w*|surgery|sexual\w*|sex"
    # hard words, about oneself or anybody
    r"|stupid|idiot\w*|useless|worthless|trash|loser|failure|disgust\w*|pathetic|ugly|hate\w*|damn|shit\w*|fuck\w*|hell|crap|bitch\w*"
    r")\b",
    re.IGNORECASE,
)
NAMES = re.compile(r"(?<![.!?…]\s)(?<!^)\b(?!I\b|I'|OK\b)[A-Z][a-z']+")
DIGITS = re.compile(r"\d")


def may_be_kept(text: str) -> bool:
    """True when nothing in it belongs to somebody else, to danger, to health, or to an old hurt."""
    return not LEFT_OUT.search(text) and not DIGITS.search(text)


def keepable(said: Sequence[Said]) -> list[Said]:
    """What may be quoted or read by a model: alarms go, with what stands beside them."""
    alarmed = {
        near
        for at, one in enumerate(said)
        if read_safety(one.text, tuple(s.text for s in said[max(0, at - CONTEXT) : at])) is not None
        for near in (at - 1, at, at + 1)
    }
    return [one for at, one in enumerate(said) if at not in alarmed]


def quotable(text: str) -> bool:
    """A few words, none of them a name, and all of them may be kept."""
    few, many = QUOTE_WORDS
    return few <= len(text.split()) <= many and may_be_kept(text) and not NAMES.search(text)


def quoted(text: str, at: int, within: str, one: Said) -> Quote:
    """`text` begins at letter `at` of `within`, which is `one` as a whole; its time by that place."""
    share = at / max(1, len(within))
    return Quote(text, round(one.start_s + share * (one.end_s - one.start_s), 1))
