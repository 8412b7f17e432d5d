"""The address below which every problem (RFC 9457) has its type; the last part is its slug."""

from __future__ import annotations

from typing import Final

PROBLEMS: Final = "https://nobadparts.app/problems/"
