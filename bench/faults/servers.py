"""Our programs and the servers they stand on, killed and stopped in the middle of a sentence."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Literal

from bench.faults.breaking import OUTAGE_S, Name, Setting
from bench.faults.conversation import ANSWER_S, Conversation, Losses

RANDOM_BREAKS = 6
SETTLED_S = 2.0
"""A sentence counts when nothing was broken from so long before it to its answer."""


async def _during(setting: Setting, breaks: Callable[[], Awaitable[None]], *, rejoin: bool = False) -> Losses:
    """A sentence, the fault in the middle of the next one, and two sentences after it."""
    talk = Conversation(setting.stack, first_clip=setting.chance.randrange(15))
    await talk.begin()
    await talk.say()
    speaking = asyncio.create_task(talk.say(counts=False))
    await asyncio.sleep(setting.chance.uniform(0.3, 2.5))
    await breaks()
    await speaking
    await (talk.enter_again() if rejoin else talk.listening())
    await asyncio.sleep(SETTLED_S)
    await talk.say()
    await talk.say()
    return await talk.finish()


async def _meanwhile(setting: Setting, how: Literal["killed", "stopped"], name: Name, for_s: float) -> Losses:
    """The coach does not need this one to hear and to answer: two sentences in the outage must be answered and stored too."""
    talk = Conversation(setting.stack, first_clip=setting.chance.randrange(15))
    await talk.begin()
    speaking = asyncio.create_task(talk.say())
    await asyncio.sleep(setting.chance.uniform(0.3, 2.5))
    breaking = asyncio.create_task(setting.break_by(how, name, for_s=for_s))
    await speaking
    await talk.say()
    await breaking
    await talk.listening()
    await asyncio.sleep(SETTLED_S)
    await talk.say()
    return await talk.finish()


async def agent_killed(setting: Setting) -> Losses:
    return await _during(setting, lambda: setting.kill("agent", away_s=1.0))


async def agent_stopped(setting: Setting) -> Losses:
    return await _during(setting, lambda: setting.stop("agent", for_s=OUTAGE_S))


async def livekit_killed(setting: Setting) -> Losses:
    return await _during(setting, lambda: setting.kill("livekit", away_s=3.0), rejoin=True)


async def livekit_stopped(setting: Setting) -> Losses:
    """Short enough for every connection to stand."""
    return await _during(setting, lambda: setting.stop("livekit", for_s=4.0))


async def worker_killed_while_writing_notes(setting: Setting) -> Losses:
    talk = Conversation(setting.stack)
    await talk.begin()
    await talk.say()
    ending = asyncio.create_task(talk.finish())
    await asyncio.sleep(setting.chance.uniform(0.0, 3.0))
    await setting.kill("jobs", away_s=1.0)
    return await ending


async def random_breaks(setting: Setting) -> Losses:
    """A conversation in which something is killed or stopped at random, again and again. What was said while all stood must be
    answered and kept, whatever was shown must be stored, once."""
    talk = Conversation(setting.stack)
    await talk.begin()
    broken_until = 0.0
    breaking: asyncio.Task[None] | None = None
    ways: list[Callable[[], Awaitable[None]]] = [
        partial(setting.kill, "agent", away_s=0.5),
        partial(setting.stop, "agent", for_s=3.0),
        partial(setting.kill, "api", away_s=2.0),
        partial(setting.stop, "api", for_s=4.0),
        partial(setting.kill, "jobs", away_s=2.0),
        partial(setting.kill, "postgres", away_s=2.0),
        partial(setting.stop, "postgres", for_s=4.0),
    ]
    for how in setting.chance.sample(ways, RANDOM_BREAKS):
        breaking = asyncio.create_task(_later(how, setting.chance.uniform(0.0, 4.0)))
        while not breaking.done():
            await _say_if_heard(talk, breaking)
        await breaking
        await talk.listening()
        broken_until = time.monotonic()
        await asyncio.sleep(max(0.0, broken_until + SETTLED_S - time.monotonic()))
        await talk.say()
    return await talk.finish()


async def _later(how: Callable[[], Awaitable[None]], after_s: float) -> None:
    await asyncio.sleep(after_s)
    await how()


async def _say_if_heard(talk: Conversation, breaking: asyncio.Task[None]) -> None:
    await talk.say(counts=False)
    await asyncio.wait([breaking], timeout=ANSWER_S / 2)


def scenarios() -> dict[str, Callable[[Setting], Awaitable[Losses]]]:
    found: dict[str, Callable[[Setting], Awaitable[Losses]]] = {
        each.__name__: each
        for each in (
            agent_killed,
            agent_stopped,
            livekit_killed,
            livekit_stopped,
            worker_killed_while_writing_notes,
            random_breaks,
        )
    }
    for title, name in (("api", "api"), ("worker", "jobs"), ("postgres", "postgres")):
        for how in ("killed", "stopped"):
            found[f"{title}_{how}"] = partial(_meanwhile, how=how, name=name, for_s=OUTAGE_S)  # type: ignore[arg-type]
    return found
