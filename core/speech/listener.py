"""Audio frames in, what was heard out: voice detection, segments, drafts, the final reading, guards and the endpoint, for one
speaker."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncGenerator, AsyncIterator
from dataclasses import dataclass
from typing import Any

from numpy.typing import NDArray

from core.speech import endpointing
from core.speech.audio_buffer import AudioBuffer
from core.speech.chunks import chunks
from core.speech.level_gate import LevelGate
from core.speech.segmenter import (
    STEP_S,
    Limits,
    Mark,
    SegmentClosed,
    Segmenter,
    SpeechConfirmed,
    SpeechEnded,
    SpeechPaused,
    SpeechResumed,
)
from core.speech.speech_turn import Piece, SpeechTurn
from core.speech.stt import Audio, Drafter, Recogniser, RecogniserFailed, Transcript
from core.speech.vad import Vad

log = logging.getLogger(__name__)

# A draft for every 1.2 s of new speech, fewer as the turn grows: reading costs what the whole piece is long.
_DRAFT_S = 1.2
_DRAFT_SHARE = 0.2
# An engine that does not draft (remote, or dear) is asked only once the silence is a pause.
_ASK_AFTER_S = 0.16
# Speech behind so much silence may be somebody else's than the speech before.
_ANOTHER_AFTER_S = 0.096

SECOND_VOICE = "second-voice"


@dataclass(frozen=True, slots=True)
class SpeechStarted:
    """Somebody begins to speak, as it seems after a tenth of a second; `at_s` seconds of audio since the stream began."""

    at_s: float


@dataclass(frozen=True, slots=True)
class FalseStart:
    """What SpeechStarted announced was a sound too short for speech."""


@dataclass(frozen=True, slots=True)
class Paused:
    """A short pause, read: a good moment to start thinking, not yet to speak. A turn may pause again after each Resumed."""

    turn_id: int
    text: str
    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True)
class Resumed:
    """Speech went on after Paused: what was begun on its text is void."""

    turn_id: int


@dataclass(frozen=True, slots=True)
class Utterance:
    """The turn is over. `end_s` is the end of the speech, not of the silence behind it; the text is that of the Paused before."""

    turn_id: int
    text: str
    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True)
class Discarded:
    """The turn held nothing to act on, a Paused of it is void; `reason` is a short slug such as `no-letters`. SECOND_VOICE: it was
    far below the Partner's usual level; it was never Paused, and may never have been announced."""

    turn_id: int
    reason: str


Heard = SpeechStarted | FalseStart | Paused | Resumed | Utterance | Discarded


