"""CoachJob: the one value that launches a session. It opens one room and one report address, and nothing else."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, fields
from typing import Any

import jwt

AUDIENCE = "coach-host"
LIFETIME_S = 60
LEEWAY_S = 5


class JobRefused(Exception):
    """The job may not run; `reason` is one of bad-signature, expired, wrong-audience, malformed, replayed."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class CoachJob:
    """One launch of one session's coach. `expires_at`: unix seconds after which it may not start."""

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
    language: str = "en"
    country: str = "US"

    def __repr__(self) -> str:
        """Tokens never reach a log by accident."""
        return f"CoachJob(session_id={self.session_id!r}, room={self.room!r}, jti={self.jti!r})"


_TYPES: dict[str, type] = {field.name: int if field.type == "int" else str for field in fields(CoachJob)}
_MAY_BE_EMPTY = frozenset({"language", "country"})


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
    return jwt.encode(claims, secret, algorithm="HS256")


def verify_job(token: str, secret: str, *, now: Callable[[], float] = time.time) -> CoachJob:
    """The job inside `token`; raises JobRefused. Single use is the caller's to keep, by `jti`."""
    if not secret:
        raise JobRefused("bad-signature")
    try:
        claims = jwt.decode(
            token,
            secret,
            algorithms=["HS256"],
            audience=AUDIENCE,
            options={"require": ["aud", "exp", "iat", "jti"], "verify_exp": False, "verify_iat": False},
        )
    except (jwt.InvalidAudienceError, jwt.MissingRequiredClaimError) as refused:
        raise JobRefused("wrong-audience" if "aud" in str(refused).lower() else "malformed") from refused
    except jwt.InvalidSignatureError as refused:
        raise JobRefused("bad-signature") from refused
    except jwt.PyJWTError as refused:
        raise JobRefused("malformed") from refused
    if not isinstance(claims["exp"], int) or claims["exp"] <= now():
        raise JobRefused("expired")
    if not isinstance(claims["iat"], int) or claims["exp"] - claims["iat"] > LIFETIME_S or claims["iat"] > now() + LEEWAY_S:
        raise JobRefused("malformed")
    job = _job(claims.get("job"))
    if job.jti != claims["jti"]:
        raise JobRefused("malformed")
    return job


def _job(body: object) -> CoachJob:
    if not isinstance(body, dict) or not set(_TYPES) - _MAY_BE_EMPTY <= set(body) <= set(_TYPES):
        raise JobRefused("malformed")
    for name, value in body.items():
        right_type = isinstance(value, _TYPES[name]) and not isinstance(value, bool)
        if not right_type or (value == "" and name not in _MAY_BE_EMPTY) or (isinstance(value, int) and value < 0):
            raise JobRefused("malformed")
    return CoachJob(**body)
