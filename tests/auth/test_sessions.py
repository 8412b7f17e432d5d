"""Passwords, tokens, their renewal, their end."""

from concurrent.futures import ThreadPoolExecutor

import jwt
import pytest

from .conftest import Clock, Target, code_of, new_address


def test_wrong_password_and_unknown_user_look_alike(target: Target) -> None:
    email = target.make_user()["email"]
    answers = [
        target.post("/token?grant_type=password", {"email": address, "password": password})
        for address, password in ((email, "wrong horse"), (new_address(), "correct horse"))
    ]
    assert [code_of(answer) for answer in answers] == [(400, "invalid_credentials")] * 2
    assert answers[0].json() == answers[1].json() == {"code": "invalid_credentials", "message": "Invalid login credentials"}
    assert target.sign_in(email)["user"]["last_sign_in_at"]
    assert code_of(target.post("/token?grant_type=magic", {})) == (400, "invalid_credentials")


def test_access_token_is_verified_by_the_published_key(target: Target) -> None:
    made = target.make_user(app_metadata={"plan": "peer"})
    session = target.sign_in(made["email"])
    token = session["access_token"]
    assert jwt.get_unverified_header(token)["typ"] == "JWT"
    key = jwt.PyJWKClient(f"{target.url}/auth/v1/.well-known/jwks.json").get_signing_key_from_jwt(token)
    claims = jwt.decode(token, key, ["ES256", "RS256"], audience="authenticated")
    assert set(claims) >= {
        "iss",
        "sub",
        "aud",
        "exp",
        "iat",
        "email",
        "phone",
        "app_metadata",
        "user_metadata",
        "role",
        "aal",
        "amr",
        "session_id",
    }
    assert not {"nbf", "jti"} & set(claims)
    assert claims["iss"].endswith("/auth/v1")
    assert (claims["sub"], claims["role"], claims["aal"]) == (made["id"], "authenticated", "aal1")
    assert claims["app_metadata"]["plan"] == "peer"
    assert claims["exp"] - claims["iat"] == session["expires_in"]
    assert claims["exp"] == session["expires_at"]
    assert claims["amr"][0]["method"] == "password"
    changed = token[:-6] + ("AAAAAA" if token[-6:] != "AAAAAA" else "BBBBBB")
    with pytest.raises(jwt.InvalidSignatureError):
        jwt.decode(changed, key, ["ES256", "RS256"], audience="authenticated")


def test_jwks_is_cacheable_and_holds_no_secret(target: Target) -> None:
    answer = target.http.get(f"{target.url}/auth/v1/.well-known/jwks.json")
    assert answer.status_code == 200
    assert "max-age" in answer.headers["cache-control"]
    for key in answer.json()["keys"]:
        assert {"kid", "kty", "alg", "use", "key_ops"} <= set(key)
        assert not {"d", "k"} & set(key)


def test_renewal_rotates_and_forgives_a_lost_answer(target: Target) -> None:
    first = target.sign_in(target.make_user()["email"])["refresh_token"]
    renewed = target.refresh(first)
    assert renewed.status_code == 200
    second = renewed.json()["refresh_token"]
    assert second != first
    assert target.refresh(first).json()["refresh_token"] == second  # the answer had got lost
    assert target.refresh(second).status_code == 200


def test_renewal_keeps_session_and_way_in(target: Target) -> None:
    session = target.sign_in(target.make_user()["email"])
    renewed = target.refresh(session["refresh_token"]).json()
    before, after = (jwt.decode(one["access_token"], options={"verify_signature": False}) for one in (session, renewed))
    assert after["session_id"] == before["session_id"]
    assert after["amr"] == before["amr"]


def test_six_at_once_get_one_new_token(target: Target) -> None:
    token = target.sign_in(target.make_user()["email"])["refresh_token"]
    with ThreadPoolExecutor(6) as threads:
        answers = list(threads.map(target.refresh, [token] * 6))
    assert [answer.status_code for answer in answers] == [200] * 6
    assert len({answer.json()["refresh_token"] for answer in answers}) == 1


def test_parent_is_forgiven_however_late(stand_in: Target, clock: Clock) -> None:
    first = stand_in.sign_in(stand_in.make_user()["email"])["refresh_token"]
    second = stand_in.refresh(first).json()["refresh_token"]
    clock.pass_s(86400)
    assert stand_in.refresh(first).json()["refresh_token"] == second


def test_an_older_token_is_forgiven_for_ten_seconds_then_ends_the_family(stand_in: Target, clock: Clock) -> None:
    first = stand_in.sign_in(stand_in.make_user()["email"])["refresh_token"]
    second = stand_in.refresh(first).json()["refresh_token"]
    third = stand_in.refresh(second).json()["refresh_token"]
    clock.pass_s(5)
    assert stand_in.refresh(first).status_code == 200
    clock.pass_s(6)
    assert code_of(stand_in.refresh(first)) == (400, "refresh_token_already_used")
    assert stand_in.refresh(third).status_code == 400  # whoever holds the newest is out as well


def test_reuse_leaves_other_sessions_alone(stand_in: Target, clock: Clock) -> None:
    email = stand_in.make_user()["email"]
    stolen, other = stand_in.sign_in(email)["refresh_token"], stand_in.sign_in(email)["refresh_token"]
    stand_in.refresh(stand_in.refresh(stolen).json()["refresh_token"])
    clock.pass_s(11)
    assert code_of(stand_in.refresh(stolen)) == (400, "refresh_token_already_used")
    assert stand_in.refresh(other).status_code == 200