class _Listener:
    """One speaker: steps in, events out through `out`, in order; a closed turn that waits for its text holds back what comes
    behind."""

    def __init__(self, recogniser: Recogniser, vad: Vad, live: bool, limits: Limits | None) -> None:
        self.out: asyncio.Queue[Heard | asyncio.Task[list[Heard]] | None] = asyncio.Queue()
        self._recogniser, self._vad, self._live = recogniser, vad, live
        self._drafter = recogniser if isinstance(recogniser, Drafter) else None
        self._segmenter = Segmenter(limits or Limits(end_s=endpointing.LONGEST_S))
        self._gate = LevelGate()
        self._announced = False
        self._pace = endpointing.Pace()
        self._released: int | None = None  # the step at which speech of the last utterance ended
        self._buffer = AudioBuffer()
        self._turn: SpeechTurn | None = None
        self._tasks: set[asyncio.Task[Any]] = set()

    async def step(self, chunk: Audio) -> None:
        self._buffer.append(chunk)
        p = self._vad(chunk)
        loud = self._gate.hear(chunk, p)
        self._part_voices(p, loud)
        marks = self._segmenter.feed(p, apart=not loud)
        # before it is certain: a hint about to begin can still be held
        if self._segmenter.stirring and not self._announced and self._gate.loud_since(self._segmenter.start):
            self._announce(self._segmenter.start)
        for mark in marks:
            await self._mark(mark)
        if self._announced and not self._segmenter.stirring:
            self._announced = False
            self.out.put_nowait(FalseStart())
        turn = self._turn
        if turn is not None:
            if self._segmenter.speaking:
                self._maybe_draft(turn)
            else:
                asked = turn.reading is None and self._segmenter.silence_s >= _ASK_AFTER_S - STEP_S / 2
                if asked and self._is_near(turn):
                    await self._read(turn, self._segmenter.now)
                self._look(turn)
        self._buffer.forget_before(self._segmenter.needs_from)

    def forget_level(self) -> None:
        """Another microphone, or the same after a while."""
        self._gate.forget()

    async def flush(self) -> None:
        for mark in self._segmenter.flush():
            await self._mark(mark)

    async def _mark(self, mark: Mark) -> None:
        turn = self._turn
        match mark:
            case SpeechConfirmed():
                if self._released is not None and (mark.start - self._released) * STEP_S < endpointing.AGAIN_S:
                    self._pace.went_on()
                self._turn = SpeechTurn(mark.turn_id, mark.start, mark.begin, drafted_at=mark.start)
            case SpeechPaused() if turn is not None:
                if self._drafter is not None and self._is_near(turn):
                    await self._read(turn, self._segmenter.now)
            case SpeechResumed() if turn is not None:
                if turn.reading is not None and self._drafter is None:
                    turn.reading.task.cancel()  # if it waits for its turn it gives it up
                turn.reading = None  # a drafting engine finishes it: it serves as the next draft
                if turn.said is not None:
                    turn.said = None
                    self.out.put_nowait(Resumed(turn.number))
            case SegmentClosed() if turn is not None:
                if not mark.read or turn.reading is None:
                    if turn.reading is not None:
                        turn.reading.task.cancel()
                    await self._read(turn, mark.at)
                if turn.reading is not None:
                    turn.sealed.append(turn.reading)
                turn.reading, turn.draft, turn.begin, turn.drafted_at = None, None, mark.at, mark.at
            case SpeechEnded() if turn is not None:
                await self._close(turn, mark)
            case _:
                raise AssertionError(f"{type(mark).__name__} without a turn")

    # --- whose voice

    def _is_near(self, turn: SpeechTurn) -> bool:
        """As far as can be told now, the open turn is the Partner's."""
        return turn.near or self._gate.judge(turn.start, self._segmenter.speech_end) == "near"

    def _part_voices(self, p: float, loud: bool) -> None:
        """Where the Partner begins to speak behind another voice, that voice's turn ends before theirs."""
        turn = self._turn
        if turn is None or turn.near or not loud or p < self._segmenter.limits.start_p:
            return
        paused = self._segmenter.silence_s >= _ANOTHER_AFTER_S - STEP_S / 2
        if paused and self._gate.judge(turn.start, self._segmenter.speech_end, final=True) == "far":
            self._drop(turn, self._segmenter.end())

    def _drop(self, turn: SpeechTurn, ended: SpeechEnded) -> None:
        """Another voice's: as if it had not been heard."""
        self._gate.drop(ended.start, ended.end)
        self._turn, self._announced = None, False
        for task in [turn.drafting, *(piece.task for piece in turn.pieces)]:
            if task is not None:
                task.cancel()
        self.out.put_nowait(Discarded(turn.number, SECOND_VOICE))

    def _announce(self, start: int) -> None:
        self._announced = True
        self.out.put_nowait(SpeechStarted(round(start * STEP_S, 3)))

    # --- what is said

    def _maybe_draft(self, turn: SpeechTurn) -> None:
        """Read the beginning while it grows, for the final reading to start from; dropped rather than in anybody's way."""
        new_s = (self._segmenter.now - turn.drafted_at) * STEP_S
        if self._drafter is None or not self._live or new_s < max(_DRAFT_S, _DRAFT_SHARE * self._segmenter.piece_s):
            return
        if (turn.drafting is None or turn.drafting.done()) and self._is_near(turn):
            turn.drafted_at = self._segmenter.now
            turn.drafting = self._own(self._draft(self._drafter, turn, self._buffer.cut(turn.begin, self._segmenter.now)))

    async def _draft(self, drafter: Drafter, turn: SpeechTurn, audio: Audio) -> None:
        begin = turn.begin
        try:
            heard = await drafter.draft(audio, turn.draft)
        except RecogniserFailed as failed:
            log.info("draft failed: %s", failed)
            return
        if heard is not None and turn.begin == begin:
            turn.draft = heard

    async def _read(self, turn: SpeechTurn, end: int) -> None:
        """The final reading of the open piece up to now, unless speech goes on."""
        if turn.begin >= end or (turn.sealed and self._segmenter.speech_end <= turn.begin):
            return  # nothing but silence since the last piece
        turn.drafted_at = end
        task = self._own(self._transcribe(turn, self._buffer.cut(turn.begin, end)))
        turn.reading = Piece(task)
        task.add_done_callback(lambda _: self._look(turn))
        if not self._live:
            await asyncio.wait([task])

    async def _transcribe(self, turn: SpeechTurn, audio: Audio) -> Transcript:
        begin, draft, drafting = turn.begin, turn.draft, turn.drafting
        if drafting is not None and not drafting.done():  # the engine is at it already: worth its few milliseconds
            await asyncio.wait([drafting])
            draft = turn.draft if turn.begin == begin else draft
        heard = await self._recogniser.transcribe(audio, draft)
        if turn.begin == begin:
            turn.draft = heard
        return heard

    def _look(self, turn: SpeechTurn) -> None:
        """In a silence: is there a text, and has the silence lasted long enough for it?

        Called with each step and when a reading is done.
        """
        if self._turn is not turn:
            return
        silence_s = self._segmenter.silence_s + STEP_S / 2
        if silence_s >= endpointing.NOTHING_S and not turn.near:
            if self._gate.judge(turn.start, self._segmenter.speech_end, final=True) == "far":
                self._drop(turn, self._segmenter.end())
                return
            turn.near = True
        if not turn.pieces or not turn.read or not self._is_near(turn):
            return
        if turn.reading is None and self._segmenter.speech_end > turn.begin:
            return  # something was said since the last piece, and nobody has read it yet
        text, _ = turn.believed(self._segmenter.voiced_s, self._segmenter.mean_p)
        if text and silence_s >= endpointing.pause_s(text):
            self._pause(turn, text, self._segmenter.speech_end)
        if silence_s >= (self._pace.wait_s(text) if text else endpointing.NOTHING_S):
            self._finish(turn, self._segmenter.end())

    def _pause(self, turn: SpeechTurn, text: str, end: int) -> None:
        if turn.said is None:
            turn.said, turn.near = text, True
            if not self._announced:
                self._announce(turn.start)
            self.out.put_nowait(Paused(turn.number, text, round(turn.start * STEP_S, 3), round(end * STEP_S, 3)))

    async def _close(self, turn: SpeechTurn, ended: SpeechEnded) -> None:
        """The turn ended by silence alone, or with the audio; its text may still be on the way."""
        if not turn.near and self._gate.judge(ended.start, ended.end, final=True) == "far":
            self._drop(turn, ended)
            return
        if turn.reading is None:
            await self._read(turn, max(ended.end, min(self._segmenter.now, ended.end + 4)))
        self._finish(turn, ended)

    def _finish(self, turn: SpeechTurn, ended: SpeechEnded) -> None:
        if not self._announced:
            self._announce(turn.start)
        self._turn, self._announced = None, False
        turn.measured = self._gate.measure(ended.start, ended.end)
        if turn.drafting is not None:
            turn.drafting.cancel()
        if turn.read:
            for event in self._outcome(turn, ended):
                self.out.put_nowait(event)
        else:
            self.out.put_nowait(self._own(self._finish_later(turn, ended)))

    async def _finish_later(self, turn: SpeechTurn, ended: SpeechEnded) -> list[Heard]:
        await asyncio.wait([p.task for p in turn.pieces])
        return self._outcome(turn, ended)

    def _outcome(self, turn: SpeechTurn, ended: SpeechEnded) -> list[Heard]:
        text, reason = turn.believed(ended.speech_s, ended.mean_p)
        if not text:
            return [Discarded(turn.number, reason or "nothing-read")]
        start_s, end_s = round(ended.start * STEP_S, 3), round(ended.end * STEP_S, 3)
        self._gate.learn(turn.measured)
        self._pace.released()
        self._released = ended.end
        unsaid: list[Heard] = [] if turn.said == text else [Paused(turn.number, text, start_s, end_s)]
        if turn.said not in (None, text):
            unsaid.insert(0, Resumed(turn.number))
        return [*unsaid, Utterance(turn.number, text, start_s, end_s)]

    def _own(self, coroutine: Any) -> asyncio.Task[Any]:
        task: asyncio.Task[Any] = asyncio.get_running_loop().create_task(coroutine)
        self._tasks.add(task)
        task.add_done_callback(self._gone)
        return task

    def _gone(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.warning("a reading failed: %s", error if isinstance(error, RecogniserFailed) else type(error).__name__)

    async def close(self) -> None:
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)


