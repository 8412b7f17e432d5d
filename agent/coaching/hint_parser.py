"""A model's stream mended into the hint's form, letter by letter: wrong labels, markup, lists, JSON, too many words."""

from __future__ import annotations

import json
import re

from agent.coaching.hint_checks import HintChecks
from agent.coaching.hints import FOLLOW_UP_WORDS, LABELS, REMINDER, SPARE_FOLLOW_UPS, SUGGESTION_WORDS, SUMMARY_WORDS, Hint

_SOFT_WORDS = 18  # from here on a summary may end at its next comma
_RAW_CHARS = 6000  # what a model writes beyond this is not a hint

_JUNK = "\\s>*_#•–\\-\\d.)(\\]\\[\"'`“”"
_LEAD = re.compile(f"^[{_JUNK}]*")
_NAMES = {"SUMMARY": 0, "SUGGESTION": 1, "SUGGESTIONS": 1, "FOLLOWUP": 2, "FOLLOWUPS": 2, "FOLLOWUPQUESTIONS": 2, "REMINDER": 3}
_INLINE = re.compile(r"\b(SUMMARY|SUGGESTIONS?|FOLLOW[- ]?UPS?|REMINDER)[*_\s]*[:：]$")
_ENDS = ".?!"
_CLOSERS = ".?!…"


def _label(line: str) -> int | bool | None:
    """The field a held line opens (0–3), True while it may yet become a label, False when it cannot."""
    rest = _LEAD.sub("", line)
    if not rest:
        return True
    named = re.match(r"([A-Za-z][A-Za-z _\-]*?)[*_\s\"'`\d]*([:：=]|\s[–—-]\s)", rest)
    if named:
        field = _NAMES.get(re.sub(r"[^A-Z]", "", named[1].upper()))
        return False if field is None else field
    if re.search(r"[^A-Za-z _\-*\"'`\d]", rest):
        return False
    letters = re.sub(r"[^A-Z]", "", rest.upper())
    return any(name.startswith(letters) for name in _NAMES)


