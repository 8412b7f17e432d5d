"""The summary or the suggestion as it is spelled: each letter is shown as soon as nothing unfit can come of it."""

from __future__ import annotations

import re

from agent.coach.guard.hint_checks import HintChecks, Unfit
from agent.coach.guard.hint_labels import SUGGESTION, SUMMARY, inline
from agent.coach.guard.hint_text import HintText
from core.protocol.hint import SUGGESTION_WORDS, SUMMARY_WORDS

ENDS = ".?!"
_SOFT_WORDS = 18  # from here on a summary may end at its next comma


class Sentences:
    """One line's words into `out`: one sentence for the summary, two for the suggestion, none too long.

    `before`: the words shown so far, lower case, of this line and the one before it; grows.
    """

    def __init__(self, field: int, out: HintText, checks: HintChecks, before: list[str]) -> None:
        self._field = field
        self._out = out
        self._checks = checks
        self._before = before
        self._most_words = SUMMARY_WORDS if field == SUMMARY else SUGGESTION_WORDS
        self._most_sentences = 1 if field == SUMMARY else 2
        self._word = ""  # open, not all of it shown
        self._shown = ""  # of the open word
        self._words = 0
        self._sentences = 0
        self._full = False

    @property
    def begun(self) -> bool:
        """Something was written, shown or not."""
        return bool(self._words or self._word or self._shown)

    def letter(self, char: str) -> int | None:
        """The field whose label these letters turned out to open, which ends this line, or None. Raises Unfit."""
        if self._full:
            self._word = self._word + char if char != " " else ""
            label = inline(self._word)
            if label:
                self._word = ""
                return label.field
            return None
        if char in '*`#|_\\<>{}[]"“”„«»':
            return None
        if char == " ":
            self._end_word()
            return None
        self._word += char
        if char in ":：" and (label := inline(self._word)):
            self._word = ""
            self.close(cut=False)
            return label.field
        self._release()
        return None

    def close(self, *, cut: bool) -> None:
        """The line is over; `cut`: in the middle. Raises Unfit for its last word."""
        if self._full:
            return
        if cut:
            self._word = ""
            self._shown = ""
        else:
            self._end_word(last=True)
        line = self._out.lines[self._field]
        if not line:
            return
        if self._out.closed(self._field):
            if not cut:
                self._out.end_sentence(self._field)
            return
        if cut:
            self._out.cut = True
            self._mark("…")
            return
        mark = "?" if self._field == SUGGESTION and _asks(line) else "."
        if line[-1] in ",;:":
            mark = ""
        self._mark(mark)
        self._out.end_sentence(self._field)
        self._full = True

    def _release(self) -> None:
        """Let letters of the open word out, unless they may still become something that must not be shown."""
        word = self._word
        sure = len(word)
        while sure and not (word[sure - 1].isalnum()):
            sure -= 1  # punctuation waits for what follows it
        if sure <= len(self._shown) or self._words + 1 > self._most_words:
            return
        if word[:sure].isupper() or self._checks.may_become_unfit(word, self._before):
            return
        if not word[0].isalnum() and not any(c.isalnum() for c in word):
            return
        self._show(word[:sure], self._shown)
        self._shown = word[:sure]

    def _end_word(self, last: bool = False) -> None:
        word, self._word = self._word, ""
        shown, self._shown = self._shown, ""
        if not word:
            return
        if not any(c.isalnum() for c in word):
            if word in ("–", "—", "-", "--") and self._out.lines[self._field] and not last:
                self._mark(" –")
            elif word[0] in ENDS and self._out.lines[self._field] and not shown:
                self._end_sentence(word[0])
            return
        tail = ""
        core = word
        while core and not core[-1].isalnum():
            tail = core[-1] + tail
            core = core[:-1]
        reason = self._checks.unfit(core, self._before, summary=self._field == SUMMARY)
        if reason:
            if shown:
                self._out.cut = True
            raise Unfit(reason)
        if not shown and self._words + 1 > self._most_words:
            self._mark("…")
            self._out.end_sentence(self._field)
            self._full = True
            return
        self._show(core, shown)
        self._before.append(core.lower().replace("’", "'"))
        self._words += 1
        self._end_with(tail.strip("'’)(-–—/\""), last)

    def _end_with(self, tail: str, last: bool) -> None:
        """The marks behind a word."""
        if not tail:
            return
        if "…" in tail or tail.startswith(".."):
            self._mark("…")
        elif any(c in ENDS for c in tail):
            self._end_sentence(next(c for c in tail if c in ENDS))
        elif self._field == SUMMARY and self._words >= _SOFT_WORDS and tail[-1] in ",;:":
            self._end_sentence(".")
        elif tail[-1] in ",;:" and not last:
            self._mark(tail[-1])

    def _end_sentence(self, mark: str) -> None:
        if self._field == SUMMARY or mark == "!":
            mark = "."
        if self._out.closed(self._field):
            return
        self._mark(mark)
        self._out.end_sentence(self._field)
        self._sentences += 1
        if self._sentences >= self._most_sentences:
            self._full = True

    def _show(self, word: str, shown: str) -> None:
        """What of the word is not out yet."""
        self._out.put(self._field, _apostrophes(word)[len(_apostrophes(shown)) :], new_word=not shown)

    def _mark(self, mark: str) -> None:
        self._out.put(self._field, mark, raw=True)


def _asks(text: str) -> bool:
    last = re.split(r"[.?!…]\s", text)[-1].strip().lower()
    return bool(re.match(r"(what|where|how|who|which|when|is|are|do|does|did|can|could|would|will|shall|might|may|any)\b", last))


def _apostrophes(word: str) -> str:
    """Quotes at a word's rim go, apostrophes within it stay."""
    return word.lstrip("'‘’(").rstrip("'‘")
