"""The 6 Fs: which step comes next, by a fixed order of decisions where the first match wins."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from agent.reading import steps as cue
from agent.reading.people import names_a_person, pronoun_is_a_part
from agent.reading.quiet import quiet_reason
from agent.reading.wording import Wording, facilitator_asked, partner_lines, wording

Step = Literal["find", "focus", "flesh_out", "feel_toward", "befriend", "fears", "unblend", "ground", "silence"]


@dataclass(frozen=True, slots=True)
class Choice:
    """The next move. `form` picks among a step's sentences; `quiet` says why none is due."""

    step: Step
    form: str = ""
    quiet: str | None = None


@dataclass(frozen=True, slots=True)
class Before:
    """What earlier lines settled: is a part in view, was the gate asked, is the Partner open to it?"""

    text: str = ""
    part_known: bool = False
    located: bool = False
    described: bool = False
    open: bool = False
    shut: bool = False
    last_step: Step | None = None
    asked: str = ""

    @property
    def gate_asked(self) -> bool:
        """The Facilitator has probably just asked how the Partner feels toward the part."""
        return self.last_step in ("feel_toward", "unblend") or bool(
            re.search(
                r"\bhow (?:do|are) you (?:feel|now)?\b.*\btowards?\b|\bfeel towards?\b|\bhow are you (?:with|toward)", self.asked
            )
        )


def look_back(context: Sequence[str]) -> Before:
    """Read what went before, oldest first; the last words on openness win."""
    lines = partner_lines(tuple(context))[-8:]
    asked = facilitator_asked(tuple(context))
    if not lines:
        return Before(asked=asked)
    part = located = described = is_open = shut = False
    last: Step | None = None
    for position, line in enumerate(lines):
        said = wording(line)
        earlier = Before(" ".join(wording(old).plain for old in lines[:position]), part, located, described, is_open, shut, last)
        choice = _decide(said, earlier)
        plain = said.plain
        part = part or bool(cue.PART.search(plain) or cue.SENSATION.search(plain) or cue.FIGURE.search(plain))
        located = located or bool(cue.LOCATED.search(plain))
        described = described or bool(cue.FIGURE.search(plain) or len(_qualities(plain)) >= 2)
        if choice.step == "unblend":
            is_open, shut = False, True
        elif choice.step == "befriend" and choice.form in ("open", "soft"):
            is_open, shut = True, False
        if choice.step != "silence":
            last = choice.step
    return Before(" ".join(wording(line).plain for line in lines), part, located, described, is_open, shut, last, asked)


def choose_step(text: str, context: Sequence[str] = ()) -> Choice:
    """The move the hint offers next, for words that raised no alarm."""
    return _choose(text, tuple(context))


@lru_cache(maxsize=256)
def _choose(text: str, context: tuple[str, ...]) -> Choice:
    return _decide(wording(text), look_back(context))


def _decide(said: Wording, before: Before) -> Choice:
    plain = said.plain
    if not plain:
        return Choice("silence", quiet="Nothing was said.")
    if cue.CLOSING.search(plain) or (
        cue.WANT_STOP.search(plain)
        and not (
            cue.ADVICE.search(plain) or cue.SCORN.search(plain) or cue.WOULD_FOLLOW.search(plain) or cue.FEAR_FOR.search(plain)
        )
    ):
        return Choice("ground", "stop")
    if re.search(r"\b(?:and|i) (?:am|feel) back (?:with you|in the room|here)\b", plain):
        return Choice("ground", "back")
    if cue.ORDER.search(plain) and not cue.PART.search(plain):
        plain = cue.ORDER.sub(" ", plain).strip()
        if not cue.INNER.search(plain):
            return Choice("silence", quiet="Words for a machine, not inner work.")
    moved = before.open and cue.SOFTENS.search(plain)
    says = said.words > 4 and re.search(rf"\b{cue._IT} (?:says?|tells?|whispers?|keeps? \w+ing)\b(?! something)", plain)
    quiet = (
        None
        if moved
        or says
        or re.match(cue.FEELING + r" (?:that|is|i)\b", plain)
        or cue.NOTICING.search(plain)
        or cue.DOES_THERE.search(plain)
        else quiet_reason(said, asked_how=before.gate_asked, gone_in=before.located or before.part_known)
    )
    if quiet:
        return Choice("silence", quiet=quiet)

    about_part = (
        before.part_known or bool(cue.PART.search(plain)) or pronoun_is_a_part(plain, before.text) or _bare_it(plain, said)
    )
    answer = before.gate_asked
    for decide in (_unblend, _exile, _fears, _befriend, _feel_toward, _flesh_out, _focus):
        choice = decide(said, plain, before, about_part, answer)
        if choice is not None:
            return choice
    return _find(said, plain, before)


def _bare_it(plain: str, said: Wording) -> bool:
    """“It”, “he”, “she” with nobody named in the Partner's life: in a session that is somebody inside."""
    return (
        bool(re.search(r"\b(?:it|its|he|she|him|her)\b", plain))
        and not names_a_person(plain)
        and not cue.STORY.search(plain)
        and said.words <= 24
    )