class HintParser:
    """Feeds on a model's deltas, gives back only whole-form wire text; chunk borders never matter.

    `spare` is the built-in hint for the same moment: its lines stand in for lines the model left out.
    """

    def __init__(self, reminder: bool, spare: Hint | None = None, checks: HintChecks | None = None) -> None:
        self.reminder = reminder
        self.spare = spare
        self.started = False  # something went out
        self.refused: str | None = None  # why the rest was dropped, for the log
        self.cut = False  # a sentence stayed unfinished
        self._checks = checks or HintChecks()
        self._out: list[str] = []
        self._at = "label"  # label | loose | field | skip | json | end
        self._line = ""
        self._seen = 0
        self._field = -1  # the furthest field begun
        self._text: list[str] = ["", ""]  # whole summary and suggestion as sent
        self._whole: list[str] = ["", ""]  # the same, whole sentences only
        self._items: list[str] = []
        self._loose: list[str] = []
        self._word = ""
        self._held = ""
        self._words = 0
        self._sentences = 0
        self._full = False
        self._recent: list[str] = []

    @property
    def done(self) -> bool:
        """Nothing more can come of this stream: the hint is whole, or the rest was refused."""
        return self._at == "end" or len(self._items) >= 2

    # -- in
    def feed(self, delta: str) -> str:
        """Wire text that may be shown now; may be empty."""
        for char in delta:
            self._step(char)
        return self._drain()

    def close(self, cut: bool = False) -> tuple[str, Hint | None]:
        """The rest of the wire text and the whole hint; (“”, None) when nothing usable came.

        `cut`: the model's stream broke, so an open sentence is closed with an ellipsis and left out of the Hint.
        """
        if self._at == "json":
            self._read_json()
        elif self._at != "end":
            self._end_line(cut=cut)
        if not self.started and not (self._field >= 0 and self.spare):
            return "", None
        if not self.started:
            return "", None
        self._finish()
        whole = Hint(
            self._whole[0] or (self.spare.summary if self.spare else self._text[0]),
            self._whole[1] or (self.spare.suggestion if self.spare else self._text[1]),
            tuple(self._items),
            self.reminder,
        )
        return self._drain(), whole

    # -- one letter
    def _step(self, char: str) -> None:
        self._seen += 1
        if self._at == "end":
            return
        if self._seen > _RAW_CHARS:
            self._refuse("too long")
            return
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
            found = _label(self._line)
            if found is False:
                self._at = "loose"
            elif found is not True and found is not None:
                self._begin(int(found))
        elif self._at == "loose":
            self._line = (self._line + char)[-600:]
            inline = _INLINE.search(self._line) if char in ":：" else None
            if inline:
                before = self._line[: inline.start()].strip()
                if before and self._field >= 0:
                    self._loose.append(before)
                self._begin(_NAMES[re.sub(r"[^A-Z]", "", inline[1])])
        elif self._at == "field":
            self._letter(char)

    def _end_line(self, cut: bool = False) -> None:
        if self._at == "field":
            if self._field < 2:
                if self._words or self._word or self._held:
                    self._close_sentence(cut)
                    if self._at != "end":
                        self._at, self._line = "label", ""
                # an empty labelled line: its words come on the next one
            else:
                self._end_item()
                self._at, self._line = "label", ""
            return
        if self._at in ("loose", "label"):
            line = self._line.strip()
            if line and not cut:
                self._loose_line(line)
        self._at, self._line = "label", ""

    def _loose_line(self, line: str) -> None:
        if self._field == 2:
            for item in re.split(r"\||•", line):
                self._add_item(item)
        elif self._field >= 0:
            self._loose.append(line)

    # -- fields
    def _begin(self, field: int) -> None:
        self._line = ""
        if field == 3:
            self._at = "skip"
        elif field == 2 and self._field == 2:
            self._at = "field"
        elif field <= self._field:
            self._at = "end" if self._field == 2 or field == 0 else "skip"
        else:
            self._fill(field)
            if self._at == "end":
                return
            self._field = field
            self._at = "field"
            self._word, self._held, self._words, self._sentences, self._full = "", "", 0, 0, False

    def _fill(self, upto: int) -> None:
        """Supply the lines before `upto` that the model left out."""
        if upto >= 1 and not self._text[0]:
            if self.spare is None:
                self._refuse("no summary")
                return
            self._say(0, self.spare.summary)
        if upto >= 2 and not self._text[1]:
            loose = next((line for line in self._loose if self._fits(line)), None)
            if loose:
                self._say(1, loose)
            elif self.spare:
                self._say(1, self.spare.suggestion)
            else:
                self._refuse("no suggestion")

    def _fits(self, line: str) -> bool:
        words = line.split()
        return 3 <= len(words) <= SUGGESTION_WORDS and line[-1] in _ENDS and self._checks.passes(line)

    def _say(self, field: int, text: str) -> None:
        text = _tidy(text)
        self._emit(("" if field == 0 else "\n") + f"{LABELS[field]}: {text}")
        self._text[field] = self._whole[field] = text
        self._field = max(self._field, field)

    def _letter(self, char: str) -> None:
        if self._field == 2:
            if char in "|•;":
                self._end_item()
            else:
                self._held = (self._held + char)[-400:]
            return
        if self._full:
            self._word = self._word + char if char != " " else ""
            inline = _INLINE.search(self._word)
            if inline:
                self._word = ""
                self._begin(_NAMES[re.sub(r"[^A-Z]", "", inline[1])])
            return
        if char in '*`#|_\\<>{}[]"“”„«»':
            return
        if char == " ":
            self._end_word()
            return
        self._word += char
        if char in ":：":
            inline = _INLINE.search(self._word)
            if inline:
                field = _NAMES[re.sub(r"[^A-Z]", "", inline[1])]
                self._word = ""
                self._close_sentence(cut=False)
                if self._at != "end":
                    self._begin(field)
                return
        self._release()

    def _release(self) -> None:
        """Let letters of the open word out, unless they may still become something that must not be shown."""
        word = self._word
        sure = len(word)
        while sure and not (word[sure - 1].isalnum()):
            sure -= 1  # punctuation waits for what follows it
        if sure <= len(self._held) or self._words + 1 > self._limit():
            return
        if word[:sure].isupper() or self._checks.may_become_unfit(word, self._recent):
            return
        if not word[0].isalnum() and not any(c.isalnum() for c in word):
            return
        shown = _apostrophes(word[:sure])
        self._put(shown[len(_apostrophes(self._held)) :], new_word=not self._held)
        self._held = word[:sure]

    def _limit(self) -> int:
        return SUMMARY_WORDS if self._field == 0 else SUGGESTION_WORDS

    def _end_word(self, last: bool = False) -> None:
        word, self._word = self._word, ""
        held, self._held = self._held, ""
        if not word:
            return
        if not any(c.isalnum() for c in word):
            if word in ("–", "—", "-", "--") and self._text[self._field] and not last:
                self._put(" –", raw=True)
            elif word[0] in _ENDS and self._text[self._field] and not held:
                self._sentence_end(word[0])
            return
        tail = ""
        core = word
        while core and not core[-1].isalnum():
            tail = core[-1] + tail
            core = core[:-1]
        reason = self._checks.unfit(core, self._recent, summary=self._field == 0)
        if reason:
            if held:
                self.cut = True
            self._refuse(reason)
            return
        if not held and self._words + 1 > self._limit():
            self._put("…", raw=True)
            self._whole[self._field] = self._text[self._field]
            self._full = True
            return
        shown = _apostrophes(core)
        self._put(shown[len(_apostrophes(held)) :], new_word=not held)
        self._recent.append(core.lower().replace("’", "'"))
        self._words += 1
        tail = tail.strip("'’)(-–—/\"")
        if not tail:
            return
        if "…" in tail or tail.startswith(".."):
            self._put("…", raw=True)
        elif any(c in _ENDS for c in tail):
            self._sentence_end(next(c for c in tail if c in _ENDS))
        elif self._field == 0 and self._words >= _SOFT_WORDS and tail[-1] in ",;:":
            self._sentence_end(".")
        elif tail[-1] in ",;:" and not last:
            self._put(tail[-1], raw=True)

    def _sentence_end(self, mark: str) -> None:
        if self._field == 0 or mark == "!":
            mark = "."
        if self._text[self._field][-1:] in _CLOSERS:
            return
        self._put(mark, raw=True)
        self._whole[self._field] = self._text[self._field]
        self._sentences += 1
        if self._sentences >= (1 if self._field == 0 else 2):
            self._full = True

    def _close_sentence(self, cut: bool) -> None:
        field = self._field
        if self._full:
            return
        if cut:
            self._word = ""
            self._held = ""
        else:
            self._end_word(last=True)
        if self._at == "end" or not self._text[field]:
            return
        if self._text[field][-1] in _CLOSERS:
            if not cut:
                self._whole[field] = self._text[field]
            return
        self._text[field] = self._text[field]
        if cut:
            self.cut = True
            self._put("…", raw=True)
            return
        mark = "?" if field == 1 and _asks(self._text[field]) else "."
        if self._text[field][-1] in ",;:":
            mark = ""
        self._put(mark, raw=True)
        self._whole[field] = self._text[field]
        self._full = True

    def _put(self, text: str, new_word: bool = False, raw: bool = False) -> None:
        if not text:
            return
        field = self._field
        if not self._text[field]:
            if raw:
                return
            text = text[0].upper() + text[1:]
            self._emit(("" if field == 0 else "\n") + f"{LABELS[field]}: ")
        elif new_word and not raw:
            text = " " + text
        self._text[field] += text
        self._emit(text)

    # -- follow-ups
    def _end_item(self) -> None:
        item, self._held = self._held, ""
        self._add_item(item)

    def _add_item(self, item: str) -> None:
        label = _INLINE.search(item.strip()[:14] if ":" in item[:14] else "")
        if label:
            item = item[label.end() :]
        cutoff = re.search(r"\bREMINDER\b", item)
        if cutoff:
            item = item[: cutoff.start()]
        item = _invitation(item)
        if not item or len(self._items) >= 2 or item in self._items:
            return
        if len(item.split()) > FOLLOW_UP_WORDS or not self._checks.passes(item):
            return
        if self._at == "end" and self.refused:
            return
        self._emit((" | " if self._items else "\nFOLLOW-UP: ") + item)
        self._items.append(item)

    # -- out
    def _finish(self) -> None:
        """Bring whatever was begun into whole form."""
        if self._field < 1 or not self._text[1]:
            self._field = max(self._field, 0)
            if self._text[0][-1:] not in _CLOSERS:
                self._emit("…")
                self._text[0] += "…"
            loose = next((line for line in self._loose if self._fits(line)), None) if not self.cut else None
            self._say(1, loose or (self.spare.suggestion if self.spare else "What do you notice inside right now?"))
        elif not self._whole[1]:
            if self._text[1][-1:] not in _CLOSERS:
                self._emit("…")
                self._text[1] += "…"
            again = self.spare.suggestion if self.spare else "What do you notice right now?"
            self._emit(" " + again)
            self._text[1] += " " + again
            self._whole[1] = again
        elif self._text[1][-1:] not in _CLOSERS:
            self._emit("…")
            self._text[1] += "…"
        spares = (self.spare.follow_ups if self.spare else ()) + SPARE_FOLLOW_UPS
        for spare in spares:
            if len(self._items) >= 2:
                break
            if spare not in self._items:
                self._emit((" | " if self._items else "\nFOLLOW-UP: ") + spare)
                self._items.append(spare)
        if self.reminder:
            self._emit(f"\nREMINDER: {REMINDER}")
        self._at = "end"

    def _refuse(self, reason: str) -> None:
        self.refused = reason
        self._at = "end"

    def _emit(self, text: str) -> None:
        self.started = True
        self._out.append(text)

    def _drain(self) -> str:
        out = "".join(self._out)
        self._out.clear()
        return out

    def _read_json(self) -> None:
        """A model that answers in JSON has said it all at once: read it whole or drop it."""
        raw = re.sub(r"```\w*", "", self._line).strip()
        self._at = "label"
        try:
            found = json.loads(raw[: raw.rindex("}") + 1])
        except ValueError:
            self._refuse("broken JSON")
            return
        flat = {re.sub(r"[^a-z]", "", str(key).lower()): value for key, value in found.items()} if isinstance(found, dict) else {}
        follow = flat.get("followup", flat.get("followups", ""))
        if isinstance(follow, list):
            follow = " | ".join(str(item) for item in follow)
        lines = [f"SUMMARY: {flat.get('summary', '')}", f"SUGGESTION: {flat.get('suggestion', '')}", f"FOLLOW-UP: {follow}"]
        if not flat.get("summary") or not flat.get("suggestion"):
            self._refuse("JSON without a hint")
            return
        self._line = ""
        for char in "\n".join(re.sub(r"\s+", " ", line) for line in lines):
            self._step(char)
        if self._at != "end":
            self._end_line()


def _asks(text: str) -> bool:
    last = re.split(r"[.?!…]\s", text)[-1].strip().lower()
    return bool(re.match(r"(what|where|how|who|which|when|is|are|do|does|did|can|could|would|will|shall|might|may|any)\b", last))


def _apostrophes(word: str) -> str:
    """Quotes at a word's rim go, apostrophes within it stay."""
    return word.lstrip("'‘’(").rstrip("'‘")


def _tidy(text: str) -> str:
    text = re.sub(r"[*`#|_\\<>{}\[\]\"“”„«»]", "", text)
    return re.sub(r"\s+", " ", text).strip()


def _invitation(text: str) -> str:
    text = _tidy(text)
    text = re.sub(r"^[\s\-–—•.,:/\d)(]+", "", text).strip(" .,;:/-–—'‘’(")
    return text[:1].upper() + text[1:]