async def _pump(frames: AsyncIterator[NDArray[Any]], listener: _Listener) -> None:
    try:
        async with contextlib.aclosing(chunks(frames)) as steps:
            async for chunk in steps:
                if chunk.size:
                    await listener.step(chunk)
                else:
                    listener.forget_level()
        await listener.flush()
    finally:
        listener.out.put_nowait(None)


async def listen(
    frames: AsyncIterator[NDArray[Any]], recogniser: Recogniser, vad: Vad, *, live: bool = True, limits: Limits | None = None
) -> AsyncGenerator[Heard, None]:
    """Frames of any length, int16 or float32, mono 16 kHz; an empty one says that another microphone follows, or the same after a
    while. Each turn is numbered from 1 and ends in Utterance or Discarded.

    A Paused stands right before every Utterance, with the same text. All decisions are taken in audio time; `live=False`
    waits for each reading before it goes on, so that a file gives the same answer however fast it is read, and makes no
    drafts. Ends when the frames end; close it to stop early.
    """
    listener = _Listener(recogniser, vad, live, limits)
    pump = asyncio.get_running_loop().create_task(_pump(frames, listener))
    try:
        while (item := await listener.out.get()) is not None:
            if isinstance(item, asyncio.Task):
                for event in await item:
                    yield event
            else:
                yield item
        await pump  # what went wrong with the frames is the caller's to know
    finally:
        pump.cancel()
        await asyncio.gather(pump, return_exceptions=True)
        await listener.close()
