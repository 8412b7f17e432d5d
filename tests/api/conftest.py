"""The real application on a real Postgres, with tokens signed by real keys; only LiveKit, launcher, queue and mail are fakes."""

from __future__ import annotations

import itertools
import uuid
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest
import pytest_asyncio
from fastapi import FastAPI
from psycopg.rows import dict_row

from functions.api import create_app
from functions.coaching import launch
from functions.platform.adapters.folder_storage import FolderStorage
from functions.platform.adapters.postgres import Database
from functions.platform.adapters.supabase_auth import SupabaseAuth
from functions.platform.deps import Deps
from functions.platform.room_events import Present
from functions.platform.settings import Settings
from functions.rooms.identities import partner_identity, room_name
from local import servers
from local.migrate import functions_dsn, migrate

from .fakes import FakeLauncher, FakeLiveKit, FakeMailer, FakeQueue
from .keys import JwksServer

DEPLOYMENT = "test"
_addresses = itertools.count(1)


@pytest.fixture(scope="session")
def jwks() -> Iterator[JwksServer]:
    server = JwksServer()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def settings(jwks: JwksServer) -> Settings:
    return Settings(
        _env_file=None,
        database_url="postgresql:///unused",
        supabase_url=jwks.url,
        supabase_anon_key="anon-key",
        supabase_service_role_key="service-key",
        livekit_url="ws://127.0.0.1:7880",
        livekit_api_key="key",
        livekit_api_secret="s" * 32,
        app_url="http://pages.test",
        app_secret="a" * 32,
        job_secret="j" * 32,
        deployment_id=DEPLOYMENT,
    )


@pytest.fixture(scope="module")
def dsn(postgres: servers.Postgres) -> str:
    made = postgres.database(f"api_{uuid.uuid4().hex}")
    migrate(made)
    return made


class Clock:
    def __init__(self) -> None:
        self.ahead = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead


@dataclass
class World:
    app: FastAPI
    deps: Deps
    livekit: FakeLiveKit
    launcher: FakeLauncher
    queue: FakeQueue
    mailer: FakeMailer
    clock: Clock
    dsn: str
    keys: JwksServer
    files: Path

    def sql(self, query: str, *values: Any) -> list[dict[str, Any]]:
        with psycopg.connect(self.dsn, row_factory=dict_row, autocommit=True) as connection:
            done = connection.execute(query.encode(), values)
            return done.fetchall() if done.description is not None else []

    def enter(self, session: str, role: str) -> None:
        self.sql("insert into presences (session_id, sid, role) values (%s, %s, %s)", session, f"PA_{uuid.uuid4().hex}", role)

    def sit(self, session: str) -> None:
        """Whoever has the Partner's place now comes into the room, by LiveKit's word."""
        holder = self.sql("select id from partners where session_id = %s and revoked_at is null", session)
        now_ms, sid = int(datetime.now(UTC).timestamp() * 1000), f"PA_{uuid.uuid4().hex}"
        self.livekit.present.append(Present(partner_identity(holder[0]["id"]), sid, now_ms))

    def room(self, session: str) -> str:
        return room_name(DEPLOYMENT, session)

    def client(self, bearer: str | None = None) -> httpx.AsyncClient:
        """Comes from an address of its own, so that rate limits count it alone."""
        n = next(_addresses)
        transport = httpx.ASGITransport(self.app, raise_app_exceptions=False, client=(f"10.1.{n // 250}.{n % 250 + 1}", 4000))
        headers = {"Authorization": f"Bearer {bearer}"} if bearer else {}
        return httpx.AsyncClient(transport=transport, base_url="http://api.test", headers=headers)

    def facilitator(self, name: str = "alex") -> httpx.AsyncClient:
        return self.client(self.keys.token(email=f"{name}@example.org", sub=str(uuid.uuid5(uuid.NAMESPACE_DNS, name))))


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def database(dsn: str) -> AsyncIterator[Database]:
    opened = Database(functions_dsn(dsn))
    yield opened
    await opened.aclose()


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def auth(jwks: JwksServer, settings: Settings) -> AsyncIterator[SupabaseAuth]:
    opened = SupabaseAuth(jwks.url, settings.jwt_issuer, service_key=settings.supabase_service_role_key)
    yield opened
    await opened.aclose()


@pytest.fixture
def make_world(
    database: Database, auth: SupabaseAuth, settings: Settings, dsn: str, jwks: JwksServer, tmp_path: Path
) -> Callable[..., World]:
    def make(**changed: Any) -> World:
        clock = Clock()
        livekit, launcher, queue, mailer = FakeLiveKit(), FakeLauncher(), FakeQueue(), FakeMailer()
        storage = FolderStorage(tmp_path / "files", settings.app_url, settings.app_secret, now=clock)
        deps = Deps(
            settings=settings.model_copy(update={"temporary_folder": str(tmp_path / "temporary")} | changed),
            db=database,
            auth=auth,
            livekit=livekit,
            launcher=launcher,
            coaching=launch,
            queue=queue,
            mailer=mailer,
            storage=storage,
            llm=None,
            now=clock,
        )
        return World(create_app(deps), deps, livekit, launcher, queue, mailer, clock, dsn, jwks, tmp_path / "files")

    return make


@pytest.fixture
def world(make_world: Callable[..., World]) -> World:
    return make_world()


@pytest.fixture
def fresh_name() -> str:
    """A Facilitator nobody else is."""
    return f"f-{uuid.uuid4().hex[:12]}"
