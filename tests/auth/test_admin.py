"""The service key's endpoints, each refusal beside the key that may."""

import uuid

import pytest

from local.inbox import code_in, link_in

from .conftest import Clock, Target, code_of, new_address


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/admin/users"),
        ("GET", "/admin/users"),
        ("GET", "/admin/users/{id}"),
        ("PUT", "/admin/users/{id}"),
        ("DELETE", "/admin/users/{id}"),
        ("POST", "/admin/generate_link"),
        ("POST", "/invite"),
    ],
)
def test_only_the_service_key_is_an_admin(target: Target, method: str, path: str) -> None:
    made = target.make_user()
    path = path.format(id=made["id"])
    person = target.sign_in(made["email"])["access_token"]
    fields = {"email": new_address(), "type": "magiclink"}
    body = fields if method in ("POST", "PUT") else None
    assert code_of(target.call(method, path, body)) == (403, "not_admin")
    assert code_of(target.call(method, path, body, bearer=person)) == (403, "not_admin")
    assert code_of(target.call(method, path, body, bearer="garbage")) == (403, "bad_jwt")
    assert code_of(target.call(method, path, body, headers={"Authorization": ""})) == (401, "no_authorization")
    assert target.admin(method, path, body).status_code == 200


def test_created_user_is_as_asked(target: Target) -> None:
    wanted = str(uuid.uuid4())
    email = new_address()
    made = target.admin(
        "POST",
        "/admin/users",
        {"id": wanted, "email": email.upper(), "user_metadata": {"name": "Ann"}, "app_metadata": {"plan": "x"}},
    )
    assert made.status_code == 200
    user = made.json()
    assert (user["id"], user["email"], user["app_metadata"]["plan"]) == (wanted, email, "x")
    assert user["user_metadata"] == {"name": "Ann", "email_verified": False}
    assert "email_confirmed_at" not in user
    assert target.admin("GET", f"/admin/users/{wanted}").json()["email"] == email


@pytest.mark.parametrize(
    ("body", "refusal"),
    [
        ({}, (400, "validation_failed")),
        ({"email": "a2@example.com", "password": "short"}, (422, "weak_password")),
        ({"email": "a2@example.com", "ban_duration": "soon"}, (400, "validation_failed")),
    ],
)
def test_create_refusals(target: Target, body: dict[str, str], refusal: tuple[int, str]) -> None:
    assert code_of(target.admin("POST", "/admin/users", body)) == refusal


def test_taken_addresses(target: Target) -> None:
    known, other = target.make_user(), target.make_user()
    taken = (422, "email_exists")
    assert code_of(target.admin("POST", "/admin/users", {"email": known["email"]})) == taken
    assert code_of(target.admin("POST", "/invite", {"email": known["email"]})) == taken
    for kind in ("signup", "invite"):
        body = {"type": kind, "email": known["email"], "password": "correct horse"}
        assert code_of(target.admin("POST", "/admin/generate_link", body)) == taken
    assert code_of(target.admin("PUT", f"/admin/users/{other['id']}", {"email": known["email"]})) == taken
    assert target.admin("PUT", f"/admin/users/{other['id']}", {"email": new_address()}).status_code == 200


def test_unknown_users(target: Target) -> None:
    for method in ("GET", "PUT", "DELETE"):
        assert code_of(target.admin(method, f"/admin/users/{uuid.uuid4()}", {} if method == "PUT" else None)) == (
            404,
            "user_not_found",
        )
        assert code_of(target.admin(method, "/admin/users/nobody", {} if method == "PUT" else None)) == (404, "validation_failed")
    assert code_of(target.admin("POST", "/admin/generate_link", {"type": "recovery", "email": new_address()})) == (
        404,
        "user_not_found",
    )


def test_list_is_paged_newest_first(target: Target) -> None:
    made = [target.make_user()["id"] for _ in range(3)]
    page = target.admin("GET", "/admin/users?page=1&per_page=2")
    assert [user["id"] for user in page.json()["users"]] == [made[2], made[1]]
    assert page.json()["aud"] == "authenticated"
    assert page.json()["users"][0]["identities"] is None
    assert int(page.headers["x-total-count"]) >= 3
    assert 'page=2&per_page=2>; rel="next"' in page.headers["link"]
    assert 'rel="last"' in page.headers["link"]
    for query in ("page=0", "page=x", "per_page=-1"):
        assert code_of(target.admin("GET", f"/admin/users?{query}")) == (400, "validation_failed")


