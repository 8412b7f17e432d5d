"""What a session has named so far: parts in the Partner's words, how they are toward them, where, and which steps were offered. Small and typed.

It feeds the prompt, the built-in coach and the reading; the API keeps it for the next agent and deletes it with the transcript.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal

from agent.coach.mirror import body_place, part_name
from core.reader.before import Before
from core.reader.step import STEPS, Step

Toward = Literal["", "open", "shut"]
PARTS, OFFERED, NAME_CHARS = 4, 4, 40
_DEPTH: tuple[Step, ...] = ("find", "focus", "flesh_out", "feel_toward", "befriend", "fears")


@dataclass(frozen=True, slots=True)
class Part:
    """`name`: the Partner's own ("the critic"); `toward`: how they were toward it when last asked; `place`: "your chest"."""

    name: str
    toward: Toward = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Memory:
    """`parts`: newest attention last. `offered`: the last steps hinted, "silence" where a hint was held back. `reached`: how far in."""

    parts: tuple[Part, ...] = ()
    offered: tuple[Step, ...] = ()
    reached: Step | None = None

    @property
    def part(self) -> Part | None:
        """The one that has the attention now."""
        return self.parts[-1] if self.parts else None

    @property
    def before(self) -> Before:
        """What the reading may take as settled when no earlier line says so."""
        part = self.part
        if part is None:
            return Before()
        return Before(
            part_known=True,
            located=bool(part.place),
            open=part.toward == "open",
            shut=part.toward == "shut",
            last_step=self._last(),
        )

    def heard(self, text: str, step: Step, form: str) -> Memory:
        """After an utterance that raised no alarm."""
        parts, name, place = self.parts, part_name(text)[:NAME_CHARS], body_place(text)[:NAME_CHARS]
        known = next((part for part in parts if part.name == name), None)
        if name and name != "this part":
            parts = (*(part for part in parts if part is not known), known or Part(name))[-PARTS:]
        if parts:
            toward: Toward = parts[-1].toward
            if step == "befriend" and form in ("open", "soft"):
                toward = "open"
            elif step == "unblend" and form in ("against", "scared", "mixed", "numb"):
                toward = "shut"
            parts = (*parts[:-1], replace(parts[-1], toward=toward, place=place or parts[-1].place))
        return replace(self, parts=parts)

    def hinted(self, step: Step) -> Memory:
        """After a hint for `step` was shown, or silence chosen in its place."""
        reached = self.reached
        if step in _DEPTH and (reached is None or _DEPTH.index(step) > _DEPTH.index(reached)):
            reached = step
        return replace(self, offered=(*self.offered, step)[-OFFERED:], reached=reached)

    def as_json(self) -> dict[str, Any]:
        """For the report line, at most about 600 characters."""
        return asdict(self)

    def _last(self) -> Step | None:
        return next((step for step in reversed(self.offered) if step != "silence"), None)


NOTHING_YET = Memory()


def read_memory(kept: object) -> Memory:
    """What the API kept; anything unexpected in it is left out."""
    if not isinstance(kept, Mapping):
        return Memory()
    parts = []
    for each in _list(kept.get("parts")):
        if isinstance(each, Mapping) and isinstance(name := each.get("name"), str) and name:
            toward, place = each.get("toward"), each.get("place")
            parts.append(
                Part(
                    name[:NAME_CHARS],
                    "open" if toward == "open" else "shut" if toward == "shut" else "",
                    place[:NAME_CHARS] if isinstance(place, str) else "",
                )
            )
    offered = tuple(known for each in _list(kept.get("offered")) if (known := _step(each)) is not None)
    reached = _step(kept.get("reached"))
    return Memory(tuple(parts[-PARTS:]), offered[-OFFERED:], reached if reached in _DEPTH else None)


def _step(value: object) -> Step | None:
    return next((step for step in STEPS if step == value), None)


def _list(value: object) -> list[Any]:
    return list(value) if isinstance(value, list | tuple) else []
