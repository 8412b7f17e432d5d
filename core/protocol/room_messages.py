"""The vocabulary between the coach, the room and the Facilitator's page: topics, states and their JSON."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Literal

HINT_TOPIC = "coach.hint"
STATUS_TOPIC = "coach.status"
SAFETY_TOPIC = "coach.safety"

GENERATE = "coach.generate"
PAUSE = "coach.pause"
ACKNOWLEDGE = "coach.acknowledge"

CONSENT_ATTRIBUTE = "consent.listening"
CONSENT_GRANTED = "granted"
STATE_ATTRIBUTE = "coach.state"

PanelState = Literal["waiting", "listening", "thinking", "paused", "off", "leaving"]
RoomState = Literal["joining", "listening", "idle"]
Source = Literal["ai", "built-in"]
Leaving = Literal["ended", "replaced", "removed", "alone", "consent", "stopped", "lost", "failed", "refused"]


@dataclass(frozen=True, slots=True)
class Status:
    """What the panel shows of the coach. `beat` rises with every message, so that a stale one can be told."""

    state: PanelState
    source: Source
    concern: bool

    def json(self, beat: int) -> str:
        """One JSON object, as the page reads it."""
        told = {"state": self.state, "source": self.source, "concern": self.concern, "beat": beat}
        return json.dumps(told, separators=(",", ":"))


@dataclass(frozen=True, slots=True)
class SafetyCard:
    """Which fixed card the page pins; its words are the page's. `id` tells one card from another, `seq` only counts them."""

    id: str
    seq: int
    kind: str
    discreet: bool

    def json(self) -> str:
        """One JSON object, as the page reads it."""
        told = {"id": self.id, "seq": self.seq, "kind": self.kind, "discreet": self.discreet}
        return json.dumps(told, separators=(",", ":"))


def hint_attributes(session_id: str, hint_id: str, launch: int, seq: int, source: Source, at_ms: int) -> dict[str, str]:
    """Attributes of a `coach.hint` stream. The id is its identity; (launch, seq) is its place among the session's hints.

    `at_ms` is the unix time of the end of the Partner's speech, by the API's clock."""
    return {
        "session": session_id,
        "hint": hint_id,
        "launch": str(launch),
        "seq": str(seq),
        "source": source,
        "at_ms": str(at_ms),
    }
