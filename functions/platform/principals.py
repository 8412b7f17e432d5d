"""Who is asking: a Facilitator by Supabase's token, a Partner by the one their invitation was exchanged for."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Query
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from functions.platform import names
from functions.platform.deps import D, Deps, Row
from functions.platform.errors import InviteRevoked, Unauthorized

PARTNER_PREFIX = "nbp_p_"
INVITE_PREFIX = "nbp_i_"
DATA_PREFIX = "nbp_d_"

_facilitator_bearer = HTTPBearer(
    auto_error=False, scheme_name="Facilitator", bearerFormat="JWT", description="Access token of Supabase Auth"
)
_partner_bearer = HTTPBearer(
    auto_error=False, scheme_name="Partner", bearerFormat="nbp_p_…", description="What POST /api/invites/redeem answered"
)

_data_bearer = HTTPBearer(
    auto_error=False,
    scheme_name="Data",
    bearerFormat="nbp_d_…",
    description="What POST /api/my-data/token answered: opens data, and no room, for an hour",
)


def new_token(prefix: str) -> str:
    """256 random bits, url-safe, told apart by prefix."""
    return prefix + secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """What is stored of a token. Plain SHA-256 is enough for 256 random bits."""
    return hashlib.sha256(token.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Facilitator:
    user_id: UUID
    email: str = field(repr=False)
    claims: Mapping[str, Any] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Partner:
    """`ended_at` of their session, so that each route may decide what an ended session still answers."""

    id: UUID
    session_id: UUID
    display_name: str | None = field(repr=False)
    ended_at: datetime | None


async def facilitator_of(deps: Deps, token: str | None) -> Facilitator:
    """Raises Unauthorized."""
    if not token or token.startswith((PARTNER_PREFIX, DATA_PREFIX)):
        raise Unauthorized()
    claims = await deps.auth.verify(token)
    return Facilitator(UUID(str(claims["sub"])), str(claims["email"]), claims)


PARTNER = """
select p.id, p.session_id, p.display_name, p.revoked_at, s.ended_at, f.display_name as facilitator_name
from partners p join sessions s on s.id = p.session_id join profiles f on f.user_id = s.facilitator_id
"""
BY_DATA_TOKEN = f"""{PARTNER}
join partner_addresses a on a.partner_id = p.id join access_tokens t on t.address_hash = a.address_hash
where p.id = %s and t.token_hash = %s and t.expires_at > %s
"""


async def _by_partner_token(deps: Deps, token: str | None) -> Row:
    if not token or not token.startswith(PARTNER_PREFIX):
        raise Unauthorized()
    async with deps.db.as_service() as tx:
        row = await (await tx.execute(PARTNER + " where p.token_hash = %s", [token_hash(token)])).fetchone()
    if row is None:
        raise Unauthorized()
    return row


def _partner(row: Row) -> Partner:
    return Partner(row["id"], row["session_id"], names.shown(row["display_name"]), row["ended_at"])


async def partner_of(deps: Deps, token: str | None) -> Partner:
    """Raises Unauthorized for a token nobody has, InviteRevoked for one that was taken back."""
    row = await _by_partner_token(deps, token)
    if row["revoked_at"] is not None:
        raise InviteRevoked(names.shown(row["facilitator_name"]))
    return _partner(row)


async def data_partner_of(deps: Deps, token: str | None, partner_id: UUID | None) -> Partner:
    """Whose data this token opens: a Partner token's own, also after the place was taken back; of a data token those of `partner_id`.

    Raises Unauthorized."""
    if not token or not token.startswith(DATA_PREFIX):
        return _partner(await _by_partner_token(deps, token))
    async with deps.db.as_service() as tx:
        found = await tx.execute(BY_DATA_TOKEN.encode(), [partner_id, token_hash(token), deps.now()])
        row = await found.fetchone()
    if row is None:
        raise Unauthorized()
    return _partner(row)


async def address_of_data_token(deps: Deps, token: str | None) -> str:
    """The keyed hash of the address this token was made for. Raises Unauthorized."""
    if not token or not token.startswith(DATA_PREFIX):
        raise Unauthorized()
    async with deps.db.as_service() as tx:
        found = await tx.execute(
            "select address_hash from access_tokens where token_hash = %s and expires_at > %s", [token_hash(token), deps.now()]
        )
        row = await found.fetchone()
    if row is None:
        raise Unauthorized()
    return str(row["address_hash"])


Bearer = Annotated[HTTPAuthorizationCredentials | None, Depends(_facilitator_bearer)]
DataBearer = Annotated[HTTPAuthorizationCredentials | None, Depends(_data_bearer)]
PartnerBearer = Annotated[HTTPAuthorizationCredentials | None, Depends(_partner_bearer)]


async def facilitator(deps: D, bearer: Bearer) -> Facilitator:
    return await facilitator_of(deps, bearer.credentials if bearer else None)


async def partner(deps: D, bearer: PartnerBearer) -> Partner:
    return await partner_of(deps, bearer.credentials if bearer else None)


async def either(deps: D, bearer: Bearer, _as_partner: PartnerBearer) -> Facilitator | Partner:
    """Both kinds come in the same header; the prefix tells them apart."""
    token = bearer.credentials if bearer else None
    if token and token.startswith(PARTNER_PREFIX):
        return await partner_of(deps, token)
    return await facilitator_of(deps, token)


OfPartner = Annotated[UUID | None, Query(alias="partner", description="with a data token: whose data, one of GET /api/my-data")]


async def data_partner(deps: D, bearer: PartnerBearer, _as_data: DataBearer, partner_id: OfPartner = None) -> Partner:
    """For data routes only: losing the place ends no right over one's data."""
    return await data_partner_of(deps, bearer.credentials if bearer else None, partner_id)


async def either_for_data(
    deps: D, bearer: Bearer, _as_partner: PartnerBearer, _as_data: DataBearer, partner_id: OfPartner = None
) -> Facilitator | Partner:
    token = bearer.credentials if bearer else None
    if token and token.startswith((PARTNER_PREFIX, DATA_PREFIX)):
        return await data_partner_of(deps, token, partner_id)
    return await facilitator_of(deps, token)


async def data_address(deps: D, bearer: DataBearer) -> str:
    return await address_of_data_token(deps, bearer.credentials if bearer else None)


AFacilitator = Annotated[Facilitator, Depends(facilitator)]
APartner = Annotated[Partner, Depends(partner)]
ADataPartner = Annotated[Partner, Depends(data_partner)]
AnAddress = Annotated[str, Depends(data_address)]
Either = Annotated[Facilitator | Partner, Depends(either)]
EitherForData = Annotated[Facilitator | Partner, Depends(either_for_data)]
