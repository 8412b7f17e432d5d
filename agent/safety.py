"""Crisis and concern, read by fixed rules before any model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Label = Literal["crisis", "concern", "none"]
Kind = Literal["self", "self_harm", "other", "child", "abuse_at_home", "medical", "psychosis"]


@dataclass(frozen=True, slots=True)
class Alarm:
    """Something that stops the inner work. `kind` is empty for a concern; `discreet`: someone may be near."""

    label: Label
    kind: Kind | None = None
    imminent: bool = False
    discreet: bool = False


def read_safety(text: str, context: Sequence[str] = ()) -> Alarm | None:
    """The alarm in what the Partner just said, or None."""
    return None
