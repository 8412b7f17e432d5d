"""A model's stream mended into the hint's form, letter by letter: wrong labels, markup, lists, JSON, too many words."""

from __future__ import annotations

import re

from agent.coach.guard import json_hint
from agent.coach.guard.hint_checks import HintChecks, Unfit
from agent.coach.guard.hint_labels import FOLLOW_UP, REMINDER_LINE, SUGGESTION, SUMMARY, inline, opened
from agent.coach.guard.hint_text import HintText, tidy
from agent.coach.guard.sentences import ENDS, Sentences
from core.protocol.hint import FOLLOW_UP_WORDS, SPARE_FOLLOW_UPS, SUGGESTION_WORDS, Hint

_RAW_CHARS = 6000  # what a model writes beyond this is not a hint
_FOLLOW_UPS = 2


class HintParser:
    """Feeds on a model's deltas, gives back only whole-form wire text; chunk borders never matter.

    `spare` is the built-in hint for the same moment: its lines stand in for lines the model left out.
    """

    def __init__(self, reminder: bool, spare: Hint | None = None, checks: HintChecks | None = None) -> None:
        self.reminder = reminder
        self.spare = spare
        self.refused: str | None = None  # why the rest was dropped, for the log
        self._checks = checks or HintChecks()
        self._out = HintText()
        self._at = "label"  # label | loose | field | skip | json | end
        self._line = ""
        self._seen = 0
        self._field = -1  # the furthest field begun
        self._words: list[str] = []  # shown so far
        self._sentences = self._open(SUMMARY)  # the summary or suggestion that is being written
        self._item = ""  # the follow-up that is
        self._loose: list[str] = []

    @property
    def done(self) -> bool:
        """Nothing more can come of this stream: the hint is whole, or the rest was refused."""
        return self._at == "end" or len(self._out.items) >= _FOLLOW_UPS

    # -- in
    def feed(self, delta: str) -> str:
        """Wire text that may be shown now; may be empty."""
        for char in delta:
            self._step(char)
        return self._out.drain()

    def close(self, cut: bool = False) -> tuple[str, Hint | None]:
        """The rest of the wire text and the whole hint; (“”, None) when nothing usable came.

        `cut`: the model's stream broke, so an open sentence is closed with an ellipsis and left out of the Hint.
        """
        try:
            if self._at == "json":
                self._read_json()
            elif self._at != "end":
                self._end_line(cut=cut)
        except Unfit as unfit:
            self._refuse(unfit)
        if not self._out.started:
            return "", None
        self._finish()
        out = self._out
        whole = Hint(
            out.whole[SUMMARY] or (self.spare.summary if self.spare else out.lines[SUMMARY]),
            out.whole[SUGGESTION] or (self.spare.suggestion if self.spare else out.lines[SUGGESTION]),
            tuple(out.items),
            self.reminder,
        )
        return out.drain(), whole

    # -- one letter
    def _step(self, char: str) -> None:
        self._seen += 1
        if self._at == "end":
            return
        try:
            if self._seen > _RAW_CHARS:
                raise Unfit("too long")
            self._take(char)
        except Unfit as unfit:
            self._refuse(unfit)

    def _take(self, char: str) -> None:
        if self._at == "json":
            self._line += char
            return
        if char in "\r\n\u2028\u2029\x0b\x0c\x85":
            self._end_line()
            return
        if char == "\t" or char == "\xa0":
            char = " "
        if not char.isprintable():
            return
        if self._at == "label":
            self._line += char
            if self._field < 0 and not self._loose and self._line.strip() == "{":
                self._at = "json"
                self._line = "{"
                return
            found = opened(self._line)
            if found is False:
                self._at = "loose"
            elif found is not True:
                self._begin(found)
        elif self._at == "loose":
            self._line = (self._line + char)[-600:]
            label = inline(self._line) if char in ":：" else None
            if label:
                before = self._line[: label.start].strip()
                if before and self._field >= 0:
                    self._loose.append(before)
                self._begin(label.field)
        elif self._at == "field":
            self._letter(char)

    def _end_line(self, cut: bool = False) -> None:
        if self._at == "field":
            if self._field == FOLLOW_UP:
                self._end_item()
            elif self._sentences.begun:
                self._sentences.close(cut=cut)
            else:
                return  # an empty labelled line: its words come on the next one
        elif self._at in ("loose", "label"):
            line = self._line.strip()
            if line and not cut:
                self._loose_line(line)
        self._at, self._line = "label", ""

    def _loose_line(self, line: str) -> None:
        if self._field == FOLLOW_UP:
            for item in re.split(r"\||•", line):
                self._add_item(item)
        elif self._field >= 0:
            self._loose.append(line)

    def _read_json(self) -> None:
        raw, self._line, self._at = self._line, "", "label"
        for char in json_hint.labelled(raw):
            self._step(char)
        if self._at != "end":
            self._end_line()

    # -- fields
    def _open(self, field: int) -> Sentences:
        return Sentences(field, self._out, self._checks, self._words)

    def _begin(self, field: int) -> None:
        self._line = ""
        if field == REMINDER_LINE:
            self._at = "skip"
        elif field == FOLLOW_UP and self._field == FOLLOW_UP:
            self._at = "field"
        elif field <= self._field:
            self._at = "end" if self._field == FOLLOW_UP or field == SUMMARY else "skip"
        else:
            self._fill(field)
            self._field = field
            self._at = "field"
            if field != FOLLOW_UP:
                self._sentences = self._open(field)

    def _fill(self, upto: int) -> None:
        """Supply the lines before `upto` that the model left out."""
        if upto > SUMMARY and not self._out.lines[SUMMARY]:
            if self.spare is None:
                raise Unfit("no summary")
            self._say(SUMMARY, self.spare.summary)
        if upto > SUGGESTION and not self._out.lines[SUGGESTION]:
            suggestion = self._left_over() or (self.spare.suggestion if self.spare else None)
            if suggestion is None:
                raise Unfit("no suggestion")
            self._say(SUGGESTION, suggestion)

    def _left_over(self) -> str | None:
        """An unlabelled line that would do as the suggestion."""
        return next((line for line in self._loose if self._fits(line)), None)

    def _fits(self, line: str) -> bool:
        words = line.split()
        return 3 <= len(words) <= SUGGESTION_WORDS and line[-1] in ENDS and self._checks.passes(line)

    def _say(self, field: int, text: str) -> None:
        self._out.say(field, text)
        self._field = max(self._field, field)

    def _letter(self, char: str) -> None:
        if self._field == FOLLOW_UP:
            if char in "|•;":
                self._end_item()
            else:
                self._item = (self._item + char)[-400:]
            return
        field = self._sentences.letter(char)
        if field is not None:
            self._begin(field)

    # -- follow-ups
    def _end_item(self) -> None:
        item, self._item = self._item, ""
        self._add_item(item)

    def _add_item(self, item: str) -> None:
        label = inline(item.strip()[:14]) if ":" in item[:14] else None
        if label:
            item = item[label.end :]
        cutoff = re.search(r"\bREMINDER\b", item)
        if cutoff:
            item = item[: cutoff.start()]
        item = _invitation(item)
        if not item or len(self._out.items) >= _FOLLOW_UPS or item in self._out.items:
            return
        if len(item.split()) > FOLLOW_UP_WORDS or not self._checks.passes(item):
            return
        self._out.invite(item)

    # -- out
    def _finish(self) -> None:
        """Bring whatever was begun into whole form."""
        out = self._out
        if self._field < SUGGESTION or not out.lines[SUGGESTION]:
            out.trail_off(SUMMARY)
            left_over = self._left_over() if not out.cut else None
            self._say(SUGGESTION, left_over or (self.spare.suggestion if self.spare else "What do you notice inside right now?"))
        else:
            out.trail_off(SUGGESTION)
            if not out.whole[SUGGESTION]:
                out.say_again(SUGGESTION, self.spare.suggestion if self.spare else "What do you notice right now?")
        for spare in (self.spare.follow_ups if self.spare else ()) + SPARE_FOLLOW_UPS:
            if len(out.items) >= _FOLLOW_UPS:
                break
            if spare not in out.items:
                out.invite(spare)
        if self.reminder:
            out.remind()
        self._at = "end"

    def _refuse(self, unfit: Unfit) -> None:
        self.refused = unfit.reason
        self._at = "end"


def _invitation(text: str) -> str:
    text = tidy(text)
    text = re.sub(r"^[\s\-–—•.,:/\d)(]+", "", text).strip(" .,;:/-–—'‘’(")
    return text[:1].upper() + text[1:]
