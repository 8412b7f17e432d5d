"""Pacing: what two hints without movement call for."""

from __future__ import annotations

from agent.coach.memory import Memory
from core.reader.silence import Silence
from core.reader.step import Choice, Step

WITHOUT_MOVEMENT = 2
_BACK: dict[Step, Step] = {"fears": "befriend", "feel_toward": "flesh_out"}


def paced(choice: Choice, memory: Memory, text: str, *, asked: bool = False) -> Choice:
    """The choice, or a step back, or silence, where the last hints offered the same and it comes again. `asked`: they want a hint now.

    Telling on (find) is how a session opens, and a part, a stance or a place newly named is movement.
    """
    if (
        choice.quiet is not None
        or choice.step == "find"
        or memory.offered[-WITHOUT_MOVEMENT:] != (choice.step,) * WITHOUT_MOVEMENT
    ):
        return choice
    if choice.step == "ground":
        return Choice("ground", "stop")  # two groundings have not helped: stopping is what is left
    if memory.heard(text, choice.step, choice.form).parts != memory.parts:
        return choice
    if choice.step == "unblend":
        return Choice("unblend", "meet")  # the ladder: room, then its fear, then meet the one that stays
    if back := _BACK.get(choice.step):
        return Choice(back)
    return choice if asked else Choice("silence", quiet=Silence.NO_MOVEMENT)
