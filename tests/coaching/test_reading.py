"""What the fixed rules make of what a Partner says: the twelve worked examples, and a broad set of utterances."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from agent.coach.coach import Coach, Turn
from core.reader.turn import read

UTTERANCES = [json.loads(line) for line in (Path(__file__).parent / "utterances.jsonl").read_text(encoding="utf-8").splitlines()]

TWELVE = [
    ("find", "none", "um so my boss moved the deadline again and I've been snapping at everyone"),
    ("focus", "none", "there's this anxious part it just never shuts up"),
    ("flesh_out", "none", "it's like a knot right here in my stomach"),
    ("feel_toward", "none", "he's an old man at a desk counting never looks up"),
    ("unblend", "none", "honestly I can't stand him I want him gone"),
    ("befriend", "none", "huh okay I'm kind of curious about him actually"),
    ("fears", "none", "he says if he stops it all falls apart"),
    ("unblend", "none", "I'm useless I ruin everything I touch"),
    ("feel_toward", "none", "it's scared"),
    ("silence", "none", "hang on it's um it's showing me"),
    ("ground", "concern", "my heart's racing everything looks unreal I can't"),
    ("ground", "crisis", "there's a part that wants the body gone like tonight"),
]


@pytest.mark.parametrize(("step", "label", "text"), TWELVE)
def test_the_twelve_examples_alone(step: str, label: str, text: str) -> None:
    found = read(text)
    assert (found.step, found.label) == (step, label)


def test_the_twelve_examples_as_one_conversation() -> None:
    said: list[str] = []
    for step, label, text in TWELVE:
        found = read(text, tuple(said))
        assert (found.step, found.label) == (step, label), text
        said.append(text)


@pytest.mark.parametrize("case", UTTERANCES, ids=[case["id"] for case in UTTERANCES])
def test_utterance(case: dict) -> None:
    found = read(case["text"], tuple(case["context"]))
    assert found.label == case["label"], case["text"]
    if "step" in case:
        assert found.step == case["step"], case["text"]
    if "kind" in case:
        assert found.kind == case["kind"], case["text"]
    assert (found.quiet is not None) == (found.step == "silence" or found.label == "crisis")


def test_an_imminent_crisis_is_known_as_one() -> None:
    assert read("there's a part that wants the body gone like tonight").imminent
    assert not read("sometimes I think everyone would be better off without me").imminent


def test_abuse_at_home_is_discreet_and_nothing_else_is() -> None:
    assert read("my husband hit me last night").discreet
    assert not read("I want to kill myself").discreet


@pytest.mark.parametrize("retraction", ["I'm just kidding", "no I'm fine really", "forget it", "there's a tightness in my chest"])
def test_nothing_lifts_an_unread_crisis_but_reading_the_card(retraction: str) -> None:
    before = ("I keep thinking about killing myself",)
    assert read(retraction, before).label == "crisis"
    assert read(retraction, before, acknowledged=True).label == "none"


def test_a_bare_fear_waits_for_the_gate() -> None:
    assert read("it's scared", ("there's a tight part in my chest",)).step == "feel_toward"
    assert read("it's scared", ("there's a tight part in my chest", "I'm curious about it")).step == "fears"
    assert read("it's scared", ("I'm curious about it", "ugh I hate it now")).step == "feel_toward"


def test_a_facilitators_line_in_the_context_is_not_the_partners() -> None:
    assert read("warm I guess", ("there's a guarded part", "F: how do you feel toward it?")).step == "befriend"
    assert read("I don't know", ("F: are you thinking of killing yourself? I want to die is what one says",)).label == "none"


def test_asked_for_a_hint_in_silence_gives_presence_only() -> None:
    assert read("let me see").quiet is not None
    found = read("let me see", asked=True)
    assert found.step == "silence"
    assert found.quiet is None


def test_reading_is_quick() -> None:
    coach = Coach()
    texts = [f"{case['text']} {number}" for number, case in enumerate(UTTERANCES)]
    began = time.process_time()
    for text in texts:
        coach.read(Turn(text))
    assert (time.process_time() - began) / len(texts) < 0.02
