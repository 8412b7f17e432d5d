"""What the API writes into a room's metadata, and what both sides know of consent and of a sound recording."""

from __future__ import annotations

from typing import Final, Literal, TypedDict

ConsentKind = Literal["listening", "recording", "copy"]
ConsentWord = Literal["none", "granted", "withdrawn"]
"""`withdrawn` is a no after a yes."""
Voice = Literal["facilitator", "partner"]
RecordingState = Literal["off", "running", "paused", "stopped"]
MediaType = Literal["audio/webm", "audio/mp4"]
"""What browsers' recorders make and the API takes."""

PIECE_S: Final = 3.0
"""A page sends what it recorded so often…"""
PART_S: Final = 600.0
"""…and begins a new part after so long."""
BITS_PER_S: Final = 48_000
"""Of sound, as pages ask of the recorder; browsers that choose for themselves make up to 192 kbit/s."""


class RecordingMetadata(TypedDict):
    """`agreed`: the standing Partner's yes holds. `paused_by`: whose pauses hold it."""

    state: RecordingState
    agreed: bool
    consent: ConsentWord
    paused_by: list[Voice]


class RoomMetadata(TypedDict):
    """`partner`: the identity that has the Partner's place. `partner_version` grows with each change of it."""

    partner: str | None
    partner_version: int
    recording: RecordingMetadata
