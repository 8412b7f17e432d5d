"""The coach: reads what the Partner said, decides whether a hint is due, and speaks it (by model or by the built-in library)."""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from agent.coach.built_in.hint_library import compose
from agent.coach.guard.hint_checks import HintChecks
from agent.coach.guard.hint_parser import HintParser
from agent.coach.memory import NOTHING_YET, Memory
from agent.coach.pacing import paced
from core.llm.chat import Llm, LlmFailed, Message, open_llm
from core.protocol.hint import Hint
from core.protocol.reminder import is_reminded
from core.protocol.room_messages import Source
from core.reader.silence import Silence
from core.reader.step import Choice, Step
from core.reader.turn import Reading, read
from core.safety.second_opinion import SecondOpinion
from core.text.wording import partner_lines

log = logging.getLogger(__name__)

PROMPT_FILE = Path(__file__).parent / "prompts" / "coach.v2.md"
FIRST_TOKEN_S = 2.0
HINT_S = 8.0  # a hint that is not whole by then is finished from the library
_CONTEXT_TURNS, _CONTEXT_CHARS, _TEXT_CHARS = 6, 300, 1200


@dataclass(frozen=True, slots=True)
class Turn:
    """What the Partner said (the last ~20 s joined) and what went before, oldest first.

    `recent_hints`: wire texts already shown, newest last; none of their words come again.
    `asked`: the Facilitator pressed Generate. `acknowledged`: the safety card was read, hints may go on.
    """

    text: str
    context: tuple[str, ...] = ()
    hints_so_far: int = 0
    recent_hints: tuple[str, ...] = ()
    asked: bool = False
    acknowledged: bool = False
    memory: Memory = NOTHING_YET
    latest: str = ""  # the newest of the joined utterances: whoever has just gone inside is inside, whatever came before


class HintStream:
    """One hint being spoken: iterate for wire-text deltas. The model is already at work when this exists."""

    def __init__(self, coach: Coach, turn: Turn, reading: Reading) -> None:
        self.step: Step = reading.step
        self.source: Source = "built-in" if coach.llm is None else "ai"
        self.hint: Hint | None = None
        self.failure: str | None = None  # why the model did not (wholly) speak
        self.first_token_s: float | None = None
        self._coach = coach
        self._turn = turn
        self._reading = reading
        self._reminder = is_reminded(turn.hints_so_far)
        self._built_in = compose(
            turn.text, turn.context, reading.step, form=reading.form, recent=turn.recent_hints, known=turn.memory.part
        )
        self._deltas: asyncio.Queue[str | None] = asyncio.Queue()
        self._task: asyncio.Task[None] | None = None
        self._ended = False
        if coach.llm is None:
            self._say_built_in()
        else:
            self._task = asyncio.create_task(self._speak(coach.llm), name="hint")

    def __aiter__(self) -> AsyncIterator[str]:
        return self

    async def __anext__(self) -> str:
        if self._ended:
            raise StopAsyncIteration
        delta = await self._deltas.get()
        if delta is None:
            self._ended = True
            raise StopAsyncIteration
        return delta

    async def aclose(self) -> None:
        """Stop speaking; closes the model's HTTP stream."""
        self._ended = True
        if self._task is not None and not self._task.done():
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task

    def _say_built_in(self) -> None:
        built = self._built_in
        self.source = "built-in"
        self.hint = Hint(built.summary, built.suggestion, built.follow_ups, self._reminder)
        text = self.hint.text()
        start = 0
        while start < len(text):
            end = text.find(" ", start) + 1 or len(text)
            self._deltas.put_nowait(text[start:end])
            start = end
        self._deltas.put_nowait(None)

    async def _speak(self, llm: Llm) -> None:
        parser = HintParser(self._reminder, self._built_in, self._coach.checks_for(self._turn))
        began = time.monotonic()
        limit_s = self._coach.first_token_s
        deltas = llm.stream(self._coach.messages(self._turn, self._reading, self._built_in))
        try:
            async with asyncio.timeout(limit_s) as clock:
                async for delta in deltas:
                    if self.first_token_s is None:
                        self.first_token_s = time.monotonic() - began
                    text = parser.feed(delta)
                    if text:
                        self._deltas.put_nowait(text)
                        if limit_s != self._coach.hint_s:
                            limit_s = self._coach.hint_s
                            clock.reschedule(asyncio.get_running_loop().time() + self._coach.hint_s)
                    if parser.done:
                        break
        except TimeoutError:
            self.failure = "late"
        except LlmFailed as failure:
            self.failure = failure.reason
        except Exception as failure:  # a model must never be able to silence the coach
            log.exception("hint stream failed")
            self.failure = type(failure).__name__
        finally:
            close = getattr(deltas, "aclose", None)
            if close is not None:
                await close()
        if self.failure is None and parser.refused:
            self.failure = parser.refused
        rest, hint = parser.close(cut=self.failure is not None)
        if hint is None:
            self.failure = self.failure or "off form"
            log.info("built-in hint: %s", self.failure)
            self._say_built_in()
            return
        self.hint = hint
        if rest:
            self._deltas.put_nowait(rest)
        self._deltas.put_nowait(None)


