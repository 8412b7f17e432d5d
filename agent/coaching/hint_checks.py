"""What a hint must never carry, whoever wrote it: other people's orders, links, jargon, medicine, the coach's own instructions."""

from __future__ import annotations

import re

_UNFIT = frozenset(
    [
        "therapist",
        "therapists",
        "therapy",
        "psychotherapy",
        "counsellor",
        "counselor",
        "counselling",
        "counseling",
        "psychiatrist",
        "psychologist",
        "diagnosis",
        "diagnose",
        "diagnosed",
        "diagnosing",
        "disorder",
        "disorders",
        "symptom",
        "symptoms",
        "medication",
        "medications",
        "medicine",
        "prescription",
        "antidepressant",
        "antidepressants",
        "dosage",
        "dose",
        "ptsd",
        "bipolar",
        "adhd",
        "borderline",
        "schizophrenia",
        "psychosis",
        "clinical",
        "patient",
        "treatment",
        "exile",
        "exiles",
        "firefighter",
        "firefighters",
        "unburden",
        "unburdening",
        "unburdened",
        "ifs",
        "prompt",
        "prompts",
        "instruction",
        "instructions",
        "chatgpt",
        "openai",
        "gpt",
        "jailbreak",
        "hacked",
        "pwned",
        "javascript",
        "script",
        "password",
        "token",
        "api",
        "json",
        "http",
        "https",
        "www",
        "url",
        "suicide",
        "suicidal",
        "kill",
    ]
)
_UNFIT_PAIRS = frozenset(
    {
        ("system", "prompt"),
        ("language", "model"),
        ("as", "an", "ai"),
        ("i", "am", "an", "ai"),
        ("i'm", "an", "ai"),
        ("i", "cannot"),
        ("i", "can't"),
        ("step", "aside"),
        ("close", "your", "eyes"),
        ("get", "rid"),
        ("inner", "child"),
        ("good", "job"),
        ("great", "job"),
        ("well", "done"),
    }
)
_LONGEST = max(len(word) for word in _UNFIT)
_PREFIXES = frozenset(word[:size] for word in _UNFIT for size in range(1, len(word) + 1))
_CAPITALS = frozenset({"OK", "TV", "AM", "PM", "II"})
_SHINGLE = 9
_LONG_UNFIT = re.compile("|".join(word for word in sorted(_UNFIT) if len(word) >= 8) + "|hacked|https?")
_GLUED = re.compile(r"[a-z][A-Z]")


class HintChecks:
    """Word-by-word check that works while a word is still being spelled; built once per prompt."""

    def __init__(self, prompt: str = "") -> None:
        words = re.findall(r"[a-z']+", re.sub(r"(?m)^(?:SUMMARY|SUGGESTION|FOLLOW-UP|REMINDER):.*$", "", prompt).lower())
        self._shingles = frozenset(tuple(words[i : i + _SHINGLE]) for i in range(len(words) - _SHINGLE + 1))

    def may_become_unfit(self, word: str, before: list[str]) -> bool:
        """Whether the open word must be held back until its end is known."""
        word = _rimless(word)
        bare = word.lower()
        if len(bare) <= 1 and word[:1].isupper() and word.upper() != "I":
            return len(bare) == 1 and not before  # the very first letter waits for the second: it may be shouting
        if len(bare) <= _LONGEST + 4 and re.sub(r"[\W_]+$", "", bare) in _PREFIXES:
            return True
        if _LONG_UNFIT.search(bare) or _GLUED.search(word) or re.search(r"\w[^\w'’-]+\w", word):
            return True
        if "/" in word or "@" in word or "\\" in word or "." in word.rstrip(".") or any(c.isdigit() for c in word):
            return True
        if len(word) > 1 and word[:2].isupper():
            return True
        return self._pair_at_risk(bare, before)

    def unfit(self, word: str, before: list[str]) -> str | None:
        """Why this whole word (no punctuation behind it) must not be shown after `before`, or None."""
        word = _rimless(word)
        bare = word.lower().replace("’", "'")
        stem = bare.removesuffix("'s")
        if stem in _UNFIT or _LONG_UNFIT.search(bare) or any(part in _UNFIT for part in re.findall(r"[a-z']+", stem)):
            return "unfit word"
        if re.search(r"[/@\\=<>{}$%^~]|\w\.\w{2,}", word):
            return "link or code"
        letters = re.sub(r"[^A-Za-z]", "", word)
        if re.search(r"[A-Z]{3}", word) and letters not in _CAPITALS:
            return "shouting"
        if _GLUED.search(word) and any(
            piece.lower() in _UNFIT or (len(piece) > 2 and piece.isupper()) for piece in re.findall(r"[A-Z]?[a-z']+|[A-Z]+", word)
        ):
            return "glued words"
        if len(word) > 28 or sum(c.isdigit() for c in word) > 3:
            return "not a word"
        if letters == "" and not any(c.isalpha() for c in word) and not word.isdigit():
            return "not a word"
        run = [*before[-_SHINGLE:], bare]
        for pair in _UNFIT_PAIRS:
            if tuple(run[-len(pair) :]) == pair:
                return "unfit phrase"
        if self._shingles and len(run) >= _SHINGLE and tuple(run[-_SHINGLE:]) in self._shingles:
            return "the coach's own instructions"
        return None

    def passes(self, text: str) -> bool:
        """Whether a whole text is fit to be shown."""
        before: list[str] = []
        for raw in text.split():
            word = raw.strip(".,;:?!…—–-'‘’()")
            if not word:
                continue
            if self.unfit(word, before):
                return False
            before.append(word.lower().replace("’", "'"))
        return True

    def _pair_at_risk(self, bare: str, before: list[str]) -> bool:
        return any(
            pair[-1].startswith(bare) and tuple(before[-(len(pair) - 1) :]) == pair[:-1]
            for pair in _UNFIT_PAIRS
            if len(before) >= len(pair) - 1
        )


def _rimless(word: str) -> str:
    """The word without what stands before its first letter or digit."""
    start = next((at for at, char in enumerate(word) if char.isalnum()), len(word))
    return word[start:]
