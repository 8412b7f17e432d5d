"""Is the sentence finished? Reads the words and their punctuation, says how long a silence is meant. Pure."""

from __future__ import annotations

import re
from typing import Literal

Ending = Literal["finished", "unsure", "unfinished"]


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


# After these somebody goes on, whatever full stop the recogniser put behind them.
_NEVER_LAST = _set(
    """
    and but or because cause 'cause cuz although though unless whether than the a an my our their every um uh er erm mm hm
    uhm of by kind sort i'm he's she's we're they're you're i've i'd i'll there's that's where's gonna wanna
    """
)
# These may end a sentence ("what it is."), mostly they do not.
_SELDOM_LAST = _set(
    """
    so that like to in on at for with from about if when while where which who what is was are were am be been
    has have had do does did will would could should can might i he she we they it's its your his her this these those
    very really just then not feel feels think thinks mean guess want wants need needs say says said tell
    tells keep keeps make makes look looks sound sounds seem seems
    """
)
# Behind a subject ("now I feel", "since I was") these want a word more, unless the clause asks or compares ("how I feel").
_LINKS = _set(
    "is was are were am feel feels felt think mean guess wants says said tells keeps makes looks sounds seems seemed would could"
)
_SUBJECTS = _set("i he she we they it you that this there")
_ASKS = _set("what how why who where when which than all as whatever whoever whether if")
# "that" behind one of these points at something; behind a noun ("a part of me that") it opens a clause.
_POINTED = _set(
    """
    about after all at before believe by did do does doing done for from get hate hear is just know like love mean notice of on
    over than to trust understand want was why with without
    """
)
_ENOUGH_WORDS = 6  # whoever has said less goes on more often
_AND = _set("and but or because so")
_AND_NOW = _set("now then so maybe also yet still even sometimes suddenly like i he she we they it")
_OPENERS = _set("when if because although though while since whenever after before unless until as")
_LAST_SENTENCE = re.compile(r"[^.!?…]+[.!?…]*\s*$")

PAUSE_S: dict[Ending, float] = {"finished": 0.096, "unsure": 0.16, "unfinished": 0.512}
WAIT_S: dict[Ending, float] = {"finished": 0.416, "unsure": 0.48, "unfinished": 1.216}
NOTHING_S = 0.48  # silence behind something that held no words
LONGEST_S = 1.25  # nobody is waited for longer, whatever was said
AGAIN_S = 1.0  # who speaks again so soon was not finished


def ending(text: str) -> Ending:
    """How the text stops. Empty text is unfinished."""
    text = text.strip().lower().replace("’", "'")
    words = re.findall(r"[\w']+", text)
    if not words or text.endswith(("-", "–", "—", "...", "…", ":", ";", ",,")):
        return "unfinished"
    last = words[-1]
    if text.endswith(("?", "!")) and last not in _NEVER_LAST:
        return "finished"
    if last in _NEVER_LAST or (last in _AND_NOW and len(words) > 1 and words[-2] in _AND):
        return "unfinished"
    stopped = text.endswith(".")
    sentence = _LAST_SENTENCE.search(text)
    own = sentence.group(0).rstrip(" ,.") if sentence else text
    clause = re.findall(r"[\w']+", own)
    if last in _SELDOM_LAST:
        return "unsure" if stopped and len(words) > 2 and not _wants_more(clause) else "unfinished"
    if "," not in own and clause and clause[0] in _OPENERS and len(clause) <= 9:
        return "unfinished"  # "When my sister called." is half a thought
    if not stopped:
        return "unsure" if len(words) >= 3 else "unfinished"
    return "finished" if len(words) >= _ENOUGH_WORDS else "unsure"


def _wants_more(clause: list[str]) -> bool:
    """A last clause that stops at a word which may end one, but not like this."""
    before, last = clause[-2] if len(clause) > 1 else "", clause[-1]
    if last == "that":
        return before not in _POINTED
    return last in _LINKS and before in _SUBJECTS and not _ASKS.intersection(clause[:-1])


def pause_s(text: str) -> float:
    """The silence after which to begin thinking about this text."""
    return PAUSE_S[ending(text)]


class Pace:
    """How one speaker pauses: who was taken for finished and went on is waited for longer, until that has not happened for a
    while. Once may be chance and counts for little."""

    ONCE, AGAIN, LESS, MOST = 0.15, 0.35, 0.05, 1.8

    def __init__(self) -> None:
        self.stretch = 1.0

    def went_on(self) -> None:
        """The last release came too soon."""
        self.stretch = min(self.MOST, self.stretch + (self.AGAIN if self.stretch > 1.0 else self.ONCE))

    def released(self) -> None:
        """Once more somebody was taken for finished."""
        self.stretch = max(1.0, self.stretch - self.LESS)

    def wait_s(self, text: str) -> float:
        """The silence after which the speaker is taken to have finished."""
        return min(LONGEST_S, WAIT_S[ending(text)] * self.stretch)
