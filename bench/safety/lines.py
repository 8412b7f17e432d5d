"""The labelled lines of danger. A file is sections of one line each: `# LABEL [KIND] [imminent] [LANGUAGE]`, then lines; ` / ` parts
utterances said one after the other, the last of which is read with those before it.
`# none session NAME`: the lines are one conversation, each read with all before it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

LINES = Path(__file__).parent / "labelled"
LANGUAGES = ("de", "fr", "es")


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
