"""A second opinion beside a session: it pins the card, delays no hint, and dies with the consent."""

from __future__ import annotations

import asyncio
import json

from conversation_stage import CALM, Model, Stage

from core.protocol import room_messages
from core.safety.second_opinion import SecondOpinion


class Watchful(Model):
    """Answers the second opinion when its gate opens, at whatever it is told to see."""

    def __init__(self, danger: str) -> None:
        super().__init__()
        self.answer = json.dumps({"danger": danger, "now": False})
        self.thought = asyncio.Event()
        self.cancelled = 0

    async def complete(self, messages: object, **_: object) -> str:
        try:
            await self.thought.wait()
        except asyncio.CancelledError:
            self.cancelled += 1
            raise
        return self.answer


def staged(danger: str) -> tuple[Stage, Watchful]:
    model = Watchful(danger)
    stage = Stage(model)
    stage.talk._coach.second_opinion = SecondOpinion(model)
    return stage, model


async def test_the_hint_does_not_wait_and_the_card_comes_with_the_opinion() -> None:
    stage, model = staged("abuse_at_home")
    stage.say(CALM)
    await stage.settle()
    assert len(stage.hints) == 1
    assert stage.reader.of(room_messages.SAFETY_TOPIC) == []
    model.thought.set()
    await stage.settle()
    assert json.loads(stage.reader.of(room_messages.SAFETY_TOPIC)[0].text)["kind"] == "abuse_at_home"
    assert stage.talk.holding


async def test_none_takes_no_card_away() -> None:
    stage, model = staged("none")
    model.thought.set()
    stage.say("I want to kill myself tonight.")
    await stage.settle()
    stage.say(CALM)
    await stage.settle()
    assert len(stage.reader.of(room_messages.SAFETY_TOPIC)) == 1
    assert stage.talk.holding


async def test_a_withdrawn_consent_ends_the_question() -> None:
    stage, model = staged("self")
    stage.say(CALM)
    await stage.settle()
    stage.talk.on_consent_revoked()
    model.thought.set()
    await stage.settle()
    assert model.cancelled == 1
    assert stage.reader.of(room_messages.SAFETY_TOPIC) == []
