"""`python -m bench.safety_teach`: learns agent/safety/weights.tsv from the lines in bench/safety_lines that may be learned from.

Logistic regression by scikit-learn, which is needed here alone (`uv pip install scikit-learn`). Read: `taught*` (several authors), `open*`, `kept_back` and
`fresh` (the rules' author), all English, the steps' lines as words without danger, and the utterances of
tests/coaching. Never `independent*`. `--check` leaves one author out at a time, says what
the weights alone find of that author's lines, and writes nothing."""

import argparse
import hashlib
import json
import math
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from agent.reading.wording import wording
from agent.safety import alarm
from agent.safety.folding import fold
from agent.safety.weights import ALWAYS, COLUMNS, FILE, SCALE, traits
from bench.judgement.lines import labelled_lines
from bench.safety import LINES, all_lines

JUDGEMENT = Path(__file__).parent / "judgement"
SPEECH = Path(__file__).parents[1] / "local" / "speech"
UTTERANCES = Path(__file__).parents[1] / "tests" / "coaching" / "utterances.jsonl"
RARE_RUN, RARE_PIECE = 2, 4  # what is seen less often is left out
MILD = 15.0  # inverse of the decay for what it is; IMMINENT for how soon
IMMINENT = 10.0
SMALL = 3  # rows whose numbers are all smaller are left out

Taught = tuple[str, str, bool, str]  # plain words, column, imminent, author


def taught_lines() -> list[Taught]:
    """(plain words, column, imminent, author) of every line that may be learned from; split utterances as one."""
    found: list[Taught] = []
    for stem in ("taught", "open", "kept_back", "fresh"):
        for line in all_lines(stem):
            if line.language == "en":
                said = line.text if line.session else " ".join((*line.context[-3:], line.text))
                column = line.kind if line.label == "crisis" else line.label
                found.append((plain(said), column, line.imminent, line.id.split(":")[0]))
    for file in ("taught.txt", "lines.txt"):
        found += [(plain(one.text), "none", False, "steps") for one in labelled_lines(JUDGEMENT / file) if one.step != "ground"]
    found += [(plain(said), "none", False, "speech") for said in spoken()] * 2
    for row in UTTERANCES.read_text(encoding="utf-8").splitlines():
        one = json.loads(row)
        column = one["label"]
        if column == "crisis":
            by_rule = alarm._crisis(alarm._plain(one["text"]), "", 0, math.inf)
            column = one.get("kind") or (by_rule.kind if by_rule and by_rule.kind else "self")
        found += [(plain(one["text"]), column, False, "tests")] * 2  # what the tests hold counts twice
    return found


def spoken() -> list[str]:
    """What the repo's recorded speech says: ordinary inner work."""
    manifest = json.loads((SPEECH / "manifest.json").read_text(encoding="utf-8"))
    return [one["text"] for one in manifest["utterances"]] + [one["transcript"] for one in manifest["clips"]]


def plain(text: str) -> str:
    """As the detector reads it."""
    return wording(fold(text)).plain


def fingerprint(lines: Sequence[Taught]) -> str:
    """Of what was learned from, so that a test can tell a table that is out of date."""
    return hashlib.sha256("\n".join("\t".join(map(str, line[:3])) for line in lines).encode()).hexdigest()[:16]


def learn(lines: Sequence[Taught]) -> dict[str, list[int]]:
    """Whole-number weights by trait, in the order of COLUMNS."""
    from scipy.sparse import csr_matrix  # type: ignore[import-untyped,import-not-found,unused-ignore]
    from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped,import-not-found,unused-ignore]

    groups = [traits(words) for words, *_ in lines]
    names: list[str] = []
    for at, rare in ((0, RARE_RUN), (1, RARE_PIECE)):
        often = Counter(trait for each in groups for trait in each[at])
        names += sorted(trait for trait, times in often.items() if times >= rare)
    order = {trait: at for at, trait in enumerate(names)}
    rows: list[int] = []
    columns: list[int] = []
    values: list[float] = []
    for row, each in enumerate(groups):
        for group in each:
            known = [order[trait] for trait in group if trait in order]
            rows += [row] * len(known)
            columns += known
            values += [1 / np.sqrt(max(1, len(known)))] * len(known)
    seen: Any = csr_matrix((values, (rows, columns)), shape=(len(lines), len(order)))
    what = LogisticRegression(C=MILD, max_iter=400).fit(seen, [column for _, column, _, _ in lines])
    crises = [at for at, (_, column, _, by) in enumerate(lines) if column not in ("none", "concern") and by != "tests"]
    soon = LogisticRegression(C=IMMINENT, max_iter=400).fit(seen[crises], [lines[at][2] for at in crises])
    at_column = {str(name): at for at, name in enumerate(what.classes_)}
    weights = np.vstack([what.coef_[at_column[column]] for column in COLUMNS[:-1]] + [soon.coef_[0]]).T
    always = [what.intercept_[at_column[column]] for column in COLUMNS[:-1]] + [soon.intercept_[0]]
    table = {name: whole(weights[at]) for name, at in order.items()}
    return {ALWAYS: whole(always)} | {name: row for name, row in table.items() if max(map(abs, row)) >= SMALL}


def whole(row: Any) -> list[int]:
    """In the file's unit; a byte holds them."""
    return [max(-127, min(127, round(float(one) * SCALE))) for one in row]


def written(table: dict[str, list[int]], lines: Sequence[Taught]) -> str:
    """The file."""
    first = f"// learned from {len(lines)} lines, {fingerprint(lines)}; columns: {' '.join(COLUMNS)}"
    return "\n".join([first, *("\t".join([name, *map(str, row)]) for name, row in table.items())]) + "\n"


def check(lines: Sequence[Taught]) -> None:
    """Prints, for each author left out, how many of their crises the weights find where they raise 5 and 10 of 100 of their harmless lines."""
    from agent.safety import weights

    kept = weights.table
    for author in sorted({line[3] for line in lines if line[3].startswith("taught")}):
        others = [line for line in lines if line[3] != author]
        learned = weights.read_table(written(learn(others), others).splitlines())
        weights.table = lambda of=learned: of  # type: ignore[assignment,misc]
        weights.leaning.cache_clear()
        odds = {True: [0.0], False: [0.0]}
        for words, column, _, by in lines:
            if by == author and column != "concern":
                odds[column != "none"].append(weights.leaning(words).crisis)
        crises, harmless = np.array(odds[True][1:]), np.array(odds[False][1:])
        shares = [f"{np.mean(crises > np.quantile(harmless, 1 - share)):.0%} at {share:.0%}" for share in (0.05, 0.1)]
        print(f"{author}: crises found {', '.join(shares)} false alarms")
    weights.table = kept
    weights.leaning.cache_clear()


def main() -> None:
    """Learn and write the table, or check what learning is worth."""
    parser = argparse.ArgumentParser(prog="python -m bench.safety_teach", description=__doc__)
    parser.add_argument("--check", action="store_true", help="leave one author out at a time; write nothing")
    lines = taught_lines()
    if parser.parse_args().check:
        check(lines)
        return
    table = learn(lines)
    FILE.write_text(written(table, lines), encoding="utf-8")
    print(f"{FILE.relative_to(LINES.parents[1])}: {len(table)} traits from {len(lines)} lines, {FILE.stat().st_size // 1000} kB")


if __name__ == "__main__":
    main()