class Coach:
    """Reads and speaks; holds no conversation, so one serves any number of sessions."""

    def __init__(
        self,
        llm: Llm | None = None,
        prompt: str | None = None,
        *,
        first_token_s: float = FIRST_TOKEN_S,
        language: str = "en",
        second_opinion: SecondOpinion | None = None,
    ) -> None:
        self.llm = llm
        self.second_opinion = second_opinion
        self.prompt = prompt or PROMPT_FILE.read_text(encoding="utf-8")
        self.first_token_s = first_token_s
        self.hint_s = HINT_S
        self.language = language
        self.checks = HintChecks(self.prompt)

    def read(self, turn: Turn) -> Reading:
        """The reading of this turn: pure, about a millisecond."""
        found = read(turn.text, turn.context, asked=turn.asked, acknowledged=turn.acknowledged, start=turn.memory.before)
        step, form, quiet = found.step, found.form, found.quiet
        if found.label == "none":
            choice = paced(Choice(step, form, quiet), turn.memory, turn.text, asked=turn.asked)
            step, form, quiet = choice.step, choice.form, choice.quiet
            if turn.latest not in ("", turn.text) and not turn.asked and read(turn.latest, turn.context).quiet is Silence.INSIDE:
                step, form, quiet = "silence", "", Silence.INSIDE
        return replace(found, step=step, quiet=quiet, form=form)

    def speak(self, turn: Turn, reading: Reading) -> HintStream:
        """Start speaking at once (needs a running event loop). Raises ValueError where only the safety card may speak."""
        if reading.label == "crisis":
            raise ValueError("in a crisis the fixed card speaks")
        return HintStream(self, turn, reading)

    async def warm(self) -> None:
        """Open the model's connection ahead of the first hint."""
        if self.llm is not None:
            await self.llm.warm()

    def checks_for(self, turn: Turn) -> HintChecks:
        """What this hint may not hold: nothing the Partner has not brought in, no other tongue than theirs."""
        return self.checks.at(" ".join((*partner_lines(turn.context), turn.text)), self.language)

    def messages(self, turn: Turn, reading: Reading, built_in: Hint) -> list[Message]:
        """What the model is sent: the stable prompt, then this moment as delimited data."""
        moment: dict[str, Any] = {
            "next_step": reading.step,
            "language": self.language,
            "partner_before": [line[-_CONTEXT_CHARS:] for line in turn.context[-_CONTEXT_TURNS:]],
            "partner_said": turn.text[-_TEXT_CHARS:],
            "a_plain_hint_for_this_step": built_in.text(),
            "already_said": [_suggestion(text) for text in turn.recent_hints[-4:]],
        }
        if turn.memory.parts:
            moment["so_far"] = {
                "parts": [
                    {
                        name: value
                        for name, value in zip(("name", "toward", "where"), (p.name, p.toward, p.place), strict=True)
                        if value
                    }
                    for p in turn.memory.parts
                ],
                "reached": turn.memory.reached or "find",
            }
        if reading.label == "concern":
            moment["concern"] = True
        return [
            {"role": "system", "content": self.prompt},
            {
                "role": "user",
                "content": "<moment>\n" + json.dumps(moment, ensure_ascii=False).replace("<", "\\u003c") + "\n</moment>",
            },
        ]


def _suggestion(wire: str) -> str:
    return next((line.partition(": ")[2] for line in wire.split("\n") if line.startswith("SUGGESTION")), "")


def open_coach(settings: Any) -> Coach:
    """The coach these settings (openai_*, llm_first_token_s, system_prompt) describe."""
    llm = open_llm(settings)
    return Coach(
        llm,
        getattr(settings, "system_prompt", None) or None,
        first_token_s=float(getattr(settings, "llm_first_token_s", FIRST_TOKEN_S)),
        language=str(getattr(settings, "language", "") or "en"),
        second_opinion=SecondOpinion(llm) if llm is not None and getattr(settings, "llm_second_opinion", False) else None,
    )
