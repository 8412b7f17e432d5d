"""A remote or slow engine with the on-device one behind it: whoever fails or is late is stood in for, and after a few times
not asked for a while."""

from __future__ import annotations

import asyncio
import logging
import math
import time
from collections.abc import Callable

import numpy as np

from core.speech.stt import RATE, Audio, Recogniser, RecogniserFailed, Transcript

log = logging.getLogger(__name__)

_FAILURES = 3  # in a row, until the first engine rests
_REST_S, _LONGEST_REST_S = 20.0, 300.0
_WARM_TRIES = 6


class Fallback:
    """Resting, the first engine is tried again beside a reading of the spare: a trial costs nobody time."""

    def __init__(self, first: Recogniser, spare: Recogniser, timeout_s: float, now: Callable[[], float] = time.monotonic) -> None:
        self._first, self._spare, self._timeout_s, self._now = first, spare, timeout_s, now
        self._failures = 0
        self._rest_until: float | None = None  # None: in use
        self._rest_s = _REST_S
        self._trial: asyncio.Task[Transcript | None] | None = None

    @property
    def name(self) -> str:
        return self._first.name

    @property
    def resting(self) -> bool:
        """The first engine is not relied on at the moment."""
        return self._rest_until is not None

    async def warm(self) -> None:
        """Wakes an engine that may sleep, on a moment of silence. Until it answers it is not relied on. Never raises."""
        self._rest_until = math.inf
        for _ in range(_WARM_TRIES):
            try:
                await self._first.transcribe(np.zeros(RATE // 2, np.float32))
            except RecogniserFailed as failed:
                log.info("%s does not answer yet (%s), %s listens", self._first.name, failed, self._spare.name)
                if failed.hopeless:
                    break
            else:
                self._failures, self._rest_until = 0, None
                return
        self._rest_until = self._now() + self._rest_s

    async def transcribe(self, audio_f32: Audio, draft: Transcript | None = None) -> Transcript:
        if self._rest_until is None:
            heard = await self._ask(audio_f32)
            if heard is not None:
                return heard
        elif self._now() >= self._rest_until and (self._trial is None or self._trial.done()):
            self._trial = asyncio.get_running_loop().create_task(self._ask(audio_f32))
        return await self._spare.transcribe(audio_f32)

    async def _ask(self, audio: Audio) -> Transcript | None:
        """The first engine's answer, or None; keeps the count."""
        try:
            heard = await asyncio.wait_for(self._first.transcribe(audio), self._timeout_s)
        except TimeoutError:
            self._failed("late")
            return None
        except RecogniserFailed as failed:
            self._failed(str(failed), hopeless=failed.hopeless)
            return None
        if self._rest_until is not None:
            log.info("%s answers again", self._first.name)
        self._failures, self._rest_until, self._rest_s = 0, None, _REST_S
        return heard

    def _failed(self, why: str, *, hopeless: bool = False) -> None:
        self._failures += 1
        if self._rest_until is not None:
            self._rest_s = min(2 * self._rest_s, _LONGEST_REST_S)
        elif not hopeless and self._failures < _FAILURES:
            log.info("%s failed (%s), %s stands in", self._first.name, why, self._spare.name)
            return
        self._rest_until = self._now() + self._rest_s
        log.warning("%s failed (%s) and rests for %.0f s, %s stands in", self._first.name, why, self._rest_s, self._spare.name)

    async def close(self) -> None:
        if self._trial is not None:
            self._trial.cancel()
            await asyncio.gather(self._trial, return_exceptions=True)
        await self._first.close()
        await self._spare.close()
