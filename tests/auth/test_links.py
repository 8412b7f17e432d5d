"""Links: where they may lead, what they bring, PKCE."""

import base64
import hashlib
import secrets
from urllib.parse import parse_qs, parse_qsl, urlsplit

import pytest

from local.auth.redirects import choose_redirect, mailed_link
from local.inbox import link_in

from .conftest import Clock, Target, code_of

SITE = "https://nobadparts.app"
GLOBS = ["https://app.example.com/**", "https://*.preview.example.com/x", "nobadparts://door"]


def follow(target: Target, link: str, method: str = "GET"):
    """Follows a mailed link as a mail program's browser would: no keys."""
    return target.http.request(method, link, follow_redirects=False)


def fragment(location: str) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(location).fragment, keep_blank_values=True))


@pytest.mark.parametrize(
    "url",
    [
        SITE,
        f"{SITE}/anywhere?x=1#y",
        "http://127.0.0.1:5173/sign-in",
        "http://127.0.0.9/",
        "http://[::1]:3000/",
        "https://app.example.com/",
        "https://app.example.com/deep/er.html?a=b#c",
        "https://one.preview.example.com/x",
        "nobadparts://door",
    ],
)
def test_allowed_redirects(url: str) -> None:
    assert choose_redirect([url], SITE, GLOBS) == url


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.example",
        "http://nobadparts.app",
        "https://nobadparts.app:8443",
        "https://nobadparts.app.evil.example",
        "https://app.example.com",
        "https://sub.app.example.com/",
        "https://app.example.com.evil.net/",
        "https://a.b.preview.example.com/x",
        "http://10.0.0.1/",
        "javascript:alert(1)",
        "//evil.example/",
        "http://evil.example\\@127.0.0.1/",
        "http://127.0.0.1@evil.example/",
        "http://ann@127.0.0.1/",
        "http://evil.example#@127.0.0.1/",
        "http://127.0.0.1\t.evil.example/",
        "http://127.0.0.1:99999/",
        "http://[oops",
        "nobadparts://other",
        "",
    ],
)
def test_other_redirects_become_the_site(url: str) -> None:
    assert choose_redirect([url], SITE, GLOBS) == SITE


def test_localhost_site_allows_any_port_and_the_first_allowed_candidate_wins() -> None:
    assert choose_redirect(["http://localhost:9999/x"], "http://localhost:3000", []) == "http://localhost:9999/x"
    assert choose_redirect([None, "https://evil.example", f"{SITE}/b", f"{SITE}/c"], SITE, []) == f"{SITE}/b"


def test_redirect_is_encoded_only_where_it_must_be() -> None:
    assert mailed_link("http://h/auth/v1", "ab", "signup", "https://x/y?z").endswith("redirect_to=https://x/y?z")
    assert mailed_link("http://h/auth/v1", "ab", "signup", "https://x/y?z=1").endswith("redirect_to=https%3A%2F%2Fx%2Fy%3Fz%3D1")


def test_link_brings_a_session_once(target: Target) -> None:
    made = target.link(target.make_user()["email"], redirect_to="http://127.0.0.1:5173/in?kept=1")
    assert made["redirect_to"] == "http://127.0.0.1:5173/in?kept=1"
    assert follow(target, made["action_link"], "HEAD").status_code == 405  # a mail scanner's HEAD spends nothing
    answer = follow(target, made["action_link"])
    assert answer.status_code == 303
    location = answer.headers["location"]
    assert location.startswith("http://127.0.0.1:5173/in?kept=1#")
    brought = fragment(location)
    assert {"access_token", "expires_at", "expires_in", "refresh_token", "token_type", "type"} <= set(brought)
    assert (brought["token_type"], brought["type"]) == ("bearer", "magiclink")
    assert target.call("GET", "/user", bearer=brought["access_token"]).status_code == 200
    assert target.refresh(brought["refresh_token"]).status_code == 200
    again = fragment(follow(target, made["action_link"]).headers["location"])
    assert (again["error"], again["error_code"]) == ("access_denied", "otp_expired")
    assert again["error_description"] == "Email link is invalid or has expired"


