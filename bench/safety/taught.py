"""The lines that the danger encoder may learn from, as the detector reads them."""

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

from bench.judgement.lines import labelled_lines
from bench.safety.lines import Line, all_lines
from core.text.folding import fold
from core.text.wording import wording

JUDGEMENT = Path(__file__).parents[1] / "judgement"
SPEECH = Path(__file__).parents[2] / "local" / "speech"
UTTERANCES = Path(__file__).parents[2] / "tests" / "coaching" / "utterances.jsonl"

Taught = tuple[str, str, bool, str]  # plain words, column, imminent, author


def taught_lines() -> list[Taught]:
    """(plain words, column, imminent, author) of every line that may be learned from; split utterances as one."""
    found: list[Taught] = []
    for stem in ("taught", "open", "kept_back", "fresh"):
        for line in all_lines(stem):
            if line.language == "en":
                column = line.kind if line.label == "crisis" else line.label
                found += [(said, column, line.imminent, line.id.split(":")[0]) for said in readings(line)]
    for file in ("taught.txt", "lines.txt"):
        lines = [one for one in labelled_lines(JUDGEMENT / file) if one.step != "ground"]
        found += [(plain(one.text), "none", False, "steps") for one in lines if file == "taught.txt" or not one.kept_back]
    found += [(plain(said), "none", False, "speech") for said in spoken()] * 2
    for row in UTTERANCES.read_text(encoding="utf-8").splitlines():
        one = json.loads(row)
        column = one.get("kind", one["label"])
        if column != "crisis":  # a retraction, say, is one only for what was said before it
            found += [(plain(one["text"]), column, False, "tests")] * 2  # what the tests hold counts twice
    return found


def readings(line: Line) -> list[str]:
    """A line's plain words as the detector meets them: split utterances as one; those of a session alone, and with the one or two before."""
    if not line.session:
        return [plain(" ".join((*line.context[-3:], line.text)))]
    many = 1 + len(line.text) % 2
    before = line.context[-many:]
    return [plain(line.text), *([plain(" ".join((*before, line.text)))] if before else [])]


def spoken() -> list[str]:
    """What the repo's recorded speech says: ordinary inner work."""
    manifest = json.loads((SPEECH / "manifest.json").read_text(encoding="utf-8"))
    return [one["text"] for one in manifest["utterances"]] + [one["transcript"] for one in manifest["clips"]]


def plain(text: str) -> str:
    """As the detector reads it."""
    return wording(fold(text)).plain


def fingerprint(lines: Sequence[Taught]) -> str:
    """Of what was learned from, so that a test can tell an encoder that is out of date. A kind may be put right without teaching anew."""
    rows = (
        f"{words}\t{column if column in ('none', 'concern') else 'crisis'}\t{imminent}" for words, column, imminent, _ in lines
    )
    return hashlib.sha256("\n".join(rows).encode()).hexdigest()[:16]
