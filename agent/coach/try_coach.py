"""The coach without a room: text or JSON lines in, hints out (the pure part of `nbp try`)."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable, Iterable
from typing import Any

from agent.coach.coach import Coach, Turn
from core.reader.silence import Silence
from core.safety.cards import card_text

LISTENING = "(coach is listening…)"
THINKING = "(coach is thinking…)"
_REMEMBERED = 40


async def try_line(
    coach: Coach, record: dict[str, Any], *, hints_so_far: int | None = None, recent_hints: tuple[str, ...] = ()
) -> dict[str, Any]:
    """One record {"id","text","context"} answered as {"id","label","imminent","step","hint","quiet"}. Raises ValueError for a record without text."""
    text = record.get("text")
    if not isinstance(text, str):
        raise ValueError('"text" must be a string')
    context = context_lines(record.get("context"))
    turn = Turn(
        text,
        context,
        len(context) if hints_so_far is None else hints_so_far,
        recent_hints,
        asked=bool(record.get("asked", False)),
    )
    reading = coach.read(turn)
    hint: str | None = None
    if reading.quiet is None:
        stream = coach.speak(turn, reading)
        hint = "".join([delta async for delta in stream])
    return {
        "id": record.get("id"),
        "label": reading.label,
        "imminent": reading.imminent,
        "step": reading.step,
        "hint": hint,
        "quiet": None if reading.quiet is None else said_of(reading.quiet),
    }


def said_of(quiet: Silence) -> str:
    """The sentence of an answer; one that still waits for more words begins with the mark of thinking."""
    return f"{THINKING} {quiet.sentence}" if quiet is Silence.TOO_LITTLE else quiet.sentence


def context_lines(context: Any) -> tuple[str, ...]:
    """Earlier lines, oldest first, from strings or {"role","text"} objects; the Facilitator's are marked “F: ”."""
    if context is None:
        return ()
    if isinstance(context, str):
        return (context,) if context.strip() else ()
    if not isinstance(context, list):
        raise ValueError('"context" must be a list')
    lines: list[str] = []
    for entry in context:
        if isinstance(entry, dict):
            said = entry.get("text", entry.get("content", ""))
            role = str(entry.get("role", entry.get("speaker", "partner"))).lower()
            if isinstance(said, str) and said.strip():
                lines.append(("F: " if role[:1] in ("f", "a", "c", "s") else "") + said)
        elif isinstance(entry, str):
            if entry.strip():
                lines.append(entry)
        else:
            raise ValueError('"context" must hold strings')
    return tuple(lines)


async def run_jsonl(lines: Iterable[str] | AsyncIterator[str], write: Callable[[str], object], coach: Coach) -> int:
    """Answer each JSON line as soon as it is read; the run counts as one session. Returns how many lines could not be read."""
    bad = spoken = 0
    recent: tuple[str, ...] = ()
    async for line in _each(lines):
        if not line.strip():
            continue
        record: Any = None
        try:
            record = json.loads(line, parse_constant=_no_json)
            if not isinstance(record, dict):
                raise ValueError("a line must be a JSON object")
            answer = await try_line(coach, record, hints_so_far=spoken, recent_hints=recent)
        except (ValueError, RecursionError) as wrong:
            bad += 1
            known = record.get("id") if isinstance(record, dict) else None
            answer = {"id": known, "error": f"not read: {wrong}"}
        else:
            if answer["hint"]:
                spoken += 1
                recent = (*recent, answer["hint"])[-_REMEMBERED:]
        write(json.dumps(answer, ensure_ascii=False) + "\n")
    return bad


async def run_text(
    lines: Iterable[str] | AsyncIterator[str], write: Callable[[str], object], coach: Coach, country: str = "US"
) -> None:
    """Each line is what the Partner says next; the hint streams out as it is spoken. A crisis prints the fixed card."""
    said: tuple[str, ...] = ()
    recent: tuple[str, ...] = ()
    spoken = 0
    acknowledged = False
    async for line in _each(lines):
        text = line.strip()
        if not text:
            continue
        if text == "/read":
            acknowledged = True
            write("Safety card read; hints go on.\n\n")
            continue
        turn = Turn(text, said, spoken, recent, acknowledged=acknowledged)
        reading = coach.read(turn)
        said = (*said, text)[-8:]
        if reading.label == "crisis" and reading.kind is not None:
            acknowledged = False
            write(card_text(reading.kind, country) + "\n(type /read when you have read this)\n\n")
            continue
        if reading.quiet is not None:
            mark = THINKING if reading.quiet is Silence.TOO_LITTLE else LISTENING
            write(f"{mark}  {reading.quiet.sentence}\n\n")
            continue
        stream = coach.speak(turn, reading)
        async for delta in stream:
            write(delta)
        source = "AI coach" if stream.source == "ai" else "Built-in coach (fixed rules)"
        write(f"\n[{reading.step}, {source}]\n\n")
        if stream.hint is not None:
            spoken += 1
            recent = (*recent, stream.hint.text())[-_REMEMBERED:]


def _no_json(constant: str) -> None:
    """NaN and the infinities would go out again in a line that no other reader takes."""
    raise ValueError(f"{constant} is no JSON")


async def _each(lines: Iterable[str] | AsyncIterator[str]) -> AsyncIterator[str]:
    if isinstance(lines, AsyncIterator):
        async for line in lines:
            yield line
    else:
        for line in lines:
            yield line
