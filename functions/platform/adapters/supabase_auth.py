"""Supabase Auth: access tokens, verified by the keys it publishes, and the end of an account."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any
from uuid import UUID

import jwt

from core import bounded_json
from functions.platform.errors import Unauthorized, Unavailable

if TYPE_CHECKING:
    import httpx

log = logging.getLogger(__name__)

FAMILY = {"ES256": "EC", "RS256": "RSA"}
AUDIENCE = "authenticated"
KEYS_LIVE_S = 600.0
RELOAD_EVERY_S = 10.0  # a stream of unknown key ids costs one fetch per this long
LEEWAY_S = 10
NEEDED = ["exp", "iat", "iss", "aud", "sub"]


class SupabaseAuth:
    """ES256 and RS256 by JWKS; HS256 only where the project's secret is configured. `clock` is monotonic seconds."""

    def __init__(
        self,
        url: str,
        issuer: str,
        *,
        service_key: str = "",
        hs256_secret: str | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._admin_url = f"{url.rstrip('/')}/auth/v1/admin/users"
        self._service_key = service_key
        self._jwks_url = f"{url.rstrip('/')}/auth/v1/.well-known/jwks.json"
        self._issuer = issuer
        self._hs256_secret = hs256_secret
        self._clock = clock
        self._keys: dict[str, jwt.PyJWK] = {}
        self._read_at: float | None = None
        self._tried_at: float | None = None
        self._reading = asyncio.Lock()
        self._client: httpx.AsyncClient | None = None

    async def verify(self, token: str) -> Mapping[str, Any]:
        """The claims of a standing person's token. Raises Unauthorized, or Unavailable when there is no key to judge by."""
        try:
            header = jwt.get_unverified_header(token)
            algorithm = header.get("alg")
            if algorithm in FAMILY:
                key: jwt.PyJWK | str = await self._key(str(header.get("kid", "")), algorithm)
            elif algorithm == "HS256" and self._hs256_secret:
                key = self._hs256_secret
            else:
                raise Unauthorized()
            claims: dict[str, Any] = jwt.decode(
                token,
                key,
                algorithms=[algorithm],
                audience=AUDIENCE,
                issuer=self._issuer,
                leeway=LEEWAY_S,
                options={"require": NEEDED},
            )
            UUID(str(claims["sub"]))
        except (jwt.PyJWTError, ValueError, RecursionError) as refused:
            log.info("access token refused: %s", type(refused).__name__)
            raise Unauthorized() from refused
        if claims.get("role") != "authenticated" or claims.get("is_anonymous") or not claims.get("email"):
            raise Unauthorized()
        return claims

    async def delete_account(self, user_id: UUID) -> None:
        """Ends an account and its sign-ins for good; one that is gone is no error. Raises Unavailable."""
        import httpx

        headers = {"apikey": self._service_key, "Authorization": f"Bearer {self._service_key}"}
        try:
            reply = await self._http().delete(f"{self._admin_url}/{user_id}", headers=headers)
        except httpx.HTTPError as failed:
            log.warning("account not deleted: %s", type(failed).__name__)
            raise Unavailable() from failed
        if not reply.is_success and reply.status_code != 404:
            log.warning("account not deleted: auth answered %s", reply.status_code)
            raise Unavailable()

    async def ping(self) -> None:
        """Fetches the keys; raises Unavailable."""
        async with self._reading:
            if not await self._read():
                raise Unavailable()

    async def aclose(self) -> None:
        if self._client is not None:
            await self._client.aclose()
            self._client = None

    def _http(self) -> httpx.AsyncClient:
        import httpx

        if self._client is None:
            self._client = httpx.AsyncClient(timeout=4.0)
        return self._client

    async def _key(self, kid: str, algorithm: str) -> jwt.PyJWK:
        known = self._keys.get(kid)
        if known is None or self._read_at is None or self._clock() - self._read_at > KEYS_LIVE_S:
            async with self._reading:
                known = self._keys.get(kid)
                fresh = self._read_at is not None and self._clock() - self._read_at <= KEYS_LIVE_S
                rested = self._tried_at is None or self._clock() - self._tried_at >= RELOAD_EVERY_S
                if (known is None or not fresh) and rested:
                    await self._read()
                    known = self._keys.get(kid)
        if known is None and self._read_at is None:
            raise Unavailable()
        if known is None or known.key_type != FAMILY[algorithm] or known.algorithm_name != algorithm:
            raise Unauthorized()
        return known

    async def _read(self) -> bool:
        """Replaces the keys; when that fails the old ones go on, and the next try waits RELOAD_EVERY_S."""
        import httpx

        self._tried_at = self._clock()
        try:
            reply = await self._http().get(self._jwks_url)
            reply.raise_for_status()
            keys = bounded_json.loads(reply.content)["keys"]
        except (httpx.HTTPError, ValueError, KeyError, TypeError) as failed:
            log.warning("signing keys could not be read: %s", type(failed).__name__)
            return False
        self._keys = {}
        for key in keys:
            if isinstance(key, dict) and key.get("kty") in FAMILY.values() and key.get("kid"):
                self._keys[str(key["kid"])] = jwt.PyJWK(key)
        self._read_at = self._clock()
        return True
