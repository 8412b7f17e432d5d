"""Launches a coach as one Modal function call, by the deployed function's name."""

from __future__ import annotations

import asyncio
from typing import Any

from core.protocol.job import CoachJob, sign_job
from functions.platform.errors import LaunchFailed

SPAWN_WITHIN_S = 10.0


class ModalLauncher:
    """`app` and `function` name what `modal_app.py` deployed; no job value is kept here."""

    starting_s = 40.0  # from a call taken to its job's claim: a cold container pulls its image and loads its models first

    def __init__(self, secret: str, *, app: str = "no-bad-parts", function: str = "coach") -> None:
        self._secret = secret
        self._app = app
        self._name = function
        self._function: Any = None

    async def launch(self, job: CoachJob) -> None:
        """Raises LaunchFailed unless Modal took the call."""
        import modal

        try:
            if self._function is None:
                self._function = modal.Function.from_name(self._app, self._name)
            async with asyncio.timeout(SPAWN_WITHIN_S):
                await self._function.spawn.aio(sign_job(job, self._secret))
        except (modal.exception.Error, OSError, TimeoutError) as error:
            raise LaunchFailed(f"Modal did not take the call ({type(error).__name__})") from error

    async def gone(self) -> bool:
        """Each call has a container of its own: only its lease tells."""
        return False

    async def aclose(self) -> None:
        """Nothing is held open."""
