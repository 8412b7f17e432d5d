"""What every session of a process shares: the recogniser, the coach and the listener, loaded once and off the event loop."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from agent.settings import AgentSettings

if TYPE_CHECKING:
    from agent.coach.coach import Coach
    from agent.runtime.audio_input import Frame
    from core.speech.listener import Heard

log = logging.getLogger("agent.runtime.models")


@dataclass(frozen=True)
class Models:
    """`listen` opens a fresh listener on one stream of frames."""

    coach: Coach
    listen: Callable[[AsyncIterator[Frame]], AsyncGenerator[Heard, None]]
    looks_finished: Callable[[str], bool]
    wake: Callable[[], Awaitable[None]] | None = None  # a recogniser that sleeps somewhere else


def load_models(settings: AgentSettings) -> Models:
    """Blocking: loads models. Everything heavy is imported here, so that a sleeping process can answer before it has loaded."""
    began = time.monotonic()
    from agent.coach.coach import open_coach
    from core.reader.danger.encoder import encoder
    from core.speech.endpointing import ending
    from core.speech.listener import listen
    from core.speech.stt import open_recogniser
    from core.speech.stt.fallback import Fallback
    from core.speech.vad import open_vad

    recogniser = open_recogniser(settings)
    open_vad()
    encoder()
    coach = open_coach(settings)
    log.info("models-loaded", extra={"fields": {"engine": recogniser.name, "took_s": round(time.monotonic() - began, 2)}})
    return Models(
        coach=coach,
        listen=lambda frames: listen(frames, recogniser, open_vad()),
        looks_finished=lambda text: ending(text) == "finished",
        wake=recogniser.warm if isinstance(recogniser, Fallback) else None,
    )


async def prepare(settings: AgentSettings) -> Models:
    """Load in a thread, then open the model's connection without anybody waiting for it."""
    models = await asyncio.to_thread(load_models, settings)
    warming = asyncio.create_task(_warm(models), name="warm")
    warming.add_done_callback(_warmed)
    return models


async def _warm(models: Models) -> None:
    """Then everything is loaded that ever will be."""
    from core.speech.stt.allocation import let_go_of_loading

    waking = [models.coach.warm(), *([models.wake()] if models.wake else [])]
    await asyncio.gather(*waking)
    await asyncio.to_thread(let_go_of_loading)


def _warmed(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and (error := task.exception()) is not None:
        log.error("warm-failed", exc_info=error, extra={"fields": {}})
