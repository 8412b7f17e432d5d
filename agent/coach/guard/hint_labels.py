"""Which line of a hint a model opens, however it spells, bolds or numbers the label."""

from __future__ import annotations

import re
from typing import NamedTuple

SUMMARY, SUGGESTION, FOLLOW_UP, REMINDER_LINE = range(4)

_JUNK = "\\s>*_#•–\\-\\d.)(\\]\\[\"'`“”"
_LEAD = re.compile(f"^[{_JUNK}]*")
_NAMES = {
    "SUMMARY": SUMMARY,
    "SUGGESTION": SUGGESTION,
    "SUGGESTIONS": SUGGESTION,
    "FOLLOWUP": FOLLOW_UP,
    "FOLLOWUPS": FOLLOW_UP,
    "FOLLOWUPQUESTIONS": FOLLOW_UP,
    "REMINDER": REMINDER_LINE,
}
_INLINE = re.compile(r"\b(SUMMARY|SUGGESTIONS?|FOLLOW[- ]?UPS?|REMINDER)[*_\s]*[:：]$")


class InlineLabel(NamedTuple):
    """A label in the middle of a line, in capitals, at the text's end; where it stands in it."""

    field: int
    start: int
    end: int


def opened(line: str) -> int | bool:
    """The field a held line opens, True while it may yet become a label, False when it cannot."""
    rest = _LEAD.sub("", line)
    if not rest:
        return True
    named = re.match(r"([A-Za-z][A-Za-z _\-]*?)[*_\s\"'`\d]*([:：=]|\s[–—-]\s)", rest)
    if named:
        return _NAMES.get(_letters(named[1]), False)
    if re.search(r"[^A-Za-z _\-*\"'`\d]", rest):
        return False
    letters = _letters(rest)
    return any(name.startswith(letters) for name in _NAMES)


def inline(text: str) -> InlineLabel | None:
    """The label that `text` ends with."""
    found = _INLINE.search(text)
    return InlineLabel(_NAMES[_letters(found[1])], found.start(), found.end()) if found else None


def _letters(label: str) -> str:
    return re.sub(r"[^A-Z]", "", label.upper())
