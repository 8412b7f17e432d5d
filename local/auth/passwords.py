"""Passwords at rest: scrypt with a salt of its own, its cost written beside it."""

import asyncio
import base64
import hashlib
import hmac
import secrets

from .refusals import Refusal, bad_request

COST = (2**14, 8, 1)  # n, r, p: 16 MiB and about 50 ms
LONGEST = 72


async def hash_password(password: str) -> str:
    salt = secrets.token_bytes(16)
    digest = await asyncio.to_thread(digest_of, password, salt, COST)
    return "$".join(["scrypt", *map(str, COST), text_of(salt), text_of(digest)])


async def matches(password: str, stored: str) -> bool:
    """False for a wrong password and for a user without one; takes the same time for both."""
    kind, *parts = (stored or f"none$16384$8$1${text_of(bytes(16))}$").split("$")
    n, r, p, salt, digest = parts
    found = await asyncio.to_thread(digest_of, password, base64.b64decode(salt), (int(n), int(r), int(p)))
    return kind == "scrypt" and hmac.compare_digest(found, base64.b64decode(digest))


def require_strength(password: str, shortest: int) -> None:
    """Raises Refusal for a password that is too short or too long."""
    if len(password.encode()) > LONGEST:
        raise bad_request(f"Password cannot be longer than {LONGEST} characters")
    if len(password) < shortest:
        reasons = {"reasons": ["length"]}
        raise Refusal(422, "weak_password", f"Password should be at least {shortest} characters.", weak_password=reasons)


def digest_of(password: str, salt: bytes, cost: tuple[int, int, int]) -> bytes:
    n, r, p = cost
    return hashlib.scrypt(password.encode(), salt=salt, n=n, r=r, p=p, maxmem=64 * 1024 * 1024, dklen=32)


def text_of(data: bytes) -> str:
    return base64.b64encode(data).decode()
