"""The agent machine: takes signed jobs over HTTP, runs each as a task it owns, and exits 0 when nobody needs it."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from agent.equipment import Equipment, prepare
from agent.job import CoachJob, JobRefused, verify_job
from agent.log import configure_logging
from agent.settings import AgentSettings

log = logging.getLogger("agent.host")

BODY_MAX = 32_768
REMEMBER_S = 300.0  # spent job ids are kept longer than any job lives
LEAVE_S = 8.0
IDLE_CHECK_S = 0.25


class Host:
    """Sessions of this process, by session id. The models are loaded once, from the start of the process on."""

    def __init__(
        self,
        settings: AgentSettings,
        *,
        equip: Callable[[AgentSettings], Awaitable[Equipment]] = prepare,
        now: Callable[[], float] = time.time,
    ) -> None:
        self._settings = settings
        self._equip = equip
        self._now = now
        self._threads = ThreadPoolExecutor(max_workers=max(4, settings.agent_max_sessions), thread_name_prefix="api")
        self._sessions: dict[str, tuple[object, asyncio.Task[object]]] = {}
        self._changing: dict[str, asyncio.Lock] = {}
        self._spent: dict[str, float] = {}
        self._equipment: asyncio.Future[Equipment] | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._idle_since = time.monotonic()
        self.closing = False

    @property
    def sessions(self) -> int:
        """How many run now."""
        return len(self._sessions)

    @property
    def idle_s(self) -> float:
        """How long nobody has needed this process, in seconds."""
        return 0.0 if self._sessions or self._tasks else time.monotonic() - self._idle_since

    def warm(self) -> asyncio.Future[Equipment]:
        """Load the models, once; again if it failed."""
        loading = self._equipment
        if loading is None or (loading.done() and (loading.cancelled() or loading.exception() is not None)):
            loading = self._equipment = asyncio.ensure_future(self._equip(self._settings))
            loading.add_done_callback(_loaded)
        return loading

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
        return not self.closing and (job.session_id in self._sessions or self.sessions < self._settings.agent_max_sessions)

    def begin(self, job: CoachJob) -> None:
        """Run the job; if this session's coach is here and well, it stays and goes on under the newer lease."""
        from agent.session import Session

        running = self._sessions.get(job.session_id)
        if running is not None:
            task: asyncio.Task[None] = asyncio.create_task(self._again(job), name="again")
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
            return
        session = Session(job, self._settings, self.warm(), self._threads)
        work: asyncio.Task[object] = asyncio.create_task(session.run(), name="session")
        self._sessions[job.session_id] = (session, work)
        work.add_done_callback(lambda done: self._ended(job.session_id, done))

    async def _again(self, job: CoachJob) -> None:
        from agent.report import ClaimRefused
        from agent.session import Session

        async with self._changing.setdefault(job.session_id, asyncio.Lock()):
            running = self._sessions.get(job.session_id)
            if running is not None:
                session, work = running
                assert isinstance(session, Session)
                if session.healthy:
                    try:
                        await session.claim(job)
                    except ClaimRefused as refused:
                        log.info("refused", extra={"fields": {"session": job.session_id, "reason": refused.reason}})
                        return
                    if session.healthy:
                        session.adopt(job)
                        return
                work.cancel()
                await asyncio.wait([work], timeout=LEAVE_S)
            self._sessions.pop(job.session_id, None)
            self.begin(job)
        self._changing.pop(job.session_id, None)

    async def close(self) -> None:
        """Leave every room, report it, and let go."""
        self.closing = True
        for task in [*self._tasks, *(work for _, work in self._sessions.values())]:
            task.cancel()
        work_left = [work for _, work in self._sessions.values()]
        if work_left:
            await asyncio.wait(work_left, timeout=LEAVE_S)
        if self._equipment is not None:
            self._equipment.cancel()
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _ended(self, session_id: str, work: asyncio.Task[object]) -> None:
        running = self._sessions.get(session_id)
        if running is not None and running[1] is work:
            del self._sessions[session_id]
        self._idle_since = time.monotonic()
        if not work.cancelled() and (error := work.exception()) is not None:
            log.error("session-crashed", exc_info=error, extra={"fields": {"session": session_id}})


def create_app(host: Host) -> Starlette:
    """POST /jobs {"job": "<jwt>"} -> 202 | 400 | 401 | 409 | 413 | 503; GET /healthz -> {"status", "sessions"}."""

    async def jobs(request: Request) -> JSONResponse:
        if int(request.headers.get("content-length") or BODY_MAX + 1) > BODY_MAX:
            return _problem(413, "too-large")
        try:
            body = await request.json()
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


def _problem(status: int, reason: str) -> JSONResponse:
    problem = {"type": f"https://nobadparts.app/problems/{reason}", "title": reason, "status": status}
    return JSONResponse(problem, status, media_type="application/problem+json")


def _loaded(loading: asyncio.Future[Equipment]) -> None:
    if not loading.cancelled() and (error := loading.exception()) is not None:
        log.error("equipment-failed", exc_info=error, extra={"fields": {}})


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
    while not stop.is_set() and not serving.done():
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), IDLE_CHECK_S)
        if settings.agent_idle_exit_s and host.idle_s > settings.agent_idle_exit_s:
            log.info("asleep", extra={"fields": {"idle_s": round(host.idle_s, 1)}})
            stop.set()
    host.closing = True
    server.should_exit = True
    await serving


def main() -> None:
    """`python -m agent.host`."""
    configure_logging()
    settings = AgentSettings()
    if not settings.job_secret.get_secret_value():
        sys.exit("JOB_SECRET is not set: no job could be trusted.")
    asyncio.run(serve(settings))


if __name__ == "__main__":
    main()
