"""What a Partner sees and decides."""

from __future__ import annotations

from fastapi import APIRouter, BackgroundTasks
from pydantic import BaseModel, ConfigDict, Field

from functions.consent import consents
from functions.consent.consents import PartnerView
from functions.consent.texts import Kind
from functions.deps import D
from functions.errors import Conflict, InviteRevoked, SessionEnded, Unauthorized, Unavailable
from functions.openapi import problems
from functions.people.bearers import APartner

router = APIRouter(prefix="/partner", tags=["partner"], responses=problems(Unauthorized, InviteRevoked, Unavailable))


class Choice(BaseModel):
    """`version` names the text that was on the screen."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"granted": True, "version": "listening.v1"}]})

    granted: bool
    version: str = Field(max_length=40)


@router.get("", summary="My session and my choices")
async def view(deps: D, who: APartner) -> PartnerView:
    return await consents.view(deps, who.id, who.session_id)


@router.put("/consents/{kind}", summary="Say yes or no; no works at once", responses=problems(Conflict, SessionEnded))
async def choose(deps: D, who: APartner, kind: Kind, choice: Choice, afterwards: BackgroundTasks) -> PartnerView:
    """Written down whatever else fails. `room_told` false: the media server has not taken it yet, we go on telling."""
    decide = consents.grant if choice.granted else consents.withdraw
    told = await decide(deps, who, kind, choice.version)
    if choice.granted and kind == "listening":
        afterwards.add_task(consents.launch, deps, who.session_id)
    return await consents.view(deps, who.id, who.session_id, room_told=told)
