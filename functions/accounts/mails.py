"""The last mail to somebody whose account was deleted."""

from __future__ import annotations

from pathlib import Path

from functions.platform.mail import Letter, Templates

TEMPLATES = Templates(Path(__file__).parent / "templates")


def account_deleted() -> Letter:
    return TEMPLATES.letter("deleted", "Your data was deleted")
