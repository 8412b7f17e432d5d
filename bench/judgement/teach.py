"""`python -m bench.judgement.teach`: learns core/reader/weights.tsv from the teaching lines. The kept-back lines are not read.

Nine-way logistic regression on word runs, by plain gradient descent, in numpy: some thousand lines need nothing larger, and the result is a table that
can be read.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from bench.judgement.lines import Line, labelled_lines
from core.reader.order import look_back
from core.reader.step import STEPS, Step
from core.reader.weights import FILE, SCALE, traits
from core.text.wording import wording

HERE = Path(__file__).parent
OTHER_LINES = HERE.parents[1] / "tests" / "coaching" / "utterances.jsonl"
RARE = 2  # a trait seen less often is left out
DECAY, RATE, MOMENTUM, ROUNDS = 0.05, 4.0, 0.9, 250


def teaching_lines() -> list[Line]:
    """All lines that may be learned from: the taught ones, the part of the labelled ones that is not kept back, and the older tests' lines."""
    lines = labelled_lines(HERE / "taught.txt") + [line for line in labelled_lines() if not line.kept_back]
    kept_back = {line.text for line in labelled_lines() if line.kept_back}
    for row in OTHER_LINES.read_text(encoding="utf-8").splitlines():
        record = json.loads(row)
        if "step" in record and record["label"] != "crisis":
            lines.append(Line(record["text"], tuple(record["context"]), record["step"], ()))
    return [line for line in lines if line.context or line.text not in kept_back]


def fingerprint(lines: Sequence[Line]) -> str:
    """Of what was learned from, so that a test can tell a table that is out of date."""
    return hashlib.sha256("\n".join(f"{line.step}\t{line.context}\t{line.text}" for line in lines).encode()).hexdigest()[:16]


def learn(seen: Sequence[set[str]], steps: Sequence[Step]) -> dict[str, np.ndarray]:
    """Weights by trait; "(always)" is what speaks for a step before a word is said."""
    often = Counter(trait for each in seen for trait in each)
    order = {trait: at for at, trait in enumerate(sorted(trait for trait, times in often.items() if times >= RARE))}
    table = np.zeros((len(seen), len(order) + 1), np.float32)
    for row, each in enumerate(seen):
        at = [order[trait] for trait in each if trait in order]
        table[row, at] = 1 / np.sqrt(max(1, len(at)))
    table[:, -1] = 1
    right = np.eye(len(STEPS), dtype=np.float32)[[STEPS.index(step) for step in steps]]
    weights = np.zeros((table.shape[1], len(STEPS)), np.float32)
    speed = np.zeros_like(weights)
    for _ in range(ROUNDS):
        guess = table @ weights
        guess = np.exp(guess - guess.max(1, keepdims=True))
        guess /= guess.sum(1, keepdims=True)
        speed = MOMENTUM * speed - RATE * (table.T @ (guess - right) + DECAY * weights) / len(seen)
        weights += speed
    return {**{trait: weights[at] for trait, at in order.items()}, "(always)": weights[-1]}


def main() -> None:
    """Learn and write the table."""
    lines = teaching_lines()
    learned = learn([traits(wording(line.text).plain, look_back(line.context)) for line in lines], [line.step for line in lines])
    rows = [f"// learned from {len(lines)} lines, {fingerprint(lines)}; columns: {' '.join(STEPS)}"]
    for trait, weights in learned.items():
        whole = [round(float(weight) * SCALE) for weight in weights]
        if any(whole):
            rows.append("\t".join([trait, *map(str, whole)]))
    FILE.write_text("\n".join(rows) + "\n", encoding="utf-8")
    print(f"{FILE.name}: {len(rows) - 1} traits from {len(lines)} lines")


if __name__ == "__main__":
    main()
