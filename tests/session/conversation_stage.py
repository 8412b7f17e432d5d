"""One conversation and everything around it: scripted ears, a scripted model, a page that reads, no room."""

from __future__ import annotations

import asyncio
import dataclasses
import json
import uuid
from collections.abc import AsyncIterator, Sequence
from typing import Any

from agent.coach.coach import Coach
from agent.coach.live.conversation import Conversation
from agent.coach.memory import Memory
from agent.log import SessionLog
from core.protocol import room_messages
from core.protocol.job import CoachJob
from core.speech.listener import Heard, Paused, SpeechStarted, Utterance

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
        numbers = {"open_card": "", "open_card_id": "", "hints_so_far": 0, "segments_so_far": 0, "safety_so_far": 0}
        numbers |= {"expires_at": 0, "launch": 1, "zero_ms": 0}
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
        self.turn_id = 0

    def hear(self, *heard: Heard) -> None:
        for each in heard:
            self.talk.heard(each, lambda at_s: asyncio.get_running_loop().time() - 0.4, lambda at_s: at_s)

    def begin(self) -> None:
        self.turn_id += 1
        self.hear(SpeechStarted(0.0))

    def pause(self, text: str = CALM) -> None:
        self.hear(Paused(self.turn_id, text, 0.0, 1.0))

    def finish(self, text: str = CALM) -> None:
        self.hear(Utterance(self.turn_id, text, 0.0, 1.0))

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
    def card_ids(self) -> list[str]:
        return [json.loads(shown.text)["id"] for shown in self.reader.of(room_messages.SAFETY_TOPIC)]

    @property
    def hints(self) -> list[Shown]:
        return self.reader.of(room_messages.HINT_TOPIC)
