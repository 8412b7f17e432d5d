"""The sound recording of a session: its state, the pieces both browsers send, and the files made of them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, get_args
from uuid import UUID

from fastapi import APIRouter, Depends, Header, Path, Query, Request
from pydantic import AwareDatetime, BaseModel, ConfigDict
from starlette.responses import FileResponse

from functions.platform import limits
from functions.platform.adapters.folder_storage import FolderStorage
from functions.platform.deps import D
from functions.platform.description import problems
from functions.platform.errors import (
    Conflict,
    Invalid,
    InviteRevoked,
    NotFound,
    NotRecording,
    RecordingNotAgreed,
    SessionEnded,
    TooMuchSound,
    Unauthorized,
    Unavailable,
    UnsupportedSound,
)
from functions.platform.principals import Either, EitherForData
from functions.recording import files, pieces, recording_controls
from functions.recording.containers import MediaType
from functions.recording.files import RecordingView
from functions.recording.limits import PIECES_MAX
from functions.recording.recording_controls import Wish
from functions.rooms.recording_state import State

router = APIRouter(prefix="/sessions/{session_id}/recording", tags=["recording"], dependencies=[Depends(limits.by_either)])
kept = APIRouter(prefix="/sessions/{session_id}/recording", tags=["recording"], dependencies=[Depends(limits.by_either_for_data)])
"""What is kept, also for a Partner who lost the place."""
folder = APIRouter(prefix="/files", tags=["recording"])
_either = problems(Unauthorized, InviteRevoked("Alex"), NotFound, Unavailable)
SOUND: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {kind: {"schema": {"type": "string", "format": "binary"}} for kind in get_args(MediaType)},
    }
}
MEDIA_TYPES: dict[str, MediaType] = {kind: kind for kind in get_args(MediaType)}


class Wanted(BaseModel):
    model_config = ConfigDict(json_schema_extra={"examples": [{"state": "running"}]})

    state: Wish


class PieceStored(BaseModel):
    """What stands now: a page that still sends learns here too that it was paused or stopped."""

    state: State


@kept.get("", summary="Whether it runs, and its files", responses=_either)
async def show(deps: D, who: EitherForData, session_id: UUID) -> RecordingView:
    return await files.view(deps, who, session_id)


@router.put(
    "", summary="Record, pause, go on, stop", responses=_either | problems(RecordingNotAgreed, NotRecording, SessionEnded)
)
async def change(deps: D, who: Either, session_id: UUID, wanted: Wanted, request: Request) -> RecordingView:
    """Only the Facilitator begins one, and only while the Partner's yes stands; each person lifts their own pause alone."""
    if wanted.state == "running":
        await limits.count(deps, request, limits.person_of(who))
    await recording_controls.change(deps, who, session_id, wanted.state)
    return await files.view(deps, who, session_id)


@router.put(
    "/parts/{part_id}/pieces/{n}",
    summary="A few seconds of one's own microphone",
    responses=_either | problems(RecordingNotAgreed, NotRecording, Conflict, SessionEnded, TooMuchSound, UnsupportedSound),
    openapi_extra=SOUND,
)
async def keep(
    deps: D,
    who: Either,
    session_id: UUID,
    part_id: UUID,
    n: Annotated[int, Path(ge=0, lt=PIECES_MAX, description="from 0, in order; sending one again keeps it once")],
    request: Request,
    started_at: Annotated[AwareDatetime, Query(description="when this part began, by the clock `GET` tells")],
    last: Annotated[bool, Query(description="nothing follows in this part")] = False,
    content_type: Annotated[str, Header(max_length=200, include_in_schema=False)] = "",
) -> PieceStored:
    """Refused without consent, from anybody but these two people, for somebody else's part, and two minutes after the end; also when
    it is no WebM or MP4, or more than a microphone makes in the time that passed."""
    media_type = MEDIA_TYPES.get(content_type.partition(";")[0].strip().lower())
    if media_type is None:
        raise UnsupportedSound()
    sound = await request.body()
    if not sound and not last:
        raise Invalid("This piece holds nothing.")
    began: datetime = started_at
    now = await pieces.take(deps, who, session_id, part_id, n, started_at=began, media_type=media_type, last=last, sound=sound)
    return PieceStored(state=now)


@kept.delete("", status_code=204, summary="Delete it, for both", responses=_either)
async def delete(deps: D, who: EitherForData, session_id: UUID) -> None:
    await files.delete(deps, who, session_id)


@folder.get("/{recording_id}/{name}", summary="A file by its signed link, on one machine", responses=problems(NotFound))
async def by_link(
    deps: D,
    recording_id: UUID,
    name: Annotated[str, Path(max_length=80)],
    until: Annotated[int, Query(ge=0, lt=2**40)],
    signature: Annotated[str, Query(max_length=64)],
    save_as: Annotated[str, Query(max_length=100)] = "",
) -> FileResponse:
    """Elsewhere Supabase Storage answers such links itself."""
    if not isinstance(deps.storage, FolderStorage):
        raise NotFound()
    path = deps.storage.opened(f"{recording_id}/{name}", until=until, save_as=save_as, signature=signature)
    return FileResponse(path, media_type="audio/mp4", filename=save_as or None)
