"""Where somebody speaks: voice probabilities in, the edges of turns out. Pure: counts 32 ms steps of audio, knows no clock,
no text, no samples.

A turn begins with confirmed speech and ends with silence. Inside it, a dip is a silence long enough to be worth reading what
was said; speech that goes on after one is a rise. A turn too long for an engine is sealed in pieces: at a pause if there is
one, at any dip if it gets longer, at the quietest step of the last seconds if there is none.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

STEP_S = 0.032  # one probability


def steps(seconds: float) -> int:
    """The whole steps nearest to a time."""
    return max(1, round(seconds / STEP_S))


@dataclass(frozen=True, slots=True)
class Limits:
    """All in seconds, the two thresholds in probability.

    `end_s`: silence that ends a turn whatever was said; `forget_s`: silence behind which sounds too short for speech are
    forgotten, so that they do not add up.
    """

    start_p: float = 0.5
    stop_p: float = 0.35
    min_speech_s: float = 0.2
    stir_s: float = 0.096  # a sound that may become speech
    rise_s: float = 0.064  # speech that counts as going on: a click in a pause does not
    soft_s: float = 0.16  # words begin so softly; afterwards speech apart is another's
    pre_roll_s: float = 0.4
    dip_s: float = 0.032
    end_s: float = 0.48
    forget_s: float = 0.48
    seal_at_pause_s: float = 10.0
    seal_pause_s: float = 0.2
    seal_at_dip_s: float = 12.0  # reading needs memory by the square of the length
    seal_anyway_s: float = 18.0


@dataclass(frozen=True, slots=True)
class SpeechConfirmed:
    """Confirmed speech since step `start`; `begin` is where its audio starts, pre-roll included."""

    turn_id: int
    begin: int
    start: int


@dataclass(frozen=True, slots=True)
class SpeechPaused:
    """Silence since step `end`."""

    turn_id: int
    end: int


@dataclass(frozen=True, slots=True)
class SpeechResumed:
    """Speech went on after a dip."""

    turn_id: int


@dataclass(frozen=True, slots=True)
class SegmentClosed:
    """The piece of the turn before step `at` will not grow any more. `read`: the last dip's reading covers it."""

    turn_id: int
    at: int
    read: bool


@dataclass(frozen=True, slots=True)
class SpeechEnded:
    """The turn is over; its speech ended at step `end`. `speech_s` of it was voiced, with mean probability `mean_p`."""

    turn_id: int
    start: int
    end: int
    speech_s: float
    mean_p: float


Mark = SpeechConfirmed | SpeechPaused | SpeechResumed | SegmentClosed | SpeechEnded


