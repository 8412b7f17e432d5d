"""Invitations: made and withdrawn by the Facilitator, looked at by anybody who has the link, redeemed by one."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel, ConfigDict, StringConstraints

from functions.consent import consents
from functions.consent.consents import PartnerView
from functions.invites import invites, mail_limits
from functions.platform import help_lines, limits, names
from functions.platform.deps import D, Deps
from functions.platform.description import problems
from functions.platform.errors import (
    InviteExpired,
    InviteRevoked,
    InviteUnknown,
    InviteUsed,
    MailFailed,
    NotFound,
    QuotaReached,
    SessionEnded,
    Unauthorized,
    Unavailable,
)
from functions.platform.fields import BrowserTimeZone, Email, MaybeName
from functions.platform.principals import AFacilitator, PartnerBearer

router = APIRouter(tags=["invites"], responses=problems(Unavailable))

Token = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]

_of_facilitator = [Depends(limits.by_facilitator)]


class Invite(BaseModel):
    """The link is told this once; only its hash is kept."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"url": "https://nobadparts.app/p/nbp_i_qY2…", "expires_at": "2026-11-25T18:00:00Z"}],
        }
    )

    url: str
    expires_at: datetime


class To(BaseModel):
    model_config = ConfigDict(json_schema_extra={"examples": [{"email": "sam@example.org"}]})

    email: Email


class Look(BaseModel):
    token: Token


class Looked(BaseModel):
    facilitator_name: str
    status: Literal["open", "yours"]
    expires_at: datetime
    facilitator_here: bool
    country: str
    emergency: str


class Redeem(BaseModel):
    token: Token
    display_name: MaybeName | None = None
    time_zone: BrowserTimeZone = None


class Redeemed(BaseModel):
    """`partner_token` is the Partner's bearer from here on; it is told this once."""

    partner_token: str
    session: PartnerView


@router.post(
    "/sessions/{session_id}/invite",
    status_code=201,
    summary="New link; the old one opens no more",
    responses=problems(Unauthorized, NotFound, SessionEnded, QuotaReached),
    dependencies=_of_facilitator,
)
async def create(deps: D, who: AFacilitator, session_id: UUID) -> Invite:
    invite = await invites.create(deps, who, session_id)
    return Invite(url=invite.url, expires_at=invite.expires_at)


@router.delete(
    "/sessions/{session_id}/invite",
    status_code=204,
    summary="Withdraw the link",
    responses=problems(Unauthorized, NotFound),
    dependencies=_of_facilitator,
)
async def withdraw(deps: D, who: AFacilitator, session_id: UUID) -> None:
    await invites.withdraw(deps, who, session_id)


@router.post(
    "/sessions/{session_id}/invite/mail",
    status_code=202,
    summary="New link, sent by e-mail",
    responses=problems(Unauthorized, NotFound, SessionEnded, QuotaReached, MailFailed),
    dependencies=_of_facilitator,
)
async def mail(deps: D, who: AFacilitator, session_id: UUID, to: To, request: Request) -> Invite:
    """When the mail fails the new link still stands; the problem carries `url` and `expires_at`."""
    await mail_limits.count_mail(deps, request, who, to.email)
    invite = await invites.mail(deps, who, session_id, to.email)
    return Invite(url=invite.url, expires_at=invite.expires_at)


_in_the_way = problems(InviteUnknown, InviteUsed, InviteRevoked, InviteExpired, SessionEnded)


@asynccontextmanager
async def _guesses_counted(deps: Deps, request: Request) -> AsyncIterator[None]:
    """Only links that are not ours count: behind one address (an office, a proxy) no guesser keeps a true guest outside."""
    try:
        yield
    except InviteUnknown:
        await limits.count(deps, request, None)
        raise


_anybody: dict[str, Any] = {"security": [{}]}


@router.post(
    "/invites/look",
    summary="What an opened link shows; spends nothing",
    responses=_in_the_way,
    openapi_extra=_anybody,
    dependencies=[Depends(limits.by_address)],
)
async def look(deps: D, request: Request, asked: Look, bearer: PartnerBearer) -> Looked:
    async with _guesses_counted(deps, request):
        seen = await invites.look(deps, asked.token, bearer.credentials if bearer else None)
    emergency, _ = help_lines.for_country(deps.settings.country)
    return Looked(
        facilitator_name=names.of_facilitator(seen.facilitator_name),
        status=seen.status,
        expires_at=seen.expires_at,
        facilitator_here=seen.facilitator_here,
        country=deps.settings.country,
        emergency=emergency,
    )


@router.post(
    "/invites/redeem",
    summary="Take the place; binds the link to one Partner",
    responses=_in_the_way,
    openapi_extra=_anybody,
    dependencies=[Depends(limits.by_address)],
)
async def redeem(deps: D, request: Request, asked: Redeem, bearer: PartnerBearer) -> Redeemed:
    if bearer:  # without one a link is taken once; with one's own, its name may be changed any number of times
        await limits.count(deps, request, f"bearer:{bearer.credentials}", address=False)
    async with _guesses_counted(deps, request):
        taken = await invites.redeem(
            deps, asked.token, bearer.credentials if bearer else None, asked.display_name or None, asked.time_zone
        )
    return Redeemed(partner_token=taken.partner_token, session=await consents.view(deps, taken.partner_id, taken.session_id))
