"""A Partner's data, with their link or by a code mailed to an address they confirmed, from any browser and after their link is gone."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, BackgroundTasks, Depends, Request, Response
from pydantic import BaseModel, ConfigDict, StringConstraints

from functions.platform import limits
from functions.platform.deps import D
from functions.platform.description import problems
from functions.platform.errors import CodeExpired, CodeInvalid, Unauthorized, Unavailable
from functions.platform.fields import Email, FacilitatorName, TimeZone
from functions.platform.principals import ADataPartner, AnAddress
from functions.privacy import data_access, partner_data
from functions.privacy.partner_data import Held, Package

router = APIRouter(
    prefix="/my-data", tags=["my data"], responses=problems(Unavailable), dependencies=[Depends(limits.by_address)]
)
data = APIRouter(
    prefix="/partner",
    tags=["partner"],
    responses=problems(Unauthorized, Unavailable),
    dependencies=[Depends(limits.by_data_partner)],
)
"""For who has the place, and for who had it: losing the place ends no right over one's data."""
_anybody: dict[str, Any] = {"security": [{}]}


class Address(BaseModel):
    model_config = ConfigDict(json_schema_extra={"examples": [{"email": "sam@example.org"}]})

    email: Email


class CodeAsked(BaseModel):
    """`request` is for the page that asked: with it and the mailed code it goes on. The same for an address we do not know."""

    request: UUID


class CodeGiven(BaseModel):
    model_config = ConfigDict(
        json_schema_extra={"examples": [{"request": "2f6f3d0e-3f0b-4f0a-8c55-9a4e1c7d2b10", "code": "482913"}]}
    )

    request: UUID
    code: Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^[0-9]{3} ?[0-9]{3}$")]

    @property
    def digits(self) -> str:
        return self.code.replace(" ", "")


class DataToken(BaseModel):
    """Opens data, and no room, until it expires; it is told this once."""

    token: str
    expires_at: datetime


class Place(BaseModel):
    """One Partner this address confirmed; `partner_id` goes into `?partner=` of the data routes."""

    partner_id: UUID
    session_id: UUID
    facilitator_name: FacilitatorName
    came_at: datetime
    ended_at: datetime | None


class Places(BaseModel):
    places: list[Place]


@router.post("/codes", status_code=202, summary="Mail me a code", openapi_extra=_anybody)
async def ask(deps: D, request: Request, to: Address, afterwards: BackgroundTasks) -> CodeAsked:
    """Answers the same, as fast, whether the address is known or not."""
    await limits.count(deps, request, f"mailbox:{limits.mailbox(to.email)}", key=limits.CODE_MAILBOX, address=False)
    asked = await data_access.ask_to_open(deps, to.email)
    afterwards.add_task(data_access.mail_code, deps, to.email, asked, "open")
    return CodeAsked(request=asked.request)


@router.post(
    "/token", summary="Exchange the code for a token", responses=problems(CodeInvalid, CodeExpired), openapi_extra=_anybody
)
async def exchange(deps: D, given: CodeGiven) -> DataToken:
    opened = await data_access.open_by_code(deps, given.request, given.digits)
    return DataToken(token=opened.token, expires_at=opened.expires_at)


@router.get("", summary="The calls whose data this address opens", responses=problems(Unauthorized))
async def places(deps: D, hashed: AnAddress) -> Places:
    return Places(places=[Place(**row) for row in await data_access.partners_of(deps, hashed)])


class ChosenZone(BaseModel):
    model_config = ConfigDict(json_schema_extra={"examples": [{"time_zone": "Pacific/Auckland"}]})

    time_zone: TimeZone


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
    await limits.count(deps, request, f"mailbox:{limits.mailbox(to.email)}", key=limits.CODE_MAILBOX, address=False)
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
