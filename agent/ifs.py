"""The 6 Fs: which step comes next."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

Step = Literal["find", "focus", "flesh_out", "feel_toward", "befriend", "fears", "unblend", "ground", "silence"]


def choose_step(text: str, context: Sequence[str] = ()) -> Step:
    """The move the hint offers next."""
    return "find"
