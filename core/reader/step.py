"""The nine steps a hint can offer: the 6 Fs, making room, grounding, and silence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from core.reader.silence import Silence

Step = Literal["find", "focus", "flesh_out", "feel_toward", "befriend", "fears", "unblend", "ground", "silence"]
STEPS: tuple[Step, ...] = get_args(Step)


@dataclass(frozen=True, slots=True)
class Choice:
    """The next move. `form` picks among a step's sentences; `quiet` says why none is due; `final`: nothing is weighed against it."""

    step: Step
    form: str = ""
    quiet: Silence | None = None
    final: bool = False
