"""The Facilitator's own profile."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict

from functions.deps import D
from functions.errors import Unauthorized, Unavailable
from functions.openapi import problems
from functions.people import profiles
from functions.people.bearers import AFacilitator
from functions.words import Name

router = APIRouter(tags=["me"], responses=problems(Unauthorized, Unavailable))


class Me(BaseModel):
    """`display_name` is what Partners see; null until one is chosen."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"user_id": "9f0f5f4e-0c55-4b57-8a39-2f1e1a3f3a55", "email": "alex@example.org", "display_name": "Alex"}]
        }
    )

    user_id: UUID
    email: str
    display_name: str | None


class NewName(BaseModel):
    display_name: Name | None


@router.get("/me", summary="Who am I")
async def me(deps: D, who: AFacilitator) -> Me:
    return Me(**await profiles.keep(deps, who))


@router.patch("/me", summary="Choose the name Partners see")
async def rename(deps: D, who: AFacilitator, new: NewName) -> Me:
    return Me(**await profiles.rename(deps, who, new.display_name))
