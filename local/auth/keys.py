"""Signing: the ES256 key behind people's access tokens, and the two HS256 project keys."""

import base64
import hashlib
import json
import os
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from .refusals import Refusal

ISSUED_AT = int(datetime(2026, 1, 1, tzinfo=UTC).timestamp())  # fixed, so that the same secret always gives the same keys
TEN_YEARS_S = 10 * 365 * 86400
ADMIN_ROLES = ("service_role", "supabase_admin")


def issue_keys(secret: str) -> tuple[str, str]:
    """The project's (anon, service) keys, shaped as on a hosted project."""
    claims = {"iss": "supabase", "ref": "local", "iat": ISSUED_AT, "exp": ISSUED_AT + TEN_YEARS_S}
    anon, service = (jwt.encode({**claims, "role": role}, secret, "HS256") for role in ("anon", "service_role"))
    return anon, service


class Signer:
    """Signs and reads tokens with one ES256 key (kept in `key_file`, made on first use) and the project secret."""

    def __init__(self, key_file: Path, secret: str) -> None:
        self._secret = secret
        self._key = load_key(key_file)
        numbers = self._key.public_key().public_numbers()
        point = {"crv": "P-256", "kty": "EC", "x": base64url(numbers.x), "y": base64url(numbers.y)}
        thumbprint = hashlib.sha256(json.dumps(point, separators=(",", ":"), sort_keys=True).encode()).digest()
        self.kid = base64.urlsafe_b64encode(thumbprint).decode().rstrip("=")
        self.jwks = {"keys": [{**point, "alg": "ES256", "ext": True, "key_ops": ["verify"], "kid": self.kid, "use": "sig"}]}

    def sign(self, claims: Mapping[str, Any]) -> str:
        return jwt.encode(dict(claims), self._key, "ES256", headers={"kid": self.kid})

    def read(self, token: str, now: datetime) -> dict[str, Any]:
        """The claims of a valid token of either key; raises Refusal 403 bad_jwt. The clock is the caller's."""
        try:
            header = jwt.get_unverified_header(token)
            if header.get("alg") == "ES256" and header.get("kid") == self.kid:
                claims = self._decode(token, self._key.public_key(), "ES256")
            else:
                claims = self._decode(token, self._secret, "HS256")
        except (jwt.PyJWTError, RecursionError):
            raise bad_jwt("token signature is invalid") from None
        expires = claims.get("exp")
        if not isinstance(expires, int | float) or expires <= now.timestamp():
            raise bad_jwt("token has invalid claims: token is expired")
        return claims

    @staticmethod
    def _decode(token: str, key: Any, algorithm: str) -> dict[str, Any]:
        unchecked = {"verify_exp": False, "verify_iat": False, "verify_aud": False}
        return jwt.decode(token, key, algorithms=[algorithm], options=unchecked)  # type: ignore[arg-type]


def bad_jwt(why: str) -> Refusal:
    return Refusal(403, "bad_jwt", f"invalid JWT: unable to parse or verify signature, {why}")


def base64url(number: int) -> str:
    return base64.urlsafe_b64encode(number.to_bytes(32, "big")).decode().rstrip("=")


def load_key(path: Path) -> ec.EllipticCurvePrivateKey:
    """Reads the PEM file, or makes one that only this user may read."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        pem = ec.generate_private_key(ec.SECP256R1()).private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            out.write(pem)
    key = serialization.load_pem_private_key(path.read_bytes(), None)
    if not isinstance(key, ec.EllipticCurvePrivateKey) or not isinstance(key.curve, ec.SECP256R1):
        raise ValueError(f"{path.name} holds no P-256 key.")
    return key
