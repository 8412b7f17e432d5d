"""The application on a real Postgres, a real queue and a real LiveKit; only sign-in and the launcher are stood in for."""

from __future__ import annotations

import dataclasses
import uuid
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import psycopg
import pytest
import pytest_asyncio
from fastapi import FastAPI
from psycopg.rows import dict_row

from core.protocol.job import CoachJob
from functions.api import create_app
from functions.bootstrap import bootstrap
from functions.platform.adapters.livekit import LiveKit
from functions.platform.adapters.queue import Queue
from functions.platform.deps import Deps
from functions.platform.errors import LaunchFailed, Unauthorized
from functions.platform.principals import PARTNER_PREFIX, new_token, token_hash
from functions.platform.settings import Settings
from local import servers
from local.migrate import functions_dsn, migrate

DEPLOYMENT = "test"


class SignedIn:
    """Takes `user:<uuid>:<email>` for an access token."""

    async def verify(self, token: str) -> Mapping[str, Any]:
        kind, _, rest = token.partition(":")
        if kind != "user":
            raise Unauthorized()
        sub, _, email = rest.partition(":")
        return {"sub": sub, "email": email, "role": "authenticated", "aud": "authenticated"}

    async def reachable(self) -> bool:
        return True

    async def aclose(self) -> None:
        """Nothing is open."""


@dataclass
class Launches:
    """Remembers the jobs; `broken` refuses them, `dead` runs nothing."""

    jobs: list[CoachJob] = field(default_factory=list)
    broken: bool = False
    dead: bool = False
    starting_s: float = 3.0

    async def launch(self, job: CoachJob) -> None:
        if self.broken:
            raise LaunchFailed("the machine is gone")
        self.jobs.append(job)

    async def gone(self) -> bool:
        return self.dead

    async def aclose(self) -> None:
        """Nothing is open."""


class Clock:
    def __init__(self) -> None:
        self.ahead = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead


@dataclass
class Call:
    """One session with both its people, in the database."""

    id: str
    user_id: str
    email: str
    partner_id: str
    partner_token: str

    @property
    def facilitator_bearer(self) -> str:
        return f"user:{self.user_id}:{self.email}"


@dataclass
class World:
    deps: Deps
    app: FastAPI
    launches: Launches
    clock: Clock
    dsn: str

    def sql(self, query: str, *values: Any) -> list[dict[str, Any]]:
        with psycopg.connect(self.dsn, row_factory=dict_row, autocommit=True) as connection:
            done = connection.execute(query.encode(), values)
            return done.fetchall() if done.description else []

    def client(self, bearer: str | None = None) -> httpx.AsyncClient:
        headers = {"Authorization": f"Bearer {bearer}"} if bearer else {}
        transport = httpx.ASGITransport(self.app, raise_app_exceptions=False)
        return httpx.AsyncClient(transport=transport, base_url="http://api.test", headers=headers)

    def new_call(
        self, *, consent: bool = True, partner_here: bool = True, name: str | None = "Alex", partner: str = "Sam"
    ) -> Call:
        user, session, invite, who = (str(uuid.uuid4()) for _ in range(4))
        email, token = f"{user[:8]}@example.org", new_token(PARTNER_PREFIX)
        self.sql("insert into profiles (user_id, email, display_name) values (%s, %s, %s)", user, email, name)
        self.sql("insert into sessions (id, facilitator_id) values (%s, %s)", session, user)
        self.sql(
            "insert into invites (id, session_id, token_hash, expires_at) values (%s, %s, %s, now() + interval '1 day')",
            invite, session, token_hash(new_token("nbp_i_")),
        )  # fmt: skip
        self.sql(
            "insert into partners (id, session_id, invite_id, token_hash, display_name) values (%s, %s, %s, %s, %s)",
            who, session, invite, token_hash(token), partner,
        )  # fmt: skip
        call = Call(session, user, email, who, token)
        if consent:
            self.listening(call, True)
        if partner_here:
            self.sql(
                "insert into presences (session_id, sid, role) values (%s, %s, 'partner')", session, f"PA_{uuid.uuid4().hex}"
            )
        return call

    def listening(self, call: Call, granted: bool) -> None:
        self.sql(
            "insert into consents (session_id, partner_id, kind, granted, version, text_hash)"
            " values (%s, %s, 'listening', %s, 'listening.v1', %s)",
            call.id, call.partner_id, granted, "0" * 64,
        )  # fmt: skip

    def end(self, call: Call, *, ago_s: float = 0.0) -> None:
        self.sql("update sessions set ended_at = now() - make_interval(secs => %s) where id = %s", ago_s, call.id)

    def lease(self, call: Call) -> dict[str, Any]:
        return self.sql("select *, lease_until > clock_timestamp() as runs from agent_leases where session_id = %s", call.id)[0]


@pytest.fixture(scope="session")
def launch_dsn(postgres: servers.Postgres) -> str:
    dsn = postgres.database(f"launch_{uuid.uuid4().hex}")
    migrate(dsn)
    return dsn


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def shared(launch_dsn: str, livekit_server: servers.LiveKit) -> AsyncIterator[Deps]:
    settings = Settings(
        _env_file=None,
        database_url=functions_dsn(launch_dsn),
        supabase_url="http://auth.test",
        supabase_anon_key="anon-key",
        supabase_service_role_key="service-key",
        livekit_url=livekit_server.url,
        livekit_api_key=livekit_server.api_key,
        livekit_api_secret=livekit_server.api_secret,
        app_url="http://pages.test",
        app_secret="a" * 32,
        job_secret="j" * 32,
        lease_s=1.0,
        deployment_id=DEPLOYMENT,
        token_ttl_s=600,
    )
    deps = bootstrap(settings)
    yield deps
    await deps.aclose()


@pytest.fixture
def make_world(shared: Deps, launch_dsn: str) -> Iterator[Callable[..., World]]:
    def make(**changed: Any) -> World:
        launches, clock = Launches(), Clock()
        settings = shared.settings.model_copy(update=changed)
        deps = dataclasses.replace(shared, settings=settings, auth=SignedIn(), launcher=launches, now=clock)
        return World(deps, create_app(deps), launches, clock, launch_dsn)

    yield make
    with psycopg.connect(launch_dsn, autocommit=True) as connection:
        connection.execute("truncate procrastinate_jobs cascade")
        connection.execute("update launch_gate set open = true")
        connection.execute("delete from recordings")
        connection.execute("delete from file_trash")
        connection.execute("update sessions set ended_at = now() where ended_at is null")
        # a sweep in a later test would write and send what this one left
        connection.execute("update partners set copy_email = null where copy_email is not null")
        connection.execute("update summaries set mailed_at = now() where mailed_at is null and status = 'ready'")
        connection.execute(
            "insert into summaries (session_id, status, written_at) select id, 'none', now() from sessions"
            " on conflict (session_id) do update set status = 'none' where summaries.status = 'writing'"
        )


@pytest.fixture
def world(make_world: Callable[..., World]) -> World:
    return make_world()


@pytest.fixture
def livekit(shared: Deps) -> LiveKit:
    assert isinstance(shared.livekit, LiveKit)
    return shared.livekit


@pytest.fixture
def queue(shared: Deps) -> Queue:
    assert isinstance(shared.queue, Queue)
    return shared.queue
