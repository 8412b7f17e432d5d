"""What no page sends: each is refused as a problem of its own kind, beside a control that is taken. Nothing answers 500."""

from __future__ import annotations

import base64
import hashlib
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import jwt
import pydantic
import pytest

from functions.platform.adapters.smtp import SmtpMailer
from functions.platform.errors import Invalid, MailFailed
from functions.platform.mail import Mail
from functions.platform.profiles import name_in_claims
from functions.platform.settings import Settings

from .conftest import World

UNKEPT = ["a\x00b", "a\nBcc: x@example.org", "a\x1bb", "a\u2028b", "a\x85b"]


def slug(answer: httpx.Response) -> str:
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == answer.status_code
    return str(answer.json()["type"]).rpartition("/")[2]


@pytest.mark.parametrize("name", UNKEPT)
async def test_a_name_is_one_visible_line(world: World, fresh_name: str, name: str) -> None:
    async with world.facilitator(fresh_name) as alex:
        session = (await alex.post("/api/sessions", json={"partner_label": "Zoë 🌿 d’A."})).json()
        token = (await alex.post(f"/api/sessions/{session['id']}/invite")).json()["url"].rpartition("/")[2]
        for answer in (
            await alex.patch("/api/me", json={"display_name": name}),
            await alex.post("/api/sessions", json={"partner_label": name}),
            await alex.patch(f"/api/sessions/{session['id']}", json={"partner_label": name}),
            await alex.post("/api/invites/redeem", json={"token": token, "display_name": name}),
            await alex.get("/api/sessions", params={"q": name}),
        ):
            assert (answer.status_code, slug(answer)) == (422, "invalid")
        assert (await alex.patch("/api/me", json={"display_name": " Zoë 🌿 d’A. \n"})).json()["display_name"] == "Zoë 🌿 d’A."
        assert len((await alex.get("/api/sessions", params={"q": "🌿"})).json()["sessions"]) == 1


@pytest.mark.parametrize("at", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "1999-12-31T23:59:59Z"])
async def test_a_date_no_calendar_has(world: World, fresh_name: str, at: str) -> None:
    async with world.facilitator(fresh_name) as alex:
        assert slug(await alex.post("/api/sessions", json={"scheduled_for": at})) == "invalid"
        assert (await alex.post("/api/sessions", json={"scheduled_for": "2026-11-24T19:30:00+14:00"})).status_code == 201


@pytest.mark.parametrize("version", [2**40, -(2**70), 2**31])
async def test_a_version_no_column_holds(world: World, fresh_name: str, version: int) -> None:
    async with world.facilitator(fresh_name) as alex:
        session = (await alex.post("/api/sessions", json={})).json()["id"]
        answer = await alex.patch(f"/api/sessions/{session}", json={"partner_label": "x", "version": version})
        assert slug(answer) == "invalid"
        assert (await alex.patch(f"/api/sessions/{session}", json={"partner_label": "x", "version": 1})).status_code == 200


async def test_what_slips_past_the_routes_is_invalid_and_undone(world: World) -> None:
    async with world.deps.db.as_service() as tx:
        assert await (await tx.execute("select %s::text as kept", ["a b"])).fetchone() == {"kept": "a b"}
    with pytest.raises(Invalid):
        async with world.deps.db.as_service() as tx:
            await tx.execute("select %s::text", ["a\x00b"])


@pytest.mark.parametrize("body", [b"[" * 60000, b'{"partner_label":"\xff"}', b'{"scheduled_for":' + b"9" * 5000 + b"}", b"{"])
async def test_a_body_that_is_none(world: World, fresh_name: str, body: bytes) -> None:
    async with world.facilitator(fresh_name) as alex:
        answer = await alex.post("/api/sessions", content=body, headers={"Content-Type": "application/json"})
        assert answer.status_code in {400, 422}
        assert slug(answer) == ("unreadable" if answer.status_code == 400 else "invalid")
        assert (await alex.post("/api/sessions", json={})).status_code == 201


@pytest.mark.parametrize(
    "odd", ["a\x00@x.org", "a\x07@x.org", "[a]@x.org", "a(b)@x.org", "g:a@x.org", "a\\@x.org", "a@x.org\nBcc:b"]
)
async def test_an_address_that_is_none(world: World, fresh_name: str, odd: str) -> None:
    async with world.facilitator(fresh_name) as alex:
        session = (await alex.post("/api/sessions", json={})).json()["id"]
        assert slug(await alex.post(f"/api/sessions/{session}/invite/mail", json={"email": odd})) == "invalid"
        assert world.mailer.sent == []
        good = await alex.post(f"/api/sessions/{session}/invite/mail", json={"email": f"o'sam+nbp@{fresh_name}.example.org"})
        assert good.status_code == 202


@pytest.mark.parametrize(("to", "subject"), [("=?utf-8?q?a=0aBcc:?=@x.org", "S"), ("a@x.org", "S\nBcc: b@x.org")])
async def test_a_header_is_never_broken_out_of(to: str, subject: str) -> None:
    with pytest.raises(MailFailed):
        await SmtpMailer("smtp://127.0.0.1:9", "notes@nbp.test").send(Mail(to, subject, "t", "<p>t</p>"))
    assert to not in repr(Mail(to, subject, "t", "<p>t</p>"))


