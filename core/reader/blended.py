"""Decision 5: the Partner speaks as a part, or a part answers for them: ask it for room."""

from __future__ import annotations

import re

from core.reader import cues as cue
from core.reader.before import Before
from core.reader.step import Choice
from core.text.people import names_a_person
from core.text.wording import Wording


def unblend(said: Wording, plain: str, before: Before, about_part: bool, answer: bool) -> Choice | None:
    person_story = names_a_person(plain) and said.words > 7
    if cue.WILL_NOT_STOP_FIGHTING.search(plain):
        return Choice("unblend", "torn")
    if cue.TWO_SIDES.search(plain) and not cue.TORN.search(plain):
        return Choice("find", "blank" if re.search(r"\bflat\b", plain) else "many")
    if cue.RATHER_GONE.search(plain) and not person_story:
        return Choice("unblend", "against")
    if cue.CAN_NOT_BE_SEEN.search(plain) and not about_part:
        return Choice("unblend", "as")
    unworthy = cue.UNWORTHY.search(plain)
    if unworthy and not cue.PART.search(plain) and not re.search(rf"\b{cue.IT} {cue.OPINION}\b", plain[: unworthy.start()]):
        return Choice("unblend", "insult")
    if answer and cue.OUGHT.search(plain):
        return Choice("unblend", "thinking")
    if answer and (cold := cue.ANSWER_COLD.match(plain)):
        return Choice(
            "unblend",
            "scared"
            if cold["word"] in ("afraid", "scared", "intimidated", "nervous", "wary", "terrified", "frightened", "anxious")
            else "against",
        )
    if cue.TWO_CALM.search(plain) and not cue.TORN.search(plain):
        return Choice("find", "many")
    if cue.TORN.search(plain):
        return Choice("unblend", "torn")
    says_it = re.search(
        rf"\b{cue.IT}(?: \w+){{0,3}} (?:says?|saying|tells?|telling|thinks?|believes?|keeps? telling|keeps? saying|yells?|whispers?|calls?|calling|told|screams?|repeats?|that says|who says)(?: me| at me)?\b|\b(?:voice|part|critic|thought|one|belief)(?: \w+){{0,3}} (?:says?|saying|tells?|telling|that)\b",
        plain,
    )
    if cue.SELF_INSULT.search(plain) and not (says_it and says_it.start() < cue.SELF_INSULT.search(plain).start()):  # type: ignore[union-attr]
        return Choice("unblend", "insult")
    calm = re.search(
        r"\b(?:not|no longer|less|do not feel|am not) (?:\w+ )?(?:angry|annoyed|scared|afraid|frustrated|mad|irritated)\b", plain
    )
    if cue.MIXED.search(plain) and (about_part or answer):
        return Choice("unblend", "mixed")
    if not calm and cue.AGAINST.search(plain) and not person_story:
        against = cue.AGAINST.search(plain)
        speaker_is_part = (
            against is not None
            and re.search(rf"\b{cue.IT} (?:\w+ )?$", plain[: against.start()])
            and not re.search(r"\bi\b", against[0])
        )
        if not speaker_is_part:
            return Choice("unblend", "against")
    if cue.RESCUE.search(plain) and about_part | answer:
        return Choice("unblend", "rescue")
    if (
        not calm
        and cue.FEARS_IT.search(plain)
        and (
            before.part_known
            or answer
            or (about_part and re.search(r"\b(?:scar\w+|afraid|terrif\w+|frighten\w+|too big)\b", plain))
        )
        and not cue.BARE_FEAR.search(plain)
        and re.search(r"\b(?:i|me|scar\w+|frighten\w+|big|creepy|intimidat\w+)\b", plain)
        and not re.search(
            rf"\b{cue.IT} (?:\w+ )?(?:is|feels|seems|looks|gets) (?:\w+ )?(?:scared|afraid|frightened|terrified|nervous|anxious|wary)\b",
            plain,
        )
    ):
        return Choice("unblend", "scared")
    if cue.THINKING.search(plain) and (answer or about_part):
        return Choice("unblend", "thinking") if re.search(r"\bshould|supposed|ought\b", plain) else Choice("feel_toward", "again")
    if before.part_known and re.fullmatch(
        r"(?:(?:i|am|feel|just|kind|of|a|bit|little|so|honestly|pretty|really|very) )*(?:annoyed|frustrated|irritated|disgusted|impatient|judgmental|resentful|critical|fed up|hostile)",
        plain,
    ):
        return Choice("unblend", "against")
    if answer:
        if cue.NOTHING.search(plain) or (
            said.words <= 9 and re.match(r"(?:i feel |just |kind of |honestly |pretty |really )*(?:numb|nothing|blank)\b", plain)
        ):
            return Choice("unblend", "numb")
        if not cue.BARE_FEAR.search(plain) and re.search(
            r"^(?:(?:i|am|feel|just|kind|of|really|a|bit|little|so|honestly|feeling|mostly|pretty|very|it|is|still|some|more|actually|toward|towards|with|by|about|at) )*(?:annoyed|irritated|angry|frustrated|scared|afraid|disgusted|ashamed|embarrassed|judgmental|resentful|tired of it|impatient|mad|furious|terrified|nervous|anxious|wary|suspicious|critical|hopeless|helpless|overwhelmed|guilty|intimidated|repulsed|hostile|fed up|bitter|uncomfortable|uneasy|exasperated|hate|anger|fear|shame|disgust|frustration|irritation|resentment)(?: (?:it|by|with|at|of|toward|towards|him|her|that|them|about|actually|honestly|really|now|right|to|be|i|guess|too|maybe|for|and|annoyed|scared|angry|tired|frustrated|some|more|bit|a|little|all|the|time))*$",
            plain,
        ):
            return Choice(
                "unblend",
                "against" if not re.search(r"scared|afraid|terrified|nervous|anxious|intimidated|fear", plain) else "scared",
            )
    force = cue.FULL_FORCE.search(plain)
    if force and not _told_for(plain, force.start()) and not person_story and not (calm and "angry" in force[0]):
        if (
            re.search(r"\bi (?:am|feel) (?:\w+ )?(?:scared|afraid|worried|terrified|frightened)", force[0])
            and said.words > 16
            and cue.STORY.search(plain)
        ):
            return None
        if (
            said.words > 22
            and cue.STORY.search(plain)
            and not re.search(r"\bi am (?:\w+ )?(?:so|furious|enraged|livid)\b", force[0])
        ):
            return None
        return Choice("unblend", "torn" if "part of me" in plain and "but" in plain.split() else "as")
    return None


def _told_for(plain: str, start: int) -> bool:
    """The “I” is inside what a part is reported to say or want."""
    lead = plain[:start].rstrip()
    return bool(
        re.search(
            rf"\b(?:{cue.IT}|voice|parts?|critic|one|belief|thought)(?: \w+){{0,4}} (?:says?|saying|tells?|telling|thinks?|believes?|worries|worried|afraid|scared|fears?|wants|feels|sure|convinced|like)(?: me)?(?: that)?(?: \w+){{0,3}}$",
            lead,
        )
        or re.search(r"\b(?:part of me|a part|this part|that part|one part)(?: \w+){0,4}$", lead)
    )
