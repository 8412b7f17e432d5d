"""The official clients, unmodified: PyPI `supabase`, npm `@supabase/auth-js` under node."""

import json
import os
import subprocess
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from supabase import AsyncClient, Client, ClientOptions, acreate_client, create_client
from supabase_auth.errors import AuthApiError, AuthSessionMissingError, AuthWeakPasswordError

from local import toolchain
from local.auth.redirects import mailed_link
from local.inbox import code_in, link_in

from .conftest import Target, new_address

JS = Path(__file__).with_name("js")
PASSWORD = "correct horse"


def client(target: Target, key: str = "", **options: object) -> Client:
    return create_client(target.url, key or target.anon, ClientOptions(auto_refresh_token=False, **options))


def admin(target: Target):
    return client(target, target.service).auth.admin


def person(target: Target, **fields: object):
    return admin(target).create_user({"email": new_address(), "password": PASSWORD, "email_confirm": True, **fields}).user


def test_python_code_by_mail(with_mail: Target) -> None:
    email = new_address()
    auth = client(with_mail, flow_type="implicit").auth
    auth.sign_in_with_otp({"email": email, "options": {"data": {"name": "Ann"}}})
    answer = auth.verify_otp({"email": email, "token": code_in(with_mail.mail(email)), "type": "email"})
    assert answer.user.email == email
    assert auth.get_user().user.user_metadata["name"] == "Ann"


def test_python_pkce_link(with_mail: Target) -> None:
    email = person(with_mail).email
    auth = client(with_mail).auth  # PKCE is this client's default
    auth.sign_in_with_otp({"email": email, "options": {"email_redirect_to": "http://127.0.0.1:5173/in"}})
    query = parse_qs(urlsplit(link_in(with_mail.mail(email))).query)
    link = mailed_link(
        f"{with_mail.url}/auth/v1", (query.get("token_hash") or query["token"])[0], "magiclink", "http://127.0.0.1:5173/in"
    )
    location = with_mail.http.get(link, follow_redirects=False).headers["location"]
    code = parse_qs(urlsplit(location).query)["code"][0]
    assert auth.exchange_code_for_session({"auth_code": code}).user.email == email
    with pytest.raises(AuthApiError):
        auth.exchange_code_for_session({"auth_code": code, "code_verifier": "x" * 64})


def test_python_password_refresh_sign_out(target: Target) -> None:
    email = person(target).email
    auth = client(target).auth
    with pytest.raises(AuthApiError) as refused:
        auth.sign_in_with_password({"email": email, "password": "wrong horse"})
    assert (refused.value.status, refused.value.code) == (400, "invalid_credentials")
    first = auth.sign_in_with_password({"email": email, "password": PASSWORD}).session
    second = auth.refresh_session().session
    assert second.refresh_token != first.refresh_token
    claims = auth.get_claims()
    assert claims["claims"]["email"] == email
    auth.sign_out()
    with pytest.raises((AuthApiError, AuthSessionMissingError)) as ended:
        auth.get_user(second.access_token)
    assert ended.value.code in ("session_not_found", None)


def test_python_sign_up_and_weak_password(target: Target) -> None:
    auth, email = client(target).auth, new_address()
    with pytest.raises(AuthWeakPasswordError) as weak:
        auth.sign_up({"email": email, "password": "x"})
    assert "length" in weak.value.reasons
    answer = auth.sign_up({"email": email, "password": PASSWORD})
    assert answer.user.email == email
    assert answer.session is None


def test_python_update_and_recovery(target: Target) -> None:
    email = person(target).email
    auth = client(target).auth
    auth.sign_in_with_password({"email": email, "password": PASSWORD})
    assert auth.update_user({"data": {"name": "Ann"}}).user.user_metadata["name"] == "Ann"
    auth.reset_password_for_email(email)
    code = target.link(email, "recovery")["email_otp"]
    assert auth.verify_otp({"email": email, "token": code, "type": "recovery"}).session


def test_python_admin(target: Target) -> None:
    door = admin(target)
    made = person(target, user_metadata={"name": "Ann"})
    assert door.get_user_by_id(made.id).user.email == made.email
    assert made.id in [user.id for user in door.list_users(page=1, per_page=5)]
    assert door.update_user_by_id(made.id, {"app_metadata": {"plan": "x"}}).user.app_metadata["plan"] == "x"
    link = door.generate_link({"type": "magiclink", "email": made.email, "options": {"redirect_to": "http://127.0.0.1:5173/in"}})
    assert link.properties.redirect_to == "http://127.0.0.1:5173/in"
    assert link.properties.email_otp in code_digits(link.properties.email_otp)
    invited = door.invite_user_by_email(new_address()).user
    assert invited.invited_at
    for user in (made, invited):
        door.delete_user(user.id)
    with pytest.raises(AuthApiError) as gone:
        door.get_user_by_id(made.id)
    assert gone.value.code == "user_not_found"
    with pytest.raises(AuthApiError) as refused:
        client(target).auth.admin.list_users()
    assert (refused.value.status, refused.value.code) == (403, "not_admin")


def code_digits(code: str) -> list[str]:
    return [code] if code.isdecimal() and 6 <= len(code) <= 10 else []


async def test_python_async_client(target: Target) -> None:
    email = person(target).email
    page: AsyncClient = await acreate_client(target.url, target.anon)
    await page.auth.sign_in_with_password({"email": email, "password": PASSWORD})
    assert (await page.auth.get_user()).user.email == email
    await page.auth.sign_out()


@pytest.fixture(scope="module")
def js_checks(target: Target) -> dict[str, str]:
    """Every check of contract.mjs with why it failed, "" where it did not."""
    assert (JS / "node_modules" / "@supabase" / "auth-js").exists(), "npm ci in tests/auth/js is missing: run `make setup`"
    env = {
        "PATH": os.environ["PATH"],
        "AUTH_URL": f"{target.url}/auth/v1",
        "ANON_KEY": target.anon,
        "SERVICE_KEY": target.service,
    }
    done = subprocess.run([str(toolchain.node()), "contract.mjs"], cwd=JS, env=env, capture_output=True, text=True, timeout=90)
    assert done.returncode == 0, done.stderr
    results = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    return {result["name"]: result["why"] for result in results}


CHECKS = [line.split('"')[1] for line in (JS / "contract.mjs").read_text().splitlines() if line.startswith('  async "')]


@pytest.mark.parametrize("name", CHECKS)
def test_auth_js(js_checks: dict[str, str], name: str) -> None:
    assert js_checks[name] == ""
