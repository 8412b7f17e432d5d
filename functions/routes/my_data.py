"""A Partner's way to their data by a code mailed to an address they confirmed, from any browser and after their link is gone."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, BackgroundTasks, Depends, Request
from pydantic import BaseModel, ConfigDict, StringConstraints

from functions import limits
from functions.deps import D
from functions.description import problems
from functions.errors import CodeExpired, CodeInvalid, Unauthorized, Unavailable
from functions.people import data_access
from functions.people.bearers import AnAddress
from functions.people.invite_limits import mailbox
from functions.words import Email, FacilitatorName

router = APIRouter(
    prefix="/my-data", tags=["my data"], responses=problems(Unavailable), dependencies=[Depends(limits.by_address)]
)
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
    await limits.count(deps, request, f"mailbox:{mailbox(to.email)}", key=limits.CODE_MAILBOX, address=False)
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
