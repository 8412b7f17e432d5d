"""The reminder under the first hints of a session, and under every mail about one."""

from __future__ import annotations

REMINDER = "This is peer support, not professional therapy — go at your own pace."
REMINDED_HINTS = 3


def is_reminded(hints_so_far: int) -> bool:
    """Whether the next hint of a session carries it."""
    return hints_so_far < REMINDED_HINTS
