"""The Facilitator's own notes of a session."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter, Depends
from pydantic import BaseModel, ConfigDict, Field

from functions.notes import private_notes
from functions.notes.private_notes import NoteText, PrivateNotes
from functions.platform import limits
from functions.platform.deps import D
from functions.platform.description import problems
from functions.platform.errors import Conflict, NotFound, Unauthorized, Unavailable
from functions.platform.principals import AFacilitator

router = APIRouter(
    prefix="/sessions/{session_id}/notes",
    tags=["notes"],
    responses=problems(Unauthorized, NotFound, Unavailable),
    dependencies=[Depends(limits.by_facilitator)],
)


class Written(BaseModel):
    """`version` is that of the text this one was written on; 0 for the first."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"text": "Ask about the knot next time.", "version": 2}]}
    )

    text: NoteText
    version: int = Field(ge=0, le=2**31 - 1)


@router.get("", summary="My own notes")
async def show(deps: D, who: AFacilitator, session_id: UUID) -> PrivateNotes:
    return await private_notes.of_session(deps, who, session_id)


@router.put("", summary="Save them on top of what was read", responses=problems(Conflict))
async def save(deps: D, who: AFacilitator, session_id: UUID, written: Written) -> PrivateNotes:
    """The same text saved again is no conflict: a save whose answer was lost may be repeated."""
    return await private_notes.save(deps, who, session_id, written.text, version=written.version)
