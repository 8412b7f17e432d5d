"""The agent machine: takes signed jobs over HTTP, runs each as a task it owns, and exits 0 when nobody needs it."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import signal
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from agent.log import configure_logging
from agent.runtime.models import Models, prepare
from agent.settings import AgentSettings
from core import bounded_json
from core.protocol.job import CoachJob, JobRefused, verify_job
from core.protocol.problems import PROBLEMS

if TYPE_CHECKING:
    from agent.runtime.session import Session

log = logging.getLogger("agent.runtime.host")

BODY_MAX = 32_768
BODY_WITHIN_S = 10.0
REMEMBER_S = 300.0  # spent job ids are kept longer than any job lives
LEAVE_S = 8.0
IDLE_CHECK_S = 0.25
TRIM_EVERY_S = 30.0


@dataclass
class Running:
    """One session of this process; `session` is None until its code has been loaded."""

    work: asyncio.Task[None]
    session: Session | None = None


class Host:
    """Sessions of this process, by session id. Code and models are loaded once, from the start of the process on."""

    def __init__(
        self,
        settings: AgentSettings,
        *,
        load: Callable[[AgentSettings], Awaitable[Models]] = prepare,
        now: Callable[[], float] = time.time,
    ) -> None:
        self._settings = settings
        self._load = load
        self._now = now
        self._threads = ThreadPoolExecutor(max_workers=max(4, settings.agent_max_sessions), thread_name_prefix="api")
        self._running: dict[str, Running] = {}
        self._again: set[asyncio.Task[None]] = set()
        self._delivering: set[asyncio.Task[None]] = set()  # out of their rooms, and still holding something for the API
        self._turns: dict[str, asyncio.Lock] = {}
        self._newest: dict[str, str] = {}  # the newest job of each session that runs, by its id
        self._spent: dict[str, float] = {}
        self._models: asyncio.Future[Models] | None = None
        self._code: asyncio.Future[type[Session]] | None = None
        self._idle_since = time.monotonic()
        self.closing = False

    @property
    def sessions(self) -> int:
        """How many run now."""
        return len(self._running)

    @property
    def idle_s(self) -> float:
        """How long nobody has needed this process, in seconds."""
        needed = self._running or self._again or self._delivering
        return 0.0 if needed else time.monotonic() - self._idle_since

    def warm(self) -> asyncio.Future[Models]:
        """Load what a session needs, once; again if it failed."""
        if self._code is None or _failed(self._code):
            self._code = asyncio.ensure_future(asyncio.to_thread(_load_session))
            self._code.add_done_callback(_loaded)
        if self._models is None or _failed(self._models):
            self._models = asyncio.ensure_future(self._load(self._settings))
            self._models.add_done_callback(_loaded)
        return self._models

    def accept(self, token: str) -> CoachJob:
        """Verify a job and spend it in memory. Raises JobRefused."""
        job = verify_job(token, self._settings.job_secret.get_secret_value(), now=self._now)
        now = time.monotonic()
        self._spent = {jti: at for jti, at in self._spent.items() if now - at < REMEMBER_S}
        if job.jti in self._spent:
            raise JobRefused("replayed")
        self._spent[job.jti] = now
        return job

    def has_room_for(self, job: CoachJob) -> bool:
        """A session that runs already needs no further place."""
        return not self.closing and (job.session_id in self._running or self.sessions < self._settings.agent_max_sessions)

    def begin(self, job: CoachJob, *, claimed: bool = False, kept: object = None) -> None:
        """Run the job; if this session's coach is here and well, it stays and goes on under the newer lease.

        A job for another Partner of the session begins anew: what was heard of one is not handed to the other's coach.
        """
        self._newest[job.session_id] = job.jti
        if job.session_id in self._running:
            again = asyncio.create_task(self._hand_over(job), name="hand-over")
            self._again.add(again)
            again.add_done_callback(self._handed_over)
            return
        work = asyncio.create_task(self._run(job, claimed, kept), name="session")
        self._running[job.session_id] = Running(work)
        work.add_done_callback(lambda done: self._ended(job.session_id, done))

    async def _run(self, job: CoachJob, claimed: bool, kept: object) -> None:
        models = self.warm()
        assert self._code is not None
        session_type = await asyncio.shield(self._code)
        session = session_type(job, self._settings, models, self._threads, claimed=claimed, kept=kept)
        self._running[job.session_id].session = session
        await session.run()

    async def _hand_over(self, job: CoachJob) -> None:
        from agent.runtime.report import ClaimRefused

        async with self._turns.setdefault(job.session_id, asyncio.Lock()):
            running = self._running.get(job.session_id)
            claimed, kept = False, None
            if running is not None:
                session = running.session
                if session is not None and session.healthy:
                    try:
                        kept = await session.claim(job, newest=lambda: self._newest.get(job.session_id) == job.jti)
                    except ClaimRefused as refused:
                        log.info("refused", extra={"fields": {"session": job.session_id, "reason": refused.reason}})
                        return
                    claimed = True
                    if session.can_adopt(job):
                        session.adopt(job)
                        return
                await self._set_aside(running)
                self._running.pop(job.session_id, None)
            self.begin(job, claimed=claimed, kept=kept)

    async def _set_aside(self, running: Running) -> None:
        """Returns once it is out of its room; what it holds for the API goes on being delivered."""
        if running.session is None:
            running.work.cancel()
            await asyncio.wait([running.work], timeout=LEAVE_S)
            return
        self._delivering.add(running.work)
        running.work.add_done_callback(self._delivering.discard)
        running.session.send_away("replaced")
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(running.session.out.wait(), LEAVE_S)

    async def close(self) -> None:
        """Leave every room, report it, and let go."""
        self.closing = True
        for again in self._again:
            again.cancel()
        work = [running.work for running in self._running.values()] + list(self._delivering)
        for task in work:
            task.cancel()
        if work:
            await asyncio.wait(work, timeout=LEAVE_S)
        if self._models is not None:
            self._models.cancel()
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _ended(self, session_id: str, work: asyncio.Task[None]) -> None:
        running = self._running.get(session_id)
        if running is not None and running.work is work:
            del self._running[session_id]
            self._turns.pop(session_id, None)
            self._newest.pop(session_id, None)
        self._idle_since = time.monotonic()
        if not work.cancelled() and (error := work.exception()) is not None:
            log.error("session-crashed", exc_info=error, extra={"fields": {"session": session_id}})

    def _handed_over(self, again: asyncio.Task[None]) -> None:
        self._again.discard(again)
        self._idle_since = time.monotonic()
        if not again.cancelled() and (error := again.exception()) is not None:
            log.error("hand-over-failed", exc_info=error, extra={"fields": {}})


def create_app(host: Host) -> Starlette:
    """POST /jobs {"job": "<jwt>"} -> 202 | 400 | 401 | 408 | 409 | 413 | 503; GET /healthz -> {"status", "sessions"}."""

    async def jobs(request: Request) -> JSONResponse:
        if int(request.headers.get("content-length") or BODY_MAX + 1) > BODY_MAX:
            return _problem(413, "too-large")
        try:
            async with asyncio.timeout(BODY_WITHIN_S):
                sent = await request.body()
        except TimeoutError:
            return _problem(408, "too-slow", {"Connection": "close"})
        try:
            body = bounded_json.loads(sent)
            token = body["job"]
        except (ValueError, KeyError, TypeError):
            return _problem(400, "malformed")
        if not isinstance(token, str):
            return _problem(400, "malformed")
        if host.closing:
            return _problem(503, "leaving")
        try:
            job = host.accept(token)
        except JobRefused as refused:
            log.info("job-refused", extra={"fields": {"reason": refused.reason}})
            return _problem(409 if refused.reason == "replayed" else 401, refused.reason)
        if not host.has_room_for(job):
            return _problem(503, "full")
        host.begin(job)
        return JSONResponse({"session_id": job.session_id}, 202)

    async def healthz(request: Request) -> JSONResponse:
        return JSONResponse({"status": "ok", "sessions": host.sessions})

    @contextlib.asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        host.warm()
        yield
        await host.close()

    return Starlette(routes=[Route("/jobs", jobs, methods=["POST"]), Route("/healthz", healthz)], lifespan=lifespan)


def _problem(status: int, reason: str, headers: dict[str, str] | None = None) -> JSONResponse:
    problem = {"type": PROBLEMS + reason, "title": reason, "status": status}
    return JSONResponse(problem, status, headers, media_type="application/problem+json")


def _load_session() -> type[Session]:
    """Imports the media library: a quarter of a second that the event loop does not wait for."""
    from agent.runtime.session import Session

    return Session


def _failed(loading: asyncio.Future[Any]) -> bool:
    return loading.done() and (loading.cancelled() or loading.exception() is not None)


def _loaded(loading: asyncio.Future[Any]) -> None:
    if not loading.cancelled() and (error := loading.exception()) is not None:
        log.error("models-failed", exc_info=error, extra={"fields": {}})


class _Server(uvicorn.Server):
    """Leaves signals to us: a polite end is exit 0."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


