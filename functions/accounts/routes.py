"""The Facilitator's own profile and account."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response
from pydantic import AfterValidator, BaseModel, ConfigDict

from functions.accounts import accounts
from functions.platform import help_lines, limits, profiles
from functions.platform.deps import D
from functions.platform.description import problems
from functions.platform.errors import Unauthorized, Unavailable
from functions.platform.fields import Name, ShownName, TimeZone
from functions.platform.principals import AFacilitator

router = APIRouter(tags=["me"], responses=problems(Unauthorized, Unavailable), dependencies=[Depends(limits.by_facilitator)])


def _known(country: str) -> str:
    if country not in help_lines.countries():
        raise ValueError("not among help_by_country of /api/config")
    return country


Country = Annotated[str, AfterValidator(_known)]


class Me(BaseModel):
    """`display_name` is what Partners see; null until one is chosen. `country` null: the deployment's. `time_zone`
    null: not known, dates in mails are in UTC and say so."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "user_id": "9f0f5f4e-0c55-4b57-8a39-2f1e1a3f3a55",
                    "email": "alex@example.org",
                    "display_name": "Alex",
                    "country": None,
                    "mail_link_only": False,
                    "time_zone": "Pacific/Auckland",
                }
            ]
        }
    )

    user_id: UUID
    email: str
    display_name: ShownName
    country: str | None
    mail_link_only: bool
    time_zone: str | None


class MyChange(BaseModel):
    """Only what is there is changed; null empties it."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"display_name": "Alex"}]})

    display_name: Name | None = None
    country: Country | None = None
    mail_link_only: bool = False
    time_zone: TimeZone | None = None


class Everything(BaseModel):
    """One document; `sessions` carry their invitations, consents, hints, safety cards, summary and own notes."""

    made_at: datetime
    profile: dict[str, Any] | None
    sessions: list[dict[str, Any]]


@router.get("/me", summary="Who am I")
async def me(deps: D, who: AFacilitator) -> Me:
    return Me(**await profiles.keep(deps, who))


@router.patch("/me", summary="Choose the name Partners see, the country, the time zone, what the mail carries")
async def change(deps: D, who: AFacilitator, changes: MyChange) -> Me:
    return Me(**await profiles.change(deps, who, changes.model_dump(exclude_unset=True)))


@router.get("/me/everything", summary="Download everything")
async def everything(deps: D, who: AFacilitator, response: Response) -> Everything:
    response.headers["Content-Disposition"] = 'attachment; filename="no-bad-parts.json"'
    return Everything.model_validate(await accounts.everything(deps, who))


@router.delete("/me", status_code=204, summary="Delete everything")
async def delete(
    deps: D, who: AFacilitator, confirm: Annotated[Literal["DELETE"], Query(description="typed by a person")]
) -> None:
    """Sessions, notes, choices and the account itself. When it breaks off half-way (503) ask again."""
    await accounts.delete(deps, who)
