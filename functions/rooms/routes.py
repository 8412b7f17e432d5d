"""The door into the room, and LiveKit's own word about it."""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, BackgroundTasks, Depends, Header, Request
from pydantic import BaseModel, ConfigDict

from functions.platform import limits
from functions.platform.adapters.livekit import WebhookRefused
from functions.platform.deps import D
from functions.platform.description import problems
from functions.platform.errors import Invalid, InviteRevoked, NotFound, SessionEnded, TooLarge, Unauthorized, Unavailable
from functions.platform.principals import Either
from functions.rooms import webhooks
from functions.rooms.tokens import Entry, Identities, entry_for

log = logging.getLogger(__name__)
router = APIRouter(prefix="/livekit", tags=["livekit"])

WEBHOOK_TYPE = "application/webhook+json"


class NotSigned(Unauthorized):
    detail = "This was not signed by our media server."


class TokenWanted(BaseModel):
    """`session_id`: for Facilitators; a Partner's own token says it already."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"session_id": "7b0e6c0a-5b0f-4c53-9c6d-3c1b7d6c7f10"}]})
    session_id: UUID | None = None


class TokenMinted(BaseModel):
    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "url": "wss://example.livekit.cloud",
                    "token": "eyJ…",
                    "room": "nbp-3f9a01c2-7b0e6c0a5b0f4c539c6d3c1b7d6c7f10",
                    "identity": "partner-c1f2a6f07c1d4b0fb6c6d5a0a3f0e9d4",
                    "expires_at": "2026-11-22T19:40:00Z",
                    "identities": {
                        "facilitator": "facilitator-7b0e6c0a5b0f4c539c6d3c1b7d6c7f10",
                        "partner": "partner-c1f2a6f07c1d4b0fb6c6d5a0a3f0e9d4",
                        "coach": "coach-7b0e6c0a5b0f4c539c6d3c1b7d6c7f10",
                    },
                    "partner_version": 1,
                }
            ]
        }
    )
    url: str
    token: str
    room: str
    identity: str
    expires_at: datetime
    identities: Identities
    partner_version: int


@router.post(
    "/token",
    response_model=TokenMinted,
    summary="A short-lived token into one room",
    responses=problems(Unauthorized, NotFound, SessionEnded, InviteRevoked("Alex"), Unavailable),
    dependencies=[Depends(limits.by_either)],
)
async def mint(deps: D, who: Either, wanted: TokenWanted) -> Entry:
    """404 for strangers, 410 `session-ended` once the session is over, 410 `invite-revoked` for a Partner who was withdrawn."""
    return await entry_for(deps, who, wanted.session_id)


@router.post("/webhook", summary="LiveKit's events", responses=problems(NotSigned, Invalid, TooLarge, Unavailable))
async def webhook(
    deps: D, request: Request, later: BackgroundTasks, authorization: Annotated[str, Header(max_length=4096)] = ""
) -> dict[str, str]:
    """Answered as soon as the event is written down; what follows from it runs afterwards."""
    if request.headers.get("content-type", "").partition(";")[0].strip() != WEBHOOK_TYPE:
        raise Invalid(f"Webhooks come as {WEBHOOK_TYPE}.")
    try:
        deps.livekit.signed_hash(authorization)  # a stranger's body is not even read
        event = deps.livekit.receive(await request.body(), authorization)
    except WebhookRefused as refused:
        log.warning("webhook refused: %s", refused)
        raise NotSigned() from refused
    then = await webhooks.take(deps, event)
    if then is not None:
        later.add_task(_run, event.kind, then)
    return {}


async def _run(kind: str, then: webhooks.Then) -> None:
    try:
        await then()
    except Exception as error:  # LiveKit has its answer already; the watcher makes good what failed here
        log.error("what follows %s failed: %s", kind, type(error).__name__)
