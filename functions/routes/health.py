"""Is the process up, and are the parts it needs within reach?"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Literal

from fastapi import APIRouter, Response
from pydantic import BaseModel

from functions.deps import D
from functions.errors import LiveKitUnreachable, MailFailed, StorageFailed, Unavailable
from functions.jobs.liveness import liveness

router = APIRouter(tags=["health"])

WITHIN_S = 5.0
NEEDED = ("database", "livekit", "auth")

Check = Literal["ok", "unreachable", "dead", "stuck"]


class Health(BaseModel):
    status: Literal["ok"] = "ok"


class Ready(BaseModel):
    """`degraded`: sessions work; mail, recordings or jobs do not. Of jobs: `dead`, no worker runs; `stuck`, due jobs wait."""

    status: Literal["ok", "degraded", "unavailable"]
    checks: dict[str, Check]


@router.get("/health", summary="The process answers")
async def health() -> Health:
    return Health()


async def _check(ping: Callable[[], Awaitable[Check | None]]) -> Check:
    try:
        async with asyncio.timeout(WITHIN_S):
            return await ping() or "ok"
    except (Unavailable, LiveKitUnreachable, MailFailed, StorageFailed, TimeoutError):
        return "unreachable"


@router.get("/ready", summary="The parts it needs answer", responses={503: {"model": Ready}})
async def ready(deps: D, response: Response) -> Ready:
    parts: dict[str, Callable[[], Awaitable[Check | None]]] = {
        "database": deps.db.ping,
        "livekit": deps.livekit.ping,
        "auth": deps.auth.ping,
        "mail": deps.mailer.ping,
        "storage": deps.storage.ping,
        "jobs": lambda: liveness(deps),
    }
    answers = await asyncio.gather(*(_check(ping) for ping in parts.values()))
    checks = dict(zip(parts, answers, strict=True))
    if any(checks[name] != "ok" for name in NEEDED):
        response.status_code = 503
        return Ready(status="unavailable", checks=checks)
    whole = all(check == "ok" for check in checks.values())
    return Ready(status="ok" if whole else "degraded", checks=checks)
