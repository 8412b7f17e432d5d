"""The built-in coach's words, by step."""

from __future__ import annotations

from collections.abc import Sequence

from agent.hints import Hint
from agent.ifs import Step


def compose(text: str, context: Sequence[str], step: Step, *, recent: Sequence[str] = (), asked: bool = False) -> Hint:
    """A hint for this moment, whose words have not been used in `recent`."""
    return Hint(
        "You're giving words to what is here.",
        "As you tell me this, what do you notice inside?",
        ("A feeling or body sense", "See who speaks first"),
    )
