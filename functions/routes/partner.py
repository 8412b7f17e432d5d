"""What a Partner sees and decides."""

from __future__ import annotations

from fastapi import APIRouter, BackgroundTasks, Depends, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from functions import limits
from functions.consent import consents, held
from functions.consent.consents import PartnerView
from functions.consent.held import Held, Package
from functions.consent.texts import Kind
from functions.deps import D
from functions.description import problems
from functions.errors import Conflict, InviteRevoked, SessionEnded, Unauthorized, Unavailable
from functions.people.bearers import APartner
from functions.words import Email

router = APIRouter(
    prefix="/partner",
    tags=["partner"],
    responses=problems(Unauthorized, InviteRevoked, Unavailable),
    dependencies=[Depends(limits.by_partner)],
)


class Choice(BaseModel):
    """`version` names the text that was on the screen."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"granted": True, "version": "listening.v1"}]})

    granted: bool
    version: str = Field(max_length=40)
    email: Email | None = Field(None, description="where the copy of the summary is to go")


@router.get("", summary="My session and my choices")
async def view(deps: D, who: APartner) -> PartnerView:
    return await consents.view(deps, who.id, who.session_id)


@router.put("/consents/{kind}", summary="Say yes or no; no works at once", responses=problems(Conflict, SessionEnded))
async def choose(
    deps: D, who: APartner, kind: Kind, choice: Choice, request: Request, afterwards: BackgroundTasks
) -> PartnerView:
    """Written down whatever else fails. `room_told` false: the media server has not taken it yet, we go on telling."""
    if choice.granted:
        await limits.count(deps, request, limits.person_of(who), key=limits.COPY_ADDRESS if kind == "copy" else "")
        told = await consents.grant(deps, who, kind, choice.version, choice.email)
    else:
        told = await consents.withdraw(deps, who, kind, choice.version)
    if choice.granted and kind == "listening":
        afterwards.add_task(consents.launch, deps, who.session_id)
    return await consents.view(deps, who.id, who.session_id, room_told=told)


@router.get("/data", summary="What is held about me")
async def about(deps: D, who: APartner) -> Held:
    return await held.about(deps, who)


@router.get("/data/package", summary="All of it, my words too, to take along")
async def package(deps: D, who: APartner, response: Response) -> Package:
    response.headers["Content-Disposition"] = 'attachment; filename="my-data.json"'
    return await held.package(deps, who)


@router.delete("/data", summary="Delete what I said and all that was made of it")
async def forget(deps: D, who: APartner) -> Held:
    """Withdraws every choice first. What stays: that there was a call, and the ledger of the choices."""
    return await held.forget(deps, who)