def test_malformed_and_unknown_refresh_tokens(target: Target) -> None:
    assert code_of(target.refresh("short")) == (400, "validation_failed")
    assert code_of(target.refresh("abcdefghijkl")) == (400, "refresh_token_not_found")
    assert target.refresh(target.sign_in(target.make_user()["email"])["refresh_token"]).status_code == 200


def test_who_am_i_and_who_is_nobody(target: Target) -> None:
    made = target.make_user()
    token = target.sign_in(made["email"])["access_token"]
    assert target.call("GET", "/user", bearer=token).json()["id"] == made["id"]
    assert code_of(target.call("GET", "/user", headers={"Authorization": ""})) == (401, "no_authorization")
    assert code_of(target.call("GET", "/user", bearer="garbage")) == (403, "bad_jwt")
    assert code_of(target.call("GET", "/user")) == (403, "bad_jwt")  # the anon key names nobody
    forged = jwt.encode(
        {"sub": made["id"], "role": "authenticated", "exp": 4102444800}, "another secret of thirty-two signs at least"
    )
    unsigned = jwt.encode({"sub": made["id"], "role": "authenticated", "exp": 4102444800}, None, "none")
    assert code_of(target.call("GET", "/user", bearer=forged)) == (403, "bad_jwt")
    assert code_of(target.call("GET", "/user", bearer=unsigned)) == (403, "bad_jwt")


def test_access_token_runs_out(stand_in: Target, clock: Clock) -> None:
    token = stand_in.sign_in(stand_in.make_user()["email"])["access_token"]
    clock.pass_s(3590)
    assert stand_in.call("GET", "/user", bearer=token).status_code == 200
    clock.pass_s(11)
    assert code_of(stand_in.call("GET", "/user", bearer=token)) == (403, "bad_jwt")


@pytest.mark.parametrize(
    ("scope", "this_lives", "other_lives"), [("global", False, False), ("local", False, True), ("others", True, False)]
)
def test_sign_out_scopes(target: Target, scope: str, this_lives: bool, other_lives: bool) -> None:
    email = target.make_user()["email"]
    this, other = target.sign_in(email), target.sign_in(email)
    ended = target.post(f"/logout?scope={scope}", bearer=this["access_token"])
    assert (ended.status_code, ended.content) == (204, b"")
    for session, lives in ((this, this_lives), (other, other_lives)):
        user, renewed = target.call("GET", "/user", bearer=session["access_token"]), target.refresh(session["refresh_token"])
        assert (user.status_code, renewed.status_code) == ((200, 200) if lives else (403, 400))
        if not lives:
            assert (user.json()["code"], renewed.json()["code"]) == ("session_not_found", "refresh_token_not_found")


def test_sign_out_wants_a_known_scope_and_a_live_session(target: Target) -> None:
    token = target.sign_in(target.make_user()["email"])["access_token"]
    assert code_of(target.post("/logout?scope=nonsense", bearer=token)) == (400, "validation_failed")
    assert target.post("/logout", bearer=token).status_code == 204
    assert code_of(target.post("/logout", bearer=token)) == (403, "session_not_found")


def test_metadata_merges_and_shows_in_the_next_token(target: Target) -> None:
    session = target.sign_in(target.make_user(user_metadata={"name": "Ann", "old": 1})["email"])
    changed = target.call("PUT", "/user", {"data": {"name": "Anna", "old": None}}, bearer=session["access_token"])
    assert changed.status_code == 200
    assert changed.json()["user_metadata"]["name"] == "Anna"
    assert "old" not in changed.json()["user_metadata"]
    renewed = target.refresh(session["refresh_token"]).json()
    assert jwt.decode(renewed["access_token"], options={"verify_signature": False})["user_metadata"]["name"] == "Anna"


def test_nobody_grants_themselves_app_metadata(target: Target) -> None:
    token = target.sign_in(target.make_user()["email"])["access_token"]
    assert code_of(target.call("PUT", "/user", {"app_metadata": {"admin": True}}, bearer=token)) == (403, "not_admin")
    assert "admin" not in target.call("GET", "/user", bearer=token).json()["app_metadata"]


def test_new_password_ends_other_sessions_and_pending_codes(target: Target) -> None:
    email = target.make_user()["email"]
    this, other = target.sign_in(email), target.sign_in(email)
    code = target.link(email)["email_otp"]
    assert code_of(target.call("PUT", "/user", {"password": "correct horse"}, bearer=this["access_token"])) == (
        422,
        "same_password",
    )
    weak = target.call("PUT", "/user", {"password": "x"}, bearer=this["access_token"])
    assert code_of(weak) == (422, "weak_password")
    assert "length" in weak.json()["weak_password"]["reasons"]
    assert target.call("PUT", "/user", {"password": "battery staple"}, bearer=this["access_token"]).status_code == 200
    assert target.call("GET", "/user", bearer=this["access_token"]).status_code == 200
    assert code_of(target.call("GET", "/user", bearer=other["access_token"])) == (403, "session_not_found")
    assert code_of(target.post("/verify", {"type": "email", "email": email, "token": code})) == (403, "otp_expired")
    target.sign_in(email, "battery staple")
