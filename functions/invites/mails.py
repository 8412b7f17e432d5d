"""The mail of an invitation."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from functions.platform.mail import Letter, Templates

TEMPLATES = Templates(Path(__file__).parent / "templates")


def invitation(*, name: str | None, url: str, expires_at: datetime) -> Letter:
    """Mail to somebody who may know neither us nor the sender: subject and first line are ours, the name comes after them.

    In UTC: the reader's zone is not known, and the sender's is not theirs to read."""
    title = "An invitation to a call on No Bad Parts"
    return TEMPLATES.letter("invite", title, name=name, url=url, until=f"{expires_at.astimezone(UTC):%d %B %Y, %H:%M} UTC")
