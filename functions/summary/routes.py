"""The notes of a session, for the Facilitator's page."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

from fastapi import APIRouter, Depends
from pydantic import BaseModel, ConfigDict

from functions.platform import limits
from functions.platform.deps import D
from functions.platform.description import problems
from functions.platform.errors import Conflict, NotFound, Unauthorized, Unavailable
from functions.platform.principals import AFacilitator
from functions.summary import summary

router = APIRouter(
    prefix="/sessions/{session_id}/summary",
    tags=["summary"],
    responses=problems(Unauthorized, NotFound, Unavailable),
    dependencies=[Depends(limits.by_facilitator)],
)


class Summary(BaseModel):
    """`none`: the coach was off (text says so), or the session still runs. `html` is a fragment without scripts or styles."""

    model_config = ConfigDict(from_attributes=True)

    status: Literal["none", "writing", "ready", "mail_failed", "deleted"]
    source: Literal["ai", "extractive"] | None
    text: str
    html: str
    mailed_at: datetime | None
    error: str | None
    transcript_until: datetime | None


class Accepted(BaseModel):
    status: Literal["sending"] = "sending"


@router.get("", summary="The notes of a session")
async def show(deps: D, who: AFacilitator, session_id: UUID) -> Summary:
    return Summary.model_validate(await summary.of_session(deps, who, session_id))


@router.post("/mail", status_code=202, summary="Mail the notes again", responses=problems(Conflict))
async def send_again(deps: D, who: AFacilitator, session_id: UUID) -> Accepted:
    await summary.send_again(deps, who, session_id)
    return Accepted()
