"""Who is asking: a Facilitator by Supabase's token, a Partner by the one their invitation was exchanged for."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from functions import names
from functions.deps import D, Deps
from functions.errors import InviteRevoked, Unauthorized

PARTNER_PREFIX = "nbp_p_"
INVITE_PREFIX = "nbp_i_"

_facilitator_bearer = HTTPBearer(
    auto_error=False, scheme_name="Facilitator", bearerFormat="JWT", description="Access token of Supabase Auth"
)
_partner_bearer = HTTPBearer(
    auto_error=False, scheme_name="Partner", bearerFormat="nbp_p_…", description="What POST /api/invites/redeem answered"
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
    if not token or token.startswith(PARTNER_PREFIX):
        raise Unauthorized()
    claims = await deps.auth.verify(token)
    return Facilitator(UUID(str(claims["sub"])), str(claims["email"]), claims)


async def partner_of(deps: Deps, token: str | None) -> Partner:
    """Raises Unauthorized for a token nobody has, InviteRevoked for one that was taken back."""
    if not token or not token.startswith(PARTNER_PREFIX):
        raise Unauthorized()
    async with deps.db.as_service() as tx:
        found = await tx.execute(
            "select p.id, p.session_id, p.display_name, p.revoked_at, s.ended_at, f.display_name as facilitator_name"
            " from partners p join sessions s on s.id = p.session_id join profiles f on f.user_id = s.facilitator_id"
            " where p.token_hash = %s",
            [token_hash(token)],
        )
        row = await found.fetchone()
    if row is None:
        raise Unauthorized()
    if row["revoked_at"] is not None:
        raise InviteRevoked(names.shown(row["facilitator_name"]))
    return Partner(row["id"], row["session_id"], names.shown(row["display_name"]), row["ended_at"])


Bearer = Annotated[HTTPAuthorizationCredentials | None, Depends(_facilitator_bearer)]
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


AFacilitator = Annotated[Facilitator, Depends(facilitator)]
APartner = Annotated[Partner, Depends(partner)]
Either = Annotated[Facilitator | Partner, Depends(either)]
