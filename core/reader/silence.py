"""Why no hint is due: the reasons the code decides by, and the one sentence that people are shown for each."""

from __future__ import annotations

from enum import StrEnum


class Silence(StrEnum):
    """Why no hint is due. Code compares members; people are shown `sentence`."""

    NOTHING_SAID = "nothing-said"
    LAUGHTER = "laughter"
    SMALL_TALK = "small-talk"
    LOGISTICS = "logistics"
    INSIDE = "inside"
    UNFINISHED = "unfinished"
    COMMAND = "command"
    TOO_LITTLE = "too-little"
    SMALL_OR_INSIDE = "small-or-inside"
    NO_MOVEMENT = "no-movement"
    CARD_SHOWN = "card-shown"

    @property
    def sentence(self) -> str:
        """What `nbp try` prints."""
        return SENTENCES[self]


SENTENCES: dict[Silence, str] = {
    Silence.NOTHING_SAID: "Nothing was said.",
    Silence.LAUGHTER: "Laughter alone.",
    Silence.SMALL_TALK: "Only agreement or small words.",
    Silence.LOGISTICS: "Logistics, not inner work.",
    Silence.INSIDE: "The Partner is inside: wait.",
    Silence.UNFINISHED: "The Partner is still finding words.",
    Silence.COMMAND: "Words for a machine, not inner work.",
    Silence.TOO_LITTLE: "Too little to go on.",
    Silence.SMALL_OR_INSIDE: "Too small to answer, or the Partner is inside.",
    Silence.NO_MOVEMENT: "Two hints brought no movement: let them be for a moment.",
    Silence.CARD_SHOWN: "The safety card is shown instead of a hint.",
}

ASIDES = frozenset({Silence.NOTHING_SAID, Silence.LAUGHTER, Silence.SMALL_TALK, Silence.LOGISTICS})
"""What was said before them still waits for its answer."""
