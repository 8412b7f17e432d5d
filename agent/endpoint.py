"""Is the sentence finished? Reads the words and their punctuation, says how long a silence is meant. Pure."""

from __future__ import annotations

import re
from typing import Literal

Ending = Literal["finished", "unsure", "unfinished"]

# After these somebody goes on, whatever full stop the recogniser put behind them.
_NEVER_LAST = frozenset(
    ["and", "but", "or", "because", "cause", "'cause", "cuz", "although", "though", "unless", "whether", "than", "the", "a", "an", "my", "our", "their", "every", "um", "uh", "er", "erm", "mm", "hm", "uhm", "i'm", "he's", "she's", "we're", "they're", "you're", "i've", "i'd", "i'll", "there's", "that's", "where's", "gonna", "wanna"]
)
# These may end a sentence ("what it is."), mostly do not.
_SELDOM_LAST = frozenset(
    ["so", "that", "like", "to", "of", "in", "on", "at", "for", "with", "from", "by", "about", "as", "if", "when", "while", "where", "which", "who", "what", "is", "was", "are", "were", "am", "be", "been", "has", "have", "had", "do", "does", "did", "will", "would", "could", "should", "can", "might", "i", "he", "she", "we", "they", "it's", "its", "your", "his", "her", "this", "these", "those", "very", "really", "just", "kind", "sort", "well", "then", "not"]
)
_OPENERS = frozenset(["when", "if", "because", "although", "though", "while", "since", "whenever", "after", "before", "unless", "until", "as"])
_LAST_SENTENCE = re.compile(r"[^.!?…]+[.!?…]*\s*$")

PAUSE_S: dict[Ending, float] = {"finished": 0.096, "unsure": 0.16, "unfinished": 0.29}
WAIT_S: dict[Ending, float] = {"finished": 0.384, "unsure": 0.448, "unfinished": 0.48}
SOONEST_PAUSE_S = min(PAUSE_S.values())


def ending(text: str) -> Ending:
    """How the text stops. Empty text is unfinished."""
    text = text.strip().lower().replace("’", "'")
    words = re.findall(r"[\w']+", text)
    if not words or text.endswith((",", "-", "–", "—", "...", "…", ":", ";")):
        return "unfinished"
    stopped = text.endswith((".", "!", "?"))
    last = words[-1]
    if last in _NEVER_LAST:
        return "unfinished"
    if last in _SELDOM_LAST and not text.endswith(("!", "?")):
        return "unsure" if stopped and len(words) > 2 else "unfinished"
    if not stopped:
        return "unfinished"
    if text.endswith(("?", "!")):
        return "finished"
    sentence = _LAST_SENTENCE.search(text)
    own = re.findall(r"[\w']+", sentence.group(0)) if sentence else words
    if own and own[0] in _OPENERS and len(own) <= 9 and "," not in (sentence.group(0) if sentence else ""):
        return "unfinished"  # "When my sister called." is half a thought
    return "finished" if len(words) >= 3 else "unsure"


def pause_s(text: str) -> float:
    """The silence after which to begin thinking about this text."""
    return PAUSE_S[ending(text)]


def wait_s(text: str) -> float:
    """The silence after which the speaker is taken to have finished."""
    return WAIT_S[ending(text)]
