"""What surrounds every answer: headers, limits, problems with a number, pages."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import re
import uuid
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from functions.platform import readiness
from functions.platform.adapters import postgres
from functions.platform.middleware import policy_of
from functions.platform.settings import Settings

from .conftest import World


async def test_security_headers_stand_on_every_answer(world: World) -> None:
    async with world.client() as client:
        for answer in (
            await client.get("/api/health"),
            await client.get("/api/none"),
            await client.post("/api/invites/look", json={}),
        ):
            assert answer.headers["x-content-type-options"] == "nosniff"
            assert answer.headers["referrer-policy"] == "no-referrer"
            assert answer.headers["cache-control"] == "no-store"
            assert "camera=(self), microphone=(self), display-capture=(self)" in answer.headers["permissions-policy"]
            assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
            assert uuid.UUID(answer.headers["x-request-id"])


def test_the_page_may_talk_to_its_own_servers_only(settings: Settings) -> None:
    here = policy_of(settings)
    assert f"connect-src 'self' {settings.supabase_url} ws://127.0.0.1:7880 http://127.0.0.1:7880;" in here
    cloud = settings.model_copy(update={"livekit_url": "wss://x.livekit.cloud", "supabase_url": "https://abc.supabase.co"})
    assert (
        "connect-src 'self' https://abc.supabase.co wss://x.livekit.cloud https://x.livekit.cloud "
        "wss://*.livekit.cloud https://*.livekit.cloud;" in policy_of(cloud)
    )
    assert "unsafe-eval" not in here.replace("wasm-unsafe-eval", "")
    assert "unsafe-inline" not in here.split("style-src")[0]


async def test_what_does_not_fit_is_named_but_never_repeated(world: World, fresh_name: str) -> None:
    async with world.facilitator(fresh_name) as alex:
        answer = await alex.post(
            "/api/sessions", json={"partner_label": "x" * 81, "secret": "hush", "scheduled_for": "tomorrow-ish"}
        )
        assert answer.status_code == 422
        assert answer.headers["content-type"] == "application/problem+json"
        problem = answer.json()
        assert problem["type"] == "https://nobadparts.app/problems/invalid"
        assert {error["pointer"] for error in problem["errors"]} == {"/body/partner_label", "/body/scheduled_for", "/body/secret"}
        assert "hush" not in answer.text
        assert "tomorrow-ish" not in answer.text
        assert problem["instance"] == f"urn:uuid:{answer.headers['x-request-id']}"
        broken = await alex.post("/api/sessions", content=b"{", headers={"Content-Type": "application/json"})
        assert (broken.status_code, broken.headers["content-type"]) == (422, "application/problem+json")


async def test_unknown_paths_and_methods_are_problems(world: World) -> None:
    async with world.client() as client:
        for answer, status in (
            (await client.get("/api/none"), 404),
            (await client.put("/api/health"), 405),
            (await client.get("/x"), 404),
        ):
            assert answer.status_code == status
            assert answer.headers["content-type"] == "application/problem+json"
            assert answer.json()["status"] == status


async def test_a_body_too_large_is_refused_told_or_untold(world: World, fresh_name: str) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(40):
            yield b" " * 4096

    async with world.facilitator(fresh_name) as alex:
        told = await alex.post("/api/sessions", content=b" " * 70_000, headers={"Content-Type": "application/json"})
        untold = await alex.post("/api/sessions", content=pieces(), headers={"Content-Type": "application/json"})
        for answer in (told, untold):
            assert answer.status_code == 413
            assert answer.json()["type"].endswith("/too-large")
        padded = b'{"partner_label": "Sam"' + b" " * 60_000 + b"}"
        assert (await alex.post("/api/sessions", content=padded, headers={"Content-Type": "application/json"})).status_code == 201


async def test_a_failure_of_ours_says_a_number_and_nothing_else(
    world: World, fresh_name: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    from functions.sessions import sessions

    async def fails(*_: object, **__: object) -> None:
        raise RuntimeError("sam@example.org said something")

    monkeypatch.setattr(sessions, "find", fails)
    with caplog.at_level(logging.INFO):
        async with world.facilitator(fresh_name) as alex:
            answer = await alex.get("/api/sessions", params={"q": "private words"})
    number = answer.headers["x-request-id"]
    assert (answer.status_code, answer.headers["content-type"]) == (500, "application/problem+json")
    assert answer.json()["detail"].endswith(f"quote {number}.")
    assert "sam@example.org" not in answer.text
    ours = "\n".join(record.getMessage() for record in caplog.records if record.name.startswith("functions"))
    assert f"request={number} failed: RuntimeError at test_middleware.py" in ours
    assert "sam@example.org" not in ours
    assert "private words" not in ours


async def test_a_log_line_names_the_route_never_the_token_in_the_path(
    make_world: Callable[..., World], tmp_path: Path, fresh_name: str, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "index.html").write_text("the page")
    world = make_world(static_dir=str(tmp_path))
    with caplog.at_level(logging.DEBUG, logger="functions"):
        async with world.facilitator(fresh_name) as alex:
            session = (await alex.post("/api/sessions")).json()["id"]
            url = (await alex.post(f"/api/sessions/{session}/invite")).json()["url"]
            token = url.rsplit("/", 1)[-1]
            await alex.get(f"/p/{token}")
            await alex.post("/api/invites/look", json={"token": token})
    lines = [record.getMessage() for record in caplog.records if record.name.startswith("functions")]
    assert any("POST /sessions/{session_id}/invite 201" in line for line in lines)
    assert any("GET /{path:path} 200" in line for line in lines)
    assert not any(token in line or fresh_name in line for line in lines)


async def test_without_a_database_people_are_told_that_nothing_was_saved(world: World, fresh_name: str) -> None:
    from dataclasses import replace

    from functions.api import create_app
    from functions.platform.adapters.postgres import Database

    gone = Database("postgresql://127.0.0.1:1/none?connect_timeout=1")
    app = create_app(replace(world.deps, db=gone))
    try:
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://api.test") as client:
            answer = await client.post("/api/invites/look", json={"token": "x"})
            assert (answer.status_code, answer.json()["type"].rsplit("/", 1)[-1]) == (503, "unavailable")
            ready = await client.get("/api/ready")
            assert (ready.status_code, ready.json()["checks"]["database"]) == (503, "unreachable")
            assert (await client.get("/api/health")).json() == {"status": "ok"}
    finally:
        await gone.aclose()


async def test_ready_names_what_is_missing(world: World) -> None:
    world.sql("insert into job_heartbeats (job) values ('sweep') on conflict (job) do update set at = clock_timestamp()")
    async with world.client() as client:
        whole = await client.get("/api/ready")
        assert (whole.status_code, whole.json()["status"]) == (200, "ok")
        assert set(whole.json()["checks"]) == {"database", "livekit", "auth", "mail", "storage", "jobs"}
        world.mailer.fails = True
        assert (await client.get("/api/ready")).json() == whole.json()  # kept for some seconds
        world.clock.ahead += timedelta(seconds=readiness.KEPT_S)
        assert (await client.get("/api/ready")).json()["status"] == "degraded"
        world.livekit.down = True
        world.clock.ahead += timedelta(seconds=readiness.KEPT_S)
        away = await client.get("/api/ready")
        assert (away.status_code, away.json()["checks"]["livekit"]) == (503, "unreachable")


async def test_ready_sees_a_dead_worker_and_a_stuck_queue(world: World) -> None:
    world.sql("insert into job_heartbeats (job) values ('sweep') on conflict (job) do update set at = clock_timestamp()")
    async with world.client() as client:
        assert (await client.get("/api/ready")).json()["checks"]["jobs"] == "ok"
        world.queue.waited_s = 121
        world.clock.ahead += timedelta(seconds=readiness.KEPT_S)
        stuck = (await client.get("/api/ready")).json()
        assert (stuck["status"], stuck["checks"]["jobs"]) == ("degraded", "stuck")
        world.queue.waited_s = 0
        world.sql("update job_heartbeats set at = now() - interval '181 seconds'")
        world.clock.ahead += timedelta(seconds=readiness.KEPT_S)
        dead = await client.get("/api/ready")
        assert (dead.status_code, dead.json()["status"], dead.json()["checks"]["jobs"]) == (200, "degraded", "dead")


async def test_many_who_ask_share_one_check_that_no_busy_pool_fails(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = 0
    ping = world.livekit.ping

    async def counted() -> None:
        nonlocal asked
        asked += 1
        await ping()

    monkeypatch.setattr(world.livekit, "ping", counted)
    monkeypatch.setattr(postgres, "CONNECT_WITHIN_S", 30.0)
    async with world.client() as client, contextlib.AsyncExitStack() as held:
        for _ in range(postgres.CONNECTIONS):
            await held.enter_async_context(world.deps.db.as_service())
        answers = await asyncio.gather(*(client.get("/api/ready") for _ in range(400)))
    assert {answer.status_code for answer in answers} == {200}
    assert asked == 1


async def test_pages_find_their_way_and_hashed_files_stay(make_world: Callable[..., World], tmp_path: Path) -> None:
    (tmp_path / "assets").mkdir()
    (tmp_path / "index.html").write_text("<!doctype html>the page")
    (tmp_path / "assets" / "app-1a2b.js").write_text("x")
    (tmp_path / ".secret").write_text("no")
    (tmp_path.parent / "outside.txt").write_text("no")
    world = make_world(static_dir=str(tmp_path))
    async with world.client() as client:
        for path in ("/", "/sessions", "/.secret", "/..%2foutside.txt", "/%2e%2e/outside.txt"):
            page = await client.get(path)
            assert (page.status_code, page.text, page.headers["cache-control"]) == (200, "<!doctype html>the page", "no-cache"), (
                path
            )
            assert "x-robots-tag" not in page.headers
        invitation = await client.get(f"/p/{'x' * 40}")
        assert (invitation.status_code, invitation.text) == (200, "<!doctype html>the page")
        assert (invitation.headers["cache-control"], invitation.headers["x-robots-tag"]) == ("no-store", "noindex, nofollow")
        file = await client.get("/assets/app-1a2b.js")
        assert "immutable" in file.headers["cache-control"]
        assert (await client.get("/assets/old-9.js")).status_code == 404
        assert (await client.get("/api/none")).headers["content-type"] == "application/problem+json"
        assert (await client.get("/api/health")).json() == {"status": "ok"}
        assert (await client.get("/api")).status_code == 404


async def test_other_origins_only_where_named(make_world: Callable[..., World]) -> None:
    world = make_world(cors_origins=("https://pages.example",))
    ask = {"Access-Control-Request-Method": "PATCH", "Access-Control-Request-Headers": "authorization,if-match"}
    async with world.client() as client:
        theirs = await client.options("/api/me", headers=ask | {"Origin": "https://pages.example"})
        assert theirs.headers["access-control-allow-origin"] == "https://pages.example"
        assert (
            "access-control-allow-origin"
            not in (await client.options("/api/me", headers=ask | {"Origin": "https://evil.example"})).headers
        )


async def test_the_description_is_served_with_examples_and_refusals_and_no_foreign_script(world: World) -> None:
    async with world.client() as client:
        schema = (await client.get("/api/openapi.json")).json()
        page = await client.get("/api/docs")
    assert page.status_code == 200
    assert "<script" not in page.text
    assert not re.findall(r"(?:src|href)=[\"']?https?://", page.text)
    assert "/api/invites/redeem" in page.text
    assert "invite-used" in page.text
    assert schema["components"]["schemas"]["Problem"]["required"] == ["type", "title", "status", "detail"]
    assert "HTTPValidationError" not in str(schema)
    for path, operations in schema["paths"].items():
        for method, operation in operations.items():
            assert "default" in operation["responses"], (method, path)
            assert operation.get("summary"), (method, path)


async def test_config_says_what_the_running_system_does(make_world: Callable[..., World]) -> None:
    async with make_world().client() as client:
        config = (await client.get("/api/config")).json()
    assert config["company"] is None
    assert config["where"] == "Your sound becomes text on our own server. The text goes to no other company."
    assert config["where"] in config["consents"]["listening"]["text"]
    assert "deleted 7 days after" in config["consents"]["listening"]["text"]
    assert "service-key" not in str(config)
    assert (config["emergency"], config["crisis_lines"][0]["number"]) == ("911", "988")
    elsewhere = make_world(openai_api_key="k", stt_engine="openai", country="DE", transcript_days=3)
    async with elsewhere.client() as client:
        config = (await client.get("/api/config")).json()
    assert (config["company"], config["emergency"]) == ("OpenAI", "112")
    assert config["where"] == "Your sound goes to OpenAI, which turns it into text and writes the hints."
    assert "deleted 3 days after" in config["consents"]["listening"]["text"]
    assert "our own server" not in str(config["consents"]["listening"])
