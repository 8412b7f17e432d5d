"""What of a hint is out: its wire text as far as it was shown, and the whole sentences in it."""

from __future__ import annotations

import re

from agent.coach.guard.hint_labels import FOLLOW_UP, SUMMARY
from core.protocol.hint import LABELS
from core.protocol.reminder import REMINDER

CLOSERS = ".?!…"


class HintText:
    """Grows by letters, sentences or lines; `drain` gives what is new. Fields are `hint_labels`' numbers."""

    def __init__(self) -> None:
        self.started = False  # something went out
        self.cut = False  # a sentence stayed unfinished
        self.lines: list[str] = ["", ""]  # summary and suggestion as sent
        self.whole: list[str] = ["", ""]  # the same, whole sentences only
        self.items: list[str] = []  # the follow-ups
        self._new: list[str] = []

    def put(self, field: int, text: str, *, new_word: bool = False, raw: bool = False) -> None:
        """Letters of a sentence; `raw`: a mark, which begins nothing."""
        if not text:
            return
        if not self.lines[field]:
            if raw:
                return
            text = text[0].upper() + text[1:]
            self._emit(_opening(field))
        elif new_word and not raw:
            text = " " + text
        self.lines[field] += text
        self._emit(text)

    def say(self, field: int, text: str) -> None:
        """A whole line at once."""
        text = tidy(text)
        self._emit(_opening(field) + text)
        self.lines[field] = self.whole[field] = text

    def say_again(self, field: int, text: str) -> None:
        """A whole sentence behind one that stayed unfinished."""
        self._emit(" " + text)
        self.lines[field] += " " + text
        self.whole[field] = text

    def end_sentence(self, field: int) -> None:
        """What is out up to here is whole."""
        self.whole[field] = self.lines[field]

    def closed(self, field: int) -> bool:
        """Whether the line ends as a sentence does; an empty one does too."""
        return self.lines[field][-1:] in CLOSERS

    def trail_off(self, field: int) -> None:
        """An ellipsis where a sentence stays open."""
        if not self.closed(field):
            self._emit("…")
            self.lines[field] += "…"

    def invite(self, item: str) -> None:
        """One more follow-up."""
        self._emit((" | " if self.items else "\n" + LABELS[FOLLOW_UP] + ": ") + item)
        self.items.append(item)

    def remind(self) -> None:
        """The fixed last line."""
        self._emit(f"\nREMINDER: {REMINDER}")

    def drain(self) -> str:
        """The wire text since the last time."""
        out = "".join(self._new)
        self._new.clear()
        return out

    def _emit(self, text: str) -> None:
        self.started = True
        self._new.append(text)


def tidy(text: str) -> str:
    """Without markup, on one line."""
    text = re.sub(r"[*`#|_\\<>{}\[\]\"“”„«»]", "", text)
    return re.sub(r"\s+", " ", text).strip()


def _opening(field: int) -> str:
    return ("" if field == SUMMARY else "\n") + LABELS[field] + ": "
