"""CoachJob: the one value that launches a session. It opens one room and one report address, and nothing else."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, fields
from typing import Any

from core import bounded_json

AUDIENCE = "coach-host"
LIFETIME_S = 60
LEEWAY_S = 5
LARGEST = 16_384  # characters of a signed job
_HEADER = {"alg": "HS256", "typ": "JWT"}


class JobRefused(Exception):
    """The job may not run; `reason` is one of bad-signature, expired, wrong-audience, malformed, replayed."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class CoachJob:
    """One launch of one session's coach. `expires_at`: unix seconds after which it may not start.

    `open_card`, `open_card_id`: kind and id of the newest safety card if nobody has acknowledged it, else empty.
    `launch`: counts the launches of the session; with a number it gives each item its place.
    `zero_ms`: unix time, by the API's clock, from which the times of what is said are counted; 0 if unknown."""

    session_id: str
    room: str
    livekit_url: str
    livekit_token: str
    coach_identity: str
    partner_identity: str
    facilitator_identity: str
    api_url: str
    report_token: str
    hints_so_far: int
    segments_so_far: int
    safety_so_far: int
    jti: str
    expires_at: int
    open_card: str = ""
    open_card_id: str = ""
    launch: int = 0
    zero_ms: int = 0
    language: str = "en"
    country: str = "US"

    def __repr__(self) -> str:
        """Tokens never reach a log by accident."""
        return f"CoachJob(session_id={self.session_id!r}, room={self.room!r}, jti={self.jti!r})"


_TYPES: dict[str, type] = {field.name: int if field.type == "int" else str for field in fields(CoachJob)}
_MAY_BE_ABSENT = frozenset({"open_card", "open_card_id", "launch", "zero_ms", "language", "country"})


def sign_job(job: CoachJob, secret: str, *, now: Callable[[], float] = time.time) -> str:
    """JWT (HS256, audience coach-host), good for at most 60 s; `expires_at` shortens it. ValueError on an empty secret."""
    if not secret:
        raise ValueError("JOB_SECRET is empty: a job cannot be signed")
    issued = int(now())
    claims: dict[str, Any] = {
        "aud": AUDIENCE,
        "iat": issued,
        "exp": min(issued + LIFETIME_S, job.expires_at),
        "jti": job.jti,
        "job": asdict(job),
    }
    signed = f"{_pack(_HEADER)}.{_pack(claims)}"
    return f"{signed}.{_encode(_mac(signed, secret))}"


def verify_job(token: str, secret: str, *, now: Callable[[], float] = time.time) -> CoachJob:
    """The job inside `token`; raises JobRefused. Single use is the caller's to keep, by `jti`."""
    claims = _claims(token, secret)
    if claims.get("aud") != AUDIENCE:
        raise JobRefused("wrong-audience")
    issued, expires = claims.get("iat"), claims.get("exp")
    if type(issued) is not int or type(expires) is not int:
        raise JobRefused("malformed")
    if expires <= now():
        raise JobRefused("expired")
    if expires - issued > LIFETIME_S or issued > now() + LEEWAY_S:
        raise JobRefused("malformed")
    job = _job(claims.get("job"))
    if job.jti != claims.get("jti"):
        raise JobRefused("malformed")
    return job


def _claims(token: str, secret: str) -> dict[str, Any]:
    """HS256 and nothing else, by the standard library: a JWT package brings 8 MB of algorithms along that are not wanted here."""
    header, _, rest = token.partition(".")
    body, _, signature = rest.partition(".")
    if len(token) > LARGEST or not token.isascii() or not signature:
        raise JobRefused("malformed")
    if not secret or not hmac.compare_digest(_encode(_mac(f"{header}.{body}", secret)), signature):
        raise JobRefused("bad-signature")
    try:
        named, claims = bounded_json.loads(_decode(header)), bounded_json.loads(_decode(body))
    except ValueError as refused:
        raise JobRefused("malformed") from refused
    if not isinstance(named, dict) or named.get("alg") != "HS256" or not isinstance(claims, dict):
        raise JobRefused("malformed")
    return claims


def _mac(signed: str, secret: str) -> bytes:
    return hmac.digest(secret.encode(), signed.encode(), hashlib.sha256)


def _pack(value: dict[str, Any]) -> str:
    return _encode(json.dumps(value, separators=(",", ":")).encode())


def _encode(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _decode(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)


def _job(body: object) -> CoachJob:
    if not isinstance(body, dict) or not set(_TYPES) - _MAY_BE_ABSENT <= set(body) <= set(_TYPES):
        raise JobRefused("malformed")
    for name, value in body.items():
        right_type = isinstance(value, _TYPES[name]) and not isinstance(value, bool)
        if not right_type or (value == "" and name not in _MAY_BE_ABSENT) or (isinstance(value, int) and value < 0):
            raise JobRefused("malformed")
    return CoachJob(**body)
