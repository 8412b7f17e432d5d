"""When a hint is begun, released, thrown away or held back; scripted ears, a scripted model, no room."""

from __future__ import annotations

import asyncio
import dataclasses
import json
import uuid
from collections.abc import AsyncIterator, Callable, Sequence
from typing import Any

import pytest

from agent import wire
from agent.coaching.coach import Coach
from agent.coaching.conversation import Conversation
from agent.coaching.memory import Memory, read_memory
from agent.hearing.listener import Discarded, FalseStart, Heard, Paused, Resumed, SpeechStarted, Utterance
from agent.job import CoachJob
from agent.log import SessionLog

HINT = "SUMMARY: You notice a worried part.\nSUGGESTION: Where do you feel it in your body?\nFOLLOW-UP: Take your time | Breathe"
CALM = "There's a part of me that worries about work."
CRISIS = "I want to kill myself tonight."


class Model:
    """Streams HINT once its gate opens; counts calls and those cut off."""

    name = "scripted"

    def __init__(self) -> None:
        self.gate = asyncio.Event()
        self.gate.set()
        self.asked: list[str] = []
        self.cut = 0

    async def warm(self) -> None: ...
    async def close(self) -> None: ...

    async def complete(self, messages: Sequence[Any], **_: Any) -> str:
        return HINT

    async def stream(self, messages: Sequence[Any], *, max_tokens: int = 200) -> AsyncIterator[str]:
        self.asked.append(messages[-1]["content"])
        done = False
        try:
            await self.gate.wait()
            for word in HINT.split(" "):
                yield word + " "
                await asyncio.sleep(0)
            done = True
        finally:
            self.cut += not done


@dataclasses.dataclass
class Shown:
    topic: str
    attributes: dict[str, str]
    text: str = ""
    closed: bool = False
    aborted: bool = False

    async def write(self, text: str) -> None:
        self.text += text

    async def close(self, *, aborted: bool = False) -> None:
        self.closed, self.aborted = True, aborted


class Reader:
    """Stands for the Facilitator's page; can be out of reach."""

    def __init__(self) -> None:
        self.shown: list[Shown] = []
        self.broken = False

    async def to_facilitator(self, topic: str, attributes: dict[str, str] | None = None) -> Shown:
        if self.broken:
            raise ConnectionError
        self.shown.append(Shown(topic, attributes or {}))
        return self.shown[-1]

    async def send(self, topic: str, text: str) -> None:
        await (await self.to_facilitator(topic)).write(text)

    def of(self, topic: str) -> list[Shown]:
        return [shown for shown in self.shown if shown.topic == topic]


class Stage:
    """One conversation and everything around it."""

    def __init__(self, model: Model | None = None, *, gap_s: float = 0.0, memory: Memory | None = None, **job: Any) -> None:
        self.model, self.reader = model, Reader()
        self.items: list[dict[str, Any]] = []
        known = dict.fromkeys((field.name for field in dataclasses.fields(CoachJob)), "x")
        numbers = {"open_card": "", "hints_so_far": 0, "segments_so_far": 0, "safety_so_far": 0, "expires_at": 0}
        session = {"session_id": str(uuid.uuid4())}
        self.talk = Conversation(
            CoachJob(**{**known, **numbers, **session, **job}),
            Coach(model),
            self.items.append,
            SessionLog("test", "s"),
            lambda: None,
            looks_finished=lambda text: text.endswith("."),
            memory=memory,
            gap_s=gap_s,
        )
        self.talk.to(self.reader)
        self.take = 0

    def hear(self, *heard: Heard) -> None:
        for each in heard:
            self.talk.heard(each, lambda at_s: asyncio.get_running_loop().time() - 0.4, lambda at_s: at_s)

    def begin(self) -> None:
        self.take += 1
        self.hear(SpeechStarted(0.0))

    def pause(self, text: str = CALM) -> None:
        self.hear(Paused(self.take, text, 0.0, 1.0))

    def finish(self, text: str = CALM) -> None:
        self.hear(Utterance(self.take, text, 0.0, 1.0))

    def say(self, text: str = CALM) -> None:
        self.begin()
        self.pause(text)
        self.finish(text)

    async def settle(self) -> None:
        for _ in range(120):
            await asyncio.sleep(0)
        await asyncio.sleep(0.05)  # longer than speculation.PIECE_EVERY_S

    def of(self, kind: str) -> list[dict[str, Any]]:
        return [item for item in self.items if item["type"] == kind]

    @property
    def hints(self) -> list[Shown]:
        return self.reader.of(wire.HINT_TOPIC)


