"""The decision order: which step comes next; the first match wins, then the words are weighed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from core.reader import cues as cue
from core.reader.before import Before
from core.reader.blended import unblend
from core.reader.naming import find, focus
from core.reader.picture import feel_toward, flesh_out, qualities_in
from core.reader.protector import befriend, fears
from core.reader.quiet import quiet_reason
from core.reader.silence import Silence
from core.reader.step import Choice, Step
from core.reader.weights import weigh
from core.reader.young import exile
from core.text.people import names_a_person, pronoun_is_a_part
from core.text.wording import Wording, facilitator_asked, partner_lines, wording


def look_back(context: Sequence[str], start: Before | None = None) -> Before:
    """Read what went before, oldest first; the last words on openness win. `start`: what an earlier agent knew."""
    start = start or Before()
    lines = partner_lines(tuple(context))[-8:]
    asked = facilitator_asked(tuple(context))
    if not lines:
        return replace(start, asked=asked)
    part, located, described, is_open, shut = start.part_known, start.located, start.described, start.open, start.shut
    last: Step | None = start.last_step
    for position, line in enumerate(lines):
        said = wording(line)
        earlier = Before(" ".join(wording(old).plain for old in lines[:position]), part, located, described, is_open, shut, last)
        choice = by_rule(said, earlier)
        plain = said.plain
        part = part or bool(cue.PART.search(plain) or cue.SENSATION.search(plain) or cue.FIGURE.search(plain))
        located = located or bool(cue.LOCATED.search(plain))
        described = described or bool(cue.FIGURE.search(plain) or len(qualities_in(plain)) >= 2)
        if choice.step == "unblend":
            is_open, shut = False, True
        elif choice.step == "befriend" and choice.form in ("open", "soft"):
            is_open, shut = True, False
        if choice.step != "silence":
            last = choice.step
    return Before(" ".join(wording(line).plain for line in lines), part, located, described, is_open, shut, last, asked)


def choose_step(text: str, context: Sequence[str] = (), start: Before | None = None) -> Choice:
    """The move the hint offers next, for words that raised no alarm."""
    return _choose(text, tuple(context), start)


@lru_cache(maxsize=256)
def _choose(text: str, context: tuple[str, ...], start: Before | None) -> Choice:
    said, before = wording(text), look_back(context, start)
    choice = by_rule(said, before)
    if choice.step == "ground" or choice.final:
        return choice
    step = weigh(choice, said, before)
    if step == choice.step:
        return choice
    if step == "silence":
        return Choice("silence", quiet=Silence.SMALL_OR_INSIDE)
    return Choice(step, _form(step, said.plain, before))


def _form(step: Step, plain: str, before: Before) -> str:
    """Which of a step's sentences fit, where the weights chose the step."""
    for form, fits in _FORMS.get(step, ()):
        if fits.search(plain):
            return form
    if step == "unblend":
        return "against" if before.gate_asked else "as"
    if step == "befriend":
        return "open" if before.gate_asked else ""
    return "unblended" if step == "feel_toward" and re.search(r"\b(?:room|space|relax|step|beside)\b", before.asked) else ""


_FORMS: dict[Step, tuple[tuple[str, re.Pattern[str]], ...]] = {
    "focus": (("part", cue.PART), ("feeling", cue.NAMED_FEELING)),
    "feel_toward": (("young", cue.YOUNG), ("unblended", cue.AFTER_UNBLEND), ("words", cue.SAYS)),
    "befriend": (("years", cue.SINCE), ("soft", cue.SOFTENS), ("job", cue.JOB)),
    "unblend": (
        ("insult", cue.SELF_INSULT),
        ("mixed", cue.MIXED),
        ("torn", cue.TORN),
        ("numb", cue.NOTHING),
        ("scared", cue.FEARS_IT),
    ),
    "find": (("blank", cue.BLANK), ("many", cue.TWO_CALM)),
}


def by_rule(said: Wording, before: Before) -> Choice:
    """The fixed order alone."""
    plain = said.plain
    if not plain:
        return Choice("silence", quiet=Silence.NOTHING_SAID, final=True)
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
            return Choice("silence", quiet=Silence.COMMAND, final=True)
    moved = before.open and cue.SOFTENS.search(plain)
    says = said.words > 4 and re.search(rf"\b{cue.IT} (?:says?|tells?|whispers?|keeps? \w+ing)\b(?! something)", plain)
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
    for decide in (unblend, exile, fears, befriend, feel_toward, flesh_out, focus):
        choice = decide(said, plain, before, about_part, answer)
        if choice is not None:
            return choice
    return find(said, plain, before)


def _bare_it(plain: str, said: Wording) -> bool:
    """“It”, “he”, “she” with nobody named in the Partner's life: in a session that is somebody inside."""
    return (
        bool(re.search(r"\b(?:it|its|he|she|him|her)\b", plain))
        and not names_a_person(plain)
        and not cue.STORY.search(plain)
        and said.words <= 24
    )
