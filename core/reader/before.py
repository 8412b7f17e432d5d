"""What earlier lines settled."""

from __future__ import annotations

import re
from dataclasses import dataclass

from core.reader.step import Step


@dataclass(frozen=True, slots=True)
class Before:
    """What earlier lines settled: is a part in view, was the gate asked, is the Partner open to it?"""

    text: str = ""
    part_known: bool = False
    located: bool = False
    described: bool = False
    open: bool = False
    shut: bool = False
    last_step: Step | None = None
    asked: str = ""

    @property
    def gate_asked(self) -> bool:
        """The Facilitator has probably just asked how the Partner feels toward the part."""
        return self.last_step in ("feel_toward", "unblend") or bool(
            re.search(
                r"\bhow (?:do|are) you (?:feel|now)?\b.*\btowards?\b|\bfeel towards?\b|\bhow are you (?:with|toward)", self.asked
            )
        )
