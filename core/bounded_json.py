"""JSON from strangers: the standard parser with its one surprise, too deep a nesting, made the error every caller expects."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any


def loads(text: str | bytes | bytearray, *, parse_constant: Callable[[str], Any] | None = None) -> Any:
    """`json.loads`, with ValueError also for what is nested deeper than the interpreter's stack."""
    try:
        return json.loads(text, parse_constant=parse_constant)
    except RecursionError:
        raise ValueError("nested too deeply") from None