class Segmenter:
    """One speaker's state. feed() every step in order; end() closes a turn early; flush() when the audio is over."""

    def __init__(self, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        lim = self.limits
        self._min, self._rise, self._stir = steps(lim.min_speech_s), steps(lim.rise_s), steps(lim.stir_s)
        self._dip, self._end, self._forget = steps(lim.dip_s), steps(lim.end_s), steps(lim.forget_s)
        self._soft = steps(lim.soft_s)
        self._pre, self._pause = steps(lim.pre_roll_s), steps(lim.seal_pause_s)
        self._long, self._longer, self._longest = steps(lim.seal_at_pause_s), steps(lim.seal_at_dip_s), steps(lim.seal_anyway_s)
        self._recent: deque[float] = deque(maxlen=steps(min(4.0, lim.seal_anyway_s / 2)))
        self.now = 0  # steps heard
        self.turn_id = 0  # number of the latest turn
        self._apart: list[tuple[int, float]] = []  # voiced steps in the open turn's silence that are not its speaker's
        self._free_from = 0  # audio before it belongs to an earlier turn
        self._reset()

    def _reset(self) -> None:
        self.confirmed = False
        self._start = -1  # -1: nobody speaks
        self._begin = 0
        self._speech_end = 0
        self._run = 0  # speech steps in a row, seen in a silence
        self._voiced = 0
        self._sum_p = 0.0
        self._paused = False

    @property
    def speaking(self) -> bool:
        """A confirmed turn is open and not in a dip."""
        return self.confirmed and not self._paused

    @property
    def stirring(self) -> bool:
        """Somebody speaks, or makes a sound that may become speech."""
        return self.confirmed or (self._start >= 0 and self._voiced >= self._stir)

    @property
    def silence_s(self) -> float:
        """Silence since the open turn's last speech; 0 when a sound just now may be speech again, or nothing is open."""
        return 0.0 if not self.confirmed or self._run or self._unsure else (self.now - self._speech_end) * STEP_S

    @property
    def _unsure(self) -> bool:
        """Somebody has just begun to speak apart: it may still become loud enough to be the turn's speaker."""
        return 0 < len(self._apart) < self._soft and self._apart[-1][0] == self.now - 1

    @property
    def piece_s(self) -> float:
        """Audio of the open turn that is not sealed."""
        return (self.now - self._begin) * STEP_S if self.confirmed else 0.0

    @property
    def speech_end(self) -> int:
        return self._speech_end

    @property
    def start(self) -> int:
        return self._start

    @property
    def voiced_s(self) -> float:
        return self._voiced * STEP_S

    @property
    def mean_p(self) -> float:
        return self._sum_p / max(1, self._voiced)

    @property
    def needs_from(self) -> int:
        """The earliest step whose audio may still be asked for."""
        return self._begin if self._start >= 0 else max(self._free_from, self.now - self._pre - 1)

    def feed(self, p: float, *, apart: bool = False) -> list[Mark]:
        """The next step's probability. `apart`: if it is speech it is not the open turn's speaker's: a silence of the turn goes
        on, and what is said in it belongs to the next turn."""
        begun = self._confirm()
        return [*begun, *self._feed(p, apart)]

    def _feed(self, p: float, apart: bool) -> list[Mark]:
        at, self.now = self.now, self.now + 1
        self._recent.append(p)
        if apart and p >= self.limits.start_p and self.confirmed and self._speech_end < at:
            self._apart.append((at, p))
            p = 0.0
        if self._start < 0:
            if p < self.limits.start_p:
                return []
            self._start, self._speech_end = at, at + 1
            self._begin = max(self._free_from, at - self._pre)
            self._voiced, self._sum_p = 1, p
            return self._confirm()
        in_silence = self._speech_end < at
        if p >= self.limits.start_p or (p >= self.limits.stop_p and not in_silence):
            self._run += 1
            self._voiced += 1
            self._sum_p += p
            if not in_silence or self._run >= self._rise:
                self._speech_end, self._run = self.now, 0
                self._apart.clear()
                rose: list[Mark] = [SpeechResumed(self.turn_id)] if self._paused else []
                self._paused = False
                return rose + self._confirm() + self._seal_anyway()
            return self._seal_anyway()
        self._run = 0
        silence = self.now - self._speech_end
        if not self.confirmed:
            if silence >= self._forget:
                self._reset()
            return []
        marks: list[Mark] = []
        if silence >= self._dip and not self._paused:
            self._paused = True
            marks.append(SpeechPaused(self.turn_id, self._speech_end))
        marks += self._seal_in_silence(silence) or self._seal_anyway()
        if silence >= self._end:
            marks.append(self.end())
        return marks

    def _confirm(self) -> list[Mark]:
        if self.confirmed or self._start < 0 or self._voiced < self._min:
            return []
        self.confirmed = True
        self.turn_id += 1
        return [SpeechConfirmed(self.turn_id, self._begin, self._start)]

    def _seal_in_silence(self, silence: int) -> list[Mark]:
        piece = self._speech_end - self._begin
        due = (piece >= self._long and silence == max(self._pause, self._dip)) or (piece >= self._longer and silence == self._dip)
        if not due or self._speech_end <= self._begin:
            return []
        self._begin = self.now - silence // 2
        return [SegmentClosed(self.turn_id, self._begin, read=True)]

    def _seal_anyway(self) -> list[Mark]:
        if not self.confirmed or self.now - self._begin < self._longest:
            return []
        recent = list(self._recent)
        quietest = min(range(len(recent)), key=lambda i: (recent[i], -i))
        self._begin = max(self._begin + 1, self.now - len(recent) + quietest)
        return [SegmentClosed(self.turn_id, self._begin, read=False)]

    def end(self) -> SpeechEnded:
        """Close the open turn now. Raises RuntimeError when none is open."""
        if not self.confirmed:
            raise RuntimeError("no turn is open")
        ended = SpeechEnded(self.turn_id, self._start, self._speech_end, self.voiced_s, self.mean_p)
        self._free_from = max(self._speech_end, self._begin)
        self._reset()
        if self._apart:  # the next one has begun already
            self._start, self._speech_end = self._apart[0][0], self._apart[-1][0] + 1
            self._begin = max(self._free_from, self._start - self._pre)
            self._voiced, self._sum_p = len(self._apart), sum(p for _, p in self._apart)
            self._apart.clear()
        return ended

    def flush(self) -> list[Mark]:
        """The audio is over: an open turn ends here; a turn in full speech dips first."""
        if not self.confirmed:
            self._reset()
            return []
        marks: list[Mark] = [] if self._paused else [SpeechPaused(self.turn_id, self._speech_end)]
        marks.append(self.end())
        return [*marks, *self._confirm(), *self.flush()] if self._start >= 0 else marks
