"""The labelled lines (lines.txt), half of them kept back: those are reported and never looked at while rules are changed."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from core.reader.step import STEPS, Step

FILE = Path(__file__).with_name("lines.txt")


@dataclass(frozen=True, slots=True)
class Line:
    """`context`: earlier turns, oldest first, the Facilitator's marked “F: ”. `also`: steps that would do as well."""

    text: str
    context: tuple[str, ...]
    step: Step
    also: tuple[Step, ...]

    @property
    def kept_back(self) -> bool:
        """Decided by the words themselves, so that nobody chooses."""
        return hashlib.sha256("\n".join((*self.context, self.text)).encode()).digest()[0] % 2 == 1


def labelled_lines(file: Path = FILE) -> list[Line]:
    """All lines, in the file's order. Raises KeyError for an unknown step, ValueError for a line before the first “== step”."""
    found: list[Line] = []
    step: Step | None = None
    steps: dict[str, Step] = {name: name for name in STEPS}
    for row in file.read_text(encoding="utf-8").splitlines():
        if row.startswith("== "):
            step = steps[row[3:].strip()]
        elif row and not row.startswith("#"):
            if step is None:
                raise ValueError(f"no step above: {row}")
            said, _, also = row.partition(" ~ ")
            *context, text = (turn.removeprefix("P: ") for turn in said.split(" > "))
            found.append(Line(text, tuple(context), step, tuple(steps[name] for name in also.split())))
    return found
