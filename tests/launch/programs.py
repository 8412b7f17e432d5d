"""Our programs as processes of their own, with the settings of a test's world."""

from __future__ import annotations

import asyncio
import os
import sys
from asyncio.subprocess import Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from functions.platform.settings import Settings


def environment(settings: Settings, **changed: str) -> dict[str, str]:
    """The variables these settings were read from, and nothing of the test's own but where Python finds its modules."""
    told = {name.upper(): str(value) for name, value in settings.model_dump().items() if isinstance(value, str | int | float)}
    kept = {name: os.environ[name] for name in ("PATH", "PYTHONPATH", "TMPDIR") if name in os.environ}
    return kept | told | {"CORS_ORIGINS": ""} | changed


@asynccontextmanager
async def python(settings: Settings, *arguments: str, **changed: str) -> AsyncIterator[Process]:
    """`python ...` in the repository's folder; killed at the end if it still runs."""
    program = await asyncio.create_subprocess_exec(sys.executable, *arguments, env=environment(settings, **changed))
    try:
        yield program
    finally:
        if program.returncode is None:
            program.kill()
        await program.wait()
