"""Launches a coach by handing a signed job to the agent machine over HTTP, waking the local one when it sleeps."""

from __future__ import annotations

import asyncio
import logging
import shlex
import time
from typing import TYPE_CHECKING

from core.protocol.job import CoachJob, sign_job
from functions.platform.errors import LaunchFailed

if TYPE_CHECKING:
    import httpx

log = logging.getLogger(__name__)

WAKE_WITHIN_S = 15.0
ANSWER_WITHIN_S = 20.0  # a stopped machine behind a proxy is started by the request itself


class HttpLauncher:
    """`start_command`, when set, is run if nobody listens at `agent_url`; the child has our process group and environment."""

    starting_s = 12.0  # from a job taken to its claim; while the machine still wakes, the lease is renewed

    def __init__(self, agent_url: str, secret: str, *, start_command: str | None = None) -> None:
        self._url = agent_url.rstrip("/")
        self._secret = secret
        self._command = shlex.split(start_command) if start_command else []
        self._waking = asyncio.Lock()
        self._child: asyncio.subprocess.Process | None = None

    async def launch(self, job: CoachJob) -> None:
        """Raises LaunchFailed unless the agent machine took the job."""
        import httpx

        try:
            async with self._client(ANSWER_WITHIN_S) as client:
                try:
                    reply = await self._post(client, job)
                except (httpx.ConnectError, httpx.ReadError, httpx.RemoteProtocolError):
                    if not self._command:
                        raise
                    await self._wake(client)
                    reply = await self._post(client, job)
        except httpx.HTTPError as error:
            raise LaunchFailed(f"the agent machine could not be reached ({type(error).__name__})") from error
        if reply.status_code not in {200, 202}:
            raise LaunchFailed(f"the agent machine answered {reply.status_code}")

    async def gone(self) -> bool:
        """True when nobody listens there: a refused connection, not a slow answer."""
        import httpx

        try:
            async with self._client(2.0) as client:
                await client.get(f"{self._url}/healthz")
        except httpx.ConnectError:
            return True
        except httpx.HTTPError:
            return False
        return False

    async def aclose(self) -> None:
        """The agent machine outlives the API: calls go on while the API restarts."""

    def _client(self, within_s: float) -> httpx.AsyncClient:
        import httpx

        # reading the certificates takes tens of milliseconds that a plain address does not need
        return httpx.AsyncClient(timeout=httpx.Timeout(within_s, connect=5.0), verify=self._url.startswith("https:"))

    async def _post(self, client: httpx.AsyncClient, job: CoachJob) -> httpx.Response:
        # the secret's signature is made anew for each try: it lives 60 s
        return await client.post(f"{self._url}/jobs", json={"job": sign_job(job, self._secret)})

    async def _wake(self, client: httpx.AsyncClient) -> None:
        """Starts the local agent machine once, however many launches find it asleep at the same time."""
        async with self._waking:
            started = False
            until = time.monotonic() + WAKE_WITHIN_S
            while time.monotonic() < until:
                if await self._awake(client):
                    return
                if self._child is None or self._child.returncode is not None:
                    # one that still was falling asleep has ended by now; ours ending at once is another matter
                    if started and self._child is not None:
                        if await self._awake(client):
                            return  # another process of ours had started one, which took the address first
                        raise LaunchFailed(f"the agent machine ended at once with code {self._child.returncode}")
                    self._child, started = await self._start(), True
                await asyncio.sleep(0.05)
            raise LaunchFailed(f"the agent machine did not wake within {WAKE_WITHIN_S:.0f} s")

    async def _start(self) -> asyncio.subprocess.Process:
        try:
            return await asyncio.create_subprocess_exec(*self._command, stdin=asyncio.subprocess.DEVNULL)
        except OSError as error:
            raise LaunchFailed(f"the agent machine could not be started ({type(error).__name__})") from error

    async def _awake(self, client: httpx.AsyncClient) -> bool:
        import httpx

        try:
            return (await client.get(f"{self._url}/healthz", timeout=2.0)).status_code == 200
        except httpx.HTTPError:
            return False
