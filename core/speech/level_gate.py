"""Whether speech is far below the Partner's usual level, and so somebody else's. In doubt it is the Partner's.

Browsers raise quiet sound by themselves (automatic gain), within seconds and by any amount, so loudness alone says little. The gain
moves while somebody speaks and raises the noise between words by as much: how far the noise floor rises over a stretch of speech is
how far the gain rose. Levels are compared with that gain taken out. All levels are in dBFS, differences in dB.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from core.speech.segmenter import STEP_S, steps
from core.speech.stt import Audio

Verdict = Literal["near", "unsure", "far"]
Levels = NDArray[np.float64]

FAR_DB = 17.0  # speech so far below the usual level is another voice: nothing above 15 is ever dropped, everything below 18 is
MAYBE_DB = 12.5  # below this the gain may have risen within the speech: wait until the noise behind it is known
LOUD_DB = 11.0  # a third of a second above this is the Partner, however quiet the rest
NEXT_TO_DB = 12.0  # dropped behind the Partner's speech only if it also sounds so much quieter, whatever the noise does…
JUMP_DB = 9.0  # …and behind dropped speech only if it is not so much louder: gain does not jump

SURE_S, SURE_PARTS = 20.0, 5  # of speech, in so many utterances, before anything is dropped
WINDOW_S = 60.0  # of speech: what counts as usual
USUAL_SHARE = 0.6  # the percentile of it: two people who share a microphone do not meet in the middle
SPREAD_DB, SPREAD_SHARE = 6.0, 0.5  # sure only if half of it lies so near the usual level

# So much dropped in a row is taken for a Partner who has become quiet: the level is learned anew, and all is kept meanwhile.
OPEN_PARTS, OPEN_S = 6, 8.0

GAIN_DB_PER_S = 6.0  # automatic gain moves no faster
OWN_RISE_DB = 1.0  # noise that rises more while the Partner speaks as loud as ever is noise
FLOOR_LEAST = -88.0  # 16-bit sound shows no lower
SPEECH_P, QUIET_P = 0.5, 0.3

_HISTORY = steps(32.0)
_FLOOR_STEPS, _FLOOR_MOST = 6, 30
_LOUD_STEPS = steps(0.32)


@dataclass(frozen=True, slots=True)
class Measured:
    """One stretch of speech: its level as it sounds, its level with the gain taken out, its length of voiced sound."""

    raw_db: float
    level_db: float
    loudest_db: float
    voiced_s: float


class LevelGate:
    """One microphone. hear() takes every step of 32 ms in order; judge() looks back at a stretch of steps; learn(), drop() say what
    became of it."""

    def __init__(self) -> None:
        self._now = 0  # steps heard
        self._levels: deque[float] = deque(maxlen=_HISTORY)
        self._voices: deque[float] = deque(maxlen=_HISTORY)
        self._gains: deque[float] = deque(maxlen=_HISTORY)  # up to the last silence; those behind follow from the noise
        self.forget()

    def forget(self) -> None:
        """Another microphone, or the same after a while: the level is learned anew, and all is kept meanwhile."""
        self._heard: deque[Measured] = deque()
        self._usual: float | None = None
        self._run_parts, self._run_s = 0, 0.0
        self._dropped_raw: float | None = None
        self._gain = 0.0
        self._turn_taking: float | None = None  # noise before the stretch that is open
        self._other = 0.0  # how far the noise has risen (or, below 0, fallen) by itself: what it takes back is no gain
        self._quiet: deque[float] = deque(maxlen=_FLOOR_MOST)
        self._stretch = self._now  # first step of the open stretch

    @property
    def usual_db(self) -> float | None:
        """The Partner's usual level with the gain taken out; None until it is known for certain."""
        return self._usual

    # --- what is heard

    def hear(self, chunk: Audio, p: float) -> bool:
        """The next step with its probability of speech -> whether it is loud enough to be the Partner's."""
        power = float(chunk @ chunk) / chunk.size
        level = 10 * float(np.log10(power + 1e-12))
        if p >= SPEECH_P:
            self._settle()
            self._quiet.clear()
        elif p < QUIET_P:
            self._quiet.append(level)
        self._levels.append(level)
        self._voices.append(p)
        self._gains.append(self._gain)
        self._now += 1
        return self._usual is None or level - self._gain >= self._usual - LOUD_DB

    def _noise(self) -> float | None:
        """The noise in the silence that is now, if it has lasted long enough."""
        if len(self._quiet) < _FLOOR_STEPS:
            return None
        return max(FLOOR_LEAST, float(np.percentile(list(self._quiet)[1:], 20)))

    def _settle(self) -> None:
        """A silence ends: the gain of the stretch before it is known now."""
        noise = self._noise()
        if noise is None:
            return
        if self._turn_taking is not None:
            rise, self._other = self._rise(noise)
            first = max(0, self._stretch - (self._now - len(self._gains)))
            for n, gain in zip(range(first, len(self._gains)), self._gain + self._ramp(first, rise), strict=True):
                self._gains[n] = float(gain)
            self._gain += rise
        self._turn_taking, self._stretch = noise, self._now

    def _rise(self, noise: float) -> tuple[float, float]:
        """How far the gain has risen in the open stretch, if the noise is now `noise`, and how far the noise has risen by itself:
        a gain moves only so fast, and not upward while somebody is as loud as ever."""
        assert self._turn_taking is not None
        first = max(0, self._stretch - (self._now - len(self._voices)))
        voices, levels = np.array(self._voices)[first:], np.array(self._levels)[first:]
        spoken = voices >= SPEECH_P
        most = 1.0 + GAIN_DB_PER_S * float(spoken.sum()) * STEP_S
        upward, heard = most, [part.level_db for part in self._heard]
        if len(heard) >= 3 and spoken.any():
            usual = self._usual if self._usual is not None else float(np.median(heard))
            below = usual - (active_level(levels[spoken]) - self._gain)
            upward = min(most, OWN_RISE_DB + max(0.0, below))
        risen = noise - self._turn_taking
        paid = float(np.clip(risen, min(0.0, -self._other), max(0.0, -self._other)))
        gain = float(np.clip(risen - paid, -most, upward))
        return gain, self._other + risen - gain

    def _ramp(self, first: int, rise: float) -> Levels:
        """`rise` laid over the speech from entry `first` on: gain moves while somebody speaks."""
        spoken = np.array(self._voices)[first:] >= SPEECH_P
        share = np.cumsum(spoken) / max(1, int(spoken.sum()))
        return np.asarray(rise * share, np.float64)

    # --- what is to be made of it

    def measure(self, start: int, end: int) -> Measured | None:
        """The speech between two steps; None where it is not remembered or holds no voice."""
        oldest = self._now - len(self._levels)
        if start < oldest or end <= start:
            return None
        gains = np.array(self._gains)
        noise = self._noise()
        if noise is not None and self._turn_taking is not None and end > self._stretch:
            first = max(0, self._stretch - oldest)
            gains[first:] = self._gain + self._ramp(first, self._rise(noise)[0])
        part = slice(start - oldest, end - oldest)
        spoken = np.array(self._voices)[part] >= SPEECH_P
        if not spoken.any():
            return None
        raw = np.array(self._levels)[part][spoken]
        level = raw - gains[part][spoken]
        return Measured(active_level(raw), active_level(level), loudest(level), float(spoken.sum()) * STEP_S)

    def judge(self, start: int, end: int, *, final: bool = False) -> Verdict:
        """Whose speech it is from step `start` up to step `end`. `final`: there is nothing to wait for any more."""
        if self._usual is None:
            return "near"
        speech = self.measure(start, end)
        if speech is None or self._run_parts >= OPEN_PARTS or self._run_s + speech.voiced_s >= OPEN_S:
            return "near"
        below = self._usual - speech.level_db
        if below < MAYBE_DB or speech.loudest_db > self._usual - LOUD_DB:
            return "near"
        if self._dropped_raw is None:
            if speech.raw_db > max(part.raw_db for part in list(self._heard)[-3:]) - NEXT_TO_DB:
                return "near"
        elif speech.raw_db > self._dropped_raw + JUMP_DB:
            return "near"
        if below >= FAR_DB:
            return "far"
        return "near" if final or self._noise() is not None else "unsure"

    def loud_since(self, start: int) -> bool:
        """Something since step `start` was loud enough to be the Partner's."""
        if self._usual is None or self._run_parts >= OPEN_PARTS:
            return True
        first = max(0, start - (self._now - len(self._levels)))
        levels = np.array(self._levels)[first:] - self._gain
        return bool((levels >= self._usual - LOUD_DB).any())

    def drop(self, start: int, end: int) -> None:
        """That speech was taken for another voice's."""
        speech = self.measure(start, end)
        if speech is not None:
            self._run_parts += 1
            self._run_s += speech.voiced_s
            self._dropped_raw = speech.raw_db

    def learn(self, speech: Measured | None) -> None:
        """That speech was taken for the Partner's."""
        if speech is None:
            return
        opened = self._run_parts >= OPEN_PARTS or self._run_s + speech.voiced_s >= OPEN_S
        if opened and self._usual is not None and speech.level_db < self._usual - MAYBE_DB:
            self._heard.clear()  # the Partner has become quiet, or another device is in use
        self._run_parts, self._run_s, self._dropped_raw = 0, 0.0, None
        self._heard.append(speech)
        while len(self._heard) > 1 and sum(part.voiced_s for part in self._heard) - self._heard[0].voiced_s > WINDOW_S:
            self._heard.popleft()
        self._usual = self._certain()

    def _certain(self) -> float | None:
        levels = np.array([part.level_db for part in self._heard])
        seconds = np.array([part.voiced_s for part in self._heard])
        if len(levels) < SURE_PARTS or seconds.sum() < SURE_S:
            return None
        order = np.argsort(levels)
        usual = float(levels[order][np.searchsorted(np.cumsum(seconds[order]), USUAL_SHARE * seconds.sum())])
        near = seconds[np.abs(levels - usual) <= SPREAD_DB].sum()
        return usual if near >= SPREAD_SHARE * seconds.sum() else None


def active_level(levels: Levels) -> float:
    """Mean power of the steps that sound: those less than 20 dB below the loudest twentieth."""
    sounding = levels[levels > np.percentile(levels, 95) - 20.0]
    return float(10 * np.log10(np.mean(10 ** (sounding / 10))))


def loudest(levels: Levels) -> float:
    """Mean power of the loudest third of a second."""
    power = 10 ** (levels / 10)
    size = min(_LOUD_STEPS, power.size)
    return float(10 * np.log10(np.convolve(power, np.ones(size) / size, "valid").max()))