@pytest.mark.parametrize("path", ["/%00", "/assets/%00", "/" + "a" * 300, "/" + "a/" * 3000])
async def test_a_path_no_file_has(make_world: Callable[..., World], tmp_path: Path, path: str) -> None:
    (tmp_path / "index.html").write_text("the page")
    async with make_world(static_dir=str(tmp_path)).client() as client:
        answer = await client.get(path)
        assert answer.status_code == (404 if "assets" in path else 200)
        assert (await client.get("/sessions")).text == "the page"


async def test_the_api_refuses_alike_with_pages_and_without(make_world: Callable[..., World], tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("the page")
    for world in (make_world(), make_world(static_dir=str(tmp_path))):
        async with world.client() as client:
            for method, path in (("GET", "/api/nope"), ("POST", "/api/nope"), ("GET", "/api/"), ("POST", "/api")):
                answer = await client.request(method, path)
                assert (answer.status_code, slug(answer)) == (404, "not-found")
            for method, path in (("GET", "/api/invites/redeem"), ("POST", "/api/health"), ("PUT", "/api/me")):
                answer = await client.request(method, path)
                assert (answer.status_code, slug(answer)) == (405, "wrong-method")
                assert answer.headers["allow"]


@pytest.mark.parametrize("claims", [{"lease": 5}, {"lease": {}}, {"lease": "x"}, {"lease": None}, {"sub": "\x00"}, {}])
async def test_a_report_token_of_strange_parts(world: World, claims: dict[str, Any]) -> None:
    whole = {"aud": "agent-report", "sub": "x", "exp": int(time.time()) + 60}
    token = jwt.encode(whole | claims, world.deps.settings.app_secret, algorithm="HS256")
    async with world.client(token) as client:
        assert slug(await client.post("/api/agent/report", json={"items": []})) == "unauthorized"
        assert slug(await client.post("/api/agent/claim", json={"jti": "x"})) == "unauthorized"


NESTED = base64.urlsafe_b64encode(b'{"alg":' + b"[" * 9000).decode().rstrip("=")


@pytest.mark.parametrize("token", [f"{NESTED}.e30.e30", "W1tb" * 2000 + ".e30.e30", f"e30.{NESTED}.e30"])
async def test_a_token_nested_thousands_deep_is_refused(world: World, token: str) -> None:
    async with world.client(token) as client:
        assert slug(await client.get("/api/me")) == "unauthorized"
        assert slug(await client.post("/api/agent/report", json={"items": []})) == "unauthorized"
        hook = {"Authorization": token[:4096], "Content-Type": "application/webhook+json"}
        assert slug(await client.post("/api/livekit/webhook", content=b"{}", headers=hook)) == "unauthorized"


async def test_a_signed_webhook_nested_thousands_deep_is_refused(world: World) -> None:
    settings = world.deps.settings
    for body in (b'{"id":' * 20_000, b'{"id":"EV_1","event":"x","participant":{"identity":"a","attributes":[]}}', b"[]"):
        signed = {"iss": settings.livekit_api_key, "exp": int(time.time()) + 60}
        signed["sha256"] = base64.b64encode(hashlib.sha256(body).digest()).decode()
        token = jwt.encode(signed, settings.livekit_api_secret, algorithm="HS256")
        headers = {"Authorization": token, "Content-Type": "application/webhook+json"}
        async with world.client() as client:
            assert (await client.post("/api/livekit/webhook", content=body, headers=headers)).status_code in (200, 401)


async def test_a_tag_of_odd_digits(world: World, fresh_name: str) -> None:
    async with world.facilitator(fresh_name) as alex:
        session = (await alex.post("/api/sessions", json={})).json()["id"]
        odd = [(b"if-match", "²".encode("latin-1")), (b"content-type", b"application/json")]
        answer = await alex.patch(f"/api/sessions/{session}", content=b"{}", headers=odd)
        assert slug(answer) == "invalid"


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", ""])
async def test_a_body_of_another_type_is_refused(world: World, fresh_name: str, kind: str) -> None:
    async with world.facilitator(fresh_name) as alex:
        answer = await alex.post("/api/sessions", content=b"{}", headers={"Content-Type": kind})
        assert (answer.status_code, slug(answer)) == (415, "wrong-media-type")
        good = {"Content-Type": "application/json; charset=utf-8"}
        assert (await alex.post("/api/sessions", content=b"{}", headers=good)).status_code == 201


def test_a_name_from_the_account_is_cleaned() -> None:
    assert name_in_claims({"user_metadata": {"full_name": " Al\x00ex\n "}}) == "Alex"
    assert name_in_claims({"user_metadata": {"full_name": "\x00\n"}}) is None


def test_a_wrong_setting_is_named_and_its_value_is_not(settings: Settings) -> None:
    values = settings.model_dump() | {"app_secret": "too-short-a-secret"}
    del values["livekit_url"]
    with pytest.raises(pydantic.ValidationError) as refused:
        Settings.model_validate(values)
    said = str(refused.value)
    assert "app_secret" in said
    assert "livekit_url" in said
    assert "too-short" not in said
    assert "jjj" not in json.dumps(said)
