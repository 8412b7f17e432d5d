"""When a hint is shown, waits, or gives way to newer words."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from typing import Any

import pytest
from conversation_stage import CALM, HINT, Model, Stage

from core.llm.chat import LlmFailed
from core.protocol import room_messages
from core.speech.listener import Discarded, FalseStart, Heard


@pytest.mark.parametrize("but_it_was", [lambda turn_id: Discarded(turn_id, "no-letters"), lambda turn_id: FalseStart()])
async def test_no_hint_begins_while_the_partner_speaks(but_it_was: Callable[[int], Heard]) -> None:
    model = Model()
    model.gate.clear()
    stage = Stage(model)
    stage.say()
    await stage.settle()
    stage.begin()
    model.gate.set()
    await stage.settle()
    assert stage.hints == []
    stage.hear(but_it_was(stage.turn_id))  # only a cough
    await stage.settle()
    assert len(stage.hints) == 1


async def test_newer_words_supersede_a_hint_that_has_not_begun_and_carry_its_words_on() -> None:
    model = Model()
    model.gate.clear()
    stage = Stage(model)
    stage.say("A part of me is angry with my mother.")
    await stage.settle()
    stage.say("It burns in my chest.")
    model.gate.set()
    await stage.settle()
    assert len(stage.hints) == 1
    assert "angry with my mother. It burns in my chest." in model.asked[-1]
    assert len(stage.of("hint")) == 1
    stage.say("Now it softens.")
    await stage.settle()
    assert len(stage.hints) == 2
    assert "mother. It burns" not in model.asked[-1]  # answered words are context now


async def test_numbers_go_on_and_only_the_first_three_hints_carry_the_reminder() -> None:
    stage = Stage(None, hints_so_far=1, segments_so_far=5)
    for text in (CALM, "It sits in my chest.", "It's like a stone."):
        stage.say(text)
        await stage.settle()
    assert [hint.attributes["seq"] for hint in stage.hints] == ["2", "3", "4"]
    assert ["REMINDER: " in hint.text for hint in stage.hints] == [True, True, False]
    assert [item["seq"] for item in stage.of("segment")] == [6, 7, 8]
    assert {hint.attributes["source"] for hint in stage.hints} == {"built-in"}


async def test_pressing_generate_twice_gives_one_hint() -> None:
    model = Model()
    stage = Stage(model)
    stage.say()
    await stage.settle()
    model.gate.clear()
    assert await stage.talk.call(room_messages.GENERATE, "") == "ok"
    assert await stage.talk.call(room_messages.GENERATE, "") == "ok"
    assert stage.talk.thinking
    model.gate.set()
    await stage.settle()
    assert len(stage.hints) == 2
    assert not stage.talk.thinking


async def test_an_unreachable_facilitator_still_finds_the_hint_later() -> None:
    stage = Stage(None)
    stage.reader.broken = True
    stage.say()
    await stage.settle()
    assert stage.hints == []
    assert len(stage.of("hint")) == 1


async def test_a_hint_waits_until_the_last_one_could_be_read() -> None:
    stage = Stage(None, gap_s=0.5)
    stage.say()
    await stage.settle()
    stage.say("It sits in my chest.")
    await stage.settle()
    assert len(stage.hints) == 1
    await asyncio.wait_for(_shown(stage, 2), 5)


async def test_one_that_was_asked_for_does_not_wait_for_the_gap() -> None:
    stage = Stage(None, gap_s=60.0)
    stage.say()
    await stage.settle()
    assert await stage.talk.call(room_messages.GENERATE, "") == "ok"
    await asyncio.wait_for(_shown(stage, 2), 5)


async def test_a_due_hint_is_dropped_when_the_partner_goes_on_inside_and_kept_over_a_small_word() -> None:
    for said, shown in (("Hang on it's showing me", 1), ("Yeah", 2)):
        stage = Stage(None, gap_s=0.3)
        stage.say()
        await stage.settle()
        stage.say("It's like a knot in my stomach.")
        stage.say(said)
        await asyncio.sleep(0.6)
        await stage.settle()
        assert len(stage.hints) == shown, said


async def test_two_hints_without_movement_then_silence_and_a_press_still_answers() -> None:
    stage = Stage(None)
    for text in ("I notice a sadness.", "I notice a sadness, yes.", "Sadness, I notice a sadness."):
        stage.say(text)
        await stage.settle()
    assert len(stage.hints) == 2
    assert await stage.talk.call(room_messages.GENERATE, "") == "ok"
    await stage.settle()
    assert len(stage.hints) == 3


async def _shown(stage: Stage, count: int) -> None:
    while len(stage.hints) < count:  # noqa: ASYNC110 (the reader has no event)
        await asyncio.sleep(0.02)


class BrokenOff(Model):
    """Streams the hint of `Model` up to its `letters`-th letter, then loses its connection."""

    def __init__(self, letters: int) -> None:
        super().__init__()
        self.letters = letters

    async def stream(self, messages: Sequence[Any], *, max_tokens: int = 200) -> AsyncIterator[str]:
        yield HINT[: self.letters]
        raise LlmFailed("network")


@pytest.mark.parametrize(
    "letters", [0, 5, 20, HINT.index("\n"), HINT.index("Where") + 12, HINT.index("FOLLOW-UP") + 20, len(HINT)]
)
async def test_the_stored_hint_is_the_one_that_was_shown_wherever_the_model_breaks_off(letters: int) -> None:
    stage = Stage(BrokenOff(letters))
    stage.say()
    await stage.settle()
    [shown], [stored] = stage.hints, stage.of("hint")
    assert shown.closed
    assert stored["text"] == shown.text.strip()
    assert "SUGGESTION: " in stored["text"]
