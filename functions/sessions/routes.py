"""The Facilitator's sessions."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Header, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from functions.consent import ledger
from functions.platform import limits
from functions.platform.deps import D
from functions.platform.description import problems
from functions.platform.errors import Conflict, Invalid, NotFound, QuotaReached, Unauthorized, Unavailable
from functions.platform.fields import ONE_LINE, Appointment, Name
from functions.platform.principals import AFacilitator
from functions.sessions import sessions
from functions.sessions.sessions import Session, SessionList

router = APIRouter(
    prefix="/sessions",
    tags=["sessions"],
    responses=problems(Unauthorized, Unavailable),
    dependencies=[Depends(limits.by_facilitator)],
)
SEARCH_CHARACTERS = 80


class NewSession(BaseModel):
    """`partner_label` is what the Facilitator calls the Partner; the Partner never sees it."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"partner_label": "Sam", "scheduled_for": "2026-11-24T19:30:00Z"}]}
    )

    partner_label: Name | None = None
    scheduled_for: Appointment | None = None


class SessionChange(BaseModel):
    """Only what is there is changed; null empties it. `version` does what If-Match does."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"partner_label": "Sam W.", "version": 1}]})

    partner_label: Name | None = None
    scheduled_for: Appointment | None = None
    version: int | None = Field(None, ge=0, le=2**31 - 1)


def _tag(response: Response, session: Session) -> Session:
    response.headers["ETag"] = f'"{session.version}"'
    return session


def _version(if_match: str | None, in_body: int | None) -> int | None:
    """What the change was made on. Raises Invalid for a tag that is not one of ours."""
    if if_match is None or if_match.strip() == "*":
        return in_body
    tag = if_match.strip().removeprefix("W/").strip('"')
    if not (tag.isascii() and tag.isdecimal()) or len(tag) > 9:
        raise Invalid(more={"errors": [{"pointer": "/header/if-match", "detail": "Not a tag of this session"}]})
    return int(tag)


@router.post("", status_code=201, summary="New session", responses=problems(QuotaReached))
async def create(deps: D, who: AFacilitator, response: Response, new: NewSession | None = None) -> Session:
    new = new or NewSession()
    session = await sessions.create(deps, who, partner_label=new.partner_label, scheduled_for=new.scheduled_for)
    response.headers["Location"] = f"/api/sessions/{session.id}"
    return _tag(response, session)


@router.get("", summary="List and find", responses=problems(Invalid))
async def find(
    deps: D,
    who: AFacilitator,
    q: Annotated[
        str | None,
        Query(max_length=SEARCH_CHARACTERS, pattern=ONE_LINE, description="part of the label or of the Partner's own name"),
    ] = None,
    before: Annotated[str | None, Query(max_length=200, description="`next` of the page before")] = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
) -> SessionList:
    return await sessions.find(deps, who, q=q, before=before, limit=limit)


@router.get("/{session_id}", summary="One session", responses=problems(NotFound))
async def get(deps: D, who: AFacilitator, session_id: UUID, response: Response) -> Session:
    return _tag(response, await sessions.get(deps, who, session_id))


@router.get("/{session_id}/consents", summary="What the Partner agreed to, and when", responses=problems(NotFound))
async def consents(deps: D, who: AFacilitator, session_id: UUID) -> ledger.Ledger:
    return await ledger.of_session(deps, who, session_id)


@router.patch("/{session_id}", summary="Change label or date", responses=problems(NotFound, Conflict))
async def change(
    deps: D,
    who: AFacilitator,
    session_id: UUID,
    changes: SessionChange,
    response: Response,
    if_match: Annotated[str | None, Header(description="ETag of what was changed")] = None,
) -> Session:
    version = _version(if_match, changes.version)
    given = changes.model_dump(exclude_unset=True, exclude={"version"})
    return _tag(response, await sessions.change(deps, who, session_id, given, version=version))


@router.delete("/{session_id}", status_code=204, summary="Delete everything of it", responses=problems(NotFound))
async def delete(deps: D, who: AFacilitator, session_id: UUID) -> None:
    await sessions.delete(deps, who, session_id)


@router.post("/{session_id}/end", summary="End for both", responses=problems(NotFound))
async def end(deps: D, who: AFacilitator, session_id: UUID, response: Response) -> Session:
    return _tag(response, await sessions.end(deps, who, session_id))
