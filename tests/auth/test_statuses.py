"""Status and code of every refusal a signed-in person or an admin may meet, as the real server gives them."""

from __future__ import annotations

import time
import uuid
from typing import Any

import jwt
import pytest

from .conftest import SECRET, Target, code_of, new_address

OF_A_PERSON = [("GET", "/user", None), ("PUT", "/user", {"data": {}}), ("POST", "/logout", None)]
SOMEBODY = "6f1f2f0e-6a53-4d0c-9d51-6f4f1f0f3a11"  # fixed: it stands in the names of tests, which all workers must agree on
OF_AN_ADMIN = [
    ("GET", "/admin/users", None),
    ("POST", "/admin/users", {"email": "a@example.com"}),
    ("GET", f"/admin/users/{SOMEBODY}", None),
    ("PUT", f"/admin/users/{SOMEBODY}", {"role": "service_role"}),
    ("DELETE", f"/admin/users/{SOMEBODY}", None),
    ("POST", "/admin/generate_link", {"type": "magiclink", "email": "a@example.com"}),
    ("POST", "/invite", {"email": "a@example.com"}),
]


def asked(target: Target, call: tuple[str, str, Any], token: str) -> tuple[int, str]:
    method, path, body = call
    return code_of(target.call(method, path, body, bearer=token))


@pytest.mark.parametrize("call", OF_A_PERSON, ids=lambda call: f"{call[0]} {call[1]}")
def test_a_token_that_outlived_what_it_says(target: Target, call: tuple[str, str, Any]) -> None:
    banned, deleted, ended = (target.make_user() for _ in range(3))
    tokens = [target.sign_in(user["email"])["access_token"] for user in (banned, deleted, ended)]
    target.admin("PUT", f"/admin/users/{banned['id']}", {"ban_duration": "1h"})
    target.admin("DELETE", f"/admin/users/{deleted['id']}")
    assert target.post("/logout", bearer=tokens[2]).status_code == 204
    assert [asked(target, call, token) for token in tokens] == [
        (403, "user_banned"),
        (403, "user_not_found"),
        (403, "session_not_found"),
    ]
    standing = target.sign_in(target.make_user()["email"])["access_token"]
    assert target.call(*call[:2], call[2], bearer=standing).is_success


@pytest.mark.parametrize("call", OF_A_PERSON + OF_AN_ADMIN, ids=lambda call: f"{call[0]} {call[1][:20]}")
def test_a_token_that_is_none(target: Target, call: tuple[str, str, Any]) -> None:
    method, path, body = call
    without = target.call(method, path, body, headers={"Authorization": ""})
    assert code_of(without) == (401, "no_authorization")
    claims = {"sub": str(uuid.uuid4()), "role": "service_role", "aud": "authenticated"}
    bad = [
        "garbage",
        jwt.encode(claims | {"exp": int(time.time()) + 60}, "another secret, thirty-two signs at least", algorithm="HS256"),
        jwt.encode(claims | {"exp": int(time.time()) + 60}, "", algorithm="none"),
        "W1tbW1tbW1tbW1tb" * 500 + ".e30.e30",  # a header nested thousands deep
    ]
    assert {asked(target, call, token) for token in bad} == {(403, "bad_jwt")}


def test_an_expired_token_and_one_without_a_person(stand_in: Target) -> None:
    claims = {"role": "authenticated", "aud": "authenticated"}
    over = jwt.encode(claims | {"sub": SOMEBODY, "exp": int(time.time()) - 60}, SECRET, algorithm="HS256")
    assert code_of(stand_in.call("GET", "/user", bearer=over)) == (403, "bad_jwt")
    assert code_of(stand_in.call("GET", "/user", bearer=stand_in.anon)) == (403, "bad_jwt")


@pytest.mark.parametrize("call", OF_AN_ADMIN, ids=lambda call: f"{call[0]} {call[1][:20]}")
def test_only_the_service_key_is_an_admin(target: Target, call: tuple[str, str, Any]) -> None:
    user = target.make_user()
    token = target.sign_in(user["email"])["access_token"]
    assert asked(target, call, target.anon) == (403, "not_admin")
    assert asked(target, call, token) == (403, "not_admin")
    target.admin("DELETE", f"/admin/users/{user['id']}")
    assert asked(target, call, token) == (403, "not_admin")
    assert code_of(
        target.call(
            "PUT", "/user", {"app_metadata": {"plan": "x"}}, bearer=target.sign_in(target.make_user()["email"])["access_token"]
        )
    ) == (403, "not_admin")


def test_what_an_admin_names_wrongly(target: Target) -> None:
    taken = target.make_user()["email"]
    refusals = {
        ("GET", f"/admin/users/{uuid.uuid4()}"): (404, "user_not_found"),
        ("PUT", f"/admin/users/{uuid.uuid4()}"): (404, "user_not_found"),
        ("DELETE", f"/admin/users/{uuid.uuid4()}"): (404, "user_not_found"),
        ("GET", "/admin/users/nobody"): (404, "validation_failed"),
        ("GET", "/admin/users?page=0"): (400, "validation_failed"),
    }
    for (method, path), refusal in refusals.items():
        assert code_of(target.admin(method, path, {} if method == "PUT" else None)) == refusal, (method, path)
    link = "/admin/generate_link"
    assert code_of(target.admin("POST", link, {"type": "recovery", "email": new_address()})) == (404, "user_not_found")
    for kind in ("signup", "invite"):
        made = {"type": kind, "email": taken, "password": "correct horse"}
        assert code_of(target.admin("POST", link, made)) == (422, "email_exists")
    assert code_of(target.admin("POST", "/admin/users", {"email": taken})) == (422, "email_exists")
    assert code_of(target.admin("POST", "/invite", {"email": taken})) == (422, "email_exists")
    known = target.make_user()
    assert code_of(target.admin("PUT", f"/admin/users/{known['id']}", {"ban_duration": "a while"})) == (400, "validation_failed")


def test_signing_in_that_is_refused(target: Target) -> None:
    known, banned = target.make_user()["email"], target.make_user(ban_duration="1h")["email"]
    password, link = "/token?grant_type=password", target.link(new_address(), "signup", password="correct horse")
    for body, refusal in (
        ({"email": known, "password": "wrong horse"}, (400, "invalid_credentials")),
        ({"email": new_address(), "password": "correct horse"}, (400, "invalid_credentials")),
        ({"email": link["email"], "password": "correct horse"}, (400, "email_not_confirmed")),
        ({"email": banned, "password": "correct horse"}, (400, "user_banned")),
    ):
        assert code_of(target.post(password, body)) == refusal
    assert code_of(target.post("/token?grant_type=telepathy", {})) == (400, "invalid_credentials")
    assert code_of(target.refresh("x" * 12)) == (400, "refresh_token_not_found")
    assert code_of(target.refresh("short")) == (400, "validation_failed")
    assert code_of(target.post("/otp", {"email": new_address(), "create_user": False})) == (422, "otp_disabled")
    exchange = {"auth_code": str(uuid.uuid4()), "code_verifier": "v" * 50}
    assert code_of(target.post("/token?grant_type=pkce", exchange)) == (404, "flow_state_not_found")
    session = target.sign_in(known)["access_token"]
    assert code_of(target.call("PUT", "/user", {"password": "correct horse"}, bearer=session)) == (422, "same_password")
    assert code_of(target.call("PUT", "/user", {"password": "short"}, bearer=session)) == (422, "weak_password")
    assert code_of(target.post("/logout?scope=nonsense", bearer=session)) == (400, "validation_failed")
