"""Decisions 11 to 13: a part or feeling named, a story, a blank."""

from __future__ import annotations

import re

from core.reader import cues as cue
from core.reader.before import Before
from core.reader.silence import Silence
from core.reader.step import Choice
from core.text.people import names_a_person
from core.text.wording import Wording


def focus(said: Wording, plain: str, before: Before, about_part: bool, answer: bool) -> Choice | None:
    if cue.ADVICE.search(plain):
        return Choice("focus", "advice")
    long_story = said.words > 16 and bool(cue.STORY.search(plain))
    if cue.PART.search(plain) or cue.PART_THAT.search(plain):
        return Choice("focus", "part")
    if (cue.BARE_FEELING_OF.match(plain) or cue.NOTICING.search(plain)) and not long_story and not names_a_person(plain):
        return Choice("focus", "feeling")
    if cue.BLANK.search(plain) and not answer:
        return Choice("find", "blank")
    feeling = cue.NAMED_FEELING.search(plain)
    if (
        feeling
        and not long_story
        and not re.search(
            r"\b(?:good|bad|great) (?:idea|thought)|the (?:whole )?(?:idea|story|pattern) (?:of|is|was|about)\b", plain
        )
    ):
        if (
            names_a_person(plain)
            and said.words > 9
            and not re.search(
                r"\b(?:this|the|that|some|a lot of|so much) (?:\w+ )?(?:anxiety|anger|sadness|fear|shame|guilt|feeling|grief|worry|dread|pressure|resentment)\b|\bi (?:\w+ ){0,3}(?:feel|felt|feeling|get|notice|am)\b(?: \w+){0,4} (?:anxious|sad|angry|guilty|ashamed|scared|lonely|anxiety|sadness|anger|shame|guilt|resentful|resentment|jealous|hurt|frustrated|dread|stressed|nervous|stuck|worried|small|overwhelmed)$",
                plain,
            )
        ):
            return None
        return Choice("focus", "feeling")
    return None


def find(said: Wording, plain: str, before: Before) -> Choice:
    if cue.BLANK.search(plain):
        return Choice("find", "blank")
    if len(re.findall(r"\b(?:and|then|also|plus)\b", plain)) >= 3 and re.search(
        r"\b(?:so much|so many|everything|all at once|a lot going on|also|plus)\b", plain
    ):
        return Choice("find", "many")
    if (
        said.words >= 5
        or cue.STORY.search(plain)
        or re.search(
            r"\b(?:hard|rough|bad|difficult|weird|tough|long|crap|awful|terrible) (?:day|week|time|morning|night|month|year|one)\b|\b(?:hates?|loves?|left|died|fired|alone|hurts?|lost|cry|crying)\b",
            plain,
        )
    ):
        return Choice("find", "story")
    if before.part_known and said.words >= 2:
        return (
            Choice("feel_toward" if before.described else "flesh_out", "more")
            if re.match(r"(?:it|he|she|they|there)\b", plain)
            else Choice("silence", quiet=Silence.TOO_LITTLE)
        )
    return Choice("silence", quiet=Silence.TOO_LITTLE)
