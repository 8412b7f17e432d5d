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
    uhm i'm he's she's we're they're you're i've i'd i'll there's that's where's gonna wanna
    """
)
# These may end a sentence ("what it is."), mostly they do not.
_SELDOM_LAST = _set(
    """
    so that like to of in on at for with from by about as if when while where which who what is was are were am be been
    has have had do does did will would could should can might i he she we they it's its your his her this these those
    very really just kind sort well then not feel feels think thinks mean guess want wants need needs say says said tell
    tells keep keeps make makes look looks sound sounds seem seems
    """
)
_AND = _set("and but or because so")
_AND_NOW = _set("now then so maybe also yet still even sometimes suddenly like")
_OPENERS = _set("when if because although though while since whenever after before unless until as")
_LAST_SENTENCE = re.compile(r"[^.!?…]+[.!?…]*\s*$")

PAUSE_S: dict[Ending, float] = {"finished": 0.096, "unsure": 0.16, "unfinished": 0.224}
WAIT_S: dict[Ending, float] = {"finished": 0.416, "unsure": 0.48, "unfinished": 0.48}


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
    if last in _SELDOM_LAST:
        return "unsure" if stopped and len(words) > 2 else "unfinished"
    sentence = _LAST_SENTENCE.search(text)
    own = sentence.group(0).rstrip(" ,.") if sentence else text
    clause = re.findall(r"[\w']+", own)
    if "," not in own and clause and clause[0] in _OPENERS and len(clause) <= 9:
        return "unfinished"  # "When my sister called." is half a thought
    if not stopped:
        return "unsure" if len(words) >= 3 else "unfinished"
    return "finished" if len(words) >= 3 else "unsure"


def pause_s(text: str) -> float:
    """The silence after which to begin thinking about this text."""
    return PAUSE_S[ending(text)]


def wait_s(text: str) -> float:
    """The silence after which the speaker is taken to have finished."""
    return WAIT_S[ending(text)]