def test_change_merges_metadata_and_ends_sessions_with_the_password(target: Target) -> None:
    made = target.make_user(user_metadata={"a": 1, "b": 2}, app_metadata={"plan": "x"})
    session = target.sign_in(made["email"])
    changed = target.admin(
        "PUT", f"/admin/users/{made['id']}", {"user_metadata": {"a": None, "c": 3}, "app_metadata": {"plan": "y"}}
    ).json()
    assert {key: changed["user_metadata"].get(key) for key in "abc"} == {"a": None, "b": 2, "c": 3}
    assert changed["app_metadata"]["plan"] == "y"
    assert changed["app_metadata"]["provider"] == "email"
    assert target.call("GET", "/user", bearer=session["access_token"]).status_code == 200
    assert target.admin("PUT", f"/admin/users/{made['id']}", {"password": "battery staple"}).status_code == 200
    assert code_of(target.call("GET", "/user", bearer=session["access_token"])) == (403, "session_not_found")
    target.sign_in(made["email"], "battery staple")


def test_changed_address_signs_in_at_once(target: Target) -> None:
    made, moved = target.make_user(), new_address()
    changed = target.admin("PUT", f"/admin/users/{made['id']}", {"email": moved})
    assert changed.json()["email"] == moved
    target.sign_in(moved)
    old = target.post("/token?grant_type=password", {"email": made["email"], "password": "correct horse"})
    assert code_of(old) == (400, "invalid_credentials")


def test_removed_user_is_gone_and_the_address_free(target: Target) -> None:
    made = target.make_user()
    session = target.sign_in(made["email"])
    gone = target.admin("DELETE", f"/admin/users/{made['id']}")
    assert (gone.status_code, gone.json()) == (200, {})
    assert code_of(target.call("GET", "/user", bearer=session["access_token"])) == (403, "user_not_found")
    assert code_of(target.refresh(session["refresh_token"])) == (400, "refresh_token_not_found")
    assert target.make_user(email=made["email"])["id"] != made["id"]


def test_soft_delete_is_refused_not_forgotten(stand_in: Target) -> None:
    made = stand_in.make_user()
    assert code_of(stand_in.admin("DELETE", f"/admin/users/{made['id']}", {"should_soft_delete": True})) == (
        400,
        "validation_failed",
    )
    assert stand_in.admin("DELETE", f"/admin/users/{made['id']}", {"should_soft_delete": False}).status_code == 200


def test_ban_bites_at_once_and_ends(target: Target) -> None:
    made = target.make_user()
    session = target.sign_in(made["email"])
    path = f"/admin/users/{made['id']}"
    assert "banned_until" in target.admin("PUT", path, {"ban_duration": "1h30m"}).json()
    by_password = {"email": made["email"], "password": "correct horse"}
    assert code_of(target.post("/token?grant_type=password", by_password)) == (400, "user_banned")
    assert code_of(target.refresh(session["refresh_token"])) == (400, "user_banned")
    assert code_of(target.call("GET", "/user", bearer=session["access_token"])) == (403, "user_banned")
    assert target.post("/otp", {"email": made["email"]}).status_code == 200
    assert "banned_until" not in target.admin("PUT", path, {"ban_duration": "none"}).json()
    assert target.call("GET", "/user", bearer=session["access_token"]).status_code == 200


def test_ban_runs_out(stand_in: Target, clock: Clock) -> None:
    made = stand_in.make_user(ban_duration="1h", password="correct horse")
    by_password = {"email": made["email"], "password": "correct horse"}
    assert code_of(stand_in.post("/token?grant_type=password", by_password)) == (400, "user_banned")
    clock.pass_s(3601)
    assert stand_in.post("/token?grant_type=password", by_password).status_code == 200


@pytest.mark.parametrize(
    ("kind", "known", "answered", "verify_as"),
    [
        ("magiclink", True, "magiclink", "magiclink"),
        ("magiclink", False, "signup", "signup"),
        ("recovery", True, "recovery", "recovery"),
        ("signup", False, "signup", "signup"),
        ("invite", False, "invite", "invite"),
    ],
)
def test_generated_links(target: Target, kind: str, known: bool, answered: str, verify_as: str) -> None:
    email = target.make_user()["email"] if known else new_address()
    made = target.link(email, kind, password="correct horse", data={"name": "Ann"})
    assert made["verification_type"] == answered
    assert made["email"] == email
    assert f"type={verify_as}" in made["action_link"]
    assert f"token={made['hashed_token']}" in made["action_link"]
    answer = target.post("/verify", {"type": verify_as, "email": email, "token": made["email_otp"]})
    assert answer.status_code == 200
    assert answer.json()["user"]["email_confirmed_at"]


def test_invitation_is_mailed_and_opens(with_mail: Target) -> None:
    email = new_address()
    invited = with_mail.admin("POST", "/invite", {"email": email, "data": {"name": "Ann"}})
    assert invited.status_code == 200
    assert invited.json()["invited_at"]
    mail = with_mail.mail(email)
    assert link_in(mail)
    assert with_mail.post("/verify", {"type": "invite", "email": email, "token": code_in(mail)}).status_code == 200
