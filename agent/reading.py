"""One turn read by fixed rules: safety first, then whether to speak, then the step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from agent.ifs import Step, choose_step
from agent.safety import Kind, Label, read_safety


@dataclass(frozen=True, slots=True)
class Read:
    """See agent.coach.Reading."""

    label: Label
    kind: Kind | None
    step: Step
    quiet: str | None
    imminent: bool = False
    discreet: bool = False


def read(text: str, context: Sequence[str] = (), *, asked: bool = False, acknowledged: bool = False) -> Read:
    """Read what the Partner said against what went before."""
    alarm = read_safety(text, context)
    if alarm is not None and alarm.label == "crisis":
        return Read("crisis", alarm.kind, "ground", "The safety card is shown.", alarm.imminent, alarm.discreet)
    if alarm is not None:
        return Read("concern", None, "ground", None)
    return Read("none", None, choose_step(text, context), None)
