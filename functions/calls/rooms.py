"""Names inside LiveKit: every room and identity is opaque and follows from the session's id."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Literal

Role = Literal["facilitator", "partner", "coach"]
ROLES: tuple[Role, ...] = ("facilitator", "partner", "coach")


def room_name(session_id: str) -> str:
    """`nbp-<hex>`; ValueError when `session_id` is no uuid."""
    return f"nbp-{uuid.UUID(session_id).hex}"


def identity(role: Role, session_id: str) -> str:
    """`<role>-<hex>`: the same for every tab, reload and agent of one session."""
    return f"{role}-{uuid.UUID(session_id).hex}"


def session_of(room: str) -> str | None:
    """The session a room name belongs to, or None for rooms that are not ours."""
    prefix, _, hexed = room.partition("-")
    if prefix != "nbp":
        return None
    try:
        return str(uuid.UUID(hex=hexed))
    except ValueError:
        return None


def role_of(who: str, session_id: str) -> Role | None:
    """The role behind an identity in this session's room, or None for a stranger."""
    return next((role for role in ROLES if identity(role, session_id) == who), None)


@dataclass(frozen=True, slots=True)
class Present:
    """One participant as LiveKit tells it. `joined_ms`: unix ms of this connection; `sid` is new for each.

    `partner`: who was given the Partner's place by the token they came with, a partners.id; empty for everybody else.
    """

    identity: str
    sid: str
    joined_ms: int
    name: str = ""
    partner: str = ""


@dataclass(frozen=True, slots=True)
class RoomEvent:
    """One verified webhook. `created_s`: unix seconds; `who` is None for events about the room itself."""

    id: str
    kind: str
    room: str
    created_s: int
    who: Present | None = None
