"""Error shapes, bodies, the gateway, CORS, limits, health."""

import json

import pytest

from local.auth.config import AuthConfig
from local.auth.limits import Limits
from local.auth.refusals import Refusal, is_new

from .conftest import Clock, Target, code_of, new_address

WRONG = {"email": "nobody@example.com", "password": "wrong horse"}


def test_new_and_old_error_shapes(target: Target) -> None:
    path = "/token?grant_type=password"
    new = target.post(path, WRONG)
    assert new.json() == {"code": "invalid_credentials", "message": "Invalid login credentials"}
    assert new.headers["x-supabase-api-version"] == "2024-01-01"
    assert new.headers["x-sb-error-code"] == "invalid_credentials"
    for version in ("", "2023-12-31", "yesterday"):
        old = target.post(path, WRONG, headers={"X-Supabase-Api-Version": version})
        assert old.json() == {"code": 400, "error_code": "invalid_credentials", "msg": "Invalid login credentials"}
        assert "x-supabase-api-version" not in old.headers
    assert [is_new(text) for text in ("2024-01-01", "2025-06-30", "2023-12-31", "9999", "2024-1-1")] == [
        True,
        True,
        False,
        False,
        False,
    ]


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[1]", b'"x"', b'{"email": 1}', b'{"email": "a@example.com", "data": "x"}', b'{"a": NaN}']
)
def test_bad_bodies(target: Target, content: bytes) -> None:
    headers = {"apikey": target.anon, "Content-Type": "application/json", "X-Supabase-Api-Version": "2024-01-01"}
    assert code_of(target.http.post(f"{target.url}/auth/v1/otp", content=content, headers=headers)) == (400, "bad_json")


def test_form_bodies_and_large_ones(stand_in: Target) -> None:
    url, headers = f"{stand_in.url}/auth/v1/otp", {"apikey": stand_in.anon, "X-Supabase-Api-Version": "2024-01-01"}
    assert code_of(stand_in.http.post(url, data={"email": "a@example.com"}, headers=headers)) == (400, "bad_json")
    large = b'{"email": "' + b"x" * 1024 * 1024 + b'"}'
    assert code_of(stand_in.http.post(url, content=large, headers=headers)) == (413, "request_entity_too_large")
    deep = b"[" * 200_000
    assert code_of(stand_in.http.post(url, content=deep, headers=headers)) == (400, "bad_json")


def test_texts_no_database_takes(stand_in: Target) -> None:
    for body in ({"email": new_address(), "data": {"name": "\x00"}}, {"email": new_address(), "data": {"name": "\ud800"}}):
        headers = {"apikey": stand_in.anon, "X-Supabase-Api-Version": "2024-01-01"}
        answer = stand_in.http.post(f"{stand_in.url}/auth/v1/otp", content=json.dumps(body).encode(), headers=headers)
        assert code_of(answer) == (400, "bad_json")
    assert stand_in.http.get(f"{stand_in.url}/auth/v1/verify?token=%00&type=signup").status_code == 400


def test_unknown_paths_and_methods(stand_in: Target) -> None:
    missing = stand_in.call("GET", "/nowhere")
    assert missing.status_code == 404
    assert missing.headers["content-type"].startswith("text/plain")
    wrong = stand_in.call("GET", "/otp")
    assert (wrong.status_code, wrong.content) == (405, b"")
    assert stand_in.call("GET", "/health").status_code == 200


def test_gateway_wants_a_project_key(stand_in: Target) -> None:
    url = f"{stand_in.url}/auth/v1/otp"
    body = {"email": stand_in.make_user()["email"]}
    assert stand_in.http.post(url, json=body).status_code == 401
    assert stand_in.http.post(url, json=body, headers={"apikey": "guess"}).status_code == 401
    assert stand_in.http.post(url, json=body, headers={"apikey": stand_in.anon}).status_code == 200


