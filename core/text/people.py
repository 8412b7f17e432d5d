"""Who is spoken of: real people, real children, or somebody inside. Regex fragments over plain words."""

from __future__ import annotations

import re

ADULT = (
    r"(?:husband|wife|partner|boyfriend|girlfriend|ex|ex-husband|ex-wife|ex husband|ex wife|fiance|spouse|mom|dad|mother|father|stepdad|stepfather|"
    r"stepmom|stepmother|brother|sister|roommate|flatmate|housemate|uncle|aunt|grandma|grandmother|grandpa|grandfather|friend|best friend|"
    r"neighbor|neighbour|boss|manager|coworker|co-worker|colleague|cousin|landlord|father-in-law|mother-in-law|brother-in-law|parents|family|"
    r"in-laws|teacher|coach|priest|pastor|guy|man|woman)"
)
INTIMATE = (
    r"(?:husband|wife|partner|boyfriend|girlfriend|ex|ex-husband|ex-wife|ex husband|ex wife|fiance|spouse|mom|dad|mother|father|stepdad|stepfather|"
    r"stepmom|stepmother|brother|roommate|flatmate|housemate|uncle|grandfather|grandpa|father-in-law|mother-in-law|parents|family|in-laws|landlord|son|man i live with)"
)
KID_NOUN = (
    r"(?:daughter|(?:little|baby|younger|kid) (?:sister|brother)|son|kid|kids|child|children|stepson|stepdaughter|niece|nephew|baby|toddler|grandson|granddaughter|grandkids|twins|newborn|infant|"
    r"boys|girls|little ones?|\d{1,2} year old|(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen) year old)"
)
KID = (
    rf"(?:(?:my|our|her|his|their|the neighbor'?s?|the neighbour'?s?|neighbor'?s?|neighbour'?s?|friend'?s|sister'?s|brother'?s) (?:little |own |older |younger |youngest |oldest |best friend'?s )?{KID_NOUN}"
    rf"|the (?:kids|children|baby|newborn|toddler|infant|twins)"
    r"|(?:a|this|one|the) (?:little )?(?:boy|girl|kid|student|child|pupil|teenager|teen) (?:in my class|at (?:my |the )?school|i (?:teach|babysit|coach|look after)|next door|on (?:my|our) street|down the street|in our building)"
    r"|(?:a|one) (?:student|pupil) of mine|one of my (?:students|pupils|kids))"
)
_INNER = re.compile(
    r"\b(?:parts?|inner|critic|protector|the (?:anxious|angry|sad|scared|young|little|protective|perfectionist|fed-up|pleasing) one|"
    r"inside (?:me|of me)|within me|perfectionist|pleaser|judge|taskmaster|saboteur|procrastinator|guard)\b"
)
_IMAGE = re.compile(
    r"\b(?:he|she|it|they) (?:is|are|looks?|seems?|has|sits?|stands?|wears?)(?: \w+)? (?:an?|like|old|young|tall|small|sitting|standing|hiding|wearing|holding|counting|grey|dark)\b|"
    r"\bi (?:can )?(?:see|picture|sense|notice) (?:him|her|it|an?|this)\b|\bin my (?:chest|stomach|belly|throat|head|shoulders)\b"
)
_REAL = re.compile(
    rf"\b(?:my|our) (?:\w+ ){{0,2}}(?:{ADULT}|{KID_NOUN})\b|\b(?:this|that|the|some) (?:guy|man|woman)\b|\bmy ex\b"
)


def speaks_of_a_part(text: str) -> bool:
    """Somebody inside is named."""
    return bool(_INNER.search(text))


def names_a_person(text: str) -> bool:
    """A real adult or child of the Partner's life is named."""
    return bool(_REAL.search(re.sub(r"\bmy inner \w+", "", text)))


def pronoun_is_a_part(text: str, before: str) -> bool:
    """Whether “he/she/it/they” in `text` means somebody inside, judging by what went `before` (plain words)."""
    if names_a_person(text):
        return False
    if speaks_of_a_part(text):
        return True
    if not before:
        return False
    return (speaks_of_a_part(before) or bool(_IMAGE.search(before))) and not names_a_person(before)
