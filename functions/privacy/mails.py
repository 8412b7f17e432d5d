"""The mail of a code that opens a Partner's data."""

from __future__ import annotations

from pathlib import Path

from functions.platform.mail import Letter, Templates

TEMPLATES = Templates(Path(__file__).parent / "templates")


def access_code(*, code: str, purpose: str, minutes: int) -> Letter:
    """Mail of a code to an address somebody typed: nothing of theirs is in it."""
    whats = {
        "confirm": "Type this code to confirm your address. Then you can always reach your data with it:",
        "open": "Type this code to see or delete what we hold about you:",
    }
    spaced = f"{code[:3]} {code[3:]}"
    title = f"{spaced} is your code for No Bad Parts"
    return TEMPLATES.letter("code", title, what=whats[purpose], code=spaced, minutes=minutes)
