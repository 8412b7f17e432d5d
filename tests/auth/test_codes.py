"""Codes by mail: asking, typing, using once, guessing, ageing."""

import hashlib

import pytest

from local.auth.limits import Limits
from local.auth.refusals import Refusal
from local.inbox import NoMail, code_in, latest_mail

from .conftest import Clock, Target, code_of, new_address


def verify(target: Target, email: str, code: str, kind: str = "email"):
    return target.post("/verify", {"type": kind, "email": email, "token": code})


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10 ** len(code):0{len(code)}d}"


def test_mailed_code_signs_a_newcomer_in(with_mail: Target) -> None:
    email = new_address()
    asked = with_mail.post("/otp", {"email": email.upper(), "data": {"name": "Ann"}, "code_challenge": None})
    assert (asked.status_code, asked.json()) == (200, {})
    code = code_in(with_mail.mail(email))
    answer = verify(with_mail, email, code)
    assert answer.status_code == 200
    session = answer.json()
    assert session["token_type"] == "bearer"
    assert session["expires_in"] == 3600
    user = session["user"]
    assert user["email"] == email
    assert user["user_metadata"] == {
        "name": "Ann",
        "email": email,
        "email_verified": True,
        "phone_verified": False,
        "sub": user["id"],
    }
    assert user["app_metadata"] == {"provider": "email", "providers": ["email"]}
    assert user["email_confirmed_at"].endswith("Z")
    assert "invited_at" not in user
    assert [identity["provider"] for identity in user["identities"]] == ["email"]
    assert code_of(verify(with_mail, email, code)) == (403, "otp_expired")  # once only


def test_unknown_address_is_refused_when_no_user_may_be_made(target: Target) -> None:
    known, unknown = target.make_user()["email"], new_address()
    refused = target.post("/otp", {"email": unknown, "create_user": False})
    assert code_of(refused) == (422, "otp_disabled")
    assert target.post("/otp", {"email": known, "create_user": False}).status_code == 200
    assert unknown not in target.admin("GET", "/admin/users?per_page=100").text


def test_refused_newcomer_gets_no_mail(stand_in: Target) -> None:
    email = new_address()
    stand_in.post("/otp", {"email": email, "create_user": False})
    with pytest.raises(NoMail):
        latest_mail(stand_in.inbox_url, email, within_s=0)


def test_code_belongs_to_its_address_and_column(target: Target) -> None:
    ann, bob = target.make_user()["email"], target.make_user()["email"]
    code = target.link(ann)["email_otp"]
    target.link(bob)
    assert code_of(verify(target, bob, code)) == (403, "otp_expired")
    assert code_of(verify(target, ann, code, "signup")) == (403, "otp_expired")
    assert code_of(verify(target, ann, code, "nonsense")) == (403, "otp_expired")
    assert code_of(verify(target, new_address(), code)) == (403, "otp_expired")
    assert verify(target, ann, code, "magiclink").status_code == 200


def test_new_code_replaces_the_old(target: Target) -> None:
    email = target.make_user()["email"]
    old, new = target.link(email)["email_otp"], target.link(email)["email_otp"]
    if old != new:
        assert code_of(verify(target, email, old)) == (403, "otp_expired")
    assert verify(target, email, new).status_code == 200


def test_a_stranger_s_guesses_end_neither_code_nor_link(target: Target) -> None:
    by_code, by_link = target.make_user()["email"], target.make_user()["email"]
    made = {email: target.link(email) for email in (by_code, by_link)}
    for email in made:
        for _ in range(8):
            assert code_of(verify(target, email, wrong(made[email]["email_otp"]))) == (403, "otp_expired")
    assert verify(target, by_code, made[by_code]["email_otp"]).status_code == 200
    assert target.post("/verify", {"type": "email", "token_hash": made[by_link]["hashed_token"]}).status_code == 200


def test_guesses_are_bounded_without_any_header_and_right_codes_cost_nothing(clock: Clock) -> None:
    limits = Limits(0, wrong_codes=5)
    for _ in range(20):
        limits.require_guess("127.0.0.1", clock())  # right ones are not counted
    for _ in range(5):
        limits.require_guess("127.0.0.1", clock())
        limits.spend_guess("127.0.0.1", clock())
    with pytest.raises(Refusal, match="Request rate limit reached"):
        limits.require_guess("127.0.0.1", clock())
    limits.require_guess("127.0.0.2", clock())
    clock.pass_s(61)
    limits.require_guess("127.0.0.1", clock())


