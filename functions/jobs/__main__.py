"""`python -m functions.jobs`: the worker as one process, until SIGINT or SIGTERM."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal

from functions.bootstrap import bootstrap
from functions.jobs import run_worker


async def _main() -> None:
    deps = bootstrap()
    worker = asyncio.create_task(run_worker(deps), name="worker")
    for sign in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(sign, worker.cancel)
    try:
        with contextlib.suppress(asyncio.CancelledError):
            await worker
    finally:
        await deps.aclose()


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s %(message)s")
    # the queue's own lines repeat every job's arguments; ours carry opaque ids only
    logging.getLogger("procrastinate").setLevel(logging.WARNING)
    logging.getLogger("httpx").setLevel(logging.WARNING)
    asyncio.run(_main())
