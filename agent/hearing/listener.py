"""Audio frames in, what was heard out: voice detection, segments, drafts, the final reading, guards and the endpoint, for one
speaker."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator, AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from agent.hearing import endpoint, guards
from agent.hearing.segmenter import STEP_S, Began, Dipped, Ended, Limits, Mark, Rose, Sealed, Segmenter
from agent.hearing.stt import RATE, Audio, Drafter, Recogniser, RecogniserFailed, Transcript
from agent.hearing.vad import CHUNK, Vad

log = logging.getLogger(__name__)

# A draft for every 1.2 s of new speech, fewer as the take grows: reading costs what the whole piece is long.
_DRAFT_S = 1.2
_DRAFT_SHARE = 0.2
# An engine that does not draft (remote, or dear) is asked only once the silence is a pause.
_ASK_AFTER_S = 0.16
_QUIET_PEAK, _LIFTED_PEAK, _LIFT_MOST = 0.1, 0.5, 32.0


@dataclass(frozen=True, slots=True)
class SpeechStarted:
    """Somebody begins to speak, as it seems after a tenth of a second; `at_s` seconds of audio since the stream began."""

    at_s: float


@dataclass(frozen=True, slots=True)
class FalseStart:
    """What SpeechStarted announced was a sound too short for speech."""


@dataclass(frozen=True, slots=True)
class Paused:
    """A short pause, read: a good moment to start thinking, not yet to speak. A take may pause again after each Resumed."""

    take: int
    text: str
    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True)
class Resumed:
    """Speech went on after Paused: what was begun on its text is void."""

    take: int


@dataclass(frozen=True, slots=True)
class Utterance:
    """The take is over. `end_s` is the end of the speech, not of the silence behind it.

    The text is that of the Paused before it.
    """

    take: int
    text: str
    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True)
class Discarded:
    """The take held nothing to act on; `reason` is a short slug such as `no-letters` or `low-confidence`.

    A Paused of it is void.
    """

    take: int
    reason: str


Heard = SpeechStarted | FalseStart | Paused | Resumed | Utterance | Discarded


@dataclass(slots=True, eq=False)
class _Reading:
    """One piece of a take, read up to a silence."""

    task: asyncio.Task[Transcript]

    @property
    def heard(self) -> Transcript | None:
        if not self.task.done() or self.task.cancelled():
            return None
        return None if self.task.exception() else self.task.result()


@dataclass(slots=True, eq=False)
class _Take:
    """What is known of the take that is open, or that closed and waits for its text."""

    number: int
    start: int
    begin: int  # first step of the piece that is not sealed
    sealed: list[_Reading] = field(default_factory=list)
    reading: _Reading | None = None  # of the open piece, up to the latest dip
    draft: Transcript | None = None  # the newest transcript of the open piece's beginning
    drafting: asyncio.Task[None] | None = None
    drafted_at: int = 0
    said: str | None = None  # the text of the Paused that stands

    @property
    def pieces(self) -> list[_Reading]:
        return [*self.sealed, self.reading] if self.reading else self.sealed


def lifted(audio: Audio) -> Audio:
    """Quiet speech as loud as recognisers were trained on, by at most 30 dB; a copy. Voice detection hears it as it came, so
    that nothing is taken for speech because of it: of speech at -58 dBFS a fifth fewer words are wrong."""
    peak = float(np.abs(audio).max(initial=0.0))
    gain = min(_LIFT_MOST, _LIFTED_PEAK / peak) if 0.0 < peak < _QUIET_PEAK else 1.0
    return (audio * np.float32(gain)).astype(np.float32)


class _Tape:
    """The audio that may still be asked for, by step."""

    def __init__(self) -> None:
        self._buffer = np.zeros(8 * RATE, np.float32)
        self._first = 0  # step at the buffer's start
        self._size = 0

    def append(self, chunk: Audio) -> None:
        if self._size + CHUNK > self._buffer.size:
            self._buffer = np.concatenate([self._buffer, np.zeros(8 * RATE, np.float32)])
        self._buffer[self._size : self._size + CHUNK] = chunk
        self._size += CHUNK

    def cut(self, begin: int, end: int) -> Audio:
        """A copy, lifted: threads read it while the tape moves on."""
        return lifted(self._buffer[(begin - self._first) * CHUNK : (end - self._first) * CHUNK])

    def forget_before(self, step: int) -> None:
        """Cheap to call often: moves memory only when seconds have gathered."""
        gone = (step - self._first) * CHUNK
        if gone < 4 * RATE:
            return
        keep = self._buffer[gone : self._size].copy()
        self._buffer = np.zeros(max(8 * RATE, keep.size + 4 * RATE), np.float32)
        self._buffer[: keep.size] = keep
        self._first, self._size = step, keep.size


class _Ear:
    """One speaker: steps in, events out through `out`, in order; a closed take that waits for its text holds back what comes
    behind."""

    def __init__(self, recogniser: Recogniser, vad: Vad, live: bool, limits: Limits | None) -> None:
        self.out: asyncio.Queue[Heard | asyncio.Task[list[Heard]] | None] = asyncio.Queue()
        self._recogniser, self._vad, self._live = recogniser, vad, live
        self._drafter = recogniser if isinstance(recogniser, Drafter) else None
        self._segmenter = Segmenter(limits or Limits(end_s=endpoint.LONGEST_S))
        self._stirring = False
        self._pace = endpoint.Pace()
        self._released: int | None = None  # the step at which speech of the last utterance ended
        self._tape = _Tape()
        self._take: _Take | None = None
        self._tasks: set[asyncio.Task[Any]] = set()

    async def step(self, chunk: Audio) -> None:
        self._tape.append(chunk)
        marks = self._segmenter.feed(self._vad(chunk))
        if self._segmenter.stirring and not self._stirring:  # before it is certain: a hint about to begin can still be held
            self._stirring = True
            self.out.put_nowait(SpeechStarted(round(self._segmenter.start * STEP_S, 3)))
        for mark in marks:
            await self._mark(mark)
        if self._stirring and not self._segmenter.stirring:
            self._stirring = False
            self.out.put_nowait(FalseStart())
        take = self._take
        if take is not None:
            if self._segmenter.speaking:
                self._maybe_draft(take)
            else:
                if take.reading is None and self._segmenter.silence_s >= _ASK_AFTER_S - STEP_S / 2:
                    await self._read(take, self._segmenter.now)
                self._look(take)
        self._tape.forget_before(self._segmenter.needs_from)

    async def flush(self) -> None:
        for mark in self._segmenter.flush():
            await self._mark(mark)

    async def _mark(self, mark: Mark) -> None:
        take = self._take
        match mark:
            case Began():
                if self._released is not None and (mark.start - self._released) * STEP_S < endpoint.AGAIN_S:
                    self._pace.went_on()
                self._take = _Take(mark.take, mark.start, mark.begin, drafted_at=mark.start)
            case Dipped() if take is not None:
                if self._drafter is not None:
                    await self._read(take, self._segmenter.now)
            case Rose() if take is not None:
                if take.reading is not None and self._drafter is None:
                    self._drop(take.reading.task)
                take.reading = None  # a drafting engine finishes it: it serves as the next draft
                if take.said is not None:
                    take.said = None
                    self.out.put_nowait(Resumed(take.number))
            case Sealed() if take is not None:
                if not mark.read or take.reading is None:
                    if take.reading is not None:
                        self._drop(take.reading.task)
                    await self._read(take, mark.at)
                if take.reading is not None:
                    take.sealed.append(take.reading)
                take.reading, take.draft, take.begin, take.drafted_at = None, None, mark.at, mark.at
            case Ended() if take is not None:
                await self._close(take, mark)
            case _:
                raise AssertionError(f"{type(mark).__name__} without a take")

    def _maybe_draft(self, take: _Take) -> None:
        """Read the beginning while it grows, for the final reading to start from; dropped rather than in anybody's way."""
        new_s = (self._segmenter.now - take.drafted_at) * STEP_S
        if self._drafter is None or not self._live or new_s < max(_DRAFT_S, _DRAFT_SHARE * self._segmenter.piece_s):
            return
        if take.drafting is None or take.drafting.done():
            take.drafted_at = self._segmenter.now
            take.drafting = self._own(self._draft(self._drafter, take, self._tape.cut(take.begin, self._segmenter.now)))

    async def _draft(self, drafter: Drafter, take: _Take, audio: Audio) -> None:
        begin = take.begin
        try:
            heard = await drafter.draft(audio, take.draft)
        except RecogniserFailed as failed:
            log.info("draft failed: %s", failed)
            return
        if heard is not None and take.begin == begin:
            take.draft = heard

    async def _read(self, take: _Take, end: int) -> None:
        """The final reading of the open piece up to now, unless speech goes on."""
        if take.begin >= end or (take.sealed and self._segmenter.speech_end <= take.begin):
            return  # nothing but silence since the last piece
        take.drafted_at = end
        task = self._own(self._transcribe(take, self._tape.cut(take.begin, end)))
        take.reading = _Reading(task)
        task.add_done_callback(lambda _: self._look(take))
        if not self._live:
            await asyncio.wait([task])

    async def _transcribe(self, take: _Take, audio: Audio) -> Transcript:
        begin, draft, drafting = take.begin, take.draft, take.drafting
        if drafting is not None and not drafting.done():  # the engine is at it already: worth its few milliseconds
            await asyncio.wait([drafting])
            draft = take.draft if take.begin == begin else draft
        heard = await self._recogniser.transcribe(audio, draft)
        if take.begin == begin:
            take.draft = heard
        return heard

    def _look(self, take: _Take) -> None:
        """In a silence: is there a text, and has the silence lasted long enough for it?

        Called with each step and when a reading is done.
        """
        if self._take is not take or not take.pieces or any(not p.task.done() for p in take.pieces):
            return
        if take.reading is None and self._segmenter.speech_end > take.begin:
            return  # something was said since the last piece, and nobody has read it yet
        silence_s = self._segmenter.silence_s + STEP_S / 2
        text, _ = self._judge(take, self._segmenter.voiced_s, self._segmenter.mean_p)
        if text and silence_s >= endpoint.pause_s(text):
            self._pause(take, text, self._segmenter.speech_end)
        if silence_s >= (self._pace.wait_s(text) if text else endpoint.NOTHING_S):
            self._finish(take, self._segmenter.end())

    def _pause(self, take: _Take, text: str, end: int) -> None:
        if take.said is None:
            take.said = text
            self.out.put_nowait(Paused(take.number, text, round(take.start * STEP_S, 3), round(end * STEP_S, 3)))

    async def _close(self, take: _Take, ended: Ended) -> None:
        """The take ended by silence alone, or with the audio; its text may still be on the way."""
        if take.reading is None:
            await self._read(take, max(ended.end, min(self._segmenter.now, ended.end + 4)))
        self._finish(take, ended)

    def _finish(self, take: _Take, ended: Ended) -> None:
        self._take, self._stirring = None, False
        self._drop(take.drafting)
        if all(p.task.done() for p in take.pieces):
            for event in self._outcome(take, ended):
                self.out.put_nowait(event)
        else:
            self.out.put_nowait(self._own(self._finish_later(take, ended)))

    async def _finish_later(self, take: _Take, ended: Ended) -> list[Heard]:
        await asyncio.wait([p.task for p in take.pieces])
        return self._outcome(take, ended)

    def _outcome(self, take: _Take, ended: Ended) -> list[Heard]:
        text, reason = self._judge(take, ended.speech_s, ended.mean_p)
        if not text:
            return [Discarded(take.number, reason or "nothing-read")]
        start_s, end_s = round(ended.start * STEP_S, 3), round(ended.end * STEP_S, 3)
        self._pace.released()
        self._released = ended.end
        unsaid: list[Heard] = [] if take.said == text else [Paused(take.number, text, start_s, end_s)]
        if take.said not in (None, text):
            unsaid.insert(0, Resumed(take.number))
        return [*unsaid, Utterance(take.number, text, start_s, end_s)]

    def _judge(self, take: _Take, speech_s: float, mean_p: float) -> tuple[str, str | None]:
        """-> the believed text of all pieces, and why the first that is not believed is not. Every piece is done."""
        texts: list[str] = []
        reason: str | None = None
        for piece in take.pieces:
            heard = piece.heard
            why = "recogniser-failed" if heard is None else guards.doubt(heard, speech_s, mean_p)
            if heard is not None and why is None:
                texts.append(guards.clean(heard.text))
            reason = reason or why
        return " ".join(texts), reason

    def _own(self, coroutine: Any) -> asyncio.Task[Any]:
        task: asyncio.Task[Any] = asyncio.get_running_loop().create_task(coroutine)
        self._tasks.add(task)
        task.add_done_callback(self._gone)
        return task

    def _gone(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.warning("a reading failed: %s", error if isinstance(error, RecogniserFailed) else type(error).__name__)

    @staticmethod
    def _drop(task: asyncio.Task[Any] | None) -> None:
        """Not wanted any more; if it waits for its turn it gives it up."""
        if task is not None and not task.done():
            task.cancel()

    async def close(self) -> None:
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)


