"""The agent's two doors: take a job, report."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from pydantic import BaseModel, ConfigDict, Field

from functions.coaching import reports
from functions.platform import limits
from functions.platform.deps import D
from functions.platform.description import problems
from functions.platform.errors import JobReplayed, SessionEnded, Unauthorized, Unavailable
from functions.rooms.tokens import Reporter, read_report_token

router = APIRouter(prefix="/agent", tags=["agent"], responses=problems(Unauthorized, Unavailable))
_bearer = HTTPBearer(auto_error=False, scheme_name="Agent", bearerFormat="JWT", description="The report token inside a CoachJob")


async def reporter(deps: D, bearer: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)]) -> Reporter:
    if bearer is None:
        raise Unauthorized("A report token is wanted.")
    return read_report_token(deps, bearer.credentials)


AReporter = Annotated[Reporter, Depends(reporter)]


async def by_lease(deps: D, request: Request, who: AReporter) -> None:
    await limits.count(deps, request, f"lease:{who.lease_id}")


class Claim(BaseModel):
    """`by`: the claimant's own random id; with it the same claimant may ask again when the answer was lost."""

    jti: str = Field(min_length=1, max_length=128)
    by: UUID | None = None


class Report(BaseModel):
    """An empty list is the heartbeat; each call renews the lease, unless the coach is not `staying` in the room."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "items": [
                        {
                            "type": "segment",
                            "id": "3f1c…",
                            "launch": 1,
                            "seq": 4,
                            "text": "It's like a knot in my stomach.",
                            "start_s": 61.2,
                            "end_s": 63.9,
                        },
                        {"type": "status", "state": "listening", "at": "2026-11-22T19:40:00Z"},
                    ]
                },
                {"items": []},
            ]
        }
    )
    items: list[reports.Item] = Field(max_length=200)
    staying: bool = True


@router.post(
    "/claim", summary="Take a job, once", dependencies=[Depends(by_lease)], responses=problems(JobReplayed, SessionEnded)
)
async def claim(deps: D, who: AReporter, body: Claim) -> reports.Claimed:
    """Spends the job; what is no longer wanted is refused."""
    return await reports.claim(deps, who, body.jti, body.by)


@router.post("/report", summary="Hints, segments, memory, status, safety", dependencies=[Depends(by_lease)])
async def report(deps: D, who: AReporter, body: Report) -> reports.Taken:
    """Each item is kept once, by its id, also of a coach that has been replaced."""
    return await reports.take(deps, who, body.items, staying=body.staying)
