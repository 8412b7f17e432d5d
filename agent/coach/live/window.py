"""What the Partner said lately: the words that still wait for an answer, and those before them."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable

JOINED_S = 20.0  # unanswered words older than this are context, not part of what is being said
REMEMBERED = 8  # utterances kept as context


class Window:
    """Words live here only: in memory, bounded, and gone with the session or with the consent."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._unanswered: list[tuple[float, str]] = []
        self._before: deque[str] = deque(maxlen=REMEMBERED)

    def joined(self, text: str) -> str:
        """What is being said now: the unanswered words of the last seconds, then `text`."""
        self._age()
        return " ".join([*(said for _, said in self._unanswered), text]).strip()

    def context(self) -> tuple[str, ...]:
        """What was said before that, oldest first."""
        self._age()
        return tuple(self._before)

    def latest(self) -> str:
        """The words to answer when the Facilitator asks: those unanswered, else the last ones."""
        return self.joined("") or (self._before[-1] if self._before else "")

    def add(self, text: str) -> None:
        """An utterance that ought to be answered."""
        self._unanswered.append((self._now(), text))

    def add_aside(self, text: str) -> None:
        """An utterance that calls for no answer by itself."""
        self._before.append(text)

    def answered(self) -> None:
        """A hint has begun on everything so far."""
        self._before.extend(said for _, said in self._unanswered)
        self._unanswered.clear()

    def forget(self) -> None:
        """Consent was withdrawn, or the words were answered by the safety card."""
        self._unanswered.clear()
        self._before.clear()

    def _age(self) -> None:
        oldest = self._now() - JOINED_S
        while self._unanswered and self._unanswered[0][0] < oldest:
            self._before.append(self._unanswered.pop(0)[1])
