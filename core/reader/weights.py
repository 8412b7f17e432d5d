"""What the words lean towards: learned weights that settle what no fixed rule is sure of. Pure sums, no model, no numpy.

`weights.tsv` holds one trait a line (a run of one to three words, or what the Facilitator had just asked) and how much it speaks for each of
the nine steps. It is learned by `python -m bench.judgement.teach`; nobody edits it by hand.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from core.reader.before import Before
from core.reader.step import STEPS, Choice, Step
from core.text.wording import Wording

FILE = Path(__file__).with_name("weights.tsv")
SCALE = 16.0  # the file's whole numbers per unit of weight

SHORT_WORDS = 8
TRUST = 2.0  # how much a rule's own word counts beside the weights (natural log of odds)


def traits(plain: str, before: Before) -> set[str]:
    """What can be counted in one utterance (plain words) and in what went before it."""
    words = ["^", *plain.split(), "$"]
    found = {" ".join(words[at : at + size]) for size in (1, 2, 3) for at in range(len(words) - size + 1)}
    if before.gate_asked:
        found |= {f"gate:{word}" for word in words} | {"#gate"}
    found |= {f"asked:{word}" for word in before.asked.split()}
    for sign, holds in (
        ("#part", before.part_known),
        ("#located", before.located),
        ("#described", before.described),
        ("#open", before.open),
    ):
        if holds:
            found.add(sign)
    found.add(f"#length {min(6, int(math.log2(len(words) - 1) * 1.5))}")
    return found


@dataclass(frozen=True, slots=True)
class Table:
    """`of`: trait -> whole numbers by step, in the order of STEPS; `always`: before a word is said."""

    of: dict[str, tuple[int, ...]]
    always: tuple[int, ...]


@lru_cache(maxsize=1)
def table() -> Table:
    """The file, read once."""
    of: dict[str, tuple[int, ...]] = {}
    for row in FILE.read_text(encoding="utf-8").splitlines():
        name, *numbers = row.split("\t")
        if row and not row.startswith("//"):
            of[name] = tuple(map(int, numbers))
    return Table(of, of.pop("(always)"))


def leaning(plain: str, before: Before) -> dict[Step, float]:
    """For each step the natural log of how likely it is by the words alone; 0 is certain."""
    known = [row for trait in traits(plain, before) if (row := table().of.get(trait))]
    always = table().always
    share = 1 / math.sqrt(max(1, len(known)))
    sums = [always[n] + share * sum(row[n] for row in known) for n in range(len(STEPS))]
    top = max(sums)
    total = math.log(sum(math.exp((each - top) / SCALE) for each in sums))
    return {step: (each - top) / SCALE - total for step, each in zip(STEPS, sums, strict=True)}


def weigh(choice: Choice, said: Wording, before: Before) -> Step:
    """The step, once the words have been weighed against the rule's choice. A long utterance is never made silence."""
    towards = leaning(said.plain, before)
    towards[choice.step] += TRUST
    if said.words > SHORT_WORDS and choice.step != "silence":
        towards["silence"] = -math.inf
    return max(STEPS, key=lambda step: towards[step])
