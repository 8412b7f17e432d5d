"""Decision 6: a young or hurt one, or an old scene: see it, ask no story."""

from __future__ import annotations

import re

from core.reader import cues as cue
from core.reader.before import Before
from core.reader.step import Choice
from core.text.people import names_a_person
from core.text.wording import Wording


def exile(said: Wording, plain: str, before: Before, about_part: bool, answer: bool) -> Choice | None:
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
