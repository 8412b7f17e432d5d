"""Decisions 7 and 8: what a part fears, and what it means well."""

from __future__ import annotations

import re

from core.reader import cues as cue
from core.reader.before import Before
from core.reader.step import Choice
from core.text.people import names_a_person
from core.text.wording import Wording


def fears(said: Wording, plain: str, before: Before, about_part: bool, answer: bool) -> Choice | None:
    if cue.BARE_FEAR.search(plain):
        if before.open and not before.shut:
            return Choice("fears", "bare", final=True)
        return Choice("feel_toward", "bare fear", final=True)
    if cue.WOULD_FOLLOW.search(plain) and not names_a_person(plain) and not re.search(r"\bwould (?:like|love|rather)\b", plain):
        return Choice("fears")
    found = cue.FEAR_FOR.search(plain)
    if not found:
        return None
    person = (
        names_a_person(plain)
        and re.search(r"\b(?:he|she|they|my \w+) (?:is|was|gets|said|says|thinks)\b", plain)
        and not cue.PART.search(plain)
        and not before.part_known
    )
    if person:
        return None
    as_me = re.match(r"(?:if i\b|or else|otherwise|worried|and\b)", found[0]) and not re.search(
        rf"\b(?:{cue.IT}|voice|part)\b", plain[: found.end()]
    )
    if as_me and not about_part:
        return None
    return Choice("fears")


def befriend(said: Wording, plain: str, before: Before, about_part: bool, answer: bool) -> Choice | None:
    if answer and cue.COMES_FROM.search(plain):
        return Choice("feel_toward", "again")
    if answer and cue.ANSWER_WARM.match(plain):
        return Choice("befriend", "open")
    if (
        cue.RESPECT_FOR.search(plain)
        and not names_a_person(plain)
        and not re.search(r"\b(?:no|not|never|without|hard to|should|but)\b", plain)
    ):
        return Choice("befriend", "open")
    if (
        cue.WISHES_WELL.search(plain)
        and not re.search(r"\b(?:says?|tells?|nobody|no one)\b", plain)
        and not names_a_person(plain)
    ):
        return Choice("befriend", "job")
    if before.open and cue.SOFTENS.search(plain):
        return Choice("befriend", "soft")
    if cue.ON_DUTY.search(plain) and re.match(r"(?:it|he|she|that part|this part)\b", plain) and not names_a_person(plain):
        return Choice("befriend", "years")
    if cue.FLAT.search(plain):
        return Choice("feel_toward", "again") if answer or about_part else None
    denied = re.search(
        r"\b(?:do not|does not|am not|can not|not) (?:\w+ )?(?:curious|open|feel (?:warm|love|compassion|kind|anything warm)|love|appreciate|care|interested|understand|get|see why|like|want)\b",
        plain,
    )
    opened = cue.OPEN_TO.search(plain)
    denied = denied or re.search(r"\b(?:nobody|no one) (?:wants|likes|loves|cares|would|will)\b", plain)
    if not denied and opened:
        person = names_a_person(plain) and not about_part
        feeling_only = re.fullmatch(r"i feel (?:\w+ )?(?:open|calm|love|kind|warm|soft|softer|patient|peaceful)", opened[0])
        if not person and (
            about_part
            or answer
            or re.search(
                r"\b(?:it|him|her|that part|this part|toward|towards|curious|compassion|tenderness|warmth|curiosity|kindness|affection)\b",
                opened[0],
            )
            or feeling_only
        ):
            if (
                opened[0].startswith(("wonder", "want to be", "want to sit", "would like to sit", "would like to be"))
                and said.words < 4
            ):
                return None
            return Choice("befriend", "open")
    if cue.OPEN_BARE.search(plain) and (answer or about_part or re.search(r"\b(?:curious|compassion\w*|curiosity)\b", plain)):
        return Choice("befriend", "open")
    if (
        not denied
        and re.search(r"\b(?:curious|compassion)\b", plain)
        and not re.search(r"\bcurious (?:about|if|whether|what) (?:you|this app|the coach)\b", plain)
        and not names_a_person(plain)
    ):
        return Choice("befriend", "open")
    soft = cue.SOFTENS.search(plain)
    if soft and (about_part or answer) and not cue.AFTER_UNBLEND.search(plain):
        return Choice("befriend", "soft")
    if (
        names_a_person(plain)
        and not about_part
        and not re.search(r"\bparts?\b|\bcritic\b", plain)
        and not (re.match(r"it\b", plain) and cue.SINCE.search(plain))
    ):
        return None
    if (
        cue.JOB.search(plain)
        and (about_part or re.search(r"\b(?:it|its|he|she|his|her|part|critic)\b", plain))
        and not (cue.STORY.search(plain) and not about_part)
    ):
        return Choice("befriend", "job")
    if (
        cue.SINCE.search(plain)
        and (about_part or re.match(r"(?:it|he|she|since|for|that|all my life|my whole life|probably|maybe|forever)\b", plain))
        and (re.match(r"(?:it|he|she)\b", plain) or not cue.STORY.search(plain.replace("school", "")))
    ):
        return Choice("befriend", "years")
    return None
