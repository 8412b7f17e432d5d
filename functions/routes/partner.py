"""What a Partner sees and decides."""

from __future__ import annotations

from typing import Literal

from fastapi import APIRouter, BackgroundTasks, Depends, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from functions import limits
from functions.consent import consents, partner_data
from functions.consent.consents import PartnerView
from functions.consent.partner_data import Held, Package
from functions.deps import D
from functions.description import problems
from functions.errors import CodeExpired, CodeInvalid, Conflict, InviteRevoked, SessionEnded, Unauthorized, Unavailable
from functions.people import data_access
from functions.people.bearers import ADataPartner, APartner
from functions.people.invite_limits import mailbox
from functions.routes.my_data import Address, CodeAsked, CodeGiven
from functions.words import Email, TimeZone

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


class ChosenZone(BaseModel):
    model_config = ConfigDict(json_schema_extra={"examples": [{"time_zone": "Pacific/Auckland"}]})

    time_zone: TimeZone


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


@data.get("/data", summary="What is held about me")
async def about(deps: D, who: ADataPartner) -> Held:
    return await partner_data.about(deps, who)


@data.get("/data/package", summary="All of it, my words too, to take along")
async def package(deps: D, who: ADataPartner, response: Response) -> Package:
    response.headers["Content-Disposition"] = 'attachment; filename="my-data.json"'
    return await partner_data.package(deps, who)


@data.delete("/data", summary="Delete what I said and all that was made of it")
async def forget(deps: D, who: ADataPartner) -> Held:
    """Withdraws every choice first. What stays: that there was a call, and the ledger of the choices."""
    return await partner_data.forget(deps, who)


@data.put("/time-zone", summary="Choose the time zone of my page and my mails")
async def choose_time_zone(deps: D, who: ADataPartner, chosen: ChosenZone) -> Held:
    """First taken from the browser that opened the link; one that was chosen here stays."""
    await partner_data.choose_time_zone(deps, who, chosen.time_zone)
    return await partner_data.about(deps, who)


@data.post("/address", status_code=202, summary="Mail me a code to confirm my address")
async def name_address(deps: D, who: ADataPartner, request: Request, to: Address, afterwards: BackgroundTasks) -> CodeAsked:
    """By a confirmed address they reach their data without their link; only a keyed hash of it is kept."""
    await limits.count(deps, request, f"mailbox:{mailbox(to.email)}", key=limits.CODE_MAILBOX, address=False)
    asked = await data_access.ask_to_confirm(deps, who, to.email)
    afterwards.add_task(data_access.mail_code, deps, to.email, asked, "confirm")
    return CodeAsked(request=asked.request)


@data.post("/address/confirm", summary="Confirm my address by the mailed code", responses=problems(CodeInvalid, CodeExpired))
async def confirm_address(deps: D, who: ADataPartner, given: CodeGiven) -> Held:
    await data_access.confirm(deps, who, given.request, given.digits)
    return await partner_data.about(deps, who)


@data.delete("/address", summary="Forget my confirmed address")
async def forget_address(deps: D, who: ADataPartner) -> Held:
    await data_access.forget_address(deps, who)
    return await partner_data.about(deps, who)