# 5
def _unblend(said: Wording, plain: str, before: Before, about_part: bool, answer: bool) -> Choice | None:
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
    if unworthy and not cue.PART.search(plain) and not re.search(rf"\b{cue._IT} {cue._OPINION}\b", plain[: unworthy.start()]):
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
        rf"\b{cue._IT}(?: \w+){{0,3}} (?:says?|saying|tells?|telling|thinks?|believes?|keeps? telling|keeps? saying|yells?|whispers?|calls?|calling|told|screams?|repeats?|that says|who says)(?: me| at me)?\b|\b(?:voice|part|critic|thought|one|belief)(?: \w+){{0,3}} (?:says?|saying|tells?|telling|that)\b",
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
            and re.search(rf"\b{cue._IT} (?:\w+ )?$", plain[: against.start()])
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
            rf"\b{cue._IT} (?:\w+ )?(?:is|feels|seems|looks|gets) (?:\w+ )?(?:scared|afraid|frightened|terrified|nervous|anxious|wary)\b",
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
            rf"\b(?:{cue._IT}|voice|parts?|critic|one|belief|thought)(?: \w+){{0,4}} (?:says?|saying|tells?|telling|thinks?|believes?|worries|worried|afraid|scared|fears?|wants|feels|sure|convinced|like)(?: me)?(?: that)?(?: \w+){{0,3}}$",
            lead,
        )
        or re.search(r"\b(?:part of me|a part|this part|that part|one part)(?: \w+){0,4}$", lead)
    )


# 6
def _exile(said: Wording, plain: str, before: Before, about_part: bool, answer: bool) -> Choice | None:
    young = cue.YOUNG.search(plain)
    scene = cue.OLD_SCENE.search(plain)
    if cue.SINCE.search(plain) and not young:
        return None
    if young and re.search(r"\bmy (?:\w+ )?(?:daughter|son|kid|kids|baby|child|niece|nephew)\b", plain):
        return None
    if scene and names_a_person(plain) and not young and said.words > 16 and cue.STORY.search(plain):
        return None
    if (
        young
        and (
            re.search(r"\b(?:a|very|just) little (?:bit|more|less)\b|\blike a (?:kid|child|baby)\b", plain)
            or re.search(r"\bthe (?:baby|kid|kids) (?:was|is|were) (?:\w+ )?(?:asleep|awake|crying|sick|in the|at|with)\b", plain)
        )
        and not cue.YOUNG.search(
            re.sub(r"\blittle (?:bit|more|less)\b|\bthe (?:baby|kid|kids)\b|\blike a (?:kid|child|baby)\b", " ", plain)
        )
    ):
        return None
    if cue.REMEMBERS_AGE.search(plain) and re.search(
        r"\b(?:four|five|six|seven|eight|nine|ten|eleven|twelve|little|small|kid|child|[3-9]|1[0-2])\b", plain
    ):
        return Choice("feel_toward", "young")
    opened = cue.OPEN_TO.search(plain)
    if young and opened and not cue.RESCUE.search(plain) and not re.search(r"\bwant to (?:see|know) \b$", plain):
        return (
            Choice("befriend", "open")
            if re.search(r"\b(?:feel|curious|warm\w*|compassion\w*|love|tender\w*|care|soft\w*)\b", opened[0])
            else Choice("feel_toward", "young")
        )
    if young:
        return Choice("feel_toward", "young")
    if (
        scene
        and (cue.OLD_WOUND.search(plain) or re.search(r"\bmemory|memories|i remember\b", plain))
        and not (cue.PART.search(plain) and cue.JOB.search(plain))
    ):
        return Choice("feel_toward", "young")
    return None


# 7
def _fears(said: Wording, plain: str, before: Before, about_part: bool, answer: bool) -> Choice | None:
    if cue.BARE_FEAR.search(plain):
        if before.open and not before.shut:
            return Choice("fears", "bare")
        return Choice("feel_toward", "bare fear")
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
        rf"\b(?:{cue._IT}|voice|part)\b", plain[: found.end()]
    )
    if as_me and not about_part:
        return None
    return Choice("fears")


# 8
def _befriend(said: Wording, plain: str, before: Before, about_part: bool, answer: bool) -> Choice | None:
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


# 9
def _feel_toward(said: Wording, plain: str, before: Before, about_part: bool, answer: bool) -> Choice | None:
    if cue.AFTER_UNBLEND.search(plain) and not cue.STORY.search(plain):
        return Choice("feel_toward", "unblended")
    if cue.PART_THAT.search(plain) and not before.part_known:
        return None
    if names_a_person(plain) and not about_part:
        return None
    intro = cue.INTRO.search(plain) or cue.PART.search(plain)
    figure = cue.FIGURE.search(plain)
    qualities = _qualities(plain)
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
        and cue._IT
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


def _qualities(plain: str) -> list[str]:
    seen: list[str] = []
    for match in cue.QUALITY.finditer(re.sub(r"\b(?:my|own) (?:hands|arms|eyes|hair)\b", " ", plain)):
        if match[0] not in seen and not re.search(r"\b(?:not|never|no) (?:\w+ )?$", plain[: match.start()]):
            seen.append(match[0])
    return seen


def _feelings_only(qualities: list[str]) -> bool:
    return all(
        q in ("sad", "angry", "tired", "exhausted", "nervous", "restless", "busy", "mean", "old", "impatient") for q in qualities
    )


# 10
def _flesh_out(said: Wording, plain: str, before: Before, about_part: bool, answer: bool) -> Choice | None:
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


# 11
def _focus(said: Wording, plain: str, before: Before, about_part: bool, answer: bool) -> Choice | None:
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


# 12, 13
def _find(said: Wording, plain: str, before: Before) -> Choice:
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
            else Choice("silence", quiet="(coach is thinking…) Too little to go on.")
        )
    return Choice("silence", quiet="(coach is thinking…) Too little to go on.")