def test_link_to_elsewhere_leads_home(target: Target) -> None:
    made = target.link(target.make_user()["email"], redirect_to="https://evil.example/")
    assert made["redirect_to"] == target.site_url
    forged = made["action_link"].rpartition("redirect_to=")[0] + "redirect_to=https://evil.example/"
    assert follow(target, forged).headers["location"].startswith(f"{target.site_url}#access_token=")


def test_link_without_its_parts_is_json(target: Target) -> None:
    for query in ("", "?token=abc", "?type=signup"):
        answer = target.http.get(f"{target.url}/auth/v1/verify{query}", headers={"X-Supabase-Api-Version": "2024-01-01"})
        assert code_of(answer) == (400, "validation_failed")


def ask_with_challenge(target: Target, email: str, challenge: str, method: str = "s256") -> str:
    """Asks for a PKCE mail and returns the confirmation link in it, rebuilt from the hash our templates carry."""
    body = {"email": email, "code_challenge": challenge, "code_challenge_method": method}
    asked = target.call("POST", "/otp", body, params={"redirect_to": "http://127.0.0.1:5173/in?kept=1"})
    assert asked.status_code == 200, asked.text
    link = link_in(target.mail(email))
    token_hash = parse_qs(urlsplit(link).query)["token_hash"][0]
    assert token_hash.startswith("pkce_")
    return mailed_link(f"{target.url}/auth/v1", token_hash, "magiclink", "http://127.0.0.1:5173/in?kept=1")


def pair() -> tuple[str, str]:
    verifier = secrets.token_urlsafe(48)
    return verifier, base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")


def exchange(target: Target, code: str, verifier: str):
    return target.post("/token?grant_type=pkce", {"auth_code": code, "code_verifier": verifier})


def auth_code(target: Target, link: str) -> str:
    location = urlsplit(follow(target, link).headers["location"])
    query = parse_qs(location.query)
    assert query["kept"] == ["1"]
    assert not location.fragment
    return query["code"][0]


def test_pkce_exchange_wants_the_verifier_and_works_once(stand_in: Target) -> None:
    email = stand_in.make_user()["email"]
    verifier, challenge = pair()
    link = ask_with_challenge(stand_in, email, challenge)
    code = auth_code(stand_in, link)
    assert code_of(exchange(stand_in, code, "x" * 64)) == (400, "bad_code_verifier")
    answer = exchange(stand_in, code, verifier)
    assert answer.status_code == 200
    assert answer.json()["user"]["email"] == email
    assert code_of(exchange(stand_in, code, verifier)) == (404, "flow_state_not_found")
    used = follow(stand_in, link).headers["location"]
    assert fragment(used)["error_code"] == parse_qs(urlsplit(used).query)["error_code"][0] == "otp_expired"


def test_pkce_code_ages(stand_in: Target, clock: Clock) -> None:
    verifier, challenge = pair()
    code = auth_code(stand_in, ask_with_challenge(stand_in, stand_in.make_user()["email"], challenge))
    clock.pass_s(301)
    assert code_of(exchange(stand_in, code, verifier)) == (422, "flow_state_expired")


def test_pkce_hash_also_signs_in_directly_and_plain_challenges_work(stand_in: Target) -> None:
    verifier, _ = pair()
    link = ask_with_challenge(stand_in, stand_in.make_user()["email"], verifier, "PLAIN")
    token_hash = parse_qs(urlsplit(link).query)["token"][0]
    assert stand_in.post("/verify", {"type": "email", "token_hash": token_hash}).status_code == 200
    code = auth_code(stand_in, ask_with_challenge(stand_in, stand_in.make_user()["email"], verifier, "plain"))
    assert exchange(stand_in, code, verifier).status_code == 200


@pytest.mark.parametrize(
    "half",
    [
        {"code_challenge": "a" * 43},
        {"code_challenge_method": "s256"},
        {"code_challenge": "short", "code_challenge_method": "s256"},
    ],
)
def test_half_a_pkce_pair_is_refused(target: Target, half: dict[str, str]) -> None:
    assert code_of(target.post("/otp", {"email": target.make_user()["email"], **half})) == (400, "validation_failed")
