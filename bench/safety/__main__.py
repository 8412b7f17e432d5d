"""Prints what the danger detector finds and what it raises for nothing, by kind, on the labelled lines (lines.py).

`independent*` is shown as numbers only: to tune the rules on such a line, or to learn from it, is to lose it. `open*` may be read, and
`--misses` prints what went wrong there."""

import argparse
import json
import math
import time
from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.table import Table

from bench.safety.lines import LANGUAGES, Line, all_lines
from bench.safety.score import Counted, count, totals
from core.reader.danger import alarm, encoder
from core.reader.danger.alarm import read_safety


def share(part: int, whole: int) -> str:
    """“12 of 14 (86 %)”."""
    return f"{part} of {whole} ({100 * part / whole:.0f} %)" if whole else "-"


def table(title: str, counted: dict[tuple[str, str, str], Counted], language: str) -> Table:
    """What was found of each kind."""
    shown = Table(title=title, title_justify="left")
    for column in ("label", "kind", "as labelled", "as crisis", "as concern", "card of that kind"):
        shown.add_column(column, justify="left" if column in ("label", "kind") else "right")
    for (of, label, kind), one in counted.items():
        if of == language:
            well = one.lines - len(one.misses)
            cards = share(one.right_kind, one.crisis) if label == "crisis" else ""
            shown.add_row(label, kind, share(well, one.lines), str(one.crisis), str(one.concern), cards)
    return shown


def cost(lines: Sequence[Line]) -> tuple[float, float]:
    """(typical, p95) milliseconds of reading one new utterance; those before it were read when they were said."""
    from core.text.wording import wording

    spent = []
    for line in lines:
        alarm._read_one.cache_clear()
        wording.cache_clear()
        for position, earlier in enumerate(line.context[-4:]):
            read_safety(earlier, line.context[-4:][:position])
        began = time.perf_counter()
        read_safety(line.text, line.context[-4:])
        spent.append((time.perf_counter() - began) * 1000)
    spent.sort()
    return spent[len(spent) // 2], spent[int(len(spent) * 0.95)]


def as_jsonl(lines: Iterable[Line]) -> str:
    """In the form that `nbp try --jsonl` reads, with the labels beside it."""
    return "\n".join(
        json.dumps(
            {
                "id": line.id,
                "text": line.text,
                "context": list(line.context),
                "label": line.label,
                "kind": line.kind,
                "imminent": line.imminent,
            },
            ensure_ascii=False,
        )
        for line in lines
    )


def main(argv: list[str] | None = None) -> int:
    """`python -m bench.safety`."""
    parser = argparse.ArgumentParser(prog="python -m bench.safety", description=__doc__)
    parser.add_argument("--misses", action="store_true", help="print the open lines that were read otherwise than labelled")
    parser.add_argument("--jsonl", action="store_true", help="print the open lines as `nbp try --jsonl` reads them")
    parser.add_argument("--rules", action="store_true", help="the rules alone: the encoder has no say")
    given = parser.parse_args(argv)
    if given.rules:
        alarm.leaning = lambda _: encoder.Leaning(0.0, -math.inf, -math.inf, "self")  # type: ignore[attr-defined, assignment]
    screen = Console(highlight=False, soft_wrap=True)
    open_lines = all_lines("open")
    if given.jsonl:
        print(as_jsonl(open_lines))
        return 0
    for stem, title in (
        ("open", "Open lines (the rules were tuned on these)"),
        ("kept_back", "Kept back from the rules (by their author; the encoder learned from it)"),
        ("fresh", "Fresh (written after the rules, mostly indirect; learned from)"),
        ("independent_1", "Independent, first author (never read, tuned on or learned from)"),
        ("independent_2", "Independent, second author (never read, tuned on or learned from)"),
        ("independent_3", "Independent, third author (never read, tuned on or learned from)"),
        ("independent_ordinary", "Ordinary sessions, never learned from (their author's others were)"),
    ):
        lines = open_lines if stem == "open" else all_lines(stem)
        counted = count(lines)
        for language in ("en", *LANGUAGES):
            if not any(of == language for of, _, _ in counted):
                continue
            if language == "en":
                screen.print(table(f"{title}, English", counted, language))
            told = ", ".join(f"{key} {share(*found)}" for key, found in totals(counted, language).items() if found[1])
            screen.print(f"{title}, {language}: {told}\n")
        if stem == "open" and given.misses:
            for key, one in counted.items():
                for miss in one.misses:
                    print(*key, miss)
    typical, p95 = cost(open_lines)
    screen.print(f"Cost of reading one utterance: {typical:.2f} ms typical, {p95:.2f} ms p95")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
