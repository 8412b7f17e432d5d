"""Why no hint is due: the code decides by members, people are shown sentences, and no decision depends on a sentence."""

from __future__ import annotations

import json

import pytest

from agent.coach.coach import Coach
from agent.coach.try_coach import run_jsonl, run_text
from core.reader import silence
from core.reader.silence import ASIDES, SENTENCES, Silence
from core.reader.turn import read

EXAMPLES: list[tuple[str, tuple[str, ...], Silence]] = [
    ("", (), Silence.NOTHING_SAID),
    ("haha", (), Silence.LAUGHTER),
    ("yeah okay", (), Silence.SMALL_TALK),
    ("can you hear me", (), Silence.LOGISTICS),
    ("hang on let me see", (), Silence.INSIDE),
    ("and there is something", (), Silence.UNFINISHED),
    ("tomatoes", ("there's a part of me that is tired",), Silence.TOO_LITTLE),
    ("I want to kill myself", (), Silence.CARD_SHOWN),
]


@pytest.mark.parametrize(("text", "context", "reason"), EXAMPLES)
def test_each_reason_is_a_member(text: str, context: tuple[str, ...], reason: Silence) -> None:
    found = read(text, context)
    assert found.quiet is reason
    assert found.aside is (reason in ASIDES)


def test_every_reason_has_a_sentence_of_its_own() -> None:
    assert set(SENTENCES) == set(Silence)
    assert len(set(SENTENCES.values())) == len(Silence)


@pytest.mark.parametrize(("text", "context", "reason"), EXAMPLES)
def test_no_decision_depends_on_a_sentence(
    monkeypatch: pytest.MonkeyPatch, text: str, context: tuple[str, ...], reason: Silence
) -> None:
    before = read(text, context)
    monkeypatch.setattr(silence, "SENTENCES", dict.fromkeys(Silence, "(coach is thinking…) other words"))
    assert read(text, context) == before


async def test_nbp_try_shows_the_sentence() -> None:
    answers: list[str] = []
    await run_jsonl(
        [json.dumps({"text": text, "context": list(context)}) for text, context, _ in EXAMPLES[1:]], answers.append, Coach()
    )
    shown = [json.loads(answer)["quiet"] for answer in answers]
    assert shown[0] == "Laughter alone."
    assert shown[5] == "(coach is thinking…) Too little to go on."
    printed: list[str] = []
    await run_text(["hang on let me see"], printed.append, Coach())
    assert printed == ["(coach is listening…)  The Partner is inside: wait.\n\n"]
    printed.clear()
    await run_text(["tomatoes"], printed.append, Coach())
    assert printed == ["(coach is thinking…)  Too little to go on.\n\n"]
