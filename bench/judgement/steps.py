"""How often the step is right, by step, with what it was taken for."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bench.judgement.lines import Line
from core.reader.step import STEPS
from core.reader.turn import read

Answer = Callable[[Line], str]


def built_in(line: Line) -> str:
    """The step the fixed rules and the weights give; a crisis is none of the nine."""
    found = read(line.text, line.context)
    return "crisis" if found.label == "crisis" else found.step


@dataclass(frozen=True)
class Scores:
    """`right`, `near` (right or an acceptable neighbour) and `lines` by step; `taken_for`: (step, answer) -> how often."""

    lines: Counter[str]
    right: Counter[str]
    near: Counter[str]
    taken_for: Counter[tuple[str, str]]

    @property
    def share(self) -> float:
        """Right or an acceptable neighbour, of all."""
        return self.near.total() / max(1, self.lines.total())

    @property
    def strict(self) -> float:
        """Exactly right, of all."""
        return self.right.total() / max(1, self.lines.total())

    def table(self) -> str:
        """One row a step, what it was mistaken for, and the sum."""
        rows = [f"  {'step':<12} lines  right  or near  taken for"]
        for step in STEPS:
            if not self.lines[step]:
                continue
            others = ", ".join(f"{answer} {times}" for (of, answer), times in self.taken_for.most_common() if of == step)
            rows.append(
                f"  {step:<12} {self.lines[step]:>5}  {self.right[step] / self.lines[step]:>5.0%}  {self.near[step] / self.lines[step]:>7.0%}  {others}"
            )
        rows.append(f"  {'all':<12} {self.lines.total():>5}  {self.strict:>5.0%}  {self.share:>7.0%}")
        return "\n".join(rows)


def score(lines: Sequence[Line], answer: Answer = built_in) -> Scores:
    """Ask for every line."""
    scores = Scores(Counter(), Counter(), Counter(), Counter())
    for line in lines:
        found = answer(line)
        scores.lines[line.step] += 1
        scores.right[line.step] += found == line.step
        scores.near[line.step] += found == line.step or found in line.also
        if found != line.step and found not in line.also:
            scores.taken_for[line.step, found] += 1
    return scores


def cost_ms(work: Callable[[Line], object], lines: Sequence[Line]) -> tuple[float, float]:
    """Median and 95th percentile of `work`, in milliseconds of this thread's CPU."""
    took: list[float] = []
    for line in lines:
        began = time.thread_time()
        work(line)
        took.append((time.thread_time() - began) * 1000)
    took.sort()
    return took[len(took) // 2], took[int(len(took) * 0.95)]
