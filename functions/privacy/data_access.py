"""How a Partner reaches their data without their link: they confirm an address, and later a code mailed there opens it.

The address is not kept: rows carry a keyed hash of it. A request for a code is known by its id to the browser that asked alone, so
that a stranger who guesses uses up tries of their own request and never somebody else's.
"""

from __future__ import annotations

import hashlib
import hmac
import logging
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from functions.platform.deps import Deps, Row
from functions.platform.errors import CodeExpired, CodeInvalid, MailFailed
from functions.platform.mail import Mail
from functions.platform.principals import DATA_PREFIX, Partner, new_token, token_hash
from functions.privacy import mails

log = logging.getLogger(__name__)

CODE_MINUTES = 15
TRIES = 5
TOKEN_LIFE = timedelta(hours=1)

Purpose = Literal["confirm", "open"]


@dataclass(frozen=True, slots=True)
class Asked:
    """A request for a code. `code` None: nothing is to be mailed."""

    request: UUID
    code: str | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class Opened:
    token: str = field(repr=False)
    expires_at: datetime


def address_hash(deps: Deps, address: str) -> str:
    """What is kept of an address."""
    return _keyed(deps, "partner-address", address.strip().lower())


async def ask_to_confirm(deps: Deps, who: Partner, address: str) -> Asked:
    """A code for an address that this Partner says is theirs."""
    code = _new_code()
    return Asked(await _keep(deps, address_hash(deps, address), code, who.id), code)


async def ask_to_open(deps: Deps, address: str) -> Asked:
    """A code for whoever confirmed this address. Does the same work for an unknown one; only the mail is left out."""
    hashed, code = address_hash(deps, address), _new_code()
    request = await _keep(deps, hashed, code, None)
    async with deps.db.as_service() as tx:
        known = await (
            await tx.execute("select 1 as yes from partner_addresses where address_hash = %s limit 1", [hashed])
        ).fetchone()
    return Asked(request, code if known else None)


async def mail_code(deps: Deps, address: str, asked: Asked, purpose: Purpose) -> None:
    """Runs after the answer, so that its time tells nothing. A mail that fails is told by its absence: one asks again."""
    if asked.code is None:
        return
    letter = mails.access_code(code=asked.code, purpose=purpose, minutes=CODE_MINUTES)
    try:
        await deps.mailer.send(Mail(address, letter.subject, letter.text, letter.html))
    except MailFailed:
        log.warning("request %s: the mail with its code did not go out", asked.request)


async def confirm(deps: Deps, who: Partner, request: UUID, code: str) -> None:
    """From now on a code mailed to the address opens this Partner's data. Raises CodeInvalid, CodeExpired."""
    spent = await _spend(deps, request, code, who.id)
    async with deps.db.as_service() as tx:
        await tx.execute(
            "insert into partner_addresses (partner_id, address_hash, confirmed_at) values (%s, %s, %s)"
            " on conflict (partner_id) do update set address_hash = excluded.address_hash, confirmed_at = excluded.confirmed_at",
            [who.id, spent["address_hash"], deps.now()],
        )


async def forget_address(deps: Deps, who: Partner) -> None:
    async with deps.db.as_service() as tx:
        await tx.execute("delete from partner_addresses where partner_id = %s", [who.id])


async def open_by_code(deps: Deps, request: UUID, code: str) -> Opened:
    """A token for the data behind the address the code went to. Raises CodeInvalid, CodeExpired."""
    spent = await _spend(deps, request, code, None)
    token, expires_at = new_token(DATA_PREFIX), deps.now() + TOKEN_LIFE
    async with deps.db.as_service() as tx:
        await tx.execute(
            "insert into access_tokens (token_hash, address_hash, expires_at) values (%s, %s, %s)",
            [token_hash(token), spent["address_hash"], expires_at],
        )
    return Opened(token, expires_at)


async def partners_of(deps: Deps, hashed: str) -> list[Row]:
    """Every Partner who confirmed this address, newest first."""
    async with deps.db.as_service() as tx:
        found = await tx.execute(
            "select p.id as partner_id, p.session_id, f.display_name as facilitator_name, p.created_at as came_at, s.ended_at"
            " from partner_addresses a join partners p on p.id = a.partner_id join sessions s on s.id = p.session_id"
            " join profiles f on f.user_id = s.facilitator_id where a.address_hash = %s order by p.created_at desc",
            [hashed],
        )
        return await found.fetchall()


async def forget_expired(deps: Deps) -> None:
    async with deps.db.as_service() as tx:
        await tx.execute("delete from access_codes where expires_at <= %s", [deps.now()])
        await tx.execute("delete from access_tokens where expires_at <= %s", [deps.now()])


def _new_code() -> str:
    return f"{secrets.randbelow(1_000_000):06d}"


def _keyed(deps: Deps, *parts: str) -> str:
    return hmac.new(deps.settings.app_secret.encode(), "\0".join(parts).encode(), hashlib.sha256).hexdigest()


async def _keep(deps: Deps, hashed: str, code: str, partner_id: UUID | None) -> UUID:
    request = UUID(bytes=secrets.token_bytes(16), version=4)
    expires_at = deps.now() + timedelta(minutes=CODE_MINUTES)
    async with deps.db.as_service() as tx:
        await tx.execute(
            "insert into access_codes (id, address_hash, partner_id, code_hash, expires_at) values (%s, %s, %s, %s, %s)",
            [request, hashed, partner_id, _keyed(deps, "access-code", str(request), hashed, code), expires_at],
        )
    return request


async def _spend(deps: Deps, request: UUID, code: str, partner_id: UUID | None) -> Row:
    """Counts a try; the right code is used up. Raises CodeExpired for a request that is over, tried too often, or not theirs."""
    async with deps.db.as_service() as tx:
        tried = await tx.execute(
            "update access_codes set tries = tries + 1 where id = %s and partner_id is not distinct from %s"
            " and expires_at > %s and tries < %s returning *",
            [request, partner_id, deps.now(), TRIES],
        )
        row = await tried.fetchone()
        right = row is not None and hmac.compare_digest(
            row["code_hash"], _keyed(deps, "access-code", str(request), row["address_hash"], code)
        )
        if right:
            await tx.execute("delete from access_codes where id = %s", [request])
    if row is None:
        raise CodeExpired()
    if not right:
        raise CodeInvalid()
    return row
