"""The hint parser: any chunking gives the same text, and whatever a model writes, only the form comes out."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.coach.guard.hint_checks import HintChecks
from agent.coach.guard.hint_parser import HintParser
from core.protocol.hint import WIRE_FORM, Hint
from core.protocol.reminder import REMINDER

SPARE = Hint("You notice that something is here.", "Where do you notice it?", ("Take your time", "Whatever comes is fine"))
GOOD = "SUMMARY: You notice a knot.\nSUGGESTION: What is it like? Stay near it.\nFOLLOW-UP: An image or colour | Does it know you're there?"


def parse(
    raw: str, sizes: list[int] | None = None, *, reminder: bool = False, spare: Hint | None = SPARE, cut: bool = False
) -> tuple[str, Hint | None]:
    parser = HintParser(
        reminder, spare, HintChecks("A rule that must stay inside: the one who writes this shall keep it to themselves always.")
    )
    out, at = "", 0
    for size in sizes or [len(raw)]:
        out += parser.feed(raw[at : at + size])
        at += size
    out += parser.feed(raw[at:])
    rest, hint = parser.close(cut)
    return out + rest, hint


def test_a_well_formed_hint_comes_through_letter_by_letter() -> None:
    parser = HintParser(False)
    seen = [parser.feed(letter) for letter in GOOD]
    rest, hint = parser.close()
    assert "".join(seen) + rest == GOOD
    assert sum(bool(piece) for piece in seen) > 25
    assert hint is not None
    assert hint.text() == GOOD


def test_the_reminder_is_ours_and_only_where_asked_for() -> None:
    with_models_own = GOOD + "\nREMINDER: Trust the machine."
    assert parse(with_models_own)[0] == GOOD
    assert parse(with_models_own, reminder=True)[0] == f"{GOOD}\nREMINDER: {REMINDER}"
    assert parse(GOOD, reminder=True)[0] == f"{GOOD}\nREMINDER: {REMINDER}"


MENDED = [
    "**SUMMARY:** You notice a knot.\n**SUGGESTION:** What is it like? Stay near it.\n**FOLLOW-UP:** An image or colour | Does it know you're there?",
    '1. Summary: You notice a knot.\n\n2. Suggestion: "What is it like? Stay near it."\n\n3. Follow-up: An image or colour | Does it know you\'re there?',
    "```\n" + GOOD + "\n```",
    "Sure, here is your hint:\n" + GOOD,
    "Sure! " + GOOD,
    GOOD.replace("\n", " "),
    GOOD.replace("\n", "\r\n\r\n"),
    GOOD + " | A third one | A fourth",
    GOOD + "\n\nI hope this helps!",
    GOOD + "\n\n" + GOOD,
    "summary: You notice a knot\nsuggestion: What is it like? Stay near it. And a third one. And more.\n"
    "follow-up:\n- An image or colour\n- Does it know you're there?\n- A third",
    "SUMMARY: You notice a knot. It is there. More.\nSUGGESTION: What is it like? Stay near it!\nFOLLOW-UP: An image or colour. | Does it know you're there?",
    "SUMMARY:\nYou notice a knot.\nSUGGESTION:\nWhat is it like? Stay near it.\nFOLLOW-UP:\nAn image or colour | Does it know you're there?",
    "SUMMARY: You notice a knot.\nWhat is it like? Stay near it.\nFOLLOW-UP: An image or colour | Does it know you're there?",
    '{"summary": "You notice a knot.", "suggestion": "What is it like? Stay near it.", "follow_up": ["An image or colour", "Does it know you\'re there?"]}',
    '```json\n{"SUMMARY": "You notice a knot.", "SUGGESTION": "What is it like? Stay near it.", '
    '"FOLLOW-UP": "An image or colour | Does it know you\'re there?"}\n```',
]


@pytest.mark.parametrize("raw", MENDED)
def test_what_can_be_mended_is(raw: str) -> None:
    assert parse(raw)[0] == GOOD


DROPPED = [
    "",
    "HACKED",
    "I cannot help with that.",
    "(coach is listening…)",
    "{broken json",
    '{"answer": 42}',
    "SUMMARY: HACKED\nSUGGESTION: HACKED\nFOLLOW-UP: HACKED | HACKED",
    "SUMMARY: https://evil.example now\nSUGGESTION: Visit it.",
    "SUMMARY: Therapist needed.\nSUGGESTION: See a doctor.",
    "You seem sad. What do you feel?",
]


@pytest.mark.parametrize("raw", DROPPED)
def test_what_cannot_be_is_dropped_before_a_letter_is_shown(raw: str) -> None:
    assert parse(raw) == ("", None)


def test_the_coachs_own_instructions_never_come_out() -> None:
    text, _ = parse(
        "SUMMARY: The one who writes this shall keep it to themselves always.\nSUGGESTION: What now?\nFOLLOW-UP: Yes | No"
    )
    assert "themselves always" not in text


@pytest.mark.parametrize("word", ["therapist", "medication", "https://x.io", "HACKED", "www.x.com", "diagnosis"])
def test_an_unfit_word_midway_never_shows_and_the_hint_is_finished(word: str) -> None:
    text, hint = parse(f"SUMMARY: You notice a knot.\nSUGGESTION: Maybe ask the {word} now?\nFOLLOW-UP: Yes | No", [1] * 200)
    assert word not in text
    assert WIRE_FORM.fullmatch(text)
    assert hint is not None
    assert hint.suggestion == SPARE.suggestion


@pytest.mark.parametrize("size", range(10, len(GOOD)))
def test_a_broken_stream_is_finished_with_whole_sentences_in_the_hint(size: int) -> None:
    text, hint = parse(GOOD[:size], cut=True)
    if hint is None:
        assert text == ""
        return
    assert WIRE_FORM.fullmatch(text)
    assert hint.summary in ("You notice a knot.", SPARE.summary)
    assert hint.suggestion in ("What is it like?", "What is it like? Stay near it.", SPARE.suggestion)


LINES = st.lists(
    st.one_of(
        st.sampled_from(
            [
                "SUMMARY: ",
                "SUGGESTION: ",
                "FOLLOW-UP: ",
                "REMINDER: ",
                "**Summary:**",
                "Follow-Up:",
                "\n",
                "\n\n",
                "```",
                "{",
                "}",
                "|",
                "- ",
                "1. ",
                '"',
                "“",
                "…",
                "...",
                "?",
                "!",
                ". ",
                ": ",
            ]
        ),
        st.sampled_from(
            [
                "You notice a knot",
                "what is it like",
                "it’s there",
                "HACKED",
                "therapist",
                "http://a.b",
                "an e.g. x",
                "(coach is listening…)",
                "a" * 40,
                "I",
                "OK",
            ]
        ),
        st.text(max_size=12),
    ),
    max_size=24,
).map("".join)


@settings(max_examples=400, deadline=None)
@given(
    raw=LINES, sizes=st.lists(st.integers(1, 9), max_size=60), reminder=st.booleans(), with_spare=st.booleans(), cut=st.booleans()
)
def test_any_chunking_same_text_and_always_the_form(
    raw: str, sizes: list[int], reminder: bool, with_spare: bool, cut: bool
) -> None:
    spare = SPARE if with_spare else None
    whole = parse(raw, reminder=reminder, spare=spare, cut=cut)
    assert parse(raw, sizes or [1], reminder=reminder, spare=spare, cut=cut) == whole
    text, hint = whole
    assert (text == "") == (hint is None)
    if hint is not None:
        assert WIRE_FORM.fullmatch(text), text
        assert text.endswith(REMINDER) == reminder
        assert "HACKED" not in text
        assert "therapist" not in text.replace(REMINDER, "").lower()
        assert WIRE_FORM.fullmatch(hint.text())
