"""What the words lean towards: learned weights beside the fixed rules, for danger said in ways no rule foresaw. Sums over a table, no model.

`weights.tsv` holds one trait a line (a run of one to three words, or "~" and a piece of a word) and how much it speaks for each of COLUMNS. It is learned
by `python -m bench.safety_teach` from labelled lines by several authors; nobody edits it by hand.
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

FILE = Path(__file__).with_name("weights.tsv")
KINDS = ("self", "self_harm", "other", "abuse_at_home", "child", "medical", "psychosis")
COLUMNS = ("none", "concern", *KINDS, "imminent")
SCALE = 16.0  # the file's whole numbers per unit of weight
ALWAYS = "(always)"
FOREIGN = 0.5  # share of words never met from which on the table has no say


@dataclass(frozen=True, slots=True)
class Leaning:
    """Natural log of the odds that something is a crisis, a concern, and (if a crisis) imminent; and the likeliest kind of crisis."""

    crisis: float
    concern: float
    imminent: float
    kind: str


def traits(plain: str) -> tuple[frozenset[str], frozenset[str]]:
    """What can be counted in plain words: runs of words, and pieces of words with their edges."""
    said = plain.split()
    words = ["^", *said, "$"]
    runs = {" ".join(words[at : at + size]) for size in (1, 2, 3) for at in range(len(words) - size + 1)}
    pieces = {
        f"~{edged[at : at + size]}"
        for edged in (f"_{word}_" for word in said)
        for size in (3, 4, 5)
        for at in range(len(edged) - size + 1)
    }
    return frozenset(runs), frozenset(pieces)


@dataclass(frozen=True, slots=True)
class Table:
    """`place`: where a trait's numbers begin in `numbers` (one byte each, by column): some MB less for each agent than a tuple a trait."""

    place: dict[str, int]
    numbers: array[int]

    def rows(self, traits: Iterable[str]) -> list[array[int]]:
        """The numbers of those traits that are known."""
        found = (self.place.get(trait) for trait in traits)
        return [self.numbers[at : at + len(COLUMNS)] for at in found if at is not None]


def read_table(lines: Iterable[str]) -> Table:
    """From the file's lines."""
    place: dict[str, int] = {}
    numbers = array("b")
    for line in lines:
        if not line.startswith("//"):
            name, *row = line.split("\t")
            place[name] = len(numbers)
            numbers.extend(map(int, row))
    return Table(place, numbers)


@lru_cache(maxsize=1)
def table() -> Table:
    """The file, read once."""
    with FILE.open(encoding="utf-8") as file:
        return read_table(line.rstrip("\n") for line in file)


@lru_cache(maxsize=256)
def leaning(plain: str) -> Leaning:
    """Of one utterance in plain words (wording.plain). Each group of traits counts as much as the other, however many there are."""
    of = table()
    said = plain.split()
    if sum(word not in of.place for word in said) > FOREIGN * len(said):
        return Leaning(0.0, 0.0, 0.0, KINDS[0])
    (always,) = of.rows([ALWAYS])
    sums = [float(each) for each in always]
    for group in traits(plain):
        _add(sums, of.rows(group))
    top = max(sums[:-1])
    likely = [math.exp((each - top) / SCALE) for each in sums[:-1]]
    by_kind = likely[2:]
    kind = KINDS[by_kind.index(max(by_kind))]
    crisis, rest = sum(by_kind), likely[0] + likely[1]
    return Leaning(math.log(crisis / rest), math.log(likely[1] / (likely[0] + crisis)), sums[-1] / SCALE, kind)


def _add(sums: list[float], rows: Sequence[Sequence[int]]) -> None:
    share = 1 / math.sqrt(max(1, len(rows)))
    for column, numbers in enumerate(zip(*rows, strict=True)):
        sums[column] += share * sum(numbers)
