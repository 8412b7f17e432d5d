"""Danger heard in a conversation: the card, at once and until it is read; hints rest meanwhile."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from typing import Any

import pytest
from conversation_stage import CALM, CRISIS, Model, Stage

from core.protocol import room_messages
from core.speech.listener import Resumed

OPEN = "0b0c6d4e-3b0e-4b0e-9b0e-3b0e4b0e9b0e"


async def test_a_crisis_is_a_card_and_never_a_models_business() -> None:
    model = Model()
    stage = Stage(model)
    stage.begin()
    stage.pause(CRISIS)
    await stage.settle()
    stage.finish(CRISIS)
    await stage.settle()
    assert model.asked == []
    assert stage.hints == []
    card = stage.reader.of(room_messages.SAFETY_TOPIC)
    assert len(card) == 1
    assert '"seq":1,"kind":"self"' in card[0].text
    assert (stage.of("safety")[0]["seq"], stage.of("safety")[0]["id"]) == (1, stage.card_ids[0])
    assert stage.talk.holding

    stage.say()  # hints rest…
    await stage.settle()
    assert stage.hints == []
    with pytest.raises(ValueError, match="badly formed"):
        await stage.talk.call(room_messages.ACKNOWLEDGE, "1")
    assert stage.talk.holding
    assert await stage.talk.call(room_messages.ACKNOWLEDGE, stage.card_ids[0]) == "ok"
    assert stage.of("safety_ack")[0]["id"] == stage.card_ids[0]
    assert stage.talk.concern
    stage.say()  # …until the card has been read
    await stage.settle()
    assert len(stage.hints) == 1


async def test_a_long_telling_does_not_delay_the_card() -> None:
    stage = Stage(None)
    stage.begin()
    stage.pause(CRISIS)
    stage.hear(Resumed(stage.turn_id))
    await stage.settle()
    assert stage.reader.of(room_messages.SAFETY_TOPIC) == []
    stage.pause(CRISIS + " I have the pills here.")
    await stage.settle()
    assert len(stage.reader.of(room_messages.SAFETY_TOPIC)) == 1


async def test_the_card_is_shown_again_to_whoever_comes_back() -> None:
    stage = Stage(None)
    stage.reader.broken = True
    stage.say(CRISIS)
    await stage.settle()
    stage.reader.broken = False
    stage.talk.show_card()
    await stage.settle()
    assert len(stage.reader.of(room_messages.SAFETY_TOPIC)) >= 1
    await stage.talk.close()


async def test_a_crisis_cuts_the_hint_on_the_screen() -> None:
    class Slow(Model):
        async def stream(self, messages: Sequence[Any], *, max_tokens: int = 200) -> AsyncIterator[str]:
            yield "SUMMARY: You notice a worried part. \nSUGGESTION: Where do you "
            await self.gate.wait()

    model = Slow()
    model.gate.clear()
    stage = Stage(model)
    stage.say()
    await stage.settle()
    assert stage.hints[0].text != ""
    assert not stage.hints[0].closed
    stage.say(CRISIS)
    await stage.settle()
    assert stage.hints[0].aborted
    assert stage.of("hint")[0]["text"] == "SUMMARY: You notice a worried part."


async def test_paused_hints_still_watch_for_danger() -> None:
    model = Model()
    stage = Stage(model)
    await stage.talk.call(room_messages.PAUSE, "on")
    stage.say()
    await stage.settle()
    assert model.asked == []
    assert stage.talk.holding
    assert await stage.talk.call(room_messages.GENERATE, "") == "quiet"
    stage.say(CRISIS)
    await stage.settle()
    assert len(stage.reader.of(room_messages.SAFETY_TOPIC)) == 1


async def test_a_card_that_was_open_when_another_agent_died_stays_open_until_it_is_acknowledged() -> None:
    stage = Stage(None, safety_so_far=2, open_card="self", open_card_id=OPEN)
    stage.talk.show_card()
    stage.say()
    await stage.settle()
    assert [shown.text for shown in stage.reader.of(room_messages.SAFETY_TOPIC)] == [
        f'{{"id":"{OPEN}","seq":2,"kind":"self","discreet":false}}'
    ]
    assert stage.hints == []
    assert await stage.talk.call(room_messages.ACKNOWLEDGE, OPEN) == "ok"
    stage.say(CALM + " It keeps going.")
    await stage.settle()
    assert len(stage.hints) == 1


async def test_an_acknowledged_crisis_pins_no_second_card_however_long_ago(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("agent.coach.live.watch.CONCERN_S", 0.0)
    stage = Stage(None)
    stage.say(CRISIS)
    await stage.settle()
    assert await stage.talk.call(room_messages.ACKNOWLEDGE, stage.card_ids[0]) == "ok"
    stage.say()
    await stage.settle()
    assert len(stage.hints) == 1
    assert len(stage.reader.of(room_messages.SAFETY_TOPIC)) == 1
    stage.say(CRISIS)
    await stage.settle()
    assert len(stage.reader.of(room_messages.SAFETY_TOPIC)) == 2


async def test_a_line_that_was_read_when_it_was_heard_pins_no_card_from_the_context() -> None:
    stage = Stage(None)
    stage.talk._window.add_aside(CRISIS)
    stage.say()
    await stage.settle()
    assert len(stage.hints) == 1
    assert stage.reader.of(room_messages.SAFETY_TOPIC) == []


async def test_a_word_about_a_card_of_an_earlier_agent_is_kept_and_reads_no_other_card() -> None:
    """Numbers start anew when an agent died before it reported: only the id tells which card was read."""
    stage = Stage(None)
    stage.say(CRISIS)
    await stage.settle()
    assert await stage.talk.call(room_messages.ACKNOWLEDGE, OPEN) == "ok"
    assert [item["id"] for item in stage.of("safety_ack")] == [OPEN]
    assert stage.talk.holding, "the card that stands has not been read"
    assert await stage.talk.call(room_messages.ACKNOWLEDGE, stage.card_ids[0]) == "ok"
    assert not stage.talk.holding
