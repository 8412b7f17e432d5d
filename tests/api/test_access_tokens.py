"""Access tokens: each way of being wrong is refused, and the same token put right is taken."""

from __future__ import annotations

import asyncio
import base64
import json
import time
from collections.abc import AsyncIterator, Iterator
from typing import Any

import jwt
import pytest
import pytest_asyncio
from cryptography.hazmat.primitives import serialization

from functions.platform.adapters.supabase_auth import SupabaseAuth
from functions.platform.errors import Unauthorized, Unavailable

from .keys import JwksServer


class Watch:
    def __init__(self) -> None:
        self.s = 1000.0

    def __call__(self) -> float:
        return self.s


@pytest.fixture
def keys() -> Iterator[JwksServer]:
    server = JwksServer()
    yield server
    server.stop()


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest_asyncio.fixture(loop_scope="session")
async def auth(keys: JwksServer, watch: Watch) -> AsyncIterator[SupabaseAuth]:
    opened = SupabaseAuth(keys.url, f"{keys.url}/auth/v1", clock=watch)
    yield opened
    await opened.aclose()


async def refused(auth: SupabaseAuth, token: str) -> None:
    with pytest.raises(Unauthorized):
        await auth.verify(token)


def part(value: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


@pytest.mark.parametrize("kid", ["ec-1", "rsa-1"])
async def test_a_token_signed_by_a_published_key_is_taken(auth: SupabaseAuth, keys: JwksServer, kid: str) -> None:
    claims = await auth.verify(keys.token(kid=kid))
    assert claims["email"] == "alex@example.org"


@pytest.mark.parametrize(
    "wrong",
    [
        {"iss": "https://elsewhere.example/auth/v1"},
        {"iss": None},
        {"aud": "anon"},
        {"aud": None},
        {"aud": ["other"]},
        {"exp": 1},
        {"exp": None},
        {"iat": None},
        {"sub": None},
        {"sub": "not-a-uuid"},
        {"role": "service_role"},
        {"role": "anon"},
        {"role": None},
        {"is_anonymous": True},
        {"email": ""},
        {"email": None},
    ],
    ids=str,
)
async def test_a_wrong_claim_is_refused(auth: SupabaseAuth, keys: JwksServer, wrong: dict[str, Any]) -> None:
    await refused(auth, keys.token(**wrong))
    assert (await auth.verify(keys.token()))["role"] == "authenticated"


async def test_expiry_has_a_small_leeway_and_no_more(auth: SupabaseAuth, keys: JwksServer) -> None:
    now = int(time.time())
    assert await auth.verify(keys.token(exp=now - 3))
    await refused(auth, keys.token(exp=now - 30))
    await refused(auth, keys.token(iat=now + 300))


async def test_no_algorithm_and_others_are_refused(auth: SupabaseAuth, keys: JwksServer) -> None:
    good = keys.token()
    _, body, signature = good.split(".")
    for algorithm in ("none", "None", "NONE"):
        header = {"alg": algorithm, "kid": "ec-1", "typ": "JWT"}
        await refused(auth, f"{part(header)}.{body}.")
        await refused(auth, f"{part(header)}.{body}.{signature}")
    for swapped in ("RS256", "ES384", "PS256", "EdDSA"):
        await refused(auth, f"{part({'alg': swapped, 'kid': 'ec-1', 'typ': 'JWT'})}.{body}.{signature}")
    assert await auth.verify(good)


async def test_a_public_key_is_no_hs256_secret(auth: SupabaseAuth, keys: JwksServer) -> None:
    import hashlib
    import hmac

    for kid in ("rsa-1", "ec-1"):
        public = keys.private[kid][0].public_key()
        for encoded in (
            public.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo),
            json.dumps(next(key for key in keys.published if key["kid"] == kid)).encode(),
            b"",
        ):
            signed = f"{part({'alg': 'HS256', 'kid': kid, 'typ': 'JWT'})}.{part(keys.claims())}"
            mac = base64.urlsafe_b64encode(hmac.new(encoded, signed.encode(), hashlib.sha256).digest()).decode().rstrip("=")
            await refused(auth, f"{signed}.{mac}")
        assert await auth.verify(keys.token(kid=kid))


async def test_hs256_only_where_a_secret_is_configured(auth: SupabaseAuth, keys: JwksServer) -> None:
    secret = "a project's own secret, long enough for HS256"
    token = jwt.encode(keys.claims(), secret, algorithm="HS256")
    await refused(auth, token)
    old_project = SupabaseAuth(keys.url, f"{keys.url}/auth/v1", hs256_secret=secret)
    try:
        assert await old_project.verify(token)
        await refused(old_project, jwt.encode(keys.claims(), secret + "!", algorithm="HS256"))
        assert await old_project.verify(keys.token())
    finally:
        await old_project.aclose()


async def test_a_tampered_body_and_rubbish_are_refused(auth: SupabaseAuth, keys: JwksServer) -> None:
    head, _, signature = keys.token().split(".")
    await refused(auth, f"{head}.{part(keys.claims(email='kim@example.org'))}.{signature}")
    for rubbish in ("", "x", "a.b.c", "..", "nbp_p_x", head):
        await refused(auth, rubbish)
    keys.add_ec("ec-2", publish=False)
    await refused(auth, keys.token(kid="ec-2", said_kid="ec-1"))
    assert await auth.verify(keys.token())


async def test_an_unknown_key_id_reloads_but_a_stream_of_them_does_not(
    auth: SupabaseAuth, keys: JwksServer, watch: Watch
) -> None:
    await auth.verify(keys.token())
    assert keys.reads == 1
    for n in range(20):
        await refused(auth, keys.token(said_kid=f"made-up-{n}"))
    assert keys.reads == 1
    keys.add_ec("ec-new")
    watch.s += 11
    assert await auth.verify(keys.token(kid="ec-new"))
    assert keys.reads == 2
    assert await auth.verify(keys.token())
    assert keys.reads == 2


async def test_keys_are_kept_ten_minutes_and_a_withdrawn_one_is_gone_then(
    auth: SupabaseAuth, keys: JwksServer, watch: Watch
) -> None:
    for _ in range(5):
        await auth.verify(keys.token())
    await asyncio.gather(*(auth.verify(keys.token()) for _ in range(5)))
    assert keys.reads == 1
    keys.published = [key for key in keys.published if key["kid"] != "ec-1"]
    watch.s += 599
    assert await auth.verify(keys.token())
    watch.s += 2
    await refused(auth, keys.token())
    assert await auth.verify(keys.token(kid="rsa-1"))
    assert keys.reads == 2


async def test_when_auth_is_away_known_keys_go_on_and_a_cold_start_says_unavailable(
    auth: SupabaseAuth, keys: JwksServer, watch: Watch
) -> None:
    keys.broken = True
    with pytest.raises(Unavailable):
        await auth.verify(keys.token())
    with pytest.raises(Unavailable):
        await auth.ping()
    keys.broken = False
    watch.s += 11
    assert await auth.verify(keys.token())
    keys.broken = True
    watch.s += 700
    assert await auth.verify(keys.token())
    await refused(auth, keys.token(said_kid="other"))
