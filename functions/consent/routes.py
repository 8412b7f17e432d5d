"""What a Partner sees and decides."""

from __future__ import annotations

from typing import Literal

from fastapi import APIRouter, BackgroundTasks, Depends, Request
from pydantic import BaseModel, ConfigDict, Field

from functions.consent import consents
from functions.consent.consents import PartnerView
from functions.platform import limits
from functions.platform.deps import D
from functions.platform.description import problems
from functions.platform.errors import Conflict, InviteRevoked, SessionEnded, Unauthorized, Unavailable
from functions.platform.fields import Email
from functions.platform.principals import ADataPartner, APartner

router = APIRouter(
    prefix="/partner",
    tags=["partner"],
    responses=problems(Unauthorized, InviteRevoked, Unavailable),
    dependencies=[Depends(limits.by_partner)],
)
data = APIRouter(
    prefix="/partner",
    tags=["partner"],
    responses=problems(Unauthorized, Unavailable),
    dependencies=[Depends(limits.by_data_partner)],
)
"""For who has the place, and for who had it: losing the place ends no right over one's data."""

InRoom = Literal["listening", "recording"]


class Choice(BaseModel):
    """`version` names the text that was on the screen."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"granted": True, "version": "listening.v1"}]})

    granted: bool
    version: str = Field(max_length=40)
    email: Email | None = Field(None, description="where the copy of the summary is to go")


@router.get("", summary="My session and my choices")
async def view(deps: D, who: APartner) -> PartnerView:
    return await consents.view(deps, who.id, who.session_id)


@data.put("/consents/copy", summary="A copy of the summary: ask for it, or withdraw", responses=problems(Conflict))
async def choose_copy(deps: D, who: ADataPartner, choice: Choice, request: Request) -> PartnerView:
    """Also after the place was taken back: the copy is of what they said themselves."""
    if choice.granted:
        await limits.count(deps, request, limits.person_of(who), key=limits.COPY_ADDRESS)
        await consents.grant(deps, who, "copy", choice.version, choice.email)
    else:
        await consents.withdraw(deps, who, "copy", choice.version)
    return await consents.view(deps, who.id, who.session_id)


@router.put("/consents/{kind}", summary="Say yes or no; no works at once", responses=problems(Conflict, SessionEnded))
async def choose(
    deps: D, who: APartner, kind: InRoom, choice: Choice, request: Request, afterwards: BackgroundTasks
) -> PartnerView:
    """Written down whatever else fails. `room_told` false: the media server has not taken it yet, we go on telling."""
    if choice.granted:
        await limits.count(deps, request, limits.person_of(who))
        told = await consents.grant(deps, who, kind, choice.version)
    else:
        told = await consents.withdraw(deps, who, kind, choice.version)
    if choice.granted and kind == "listening":
        afterwards.add_task(consents.launch, deps, who.session_id)
    return await consents.view(deps, who.id, who.session_id, room_told=told)
