"""What `nbp` does with its terminal: `nbp try` line by line, and waiting for Ctrl-C."""

import asyncio
import contextlib
import os
import signal
import sys
import threading
from collections.abc import AsyncIterator

PROMPT = "Type what the Partner says, a line at a time. Ctrl-D ends.\n\n"


async def lines_of(descriptor: int) -> AsyncIterator[str]:
    """Lines as they come, until the end. A daemon thread waits for them, so that Ctrl-C never has to.

    Bytes that are no UTF-8 become U+FFFD. The thread stays two lines ahead and no more.
    """
    loop = asyncio.get_running_loop()
    ready: asyncio.Queue[bytes | None] = asyncio.Queue(2)

    def read() -> None:
        with (
            contextlib.suppress(RuntimeError, OSError),
            open(os.dup(descriptor), "rb") as source,
        ):  # RuntimeError: nobody listens any more
            for line in source:
                asyncio.run_coroutine_threadsafe(ready.put(line), loop).result()
            asyncio.run_coroutine_threadsafe(ready.put(None), loop).result()

    threading.Thread(target=read, name="lines", daemon=True).start()
    first = True
    while (line := await ready.get()) is not None:
        yield line.decode("utf-8-sig" if first else "utf-8", errors="replace")
        first = False


def write(text: str) -> None:
    """Out at once; what no UTF-8 can say (half a surrogate pair in somebody's JSON) comes as U+FFFD."""
    sys.stdout.buffer.write(text.encode("utf-8", errors="replace"))
    sys.stdout.buffer.flush()


async def try_coach(*, jsonl: bool, no_llm: bool) -> bool:
    """The coach on standard input and output. False when a JSON line could not be read."""
    from agent.coach.coach import Coach, open_coach
    from agent.coach.try_coach import run_jsonl, run_text
    from agent.settings import AgentSettings

    settings = AgentSettings()
    coach = Coach(None, settings.system_prompt) if no_llm else open_coach(settings)
    lines = lines_of(sys.stdin.fileno())
    if jsonl:
        return await run_jsonl(lines, write, coach) == 0
    if sys.stdin.isatty():
        write(PROMPT)
    await run_text(lines, write, coach, settings.country)
    return True


def until_interrupted() -> None:
    """Returns when somebody presses Ctrl-C (or the process is asked to end)."""
    try:
        while True:
            signal.pause()
    except KeyboardInterrupt:
        with contextlib.suppress(OSError):  # the terminal may be what went away
            print("\nEnding everything.", flush=True)
