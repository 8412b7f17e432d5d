"""The Facilitator's doors to the coach: make sure it is there, and what it has said."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from fastapi import APIRouter, Depends
from pydantic import BaseModel

from core.protocol.room_messages import Source
from functions.coaching import hints, launch
from functions.platform import limits
from functions.platform.deps import D
from functions.platform.description import problems
from functions.platform.errors import NotFound, SessionEnded, Unauthorized, Unavailable
from functions.platform.principals import AFacilitator
from functions.rooms.session_end import must_be_open

router = APIRouter(
    prefix="/sessions/{session_id}",
    tags=["coach"],
    responses=problems(Unauthorized, NotFound, Unavailable),
    dependencies=[Depends(limits.by_facilitator)],
)


class CoachLaunch(BaseModel):
    """launched: just now; running: holds its lease; not-due: no Partner, no consent, or switched off; failed: did not start."""

    state: launch.Outcome


class StoredHint(BaseModel):
    """`partner_id`: whom it was about, one of the session's `partners`. (launch, seq) is its place among the hints."""

    id: UUID
    launch: int
    seq: int
    partner_id: UUID
    text: str
    source: Source
    step: str | None
    at: datetime
    latency_ms: int | None
    mark: hints.Mark | None


class MarkGiven(BaseModel):
    """null takes it back."""

    mark: hints.Mark | None


class StoredSafetyCard(BaseModel):
    """`partner_id`: whom it was about, one of the session's `partners`. (launch, seq) is its place among the cards."""

    id: UUID
    launch: int
    seq: int
    partner_id: UUID
    kind: str
    at: datetime
    acknowledged_at: datetime | None


class SessionHints(BaseModel):
    hints: list[StoredHint]
    safety: list[StoredSafetyCard]


@router.post("/coach", summary="Make sure the coach is there", responses=problems(SessionEnded))
async def ensure(deps: D, who: AFacilitator, session_id: UUID) -> CoachLaunch:
    """Idempotent; the page calls it when it has heard no beat for 5 s."""
    await must_be_open(deps, who, session_id)
    return CoachLaunch(state=await launch.ensure_coach(deps, session_id))


@router.get("/hints", summary="Hints and safety cards so far")
async def kept(deps: D, who: AFacilitator, session_id: UUID) -> SessionHints:
    said, safety = await hints.of_session(deps, who, session_id)
    return SessionHints.model_validate({"hints": said, "safety": safety})


@router.put("/hints/{hint_id}/mark", status_code=204, summary="Say whether a hint helped")
async def mark(deps: D, who: AFacilitator, session_id: UUID, hint_id: UUID, given: MarkGiven) -> None:
    """The coach reports a hint a moment after it was shown: until then there is none to mark, and the answer is 404."""
    await hints.set_mark(deps, who, session_id, hint_id, given.mark)
