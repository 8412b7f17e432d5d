"""What is found of labelled lines and what is raised for nothing, by kind."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from bench.safety.lines import Line
from core.reader.danger.alarm import Alarm, read_safety


@dataclass(slots=True)
class Counted:
    """How many lines of one kind, and how many were read as what."""

    lines: int = 0
    crisis: int = 0
    concern: int = 0
    right_kind: int = 0
    misses: list[str] = field(default_factory=list)


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


def totals(counted: dict[tuple[str, str, str], Counted], language: str) -> dict[str, tuple[int, int]]:
    """(found, of) by what is aimed for: crisis, alarmed (crisis or concern), imminent known as a crisis, as imminent, concern, false alarms, false crises."""
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
