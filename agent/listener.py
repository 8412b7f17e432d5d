"""Audio frames in, what was heard out: voice detection, segments, drafts, the final reading, guards and the endpoint, for one speaker."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from agent.stt import Recogniser
from agent.vad import Vad


@dataclass(frozen=True, slots=True)
class SpeechStarted:
    """Somebody began to speak; `at_s` seconds of audio since the stream began."""

    at_s: float


@dataclass(frozen=True, slots=True)
class Paused:
    """The first short pause of a take, read: a good moment to start thinking, not yet to speak. A take pauses again after each Resumed."""

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
    """The take is over. `end_s` is the end of the speech, not of the pause behind it. The text is the last Paused text of the take."""

    take: int
    text: str
    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True)
class Discarded:
    """The take held nothing to act on; `reason` is a short slug such as `no-letters` or `low-confidence`."""

    take: int
    reason: str


Heard = SpeechStarted | Paused | Resumed | Utterance | Discarded


def listen(frames: AsyncIterator[NDArray[Any]], recogniser: Recogniser, vad: Vad, *, live: bool = True) -> AsyncIterator[Heard]:
    """Frames of any length, int16 or float32, mono 16 kHz. Each take is numbered from 1 and ends in Utterance or Discarded.

    `live=False` reads files faster than real time: the same decisions on the same audio, without drafts. Ends when the frames end.
    """
    raise NotImplementedError
