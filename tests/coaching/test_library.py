"""The built-in coach: every template by the rubric, the Partner's words turned round, what was named kept, the weights up to date."""

from __future__ import annotations

import itertools
import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.coach.built_in.hint_library import compose
from agent.coach.built_in.library_words import FOLLOW_UPS, SUGGESTIONS, SUMMARIES
from agent.coach.guard.hint_checks import HintChecks
from agent.coach.memory import Memory, Part, read_memory
from agent.coach.mirror import clauses, fit, mirror, turn
from agent.coach.rubric import faults
from bench.judgement.lines import FILE, labelled_lines
from bench.judgement.steps import score
from bench.judgement.teach import fingerprint, teaching_lines
from core.protocol.hint import Hint
from core.reader.step import STEPS
from core.reader.turn import read

SLOTS = {
    "part": "the critic", "who": "the critic", "it": "it", "he": "it", "his": "its", "is": "is", "does": "does", "has": "has",
    "he_cap": "It", "does_cap": "Does",
    "s": "s", "es": "es", "ies": "ies", "was": "was", "feeling": "sad", "place": "your chest", "image": "the knot", "topic": "Work",
}  # fmt: skip
SAID = "there's a critic, a sad knot in my chest, scared, afraid, worried, angry, tired of work, guilty, flat, blank, lonely"
EVERY = [
    (step, form, *lines)
    for step in STEPS
    for form in SUGGESTIONS[step]
    for lines in itertools.zip_longest(
        SUGGESTIONS[step][form],
        SUMMARIES[step].get(form, SUMMARIES[step][""]),
        FOLLOW_UPS[step].get(form, FOLLOW_UPS[step][""]),
        fillvalue="",
    )
]


@pytest.mark.parametrize(("step", "form", "suggestion", "summary", "follow_up"), EVERY)
def test_every_template_keeps_the_rubric(step, form, suggestion, summary, follow_up) -> None:  # type: ignore[no-untyped-def]
    fill = [
        (line or spare).format_map(SLOTS)
        for line, spare in ((summary, "You notice that."), (suggestion, "Take your time."), (follow_up, "No hurry"))
    ]
    hint = Hint(fill[0], fill[1], (fill[2],))
    assert faults(hint, step, SAID) == []


@pytest.mark.parametrize(
    ("hint", "step", "fault"),
    [
        (Hint("You are sad?", "What is there?", ("No hurry",)), "find", "summary-asks"),
        (Hint("You see it.", "What is it afraid of?", ("No hurry",)), "focus", "leaps-the-gate"),
        (Hint("You're with it.", "What do you see?", ("No hurry",)), "silence", "asks-while-inside"),
        (Hint("You see it.", "Ask it to be quiet.", ("No hurry",)), "focus", "orders"),
        (Hint("You see it.", "Why is it there, and what happened?", ("No hurry",)), "find", "asks-for-story"),
        (Hint("This is a lot.", "What does this part need?", ("No hurry",)), "ground", "goes-inside"),
        (Hint("You see it. " * 11, "What is there?", ("No hurry",)), "find", "summary-long"),
    ],
)
def test_the_rubric_finds_what_is_wrong(hint: Hint, step, fault: str) -> None:  # type: ignore[no-untyped-def]
    assert fault in faults(hint, step, "")


@pytest.mark.parametrize(
    ("said", "turned"),
    [
        ("I've been snapping at everyone", "you've been snapping at everyone"),
        ("I was tired", "you were tired"),
        ("I'm not ready", "you're not ready"),
        ("I don't like how it looks at me", "you don't like how it looks at you"),
        ("my chest hurts when I breathe", "your chest hurts when you breathe"),
        ("that one is mine", "that one is yours"),
        ("I blame myself", "you blame yourself"),
        ("it's sitting on my shoulders", "it's sitting on your shoulders"),
        ("she told me I was late", "she told you you were late"),
        ("I'd rather stay", "you'd rather stay"),
        ("we were on our own", "you were on your own"),
        ("I didn't say a word", "you didn't say a word"),
        ("am I allowed to rest", "are you allowed to rest"),
        ("it looks like I am late", "it looks like you're late"),
        ("I think that I am", "you think that you are"),
        ("it wants us to hide", "it wants you to hide"),
        ("there's a part of me that hides", "there's a part of you that hides"),
        ("he never looks up", "he never looks up"),
    ],
)
def test_turning(said: str, turned: str) -> None:
    assert turn(said) == turned


