"""What is known of one turn: its pieces, what was read of them, and what of that is believed."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from core.speech import guards
from core.speech.level_gate import Measured
from core.speech.stt import Transcript


@dataclass(slots=True, eq=False)
class Piece:
    """One piece of a turn, read up to a silence."""

    task: asyncio.Task[Transcript]

    @property
    def heard(self) -> Transcript | None:
        if not self.task.done() or self.task.cancelled():
            return None
        return None if self.task.exception() else self.task.result()


@dataclass(slots=True, eq=False)
class SpeechTurn:
    """One that is open, or that closed and waits for its text."""

    number: int
    start: int
    begin: int  # first step of the piece that is not sealed
    sealed: list[Piece] = field(default_factory=list)
    reading: Piece | None = None  # of the open piece, up to the latest dip
    draft: Transcript | None = None  # the newest transcript of the open piece's beginning
    drafting: asyncio.Task[None] | None = None
    drafted_at: int = 0
    said: str | None = None  # the text of the Paused that stands
    near: bool = False  # it is the Partner's, whatever follows
    measured: Measured | None = None  # its level, once it is over

    @property
    def pieces(self) -> list[Piece]:
        return [*self.sealed, self.reading] if self.reading else self.sealed

    @property
    def read(self) -> bool:
        """Every piece is, as far as it went."""
        return all(piece.task.done() for piece in self.pieces)

    def believed(self, speech_s: float, mean_p: float) -> tuple[str, str | None]:
        """-> the believed text of all pieces, and why the first that is not believed is not. Every piece is read."""
        texts: list[str] = []
        reason: str | None = None
        for piece in self.pieces:
            heard = piece.heard
            why = "recogniser-failed" if heard is None else guards.doubt(heard, speech_s, mean_p)
            if heard is not None and why is None:
                texts.append(guards.clean(heard.text))
            reason = reason or why
        return " ".join(texts), reason
