"""What a hint must never carry, whoever wrote it: other people's orders, links, jargon, medicine, the coach's own instructions."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from copy import copy
from itertools import pairwise

from agent.coach.guard.made_up import FEELINGS, OF_THEIR_LIFE
from agent.coach.guard.unfit import RUNS, TONGUES, WORDS, Run

_LONGEST = max(len(word) for word in WORDS)
_PREFIXES = frozenset(word[:size] for word in WORDS for size in range(1, len(word) + 1))
_CAPITALS = frozenset({"OK", "TV", "AM", "PM", "II"})
_SHINGLE = 9
_LOOP = 8  # words: two sides of somebody may well both be called a part of them
_LONG_UNFIT = re.compile("|".join(word for word in sorted(WORDS) if len(word) >= 8) + "|hacked|https?")
_RUNS_AFTER: dict[str, list[Run]] = defaultdict(list)  # by the last word but one
for _run in RUNS:
    _RUNS_AFTER[_run[-2]].append(_run)
_GLUED = re.compile(r"[a-z][A-Z]")


_KIN = {word: kin for kin in FEELINGS for word in kin}
_FEELING_STARTS = frozenset(word[:size] for word in _KIN for size in range(1, len(word) + 1))
_LIFE_STARTS = frozenset(word[:size] for word in OF_THEIR_LIFE for size in range(1, len(word) + 1))
_LATIN = frozenset("abcdefghijklmnopqrstuvwxyzéïñ")


class Unfit(Exception):
    """What a model wrote must not be shown; `reason` for the log."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class HintChecks:
    """Word-by-word check that works while a word is still being spelled; built once per prompt."""

    def __init__(self, prompt: str = "") -> None:
        words = re.findall(r"[a-z']+", re.sub(r"(?m)^(?:SUMMARY|SUGGESTION|FOLLOW-UP|REMINDER):.*$", "", prompt).lower())
        self._shingles = frozenset(tuple(words[i : i + _SHINGLE]) for i in range(len(words) - _SHINGLE + 1))

        self._set("", "")

    def at(self, said: str, language: str = "en") -> HintChecks:
        """The same checks for one moment: besides, nothing is made up and no other tongue is spoken. `said`: the Partner's words so far."""
        checks = copy(self)
        checks._set(said, language)
        return checks

    def _set(self, said: str, language: str) -> None:
        self._moment = bool(language)
        own = TONGUES.get(language[:2])
        self._foreign = frozenset[str]().union(*TONGUES.values()) - own if own is not None else frozenset[str]()
        self._foreign_starts = frozenset(word[:size] for word in self._foreign for size in range(1, len(word) + 1))
        self._ascii = language[:2] == "en"
        self._said = frozenset(re.findall(r"[a-z]+", said.lower()))

    def may_become_unfit(self, word: str, before: list[str]) -> bool:
        """Whether the open word must be held back until its end is known."""
        word = _rimless(word)
        bare = re.sub(r"[\W_]+$", "", word.lower().replace("’", "'"))
        if len(bare) <= 1 and word[:1].isupper() and word.upper() != "I":
            return len(bare) == 1 and not before  # the very first letter waits for the second: it may be shouting
        if len(bare) <= _LONGEST + 4 and bare in _PREFIXES:
            return True
        if _LONG_UNFIT.search(bare) or _GLUED.search(word) or re.search(r"\w[^\w'’-]+\w", word):
            return True
        if "/" in word or "@" in word or "\\" in word or "." in word.rstrip(".") or any(c.isdigit() for c in word):
            return True
        if len(word) > 1 and word[:2].isupper():
            return True
        if self._moment and (
            bare in _LIFE_STARTS or bare in _FEELING_STARTS or bare in self._foreign_starts or not bare.isascii()
        ):
            return True
        return self._run_at_risk(bare, before) or any(second.startswith(bare) for second in _worn_out(before))

    def unfit(self, word: str, before: list[str], *, summary: bool = False) -> str | None:
        """Why this whole word (no punctuation behind it) must not be shown after `before`, or None. `summary`: it tells what the Partner said."""
        word = _rimless(word)
        bare = word.lower().replace("’", "'")
        stem = bare.removesuffix("'s")
        if stem in WORDS or _LONG_UNFIT.search(bare) or any(part in WORDS for part in re.findall(r"[a-z']+", stem)):
            return "unfit word"
        if re.search(r"[/@\\=<>{}$%^~]|\w\.\w{2,}", word):
            return "link or code"
        letters = re.sub(r"[^A-Za-z]", "", word)
        if re.search(r"[A-Z]{3}", word) and letters not in _CAPITALS:
            return "shouting"
        if _GLUED.search(word) and any(
            piece.lower() in WORDS or (len(piece) > 2 and piece.isupper()) for piece in re.findall(r"[A-Z]?[a-z']+|[A-Z]+", word)
        ):
            return "glued words"
        if len(word) > 28 or sum(c.isdigit() for c in word) > 3:
            return "not a word"
        if letters == "" and not any(c.isalpha() for c in word) and not word.isdigit():
            return "not a word"
        run = [*before[-_SHINGLE:], bare]
        if len(run) > 1 and any(tuple(run[-len(unfit) :]) == unfit for unfit in _RUNS_AFTER.get(run[-2], ())):
            return "unfit phrase"
        if bare in _worn_out(before):
            return "going in circles"
        if self._made_up(stem, before):
            return "made up"
        if stem in self._foreign or (self._ascii and any(char.isalpha() and char not in _LATIN for char in bare)):
            return "another language"
        if summary and self._moment and (kin := _KIN.get(stem)) is not None and not kin & self._said:
            return "a feeling nobody named"
        if self._shingles and len(run) >= _SHINGLE and tuple(run[-_SHINGLE:]) in self._shingles:
            return "the coach's own instructions"
        return None

    def passes(self, text: str) -> bool:
        """Whether a whole text is fit to be shown."""
        return self.first_unfit(text) is None

    def first_unfit(self, text: str, *, summary: bool = False) -> str | None:
        """Why a whole text must not be shown, or None."""
        before: list[str] = []
        for raw in text.split():
            word = raw.strip(".,;:?!…—–-'‘’()/")
            if not word:
                continue
            if reason := self.unfit(word, before, summary=summary):
                return reason
            before.append(word.lower().replace("’", "'"))
        return None

    def _run_at_risk(self, bare: str, before: list[str]) -> bool:
        return bool(before) and any(
            run[-1].startswith(bare) and tuple(before[-(len(run) - 1) :]) == run[:-1] for run in _RUNS_AFTER.get(before[-1], ())
        )

    def _made_up(self, stem: str, before: list[str]) -> bool:
        return (
            self._moment
            and stem in OF_THEIR_LIFE
            and "your" in before[-2:]
            and not any(word[:4] == stem[:4] for word in self._said)
        )


def _worn_out(before: list[str]) -> set[str]:
    """Words that would say the same two words a third time: small models get caught in a loop."""
    pairs = Counter(pairwise(before[-_LOOP:]))
    return {second for (first, second), times in pairs.items() if times >= 2 and first == before[-1]}


def _rimless(word: str) -> str:
    """The word without what stands before its first letter or digit."""
    start = next((at for at, char in enumerate(word) if char.isalnum()), len(word))
    return word[start:]
