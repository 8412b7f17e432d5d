"""One microphone track as 16 kHz mono audio: bounded, with a clock for its seconds, and deaf for good once closed."""

from __future__ import annotations

import asyncio
import time
from bisect import bisect_left
from collections import deque
from collections.abc import AsyncGenerator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Frame = NDArray[np.int16]

RATE = 16_000
HELD_S = 10.0  # audio kept for a listener that falls behind; older audio is dropped and counted
REMEMBERED_S = 120.0  # how far back heard_at() can look
STALL_S = 0.3  # a microphone that gives nothing for so long is taken as silent…
FILL_S = 0.05
FILLED_S = 2.0  # …for this long, so that a take that was cut off by mute still comes to its end


class AudioInput:
    """Frames go in by `hear` and come out of `frames()`. Audio seconds count from the first frame given out."""

    def __init__(self) -> None:
        self._frames: deque[tuple[float, Frame]] = deque()
        self._held = 0
        self._given = 0
        self._marks: deque[tuple[float, float]] = deque()
        self._arrival = asyncio.Event()
        self.closed = False
        self.dropped = 0
        self.last_frame_at: float | None = None  # monotonic

    def hear(self, frame: Frame) -> None:
        """Take one frame; the oldest go when more than HELD_S wait. After close() nothing is taken."""
        if self.closed:
            return
        self.last_frame_at = time.monotonic()
        self._frames.append((self.last_frame_at, frame))
        self._held += len(frame)
        while self._held > HELD_S * RATE:
            self._held -= len(self._frames.popleft()[1])
            self.dropped += 1
        self._arrival.set()

    def resume(self) -> None:
        """The microphone was muted and is open again: frames() gives an empty frame before those that follow."""
        import numpy as np

        if not self.closed:
            self._frames.append((time.monotonic(), np.zeros(0, np.int16)))
            self._arrival.set()

    def close(self) -> None:
        """Deaf at once: what waits is thrown away unheard."""
        self.closed = True
        self._frames.clear()
        self._held = 0
        self._arrival.set()

    async def frames(self) -> AsyncGenerator[Frame, None]:
        """int16 mono 16 kHz, as they came; silence for a while when they stop coming. Ends when closed; counts from 0 anew."""
        self._given = 0
        self._marks.clear()
        import numpy as np  # here, so that a waking host can answer before it has loaded anything heavy

        filled_s = FILLED_S
        while not self.closed:
            if self._frames:
                arrived, frame = self._frames.popleft()
                self._held -= len(frame)
                filled_s = 0.0
            else:
                self._arrival.clear()
                patience_s = None if filled_s >= FILLED_S else STALL_S if filled_s == 0.0 else FILL_S
                try:
                    await asyncio.wait_for(self._arrival.wait(), patience_s)
                    continue
                except TimeoutError:
                    arrived, frame = time.monotonic(), np.zeros(int(FILL_S * RATE), dtype=np.int16)
                    filled_s += FILL_S
            self._given += len(frame)
            self._mark(arrived)
            yield frame

    def heard_at(self, at_s: float) -> float:
        """The monotonic time at which audio second `at_s` reached this process."""
        if not self._marks:
            return time.monotonic()
        place = bisect_left(self._marks, (at_s, 0.0))
        end_s, arrived = self._marks[min(place, len(self._marks) - 1)]
        return arrived - max(0.0, end_s - at_s)

    def _mark(self, arrived: float) -> None:
        end_s = self._given / RATE
        self._marks.append((end_s, arrived))
        while self._marks[0][0] < end_s - REMEMBERED_S:
            self._marks.popleft()
