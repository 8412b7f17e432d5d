"""The auth server under test: the local stand-in on its own database, or, when SUPABASE_URL is set, that server unmodified."""

import os
import socket
import threading
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn

from local import inbox, servers
from local.auth import AuthConfig, issue_keys
from local.auth.server import create_app

SHAPE = Path(__file__).resolve().parents[2] / "local" / "supabase_shape.sql"
ALLOWED = "https://app.example.com/**"
SECRET = "a secret of tests, thirty-two signs at least"
NEW = {"X-Supabase-Api-Version": "2024-01-01"}


@dataclass
class Clock:
    """Real time plus what the tests let pass."""

    ahead: timedelta = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead

    def pass_s(self, seconds: float) -> None:
        self.ahead += timedelta(seconds=seconds)


@dataclass
class Target:
    """A server and what is known about it. `clock` and `config` only for the stand-in; `inbox_url` where mail can be read."""

    url: str
    anon: str
    service: str
    site_url: str = "http://localhost:3000"
    inbox_url: str = ""
    clock: Clock | None = None
    config: AuthConfig | None = None
    http: httpx.Client = field(default_factory=lambda: httpx.Client(timeout=20))

    def call(
        self, method: str, path: str, body: Any = None, *, bearer: str = "", headers: dict[str, str] | None = None, **more: Any
    ) -> httpx.Response:
        """A request as the clients send it: apikey always, Bearer the key while nobody is signed in."""
        sent = {"apikey": self.anon, "Authorization": f"Bearer {bearer or self.anon}", **NEW, **(headers or {})}
        sent = {name: value for name, value in sent.items() if value}
        return self.http.request(method, f"{self.url}/auth/v1{path}", json=body, headers=sent, **more)

    def post(self, path: str, body: Any = None, **more: Any) -> httpx.Response:
        return self.call("POST", path, {} if body is None else body, **more)

    def admin(self, method: str, path: str, body: Any = None, **more: Any) -> httpx.Response:
        return self.call(method, path, body, bearer=self.service, headers={"apikey": self.service}, **more)

    def make_user(self, **fields: Any) -> dict[str, Any]:
        """A confirmed user with a password, made by the admin; its address is in `email`."""
        made = self.admin(
            "POST", "/admin/users", {"email": new_address(), "password": "correct horse", "email_confirm": True, **fields}
        )
        assert made.status_code == 200, made.text
        return dict(made.json())

    def sign_in(self, email: str, password: str = "correct horse") -> dict[str, Any]:
        answer = self.post("/token?grant_type=password", {"email": email, "password": password})
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    def link(self, email: str, kind: str = "magiclink", **more: Any) -> dict[str, Any]:
        """What the mail would hold, without mail."""
        made = self.admin("POST", "/admin/generate_link", {"type": kind, "email": email, **more})
        assert made.status_code == 200, made.text
        return dict(made.json())

    def refresh(self, token: str) -> httpx.Response:
        return self.post("/token?grant_type=refresh_token", {"refresh_token": token})

    def mail(self, email: str) -> inbox.Mail:
        return inbox.latest_mail(self.inbox_url, email)


def new_address() -> str:
    return f"t{uuid.uuid4().hex[:12]}@example.com"


def code_of(answer: httpx.Response) -> tuple[int, str]:
    """Status and error code of a refusal."""
    return answer.status_code, str(answer.json().get("code"))


class Server:
    """The ASGI app on a real socket, in a thread of its own."""

    def __init__(self, app: Any, port: int) -> None:
        self._server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, log_level="warning", access_log=False))
        self._thread = threading.Thread(target=self._server.run, daemon=True)

    def __enter__(self) -> "Server":
        self._thread.start()
        while not self._server.started:
            assert self._thread.is_alive(), "the auth server did not start"
            self._thread.join(0.01)
        return self

    def __exit__(self, *_: object) -> None:
        self._server.should_exit = True
        self._thread.join(10)


def config_for(folder: Path, dsn: str, smtp_url: str, **changes: Any) -> AuthConfig:
    port = servers.free_port()
    known = {
        "port": port,
        "external_url": f"http://127.0.0.1:{port}/auth/v1",
        "database_url": dsn,
        "smtp_url": smtp_url,
        "site_url": "http://localhost:3000",
        "redirects": (ALLOWED,),
        "key_file": folder / "key.pem",
        "jwt_secret": SECRET,
        "rate_limit_header": "X-Forwarded-For",
        "wrong_codes": 1000,
    }
    return AuthConfig(**{**known, **changes})


@pytest.fixture(scope="session")
def target(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Target]:
    url = os.environ.get("SUPABASE_URL")
    if url:
        keys = os.environ["SUPABASE_ANON_KEY"], os.environ["SUPABASE_SERVICE_ROLE_KEY"]
        site = os.environ.get("SITE_URL", "http://localhost:3000")
        yield Target(url.rstrip("/"), *keys, site_url=site, inbox_url=os.environ.get("INBOX_URL", ""))
        return
    import psycopg

    postgres, maildev = request.getfixturevalue("postgres"), request.getfixturevalue("maildev")
    dsn = postgres.database(f"auth_{uuid.uuid4().hex}")
    with psycopg.connect(dsn, autocommit=True) as db:
        db.execute(SHAPE.read_text())
    config, clock = config_for(tmp_path_factory.mktemp("auth"), dsn, maildev.smtp_url), Clock()
    with Server(create_app(config, now=clock), config.port):
        yield Target(
            f"http://127.0.0.1:{config.port}", *issue_keys(SECRET), inbox_url=maildev.web_url, clock=clock, config=config
        )


@pytest.fixture
def stand_in(target: Target) -> Target:
    """The target where it is the stand-in, for what needs its clock or limits."""
    if target.clock is None:
        pytest.skip("needs the stand-in's clock")
    return target


@pytest.fixture
def clock(stand_in: Target) -> Iterator[Clock]:
    """The server's clock, put right again afterwards."""
    assert stand_in.clock is not None
    yield stand_in.clock
    stand_in.clock.ahead = timedelta()


@pytest.fixture
def with_mail(target: Target) -> Target:
    """The target where its mail can be read."""
    if not target.inbox_url:
        pytest.skip("needs an inbox (INBOX_URL)")
    return target


def closed_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
