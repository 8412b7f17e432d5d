"""Session notes without a model, from the Partner's own sentences."""

from __future__ import annotations

import re
from collections.abc import Sequence

from functions.summary.models import NOTHING_LEFT, QUOTES, Notes, Part, Quote, Said, keepable, quotable, quoted

SAME_BREATH_S = 20.0  # a stance this soon after a part was named is taken to be toward it

SENTENCE = re.compile(r"[^.!?…]+[.!?…]*")
PART_WORDS = r"(?:part|side|voice|critic|judge|protector|worrier|guard|pleaser|perfectionist|pusher|planner|controller|wall|knot)"
PART = re.compile(
    rf"\b(?:this|that|an?|the|my)\s+((?:(?!(?:this|that|the|of|is|and|but|like)\b)[a-z'-]+\s+){{0,2}}{PART_WORDS})\b",
    re.IGNORECASE,
)
PART_THAT = re.compile(
    r"\b(?:side|part)(?: of me)? ((?:that|who) (?!that\b|who\b|is\b|i\b|the\b|it\b)[a-z']+(?: (?:a lot|all the time))?)",
    re.IGNORECASE,
)
THE_ONE = re.compile(
    r"\b(?:this|that|the) ((?!other|only|same|next|first|last|young|small|little)[a-z]+(?:ed|ing|y|ous|al|less)) one\b",
    re.IGNORECASE,
)
BODY = re.compile(r"\b(chest|stomach|belly|throat|shoulders?|head|jaw|back|heart|hands?|face|neck|body|gut)\b", re.IGNORECASE)
OPEN = re.compile(
    r"\b(curious|warm\w*|soft\w*|kind\w* toward|thankful|grateful|care for|compassion\w*|lighter|calm\w*|tender\w*|relaxed"
    r"|makes sense)\b",
    re.IGNORECASE,
)
SHUT = re.compile(r"\b(annoyed|impatient|fed up|irritated|frustrated|wary|scared of (it|him|her))\b", re.IGNORECASE)
IMAGE = re.compile(r"\b(like an?|looks like|feels? like|it'?s like|as if)\b", re.IGNORECASE)
FILLER = re.compile(r"^(um+|uh+|er+|so|yeah|okay|ok|well|and|but|like)\b[, ]*", re.IGNORECASE)

STEPS: dict[str, str] = {
    "find": "Finding who is here",
    "focus": "Focusing on one part",
    "flesh_out": "Getting to know what it is like",
    "feel_toward": "Asking how they feel toward it",
    "unblend": "Asking for a little room",
    "befriend": "Befriending it",
    "fears": "Hearing what it is afraid of",
}
NEXT: dict[str, str] = {
    "find": "Next time it may be nice to ask who would like attention first.",
    "focus": "Next time it may be nice to ask where it shows up in the body.",
    "flesh_out": "Next time it may be nice to ask what more they notice about it.",
    "feel_toward": "Next time it may be nice to ask again how they are toward it.",
    "unblend": "Next time it may be nice to ask whether it could give a little room.",
    "befriend": "Next time it may be nice to ask what it would like them to know.",
    "fears": "Next time it may be nice to ask what it would need to feel safer.",
}


def extract(said: Sequence[Said], steps: Sequence[str]) -> Notes:
    """Notes from the Partner's own sentences. `steps`: the step of each hint, in order."""
    sentences = [quote for one in keepable(said) for quote in _sentences(one)]
    chosen = sorted(sorted(sentences, key=_weight, reverse=True)[:QUOTES], key=lambda quote: quote.at_s)
    quotes = tuple(quote for quote in chosen if _weight(quote) > 0)
    parts = _parts(sentences)
    steps_reached = reached(steps)
    if not quotes and not parts:
        return Notes("extractive", NOTHING_LEFT, steps=steps_reached)
    idea = next((NEXT[step] for step in reversed(list(STEPS)) if step in steps), NEXT["feel_toward"])
    return Notes(
        "extractive",
        paragraph=_paragraph(parts, idea),
        quotes=quotes,
        parts=parts,
        steps=steps_reached,
        moments=moments(quotes),
        questions=(idea,),
    )


def reached(steps: Sequence[str]) -> tuple[str, ...]:
    """Each step that was taken, once, in the order of the six Fs."""
    return tuple(words for step, words in STEPS.items() if step in steps)


def moments(quotes: Sequence[Quote]) -> tuple[Quote, ...]:
    """The first in which something opened."""
    return tuple(quote for quote in quotes if OPEN.search(quote.text))[:3]


def _sentences(one: Said) -> list[Quote]:
    """Its sentences that may be quoted, each exactly as it was heard; times by their place in the utterance."""
    found = []
    for match in SENTENCE.finditer(one.text):
        text = match.group().strip()
        if quotable(text):
            found.append(quoted(text, match.start(), one.text, one))
    return found


def _weight(quote: Quote) -> int:
    text = quote.text
    weight = (
        3 * bool(PART.search(text) or THE_ONE.search(text))
        + 2 * bool(BODY.search(text))
        + 3 * bool(OPEN.search(text))
        + bool(IMAGE.search(text))
    )
    return weight - bool(FILLER.match(text)) * (weight > 1)


def _parts(sentences: Sequence[Quote]) -> tuple[Part, ...]:
    parts: dict[str, str | None] = {}
    latest, named_at = None, 0.0
    for quote in sentences:
        if (named := _part_in(quote.text)) is not None:
            latest, named_at = named, quote.at_s
            parts.setdefault(latest, None)
        rest = quote.text.lower().replace(named, "") if named else quote.text  # "the annoyed one" is a name, not a stance
        stance = OPEN.search(rest) or SHUT.search(rest)
        if latest is not None and stance and quote.at_s - named_at <= SAME_BREATH_S:
            parts[latest] = stance.group(1).lower()
    return tuple(Part(name, felt) for name, felt in list(parts.items())[:4])


def _part_in(text: str) -> str | None:
    """`anxious part`, `part that worries`, `annoyed one`: the Partner's own name for it; a bare "part" has none."""
    if that := PART_THAT.search(text):
        return f"part {that.group(1).lower()}"
    if named := PART.search(text):
        name = " ".join(named.group(1).lower().split())
        if name not in {"part", "side", "voice"}:
            return name
    one = THE_ONE.search(text)
    return f"{one.group(1).lower()} one" if one else None


def _paragraph(parts: Sequence[Part], idea: str) -> str:
    if not parts:
        return f"Your Partner seemed to spend time with what they noticed inside. {idea} Thank you for staying with them."
    names = [_with_article(part.name) for part in parts]
    met = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
    felt = next((part for part in reversed(parts) if part.felt and OPEN.search(part.felt)), None)
    openness = " Some openness toward it seemed to come." if felt else ""
    return f"Today your Partner seemed to meet {met}.{openness} {idea} Thank you for staying with them."


def _with_article(name: str) -> str:
    return f"{'an' if name[0] in 'aeiou' else 'a'} {name}"
