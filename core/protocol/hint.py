"""The hint: four short lines.

Wire form (each line shows as it streams)::

    SUMMARY: <one validating sentence>
    SUGGESTION: <at most two short sentences>
    FOLLOW-UP: <invitation> | <invitation>
    REMINDER: <fixed words>                      (only where asked for)
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from core.protocol.reminder import REMINDER

LABELS = ("SUMMARY", "SUGGESTION", "FOLLOW-UP")
REMINDER_LABEL = "REMINDER"
FOLLOW_UPS_MAX = 2
SPARE_FOLLOW_UPS = ("Take your time", "Whatever comes is fine")

SUMMARY_WORDS, SUGGESTION_WORDS, FOLLOW_UP_WORDS = 26, 42, 12

WIRE_FORM = re.compile(
    r"SUMMARY: [^\n|]*[^\n|\s]\nSUGGESTION: [^\n|]*[^\n|\s]\nFOLLOW-UP: [^\n|\s][^\n|]*(?: \| [^\n|\s][^\n|]*)?"
    r"(?:\nREMINDER: " + re.escape(REMINDER) + r")?"
)


@dataclass(frozen=True, slots=True)
class Hint:
    """One hint as the Facilitator reads it."""

    summary: str
    suggestion: str
    follow_ups: tuple[str, ...]
    reminder: bool = False

    def text(self) -> str:
        """The wire form."""
        lines = [f"SUMMARY: {self.summary}", f"SUGGESTION: {self.suggestion}", "FOLLOW-UP: " + " | ".join(self.follow_ups)]
        if self.reminder:
            lines.append(f"{REMINDER_LABEL}: {REMINDER}")
        return "\n".join(lines)