async def test_a_guess_is_held_until_the_sentence_is_over_and_then_released_without_a_second_call() -> None:
    model = Model()
    stage = Stage(model)
    stage.begin()
    stage.pause()
    await stage.settle()
    assert len(model.asked) == 1
    assert stage.hints == []
    stage.finish()
    await stage.settle()
    assert len(model.asked) == 1
    assert stage.hints[0].text.startswith("SUMMARY: You notice a worried part.")
    assert stage.hints[0].closed
    assert not stage.hints[0].aborted
    assert stage.hints[0].attributes["source"] == "ai"
    assert stage.of("hint")[0]["text"] == stage.hints[0].text.strip()


async def test_a_guess_is_thrown_away_when_speech_goes_on() -> None:
    model = Model()
    model.gate.clear()
    stage = Stage(model)
    stage.begin()
    stage.pause()
    await stage.settle()
    stage.hear(Resumed(stage.take))
    await stage.settle()
    assert (len(model.asked), model.cut) == (1, 1)
    model.gate.set()
    await stage.settle()
    assert stage.hints == []
    stage.pause(CALM + " It never rests.")
    stage.finish(CALM + " It never rests.")
    await stage.settle()
    assert len(model.asked) == 2
    assert len(stage.hints) == 1


async def test_another_text_at_the_end_is_asked_anew() -> None:
    model = Model()
    stage = Stage(model)
    stage.begin()
    stage.pause("There's a part of me that worries about walks.")
    stage.finish()
    await stage.settle()
    assert len(model.asked) == 2
    assert len(stage.hints) == 1


async def test_guesses_on_unfinished_sentences_are_rationed() -> None:
    model = Model()
    model.gate.clear()
    stage = Stage(model)
    stage.begin()
    for count in range(6):
        stage.pause(CALM.removesuffix(".") + " and" * (count + 1))
        await stage.settle()
        stage.hear(Resumed(stage.take))
    await stage.settle()
    assert len(model.asked) == 3
    stage.pause()  # finished: worth it
    await stage.settle()
    assert len(model.asked) == 4


@pytest.mark.parametrize("but_it_was", [lambda take: Discarded(take, "no-letters"), lambda take: FalseStart()])
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
    stage.hear(but_it_was(stage.take))  # only a cough
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
    card = stage.reader.of(wire.SAFETY_TOPIC)
    assert len(card) == 1
    assert '"seq":1,"kind":"self"' in card[0].text
    assert stage.of("safety")[0]["seq"] == 1
    assert stage.talk.holding

    stage.say()  # hints rest…
    await stage.settle()
    assert stage.hints == []
    with pytest.raises(ValueError, match="no such card"):
        await stage.talk.call(wire.ACKNOWLEDGE, "2")
    assert await stage.talk.call(wire.ACKNOWLEDGE, "1") == "ok"
    assert stage.of("safety_ack")[0]["seq"] == 1
    assert stage.talk.concern
    stage.say()  # …until the card has been read
    await stage.settle()
    assert len(stage.hints) == 1


async def test_a_long_telling_does_not_delay_the_card() -> None:
    stage = Stage(None)
    stage.begin()
    stage.pause(CRISIS)
    stage.hear(Resumed(stage.take))
    await stage.settle()
    assert stage.reader.of(wire.SAFETY_TOPIC) == []
    stage.pause(CRISIS + " I have the pills here.")
    await stage.settle()
    assert len(stage.reader.of(wire.SAFETY_TOPIC)) == 1


