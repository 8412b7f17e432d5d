"""What the media server tells: who is in a room, and what happened there."""

from __future__ import annotations

from dataclasses import dataclass, field

from core.protocol.room_messages import Role as Role


@dataclass(frozen=True, slots=True)
class Present:
    """One participant as LiveKit tells it. `joined_ms`: unix ms of this connection; `sid` is new for each."""

    identity: str
    sid: str
    joined_ms: int
    name: str = ""
    attributes: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RoomEvent:
    """One verified webhook. `created_s`: unix seconds; `who` is None for events about the room itself."""

    id: str
    kind: str
    room: str
    created_s: int
    who: Present | None = None
