"""The listening stage of a session: from the audio input there is to its conversation, begun anew when it fails."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Callable
from typing import Any

from agent.coach.live.conversation import Conversation
from agent.log import SessionLog
from agent.runtime.audio_input import AudioInput
from agent.runtime.models import Models
from core.speech.listener import SECOND_VOICE, Discarded

RESTART_S = 0.2
RESTARTS = 5  # failures in a row before it gives up


class Listening:
    """`session_s`: monotonic time -> seconds of the session. `changed`: it hears, or no more. `gave_up`: it failed too often."""

    def __init__(
        self,
        models: asyncio.Future[Models],
        log: SessionLog,
        *,
        session_s: Callable[[float], float],
        changed: Callable[[], None],
        gave_up: Callable[[], None],
    ) -> None:
        self._models = models
        self._log = log
        self._session_s = session_s
        self._changed = changed
        self._gave_up = gave_up
        self._began = time.monotonic()
        self._audio: AudioInput | None = None
        self._conversation: Conversation | None = None
        self._task: asyncio.Task[None] | None = None
        self._hears = False
        self._second_voices = 0

    @property
    def hears(self) -> bool:
        """Frames go to the conversation."""
        return self._hears and self._audio is not None

    def to(self, audio: AudioInput | None) -> None:
        """A microphone to listen to, or none any more: whatever was half heard is dropped."""
        self._audio = audio
        self._restart()

    def begin(self, conversation: Conversation) -> None:
        """From now on there is somebody to tell, also anew in another room."""
        self._conversation = conversation
        self._restart()

    def _restart(self) -> None:
        if self._task is not None:
            self._task.cancel()
            self._task = None
        self._hears = False
        if self._conversation is not None:
            self._conversation.on_audio_lost()
            if self._audio is not None:
                self._task = asyncio.create_task(self._listen(self._audio, self._conversation), name="listen")

    async def _listen(self, audio: AudioInput, conversation: Conversation) -> None:
        """Until the audio input closes. A failure starts the stage anew; failing again and again is the end of it."""
        models = await asyncio.shield(self._models)
        for _ in range(RESTARTS):
            try:
                async with contextlib.aclosing(audio.frames()) as frames:
                    await self._hear(models, audio, frames, conversation)
                return
            except Exception as error:
                self._log.failed("listening-failed", error)
                conversation.on_audio_lost()
                await asyncio.sleep(RESTART_S)
        self._gave_up()

    async def _hear(self, models: Models, audio: AudioInput, frames: AsyncIterator[Any], conversation: Conversation) -> None:
        if not self._hears:
            self._hears = True
            self._log.info("listening", after_ms=round((time.monotonic() - self._began) * 1000))
            self._changed()

        def session_s(at_s: float) -> float:
            return self._session_s(audio.heard_at(at_s))

        async with contextlib.aclosing(models.listen(frames)) as hearing:
            async for heard in hearing:
                if audio.closed:
                    return
                if isinstance(heard, Discarded) and heard.reason == SECOND_VOICE:
                    self._second_voices += 1
                    self._log.info("second-voice-dropped", count=self._second_voices)
                conversation.heard(heard, audio.heard_at, session_s)
