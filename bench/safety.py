"""Prints what the danger detector finds and what it raises for nothing, by kind, on the labelled lines in bench/safety_lines.

A file is sections of one line each: `# LABEL [KIND] [imminent] [LANGUAGE]`, then lines; ` / ` parts utterances said one after the other, the last of which
is read with those before it. `# none session NAME`: the lines are one conversation, each read with all before it. `independent*` is shown as numbers only: to tune
the rules on such a line, or to learn from it, is to lose it. `open*` may be read, and `--misses` prints what went wrong there."""

import argparse
import json
import math
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from rich.console import Console
from rich.table import Table

from agent.safety import alarm, encoder
from agent.safety.alarm import Alarm, read_safety

LINES = Path(__file__).parent / "safety_lines"
LANGUAGES = ("de", "fr", "es")
AIMS = {"crisis": 0.95, "imminent": 1.0, "false": 0.05}


@dataclass(frozen=True, slots=True)
class Line:
    """One labelled utterance. `id` is its file and line number; `language` an ISO code."""

    id: str
    text: str
    context: tuple[str, ...]
    label: str
    kind: str
    imminent: bool
    language: str
    session: str


@dataclass(slots=True)
class Counted:
    """How many lines of one kind, and how many were read as what."""

    lines: int = 0
    crisis: int = 0
    concern: int = 0
    right_kind: int = 0
    misses: list[str] = field(default_factory=list)


def lines_of(path: Path) -> Iterator[Line]:
    """The lines of one file in their order."""
    label, kind, imminent, language, session = "none", "", False, "en", ""
    earlier: list[str] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith("#"):
            words = line[1:].split()
            label = words[0]
            session = words[2] if words[1:2] == ["session"] else ""
            rest = words[1:2] if session else words[1:]
            imminent = "imminent" in rest
            language = next((word for word in rest if word in LANGUAGES), "en")
            kind = next((word for word in rest if word not in ("imminent", *LANGUAGES)), "")
            earlier = []
        elif line.strip() and not line.startswith(";"):
            *context, text = line.split(" / ")
            yield Line(f"{path.stem}:{number}", text, (*earlier, *context), label, kind, imminent, language, session)
            if session:
                earlier.append(text)


def all_lines(stem: str) -> list[Line]:
    """Every line of the files whose name begins with `stem`."""
    return [line for path in sorted(LINES.rglob(f"{stem}*.txt")) for line in lines_of(path)]


def count(lines: Iterable[Line]) -> dict[tuple[str, str, str], Counted]:
    """By (language, label, kind); imminent crises also under (language, "imminent", "")."""
    found: dict[tuple[str, str, str], Counted] = defaultdict(Counted)
    for line in lines:
        got = read_safety(line.text, line.context, acknowledged=bool(line.session)) or Alarm(
            "none"
        )  # in a session each false alarm counts once
        keys = [(line.language, line.label, line.kind)]
        if line.imminent:
            keys.append((line.language, "imminent", ""))
        for key in keys:
            one = found[key]
            one.lines += 1
            one.crisis += got.label == "crisis"
            one.concern += got.label == "concern"
            one.right_kind += got.label == "crisis" and got.kind == line.kind
            if not right(key[1], got):
                one.misses.append(f"{line.id} {got.label} {got.kind or ''}: {' / '.join((*line.context[-2:], line.text))}")
    return dict(found)


def right(wanted: str, got: Alarm) -> bool:
    """Whether the answer is what the label asks. A concern read as a crisis stops the inner work too, and is counted apart."""
    if wanted == "imminent":
        return got.label == "crisis" and got.imminent
    if wanted == "concern":
        return got.label in ("concern", "crisis")
    return got.label == wanted


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


def totals(counted: dict[tuple[str, str, str], Counted], language: str) -> dict[str, tuple[int, int]]:
    """(found, of) by what is aimed for: crisis, alarmed (crisis or concern), imminent known as a crisis and as imminent, concern, false alarms, false crises."""
    sums = {
        key: [0, 0]
        for key in ("crisis", "crisis or concern", "imminent as crisis", "imminent", "concern", "false alarms", "false crises")
    }

    def add(key: str, part: int, whole: int) -> None:
        sums[key][0] += part
        sums[key][1] += whole

    for (of, label, _), one in counted.items():
        if of != language:
            continue
        well = one.lines - len(one.misses)
        if label == "crisis":
            add("crisis", well, one.lines)
            add("crisis or concern", one.crisis + one.concern, one.lines)
        elif label == "imminent":
            add("imminent as crisis", one.crisis, one.lines)
            add("imminent", well, one.lines)
        elif label == "concern":
            add("concern", well, one.lines)
        else:
            add("false alarms", one.crisis + one.concern, one.lines)
            add("false crises", one.crisis, one.lines)
    return {key: (part, whole) for key, (part, whole) in sums.items()}


def cost(lines: Sequence[Line]) -> tuple[float, float]:
    """(typical, p95) milliseconds of reading one new utterance; those before it were read when they were said."""
    from agent.reading.wording import wording

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
        alarm.leaning = lambda _: encoder.Leaning(0.0, -math.inf, -math.inf, "self")  # type: ignore[assignment]
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