def test_another_host_name_is_refused(stand_in: Target) -> None:
    url = f"{stand_in.url}/auth/v1/health"
    assert stand_in.http.get(url, headers={"Host": "evil.example"}).status_code == 421
    assert stand_in.http.get(url, headers={"Host": "localhost"}).status_code == 200


def test_browsers_may_call_with_their_headers(target: Target) -> None:
    asked = "apikey,authorization,content-type,x-client-info,x-supabase-api-version"
    headers = {
        "Origin": "http://localhost:3000",
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": asked,
    }
    preflight = target.http.options(f"{target.url}/auth/v1/otp", headers=headers)
    assert preflight.status_code in (200, 204)
    allowed = {name.strip().lower() for name in preflight.headers["access-control-allow-headers"].split(",")}
    assert "*" in allowed or set(asked.split(",")) <= allowed
    refused = target.post("/token?grant_type=password", WRONG, headers={"Origin": "http://localhost:3000"})
    assert refused.headers["access-control-allow-origin"] in ("*", "http://localhost:3000")
    exposed = {name.strip().lower() for name in refused.headers["access-control-expose-headers"].split(",")}
    assert "*" in exposed or "x-supabase-api-version" in exposed  # else auth-js misreads errors


def test_health_and_settings(target: Target) -> None:
    assert target.call("GET", "/health").json()["name"] == "GoTrue"
    settings = target.call("GET", "/settings").json()
    assert settings["external"]["email"] is True
    assert settings["disable_signup"] is False
    assert settings["mailer_autoconfirm"] is False


def test_an_address_waits_a_minute(stand_in: Target, clock: Clock) -> None:
    email = stand_in.make_user()["email"]
    assert stand_in.post("/otp", {"email": email}).status_code == 200
    soon = stand_in.post("/otp", {"email": email})
    assert code_of(soon) == (429, "over_email_send_rate_limit")
    assert soon.json()["message"].startswith("For security purposes, you can only request this after 5")
    assert "retry-after" not in soon.headers
    assert stand_in.post("/otp", {"email": stand_in.make_user()["email"]}).status_code == 200  # another is not held back
    stand_in.link(email)  # nor is the admin, but this sets the clock again
    clock.pass_s(61)
    assert stand_in.post("/otp", {"email": email}).status_code == 200


def test_confirmation_and_first_magic_link_do_not_block_each_other(stand_in: Target) -> None:
    email = new_address()
    made = stand_in.link(email, "signup", password="correct horse")
    stand_in.post("/verify", {"type": "signup", "email": email, "token": made["email_otp"]})
    assert stand_in.post("/otp", {"email": email}).status_code == 200


@pytest.mark.parametrize(("path", "size"), [("/otp", 30), ("/verify", 30), ("/token?grant_type=refresh_token", 30)])
def test_one_ip_has_its_share(stand_in: Target, clock: Clock, path: str, size: int) -> None:
    one, other = {"X-Forwarded-For": f"10.0.0.1, {path}"}, {"X-Forwarded-For": "10.0.0.2"}
    for _ in range(size):
        assert stand_in.post(path, {}, headers=one).status_code == 400
    assert code_of(stand_in.post(path, {}, headers=one)) == (429, "over_request_rate_limit")
    assert stand_in.post(path, {}, headers=other).status_code == 400
    assert stand_in.post(path, {}).status_code == 400  # no address known, no limit
    clock.pass_s(11)
    assert stand_in.post(path, {}, headers=one).status_code == 400


def test_mails_in_total(stand_in: Target, clock: Clock) -> None:
    limits = Limits(emails_per_hour=2)
    limits.spend_mail(clock())
    limits.spend_mail(clock())
    with pytest.raises(Refusal, match="email rate limit exceeded"):
        limits.spend_mail(clock())
    clock.pass_s(1801)
    limits.spend_mail(clock())
    assert AuthConfig.emails_per_hour == 0
