"""Names inside LiveKit. A room's name follows from the deployment and the session, an identity from the session or the Partner."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import get_args

from functions.platform.room_events import Role

ROLES: tuple[Role, ...] = get_args(Role)
PREFIX = "nbp"


def room_name(deployment: str, session_id: str | uuid.UUID) -> str:
    """`nbp-<deployment>-<hex>`; ValueError when `session_id` is no uuid.

    The deployment is part of it so that two deployments on one LiveKit project never take each other's rooms for their own.
    """
    return f"{PREFIX}-{deployment}-{_hex(session_id)}"


def session_of(room: str, deployment: str) -> str | None:
    """The session a room name belongs to, or None for rooms that are not this deployment's."""
    prefix, _, hexed = room.rpartition("-")
    return _uuid(hexed) if prefix == f"{PREFIX}-{deployment}" else None


def facilitator_identity(session_id: str | uuid.UUID) -> str:
    """The same for every tab and reload of one session's Facilitator."""
    return f"facilitator-{_hex(session_id)}"


def coach_identity(session_id: str | uuid.UUID) -> str:
    """The same for every agent of one session: a second one displaces the first and never doubles it."""
    return f"coach-{_hex(session_id)}"


def partner_identity(partner_id: str | uuid.UUID) -> str:
    """One Partner's own, a partners.id inside, so that a former Partner never displaces the one who has the place now."""
    return f"partner-{_hex(partner_id)}"


@dataclass(frozen=True, slots=True)
class Named:
    """What an identity says of itself: a role, and the partners.id (Partner) or sessions.id (everybody else) inside it."""

    role: Role
    id: str


def read_identity(identity: str) -> Named | None:
    """None for identities that this API gives to nobody. Says nothing about a right to be in any room."""
    prefix, _, hexed = identity.partition("-")
    id = _uuid(hexed)
    role = next((role for role in ROLES if role == prefix), None)
    return Named(role, id) if role is not None and id is not None else None


def role_of(identity: str, session_id: str) -> Role | None:
    """The role behind an identity in this session's room, or None for a stranger. Any Partner counts, a former one too."""
    named = read_identity(identity)
    if named is None or (named.role != "partner" and named.id != str(session_id)):
        return None
    return named.role


def _hex(id: str | uuid.UUID) -> str:
    return uuid.UUID(str(id)).hex


def _uuid(hexed: str) -> str | None:
    """Only the one spelling that `_hex` writes: 32 lower-case digits."""
    try:
        id = uuid.UUID(hex=hexed)
    except ValueError:
        return None
    return str(id) if id.hex == hexed else None
