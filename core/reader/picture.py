"""Decisions 9 and 10: how a part shows itself, its words and habits, and where it lives."""

from __future__ import annotations

import re

from core.reader import cues as cue
from core.reader.before import Before
from core.reader.step import Choice
from core.text.people import names_a_person
from core.text.wording import Wording


def feel_toward(said: Wording, plain: str, before: Before, about_part: bool, answer: bool) -> Choice | None:
    if cue.AFTER_UNBLEND.search(plain) and not cue.STORY.search(plain):
        return Choice("feel_toward", "unblended")
    if cue.PART_THAT.search(plain) and not before.part_known:
        return None
    if names_a_person(plain) and not about_part:
        return None
    intro = cue.INTRO.search(plain) or cue.PART.search(plain)
    figure = cue.FIGURE.search(plain)
    qualities = qualities_in(plain)
    if re.fullmatch(
        rf"(?:i (?:notice|sense|can feel|think) )?(?:it|he|she|this part|that part) (?:is|feels|seems|looks)(?: (?:so|really|very|just|kind of|a bit|quite|pretty|a little))* {cue.FEELING}(?: (?:now|actually|too|i think))*",
        plain,
    ):
        return Choice("feel_toward", "bare fear")
    if (
        re.search(r"\bit hurts (?:so|really|inside)\b|^(?:it|she|he) is (?:\w+ )?(?:sad|lonely|hurting|in pain|ashamed)$", plain)
        and about_part
    ):
        return Choice("feel_toward", "bare fear")
    if figure and len(qualities) >= (
        1
        if re.search(
            r"\b(?:man|woman|guy|lady|soldier|guard|teacher|general|sergeant|nun|librarian|knight|king|queen|figure|person|judge)\b",
            figure[0],
        )
        and cue.IT
        else 2
    ):
        extra = [q for q in qualities if q not in figure[0].split()]
        if extra or len(qualities) >= 2:
            return Choice("feel_toward", "picture")
    if (
        len(qualities) >= 2
        and (before.located or before.described or before.part_known or len(qualities) >= 3)
        and not cue.LOCATED.search(plain)
    ):
        return Choice("feel_toward", "picture")
    if len(qualities) >= 3 and not (cue.LOCATED.search(plain) and len(qualities) < 4):
        return Choice("feel_toward", "picture")
    if (
        len(qualities) >= 2
        and re.match(r"(?:it|he|she|they|i see|i can see|there is)\b", plain)
        and not cue.LOCATED.search(plain)
        and not _feelings_only(qualities)
    ):
        return Choice("feel_toward", "picture")
    says = cue.SAYS.search(plain)
    pronoun = says is not None and re.match(r"(?:it|he|she|they|the|this|that|my)\b", says[0])
    if says and pronoun and not cue.LOCATED.search(plain):
        if (
            intro
            and not before.part_known
            and re.search(r"\b(?:there is|there are|i have|i notice|a|an|some|part of me|this|of me)\b", plain[: says.end()])
            and not re.match(r"(?:it|he|she) ", plain)
        ):
            return None
        if (
            not before.part_known
            and not about_part
            and not re.match(
                r"(?:it|he|she) (?:\w+ ){0,2}(?:says?|tells?|keeps? (?:saying|telling)|yells?|whispers?|shouts?|does not (?:trust|talk|look)|thinks?|wants)",
                plain,
            )
        ):
            return None
        return Choice("feel_toward", "words")
    if (
        cue.HABIT.search(plain)
        and said.words <= 20
        and not names_a_person(plain)
        and not re.search(r"\b(?:we|our|us|home|the kids|dishes|money|rent|phone|work)\b", plain)
        and not cue.LOCATED.search(plain)
        and not cue.SENSATION.search(plain)
        and not cue.DOES_THERE.search(plain)
        and not (said.words <= 3)
    ):
        return Choice("feel_toward", "words")
    return None


def qualities_in(plain: str) -> list[str]:
    seen: list[str] = []
    for match in cue.QUALITY.finditer(re.sub(r"\b(?:my|own) (?:hands|arms|eyes|hair)\b", " ", plain)):
        if match[0] not in seen and not re.search(r"\b(?:not|never|no) (?:\w+ )?$", plain[: match.start()]):
            seen.append(match[0])
    return seen


def _feelings_only(qualities: list[str]) -> bool:
    return all(
        q in ("sad", "angry", "tired", "exhausted", "nervous", "restless", "busy", "mean", "old", "impatient") for q in qualities
    )


def flesh_out(said: Wording, plain: str, before: Before, about_part: bool, answer: bool) -> Choice | None:
    located = cue.LOCATED.search(plain)
    if located and not re.search(
        r"\b(?:hand in hand|on the other hand|behind my back|in my face about|on my back about|by heart|face to face|got my back|pain in the neck|over my head at work|in the back of (?:the|my) (?:car|room|mind)|changed? my heart|eye to eye|heart attack|in my head (?:all day|too much)|cold feet|with all my heart|on my hands|in good hands)\b",
        plain,
    ):
        if names_a_person(plain) and said.words > 18 and not re.search(rf"\b(?:my|in the) (?:\w+ )?(?:{cue.PLACE})\b", plain):
            return None
        return Choice("flesh_out", "place")
    if said.words > 14 and cue.STORY.search(plain):
        return None
    if cue.DOES_THERE.search(plain) and not names_a_person(plain):
        return Choice("flesh_out", "quality")
    sensation = cue.SENSATION.search(plain)
    if (
        sensation
        and not re.search(r"\b(?:feeling|sense|fear|belief) of\b", plain)
        and re.search(
            r"\b(?:it|this|that|like|feels?|there is|i see|i can see|kind of|image|picture|color|colour|shape)\b", plain
        )
        and not (names_a_person(plain) and not about_part)
    ):
        weather = re.search(r"\b(?:outside|today is|in here|the room|coffee|weather)\b", plain)
        me = re.match(r"i (?:am|feel) ", plain) and not re.search(
            r"\b(?:tight|heavy|tingly|numb|hollow|tense|buzzing|shaky|frozen|hot|cold|warm|clenched|jittery|burning|like)\b",
            plain,
        )
        new_part = (
            cue.PART.search(plain)
            and not before.located
            and cue.INTRO.search(plain)
            and not re.search(r"\blike (?:a|an)\b|\b(?:heavy|tight|dark|cold|hot)\b", plain)
        )
        if not weather and not me and not new_part:
            return Choice("flesh_out", "quality")
    if re.match(r"(?:it|he|she) (?:\w+ )?(?:looks|sounds|feels|seems|is) (?:like|kind)", plain) and about_part:
        return Choice("flesh_out", "quality")
    if (
        before.located
        and re.match(r"(?:it|that|there) (?:is |feels? )", plain)
        and said.words <= 6
        and not cue.NAMED_FEELING.search(plain)
    ):
        return Choice("flesh_out", "quality")
    if before.last_step == "focus" and re.fullmatch(rf"(?:\w+ ){{0,3}}{cue.PLACE}(?: \w+){{0,3}}", plain):
        return Choice("flesh_out", "place")
    return None