def test_code_ages(stand_in: Target, clock: Clock) -> None:
    email = stand_in.make_user()["email"]
    code = stand_in.link(email)["email_otp"]
    clock.pass_s(3590)
    assert verify(stand_in, email, code).status_code == 200
    code = stand_in.link(email)["email_otp"]
    clock.pass_s(3601)
    assert code_of(verify(stand_in, email, code)) == (403, "otp_expired")


def test_hash_alone_signs_in_once(target: Target) -> None:
    email = target.make_user()["email"]
    made = target.link(email)
    assert made["hashed_token"] == hashlib.sha224((email + made["email_otp"]).encode()).hexdigest()
    by_hash = {"type": "email", "token_hash": made["hashed_token"]}
    assert code_of(target.post("/verify", {**by_hash, "email": email})) == (400, "validation_failed")
    assert code_of(target.post("/verify", {**by_hash, "token": made["email_otp"]})) == (400, "validation_failed")
    assert target.post("/verify", by_hash).status_code == 200
    used = target.post("/verify", by_hash)
    assert code_of(used) == (403, "otp_expired")
    assert used.json()["message"] == "Email link is invalid or has expired"
    assert code_of(verify(target, email, made["email_otp"])) == (403, "otp_expired")  # the code ended with the hash


@pytest.mark.parametrize(
    "body", [{}, {"type": "email"}, {"type": "email", "token": "123456"}, {"email": "a@example.com", "token": "123456"}]
)
def test_verify_names_what_is_missing(target: Target, body: dict[str, str]) -> None:
    assert code_of(target.post("/verify", body)) == (400, "validation_failed")


@pytest.mark.parametrize("email", ["", "ann", "ann@", "a b@example.com", "x" * 250 + "@example.com"])
def test_malformed_address_is_refused(target: Target, email: str) -> None:
    assert code_of(target.post("/otp", {"email": email})) == (400, "validation_failed")


def test_sign_up_waits_for_confirmation(with_mail: Target) -> None:
    email = new_address()
    made = with_mail.post("/signup", {"email": email, "password": "correct horse", "data": {"name": "Ann"}})
    assert made.status_code == 200
    assert "access_token" not in made.json()
    assert made.json()["identities"]
    by_password = {"email": email, "password": "correct horse"}
    assert code_of(with_mail.post("/token?grant_type=password", by_password)) == (400, "email_not_confirmed")
    assert verify(with_mail, email, code_in(with_mail.mail(email)), "signup").status_code == 200
    assert with_mail.post("/token?grant_type=password", by_password).status_code == 200


def test_sign_up_of_a_taken_address_is_told_a_made_up_user(target: Target) -> None:
    known = target.make_user()
    answer = target.post("/signup", {"email": known["email"], "password": "another horse"})
    assert answer.status_code == 200
    assert answer.json()["identities"] == []
    assert answer.json()["id"] != known["id"]
    target.sign_in(known["email"])  # the password stays


@pytest.mark.parametrize(
    ("body", "refusal"),
    [
        ({"password": "correct horse"}, (422, "anonymous_provider_disabled")),
        ({"email": "a@example.com"}, (400, "validation_failed")),
        ({"email": "a@example.com", "password": "short"}, (422, "weak_password")),
        ({"email": "a@example.com", "password": "x" * 73}, (400, "validation_failed")),
    ],
)
def test_sign_up_refusals(target: Target, body: dict[str, str], refusal: tuple[int, str]) -> None:
    assert code_of(target.post("/signup", body)) == refusal


def test_recovery_says_nothing_about_who_is_known(with_mail: Target) -> None:
    known = with_mail.make_user()["email"]
    for email in (known, new_address()):
        answer = with_mail.post("/recover", {"email": email})
        assert (answer.status_code, answer.json()) == (200, {})
    assert verify(with_mail, known, code_in(with_mail.mail(known)), "recovery").status_code == 200


def test_resend_says_nothing_either(target: Target) -> None:
    for email in (target.make_user()["email"], new_address()):
        answer = target.post("/resend", {"type": "signup", "email": email})
        assert (answer.status_code, answer.json()) == (200, {})
    assert code_of(target.post("/resend", {"type": "nonsense", "email": new_address()})) == (400, "validation_failed")
