"""One turn read by fixed rules: safety first, then whether to speak, then the step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.reader.before import Before
from core.reader.danger.alarm import Kind, Label, read_safety
from core.reader.order import choose_step
from core.reader.silence import ASIDES, Silence
from core.reader.step import Step
from core.text.bounds import newest


@dataclass(frozen=True, slots=True)
class Reading:
    """One turn as the rules read it. `quiet` says why no hint is due, else None; `form` picks among a step's sentences."""

    label: Label
    kind: Kind | None
    step: Step
    quiet: Silence | None
    imminent: bool = False
    discreet: bool = False
    form: str = ""
    aside: bool = False  # a "mm", a word about the microphone: what was said before still stands


def read(
    text: str, context: Sequence[str] = (), *, asked: bool = False, acknowledged: bool = False, start: Before | None = None
) -> Reading:
    """Read what the Partner said against what went before. `asked`: a hint is wanted even in silence; `start`: what was settled before `context`."""
    alarm = read_safety(text, context, acknowledged=acknowledged)
    if alarm is not None and alarm.label == "crisis":
        return Reading("crisis", alarm.kind, "ground", Silence.CARD_SHOWN, alarm.imminent, alarm.discreet)
    if alarm is not None:
        return Reading("concern", None, "ground", None, form="concern")
    choice = choose_step(newest(text), context, start)
    quiet = None if asked and choice.step == "silence" else choice.quiet
    return Reading("none", None, choice.step, quiet, form=choice.form, aside=quiet in ASIDES)