def _floats(frame: NDArray[Any]) -> Audio:
    """int16 or float -> float32 in [-1, 1], one channel."""
    frame = np.asarray(frame).reshape(-1)
    if frame.dtype == np.int16:
        return frame.astype(np.float32) / np.float32(32768)
    if frame.dtype.kind == "f":
        return frame.astype(np.float32, copy=False)
    raise TypeError(f"audio is int16 or float, not {frame.dtype}")


async def _pump(frames: AsyncIterator[NDArray[Any]], ear: _Ear) -> None:
    """Frames of any length -> steps of 512 samples; what is left at the end is filled with silence."""
    rest = np.zeros(0, np.float32)
    try:
        async for frame in frames:
            rest = np.concatenate([rest, _floats(frame)]) if rest.size else _floats(frame)
            whole = rest.size // CHUNK
            for i in range(whole):
                await ear.step(rest[i * CHUNK : (i + 1) * CHUNK])
                if i % 64 == 63:
                    await asyncio.sleep(0)  # a long frame leaves room for others
            rest = rest[whole * CHUNK :]
        if rest.size:
            await ear.step(np.pad(rest, (0, CHUNK - rest.size)))
        await ear.flush()
    finally:
        ear.out.put_nowait(None)


async def listen(
    frames: AsyncIterator[NDArray[Any]], recogniser: Recogniser, vad: Vad, *, live: bool = True, limits: Limits | None = None
) -> AsyncGenerator[Heard, None]:
    """Frames of any length, int16 or float32, mono 16 kHz. Each take is numbered from 1 and ends in Utterance or Discarded.

    A Paused stands right before every Utterance, with the same text. All decisions are taken in audio time; `live=False`
    waits for each reading before it goes on, so that a file gives the same answer however fast it is read, and makes no
    drafts. Ends when the frames end; close it to stop early.
    """
    ear = _Ear(recogniser, vad, live, limits)
    pump = asyncio.get_running_loop().create_task(_pump(frames, ear))
    try:
        while (item := await ear.out.get()) is not None:
            if isinstance(item, asyncio.Task):
                for event in await item:
                    yield event
            else:
                yield item
        await pump  # what went wrong with the frames is the caller's to know
    finally:
        pump.cancel()
        await asyncio.gather(pump, return_exceptions=True)
        await ear.close()
