"""The vocabulary of a room: topics, methods, attributes, states and their JSON. Pages get it as `protocol.ts` (functions.contract)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Final, Literal, TypedDict

HINT_TOPIC: Final = "coach.hint"
STATUS_TOPIC: Final = "coach.status"
SAFETY_TOPIC: Final = "coach.safety"

GENERATE: Final = "coach.generate"
PAUSE: Final = "coach.pause"
ACKNOWLEDGE: Final = "coach.acknowledge"

ON: Final = "on"
OFF: Final = "off"
"""Payloads of `coach.pause`."""
OK: Final = "ok"
QUIET: Final = "quiet"
"""What a method answers: it is done or on its way; no hint comes now."""

ROLE_ATTRIBUTE: Final = "role"
LEASE_ATTRIBUTE: Final = "lease"
"""Of a coach's token: the lease it was launched under."""
STATE_ATTRIBUTE: Final = "coach.state"
CONSENT_ATTRIBUTE: Final = "consent.listening"
CONSENT_GRANTED: Final = "granted"
CONSENT_WITHDRAWN: Final = "withdrawn"
ABORTED_ATTRIBUTE: Final = "aborted"
"""Of a text stream that broke off: the page keeps whole sentences only."""

STATUS_EVERY_S: Final = 1.0
"""A coach says how it is at least so often…"""
SILENT_S: Final = 2.5
"""…and counts as gone after so long without a word: below the 4 s in which a new one can take its place."""
CONCERN_S: Final = 180.0
"""How long a concern is shown after it was heard."""

Role = Literal["facilitator", "partner", "coach"]
PanelState = Literal["waiting", "listening", "thinking", "paused", "off", "leaving"]
RoomState = Literal["joining", "listening", "idle"]
Source = Literal["ai", "built-in"]
Leaving = Literal["ended", "replaced", "removed", "alone", "consent", "stopped", "lost", "failed", "refused"]
SafetyKind = Literal["self", "self_harm", "other", "child", "abuse_at_home", "medical", "psychosis"]
DISCREET_KIND: Final = "abuse_at_home"
"""The kind whose card passes for a hint, since somebody may be near."""


class StatusMessage(TypedDict):
    """The body of `coach.status`."""

    state: PanelState
    source: Source
    concern: bool
    beat: int


class SafetyMessage(TypedDict):
    """The body of `coach.safety`."""

    id: str
    seq: int
    kind: str
    discreet: bool


class HintAttributes(TypedDict):
    """Attributes of a `coach.hint` stream; all of them text, as LiveKit takes them."""

    session: str
    hint: str
    launch: str
    seq: str
    source: str
    at_ms: str


@dataclass(frozen=True, slots=True)
class Status:
    """What the panel shows of the coach. `beat` rises with every message, so that a stale one can be told."""

    state: PanelState
    source: Source
    concern: bool

    def json(self, beat: int) -> str:
        """One JSON object, as the page reads it."""
        told: StatusMessage = {"state": self.state, "source": self.source, "concern": self.concern, "beat": beat}
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
        told: SafetyMessage = {"id": self.id, "seq": self.seq, "kind": self.kind, "discreet": self.discreet}
        return json.dumps(told, separators=(",", ":"))


def hint_attributes(session_id: str, hint_id: str, launch: int, seq: int, source: Source, at_ms: int) -> dict[str, str]:
    """Attributes of a `coach.hint` stream. The id is its identity; (launch, seq) is its place among the session's hints.

    `at_ms` is the unix time of the end of the Partner's speech, by the API's clock."""
    told: HintAttributes = {
        "session": session_id,
        "hint": hint_id,
        "launch": str(launch),
        "seq": str(seq),
        "source": source,
        "at_ms": str(at_ms),
    }
    return {name: str(value) for name, value in told.items()}
