"""Danger that is only pointed at: “do it”, “end it”, and what is asked for a friend."""

from __future__ import annotations

import re

from core.reader.danger.meant import AWAY
from core.reader.danger.negation import denies

# “Do it”, “end it”: danger only by what came before.
_BACK = re.compile(
    r"\b(?:do it|doing it|did it|end it|go through with it|going through with it|act on it|acting on it|follow through|finish it|get it over with|the plan|make it happen)\b"
)
_NOTHING_STOPS = re.compile(
    r"\b(?:tonight|no ?body (?:can|could|will|would) stop|no one (?:can|could|will|would) stop|nothing (?:can|will) stop|before i lose my nerve|i have the (?:pills|rope|gun))\b"
)
_ERRAND = re.compile(
    r"\b(?:together|homework|dishes|workout|presentation|gym|interview|race|talk to|tell (?:him|her|them)|ask|call (?:him|her|them|my)|email|sign up)\b"
)
_NAMED_BEFORE = re.compile(
    r"\b(?:die|dying|dead|death|suicid\w+|kill\w*|pills|gun|rope|bridge|knife|razor|hurt (?:him|her|myself)|gone for good|better off without me)\b"
)


def points_back(plain: str, earlier: str) -> bool:
    """“Do it” behind talk of dying, or tonight with nobody to stop it."""
    back = _BACK.search(plain)
    if back is None or denies(plain, back.start()):
        return False
    alone = (
        back[0] in ("end it", "do it", "go through with it", "get it over with")
        and not AWAY.search(plain)
        and not _ERRAND.search(plain)
    )
    return bool((alone and _NOTHING_STOPS.search(plain)) or _NAMED_BEFORE.search(earlier))


def for_a_friend(plain: str) -> bool:
    """A question about dying that is said to be somebody else's."""
    return bool(
        re.search(r"\b(?:for|about) a friend\b", plain)
        and re.search(r"\b(?:pills|overdose|lethal|die|kill|dying|painless)\b", plain)
        and re.search(r"\b(?:ask|asking|how (?:many|much|long)|would it)\b", plain)
    )
