"""Webhooks as LiveKit signs them."""

import base64
import hashlib
import json
import time
import uuid
from typing import Any

import httpx
import jwt

from functions.platform.room_events import Role
from functions.rooms.identities import coach_identity, facilitator_identity, partner_identity, room_name

from .conftest import DEPLOYMENT, Call, World

TYPE = "application/webhook+json"


def identity_in(call: Call, role: Role) -> str:
    if role == "partner":
        return partner_identity(call.partner_id)
    return facilitator_identity(call.id) if role == "facilitator" else coach_identity(call.id)


def event(
    call: Call,
    kind: str,
    role: Role | None = None,
    *,
    sid: str = "PA_1",
    joined_ms: int = 0,
    said: dict[str, str] | None = None,
    **more: Any,
) -> dict[str, Any]:
    """The JSON of one event, 64-bit numbers as strings."""
    body: dict[str, Any] = {
        "event": kind,
        "id": f"EV_{uuid.uuid4().hex}",
        "createdAt": str(int(time.time())),
        "room": {"name": room_name(DEPLOYMENT, call.id), "sid": "RM_1"},
    }
    if role:
        body["participant"] = {
            "sid": sid,
            "identity": identity_in(call, role),
            "joinedAtMs": str(joined_ms or int(time.time() * 1000)),
            "attributes": said or {},
        }
    return body | more


def signature(world: World, body: bytes, **claims: Any) -> str:
    settings = world.deps.settings
    wanted = {
        "iss": settings.livekit_api_key,
        "exp": int(time.time()) + 300,
        "sha256": base64.b64encode(hashlib.sha256(body).digest()).decode(),
    }
    return jwt.encode(wanted | claims, settings.livekit_api_secret, algorithm="HS256")


async def post(
    world: World, body: dict[str, Any], *, authorization: str | None = None, content_type: str = TYPE
) -> httpx.Response:
    """Through the whole application; what follows in the background has happened when this returns."""
    raw = json.dumps(body).encode()
    headers = {"Authorization": authorization or signature(world, raw), "Content-Type": content_type}
    async with world.client() as client:
        return await client.post("/api/livekit/webhook", content=raw, headers=headers)
