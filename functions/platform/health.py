"""Is the process up, and are the parts it needs within reach?"""

from __future__ import annotations

from typing import Literal

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel

from functions.platform.readiness import Check, Readiness

router = APIRouter(tags=["health"])

NEEDED = ("database", "livekit", "auth")


class Health(BaseModel):
    status: Literal["ok"] = "ok"


class Ready(BaseModel):
    """`degraded`: sessions work; mail, recordings or jobs do not. Of jobs: `dead`, no worker runs; `stuck`, due jobs wait."""

    status: Literal["ok", "degraded", "unavailable"]
    checks: dict[str, Check]


@router.get("/health", summary="The process answers")
async def health() -> Health:
    return Health()


@router.get("/ready", summary="The parts it needs answer", responses={503: {"model": Ready}})
async def ready(request: Request, response: Response) -> Ready:
    """Checked once for all who ask at the same time, and kept for some seconds."""
    readiness: Readiness = request.app.state.readiness
    checks = await readiness.checks()
    if any(checks[name] != "ok" for name in NEEDED):
        response.status_code = 503
        return Ready(status="unavailable", checks=checks)
    whole = all(check == "ok" for check in checks.values())
    return Ready(status="ok" if whole else "degraded", checks=checks)