async def test_the_card_is_shown_again_to_whoever_comes_back() -> None:
    stage = Stage(None)
    stage.reader.broken = True
    stage.say(CRISIS)
    await stage.settle()
    stage.reader.broken = False
    stage.talk.show_card()
    await stage.settle()
    assert len(stage.reader.of(wire.SAFETY_TOPIC)) >= 1
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
    await stage.talk.call(wire.PAUSE, "on")
    stage.say()
    await stage.settle()
    assert model.asked == []
    assert stage.talk.holding
    assert await stage.talk.call(wire.GENERATE, "") == "quiet"
    stage.say(CRISIS)
    await stage.settle()
    assert len(stage.reader.of(wire.SAFETY_TOPIC)) == 1


async def test_withdrawn_consent_forgets_what_was_said() -> None:
    model = Model()
    model.gate.clear()
    stage = Stage(model)
    stage.say("A part of me is angry with my mother.")
    await stage.settle()
    stage.talk.hush()
    model.gate.set()
    await stage.settle()
    assert stage.hints == []
    stage.say()
    await stage.settle()
    assert len(stage.hints) == 1
    assert "mother" not in model.asked[-1]


async def test_pressing_generate_twice_gives_one_hint() -> None:
    model = Model()
    stage = Stage(model)
    stage.say()
    await stage.settle()
    model.gate.clear()
    assert await stage.talk.call(wire.GENERATE, "") == "ok"
    assert await stage.talk.call(wire.GENERATE, "") == "ok"
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


async def test_a_card_that_was_open_when_another_agent_died_stays_open_until_it_is_acknowledged() -> None:
    stage = Stage(None, safety_so_far=2, open_card="self")
    stage.talk.show_card()
    stage.say()
    await stage.settle()
    assert [shown.text for shown in stage.reader.of(wire.SAFETY_TOPIC)] == ['{"seq":2,"kind":"self","discreet":false}']
    assert stage.hints == []
    assert await stage.talk.call(wire.ACKNOWLEDGE, "2") == "ok"
    stage.say(CALM + " It keeps going.")
    await stage.settle()
    assert len(stage.hints) == 1


async def test_an_acknowledged_crisis_pins_no_second_card_however_long_ago(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("agent.coaching.watch.CONCERN_S", 0.0)
    stage = Stage(None)
    stage.say(CRISIS)
    await stage.settle()
    assert await stage.talk.call(wire.ACKNOWLEDGE, "1") == "ok"
    stage.say()
    await stage.settle()
    assert len(stage.hints) == 1
    assert len(stage.reader.of(wire.SAFETY_TOPIC)) == 1
    stage.say(CRISIS)
    await stage.settle()
    assert len(stage.reader.of(wire.SAFETY_TOPIC)) == 2


async def test_a_line_that_was_read_when_it_was_heard_pins_no_card_from_the_context() -> None:
    stage = Stage(None)
    stage.talk._window.add_aside(CRISIS)
    stage.say()
    await stage.settle()
    assert len(stage.hints) == 1
    assert stage.reader.of(wire.SAFETY_TOPIC) == []


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
    assert await stage.talk.call(wire.GENERATE, "") == "ok"
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
    assert await stage.talk.call(wire.GENERATE, "") == "ok"
    await stage.settle()
    assert len(stage.hints) == 3


async def test_the_next_agent_knows_what_was_named() -> None:
    first = Stage(None)
    first.say("There's a critic, the inner critic, it's in my chest.")
    await first.settle()
    first.say("I'm curious about it.")
    await first.settle()
    kept = first.of("memory")[-1]["named"]
    assert kept["parts"][0]["toward"] == "open"
    second = Stage(None, memory=read_memory(json.loads(json.dumps(kept))))
    second.say("It's scared.")
    await second.settle()
    assert second.of("hint")[-1]["step"] == "fears"
    control = Stage(None)
    control.say("It's scared.")
    await control.settle()
    assert control.of("hint")[-1]["step"] == "feel_toward"


async def test_what_was_named_reaches_the_model_as_data() -> None:
    model = Model()
    stage = Stage(model)
    stage.say("There's an anxious part.")
    await stage.settle()
    stage.say("It's like a knot in my stomach.")
    await stage.settle()
    moment = json.loads(model.asked[-1].split("\n")[1])
    assert moment["so_far"]["parts"] == [{"name": "this anxious part"}]


async def _shown(stage: Stage, count: int) -> None:
    while len(stage.hints) < count:  # noqa: ASYNC110 (the reader has no event)
        await asyncio.sleep(0.02)