async def serve(settings: AgentSettings) -> None:
    """Until SIGTERM, SIGINT, or AGENT_IDLE_EXIT_S without a session."""
    host = Host(settings)
    config = uvicorn.Config(
        create_app(host),
        host=settings.agent_host,
        port=settings.agent_port,
        log_config=None,
        access_log=False,
        ws="none",
        timeout_graceful_shutdown=2,
    )
    server = _Server(config)
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for wanted in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(wanted, stop.set)
    serving = asyncio.create_task(server.serve(), name="http")
    trimming = asyncio.create_task(_keep_small(host), name="trim")
    while not stop.is_set() and not serving.done():
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), IDLE_CHECK_S)
        if settings.agent_idle_exit_s and host.idle_s > settings.agent_idle_exit_s:
            log.info("asleep", extra={"fields": {"idle_s": round(host.idle_s, 1)}})
            stop.set()
    host.closing = True
    server.should_exit = True
    trimming.cancel()
    await serving


async def _keep_small(host: Host) -> None:
    """While somebody speaks, sentences of every length leave holes in the heap: tens of megabytes that are never used again."""
    while True:
        await asyncio.sleep(TRIM_EVERY_S)
        if host.sessions:
            from core.speech.stt.allocation import give_back_free_memory

            await asyncio.to_thread(give_back_free_memory)


def main() -> None:
    """`python -m agent.runtime.host`."""
    configure_logging()
    settings = AgentSettings()
    if not settings.job_secret.get_secret_value():
        sys.exit("JOB_SECRET is not set: no job could be trusted.")
    asyncio.run(serve(settings))
    logging.shutdown()
    sys.stderr.flush()
    os._exit(0)  # the media library's threads may abort an interpreter that is being taken down


if __name__ == "__main__":
    main()