WORDS = st.sampled_from(
    [
        "I",
        "I'm",
        "I've",
        "I'd",
        "me",
        "my",
        "mine",
        "myself",
        "we",
        "us",
        "our",
        "it",
        "it's",
        "she",
        "he",
        "there's",
        "a",
        "part",
        "of",
        "the",
        "critic",
        "notice",
        "feel",
        "see",
        "want",
        "not",
        "never",
        "don't",
        "was",
        "am",
        "have",
        "been",
        "had",
        "in",
        "on",
        "my",
        "chest",
        "heavy",
        "tired",
        "and",
        "but",
        "because",
        "when",
        "that",
        "um",
        "like",
        "so",
        "always",
        "stupid",
        "kill",
        "Anna",
        "Paris",
        "ADHD",
        "fuck",
        "nobody",
        "you",
        "your",
        "work",
        "room",
        "door",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=16).map(" ".join))
def test_whatever_is_said_back_speaks_to_them_and_holds_nothing_harsh(said: str) -> None:
    given_back = mirror(said)
    if given_back is None:
        return
    words = given_back.lower().replace("’", "'").split()
    assert not {"i", "i'm", "i've", "i'd", "me", "my", "mine", "myself", "we", "us", "our"} & set(words), given_back
    assert not {"stupid", "kill", "anna", "paris", "adhd", "fuck", "nobody", "always"} & set(words), given_back
    assert not re.search(r"\byou (?:am|was)\b", given_back)


@settings(max_examples=100, deadline=None)
@given(st.lists(WORDS, min_size=2, max_size=12).map(" ".join))
def test_turning_keeps_negation(said: str) -> None:
    for clause in clauses(said):
        if fit(clause):
            count = len(re.findall(r"\b(?:not|never|don't)\b", clause.lower()))
            assert len(re.findall(r"\b(?:not|never|don't)\b", turn(clause).lower())) == count


def test_no_suggestion_comes_twice_in_a_long_session() -> None:
    shown: tuple[str, ...] = ()
    suggestions = []
    for number in range(30):
        hint = compose(f"it's like a knot in my stomach number {number}", (), "flesh_out", recent=shown)
        suggestions.append(hint.suggestion)
        shown = (*shown, hint.text())
    assert len(set(suggestions)) == 30


def test_the_part_named_long_ago_is_still_called_by_its_name() -> None:
    known = Part("the critic", "open", "your chest")
    suggestions = {compose("it keeps going", (), "focus", recent=(str(n),) * n, known=known).suggestion for n in range(8)}
    assert any("the critic" in each for each in suggestions)
    assert not any("the critic" in compose("it keeps going", (), "focus", recent=(str(n),) * n).suggestion for n in range(8))


def test_memory_survives_its_own_form_and_takes_nothing_strange() -> None:
    memory = (
        Memory()
        .heard("there's an inner critic in my chest", "flesh_out", "place")
        .hinted("flesh_out")
        .heard("I'm curious", "befriend", "open")
    )
    assert memory.part is not None
    assert (memory.part.toward, memory.part.place) == ("open", "your chest")
    assert read_memory(json.loads(json.dumps(memory.as_json()))) == memory
    for strange in (None, 3, [], {"parts": 5}, {"parts": [{"name": 1}, None]}, {"offered": ["hack"], "reached": "ground"}):
        assert read_memory(strange) == Memory()


def test_a_crisis_leaves_no_trace_in_the_name_of_a_part() -> None:
    for harsh in ("there's a suicidal part", "there's a stupid part", "a fucking part of me"):
        named = Memory().heard(harsh, "focus", "part")
        assert not named.parts, harsh


def test_the_weights_are_those_of_the_teaching_lines() -> None:
    from core.reader.weights import FILE

    lines = teaching_lines()
    assert fingerprint(lines) in FILE.read_text(encoding="utf-8").splitlines()[0], "python -m bench.judgement.teach"
    kept_back = {(line.text, line.context) for line in labelled_lines() if line.kept_back}
    assert not any((line.text, line.context) in kept_back for line in lines)


def test_the_part_kept_back_is_read_well_enough() -> None:
    kept = [line for line in labelled_lines() if line.kept_back]
    assert len(kept) > 200
    found = score(kept)
    assert found.share >= 0.8, found.table()
    assert score(kept, lambda line: "find").share < 0.2  # a coach that always says the same


def test_what_another_author_wrote_is_read_well_enough() -> None:
    lines = labelled_lines(FILE.with_name("independent.txt"))
    assert len(lines) > 350
    found = score(lines)
    assert found.share >= 0.75, found.table()


def test_templates_pass_the_models_own_guard() -> None:
    checks = HintChecks()
    for table in (SUMMARIES, SUGGESTIONS, FOLLOW_UPS):
        for lines in table.values():
            assert all(checks.passes(line.format_map(SLOTS)) for group in lines.values() for line in group)


def test_reading_stays_the_same_for_the_same_words() -> None:
    assert [read("it's like a knot") for _ in range(3)] == [read("it's like a knot")] * 3
