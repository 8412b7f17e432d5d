"""The built-in coach's words: for each step and moment a choice of sentences, filled from what the Partner said, never the same twice."""

from __future__ import annotations

import re
from collections.abc import Sequence
from zlib import crc32

from agent.coach.built_in.library_words import FOLLOW_UPS, OPENERS, SUGGESTIONS, SUMMARIES
from agent.coach.guard.hint_checks import HintChecks
from agent.coach.memory import Part
from agent.coach.mirror import body_place, feeling_word, mirror, part_name, pronoun
from core.protocol.hint import Hint
from core.reader import cues as cue
from core.reader.step import Step
from core.text.wording import partner_lines, wording

_ADJECTIVES = {
    "anxiety": "anxious", "worry": "worried", "worries": "worried", "sadness": "sad", "anger": "angry", "rage": "angry", "fear": "afraid", "shame": "ashamed", "guilt": "guilty",
    "loneliness": "lonely", "stress": "stressed", "tension": "tense", "frustration": "frustrated", "irritation": "irritated", "resentment": "resentful", "jealousy": "jealous",
    "exhaustion": "exhausted", "embarrassment": "embarrassed", "confusion": "confused", "boredom": "bored", "disappointment": "disappointed", "helplessness": "helpless", "insecurity": "insecure",
    "hatred": "full of hatred", "impatience": "impatient", "mad": "angry", "nervousness": "nervous", "restlessness": "restless", "numbness": "numb",
}  # fmt: skip
_PREFER = {
    "find": cue.STORY, "focus": re.compile(cue.PART.pattern + "|" + cue.NAMED_FEELING.pattern), "flesh_out": re.compile(cue.LOCATED.pattern + "|" + cue.SENSATION.pattern),
    "feel_toward": re.compile(cue.SAYS.pattern + "|" + cue.FIGURE.pattern), "befriend": re.compile(cue.OPEN_TO.pattern + "|" + cue.JOB.pattern + "|" + cue.SOFTENS.pattern + "|" + cue.SINCE.pattern),
    "fears": cue.FEAR_FOR,
}  # fmt: skip
# Moments in which the Partner's clause is not said back: it is harsh, raw, or an old hurt.
_NO_MIRROR = frozenset(
    {"insult", "against", "as", "young", "concern", "stop", "thinking", "advice", "numb", "rescue", "back", "torn", "mixed"}
)
_SUBJECT = {"it": "it", "him": "he", "her": "she", "them": "they"}
_SUMMARY_WORDS = 20
_CHECKS = HintChecks()
_POSSESSIVE = {"it": "its", "him": "his", "her": "her", "them": "their"}


def compose(
    text: str, context: Sequence[str], step: Step, *, form: str = "", recent: Sequence[str] = (), known: Part | None = None
) -> Hint:
    """A hint for this moment. `recent`: wire texts already shown, whose sentences do not come again; `known`: the part that was named last."""
    lines = partner_lines(tuple(context))
    slots = _slots(text, lines, known)
    used = _Used(recent)
    seed = crc32((text + step + str(len(recent))).encode())
    key = form if form in SUGGESTIONS[step] else ""
    suggestion = _suggestion(step, key, slots, used, seed)
    summary = _summary(text, step, form, slots, used, seed)
    pool = _fill(FOLLOW_UPS[step].get(key, ()) or FOLLOW_UPS[step][""], slots)
    pool = [line for line in pool if not _same_thing(line, suggestion)]
    first = used.pick(pool, seed >> 3)
    second = used.pick([line for line in pool if line != first], seed >> 7)
    return Hint(summary, suggestion, (first, second))


def _suggestion(step: Step, key: str, slots: dict[str, str], used: _Used, seed: int) -> str:
    """For this moment, else for the step at large, else one of these behind an opener: the same never comes twice."""
    close = _fill(SUGGESTIONS[step][key], slots)
    if any(used.is_new(option) for option in close):
        return used.pick(close, seed)
    wide = [*close, *_fill(SUGGESTIONS[step][""], slots)] if key and step not in _OF_ONE_KIND else close
    opened = [opener + option[:1].lower() + option[1:] for opener in OPENERS for option in close if _ASKS.match(option)]
    return used.pick([option for option in wide if used.is_new(option)] or opened or wide, seed)


_OF_ONE_KIND = ("unblend", "ground")  # a moment's sentence would not fit another moment here
_ASKS = re.compile(r"(?:What|Where|How|Could|Would|Is|Are|Does|Do|Which|Who)\b")


def _summary(text: str, step: Step, form: str, slots: dict[str, str], used: _Used, seed: int) -> str:
    templates = SUMMARIES[step]
    if form not in _NO_MIRROR and step not in ("ground", "silence"):
        said = mirror(text, _PREFER.get(step))
        ways = _say_back(said, step) if said and not (step == "fears" and said.startswith("you")) else []
        ways = [way for way in ways if len(way.split()) <= _SUMMARY_WORDS and _CHECKS.passes(way)]
        if (
            said
            and ways
            and not (
                step in ("unblend", "feel_toward", "befriend", "fears")
                and re.match(r"you(?:'re| feel| are)? (?:so|just)\b", said)
                and form == ""
            )
        ):
            return used.pick(ways, seed, keep_order=step != "find")
    stance = _own_stance(text, step, form, slots)
    if stance is not None and used.is_new(stance):
        return stance
    return used.pick(_fill(templates.get(form) or templates[""], slots), seed)


def _own_stance(text: str, step: Step, form: str, slots: dict[str, str]) -> str | None:
    """A one-word answer to “how do you feel toward it?”, said back with the Partner's own word."""
    plain = wording(text).plain
    if step == "unblend" and form in ("against", "scared") and (cold := cue.ANSWER_COLD.match(plain)):
        return f"A part of you feels {cold['word']} right now, and that's okay." if cold["word"] in _SAYABLE else None
    if step == "befriend" and form == "open" and cue.ANSWER_WARM.match(plain):
        word = next((word for word in plain.split() if word in _WARM), None)
        return f"You feel {word} toward {slots['it']} right now." if word else None
    return None


_WARM = frozenset(
    {
        "open",
        "fond",
        "friendly",
        "warm",
        "warmer",
        "curious",
        "calm",
        "kind",
        "tender",
        "soft",
        "gentle",
        "patient",
        "protective",
        "loving",
    }
)
_SAYABLE = frozenset({
    "annoyed", "irritated", "angry", "frustrated", "afraid", "scared", "intimidated", "nervous", "wary", "embarrassed", "impatient", "suspicious", "resentful",
    "tired", "exasperated", "uneasy", "uncomfortable", "anxious", "frightened", "guarded", "disappointed", "tense", "bored",
})  # fmt: skip


def _say_back(said: str, step: Step) -> list[str]:
    """The Partner's clause as a warm sentence; barest first."""
    bare = said[:1].upper() + said[1:]
    has_subject = re.match(
        r"(?:you|you're|you've|you'd|you'll|your|it|it's|he|he's|she|she's|they|they're|there|there's|that|that's|this|the|a|an|one|part|some\w*)\b",
        said,
    )
    verb = re.search(
        r"\b(?:is|are|was|were|has|have|had|feels?|gets?|keeps?|says?|wants?|does|do|did|can|could|will|would|needs?|looks?|seems?|goes|came|comes?|moved|makes?|tells?|thinks?|always|never|tries|\w+ed|\w+'s|\w+'re|\w+'ve|\w+'d|notice|feel|know|see|sense|hate|love)\b",
        said,
    )
    pronoun = re.match(r"(?:you|you're|you've|you'd|you'll|it|it's|he|he's|she|she's|they|they're|there|there's)\b", said)
    if step == "flesh_out" and re.match(
        r"(?:in|on|around|across|behind|under|inside|at|near|over|right here|here|down|to the|above|between)\b", said
    ):
        return [f"You notice it {said}.", f"It shows up {said}."]
    if not has_subject or not (verb or pronoun):
        thing = re.match(r"(?:a|an|the|this|that|some|my|your|something)\b", said)
        if thing:
            return [f"You notice {said}.", f"So there is {said}.", f"{bare}: you can sense that."]
        return []
    if (
        re.match(r"(?:it's|its) (?:like|a|an|kind|so|just|really|very|tight|heavy|dark|cold|hot|not)", said)
        and step == "flesh_out"
    ):
        return [f"You can sense that {said}.", f"{bare}, and you're noticing that.", f"{bare}."]
    figure = re.match(r"(?:it's|he's|she's|it is|he is|she is) (?:like )?((?:this|an?|some) .*)$", said)
    if figure and step == "feel_toward":
        seen = re.sub(r" (never|always|counting|pacing|holding|checking|wearing|looking|staring|guarding) ", r", \1 ", figure[1])
        return [f"You see {seen}.", f"{bare}.", f"{bare}, and you see that."]
    if re.match(
        r"(?:it|he|she|they|this part|that part|the \w+)(?: just| always| kind of| only)? (?:says?|said|tells?|keeps?|never|always|thinks?|believes?|wants?|does|just|moved|stepped|gave|softened|took|came|made|went)\b",
        said,
    ):
        return [
            f"{bare}, and you hear that."
            if re.search(r"\b(?:says?|said|tells?|thinks?|believes?)\b", said)
            else f"{bare}, and you noticed.",
            f"{bare}.",
        ]
    if re.match(r"(?:it|he|she|they|it's|he's|she's|they're)\b", said):
        return [
            f"You can sense that {said}.",
            f"{bare}, and you hear that.",
            f"{bare}, and you noticed.",
            f"You notice that {said}.",
        ]
    if re.match(r"(?:there's|there)\b", said):
        return [f"{bare}.", f"{bare}, and you've noticed.", f"You can sense that {said}."]
    if re.match(r"(?:a part|part|one part|this part|that part)\b", said):
        return [f"{bare}, and that one is welcome here.", f"{bare}, and you can hear it.", f"You notice that {said}."]
    if re.match(r"your \b", said) or re.match(r"the ", said):
        return [
            f"{bare}, and you're noticing it." if step == "flesh_out" else f"{bare}.",
            f"So {said}.",
            f"{bare}, and you noticed.",
            f"{bare}, and it touches something in you.",
        ]
    if step == "befriend":
        return [f"{bare}.", f"Right now {said}.", f"{bare}, and that counts."]
    if step == "find":
        return [
            f"{bare}.",
            f"{bare}, and it stays with you.",
            f"So {said}.",
            f"{bare}, and you brought that here.",
            f"{bare}, and it is still close.",
        ]
    return [f"{bare}.", f"{bare}, and that is welcome here.", f"Right now {said}."]


class _Used:
    """Which sentences have been shown, and how long ago."""

    def __init__(self, recent: Sequence[str]) -> None:
        self._shown: dict[str, int] = {}
        for age, wire in enumerate(recent):
            for line in wire.split("\n"):
                label, _, words = line.partition(": ")
                for piece in words.split(" | ") if label == "FOLLOW-UP" else [words]:
                    self._shown[_bare(piece)] = age

    def is_new(self, option: str) -> bool:
        """Not shown before."""
        return _bare(option) not in self._shown

    def pick(self, options: Sequence[str], seed: int, keep_order: bool = False) -> str:
        """An option not shown before, else the one shown longest ago."""
        fresh = [option for option in options if _bare(option) not in self._shown]
        if isinstance(options, _Filled):
            closest = [option for option in options[: options.closest] if option in fresh]
            fresh = closest or fresh
        if fresh:
            return fresh[0] if keep_order else fresh[seed % len(fresh)]
        return min(options, key=lambda option: self._shown[_bare(option)])


def _bare(text: str) -> str:
    return re.sub(r"[^a-z ]", "", text.lower()).strip()


def _same_thing(follow_up: str, suggestion: str) -> bool:
    stop = {
        "what",
        "would",
        "could",
        "it",
        "the",
        "you",
        "is",
        "a",
        "to",
        "how",
        "do",
        "this",
        "in",
        "or",
        "and",
        "that",
        "your",
        "for",
        "be",
        "let",
        "me",
        "us",
        "if",
    }
    words = set(_bare(follow_up).split()) - stop
    return len(words & (set(_bare(suggestion).split()) - stop)) >= 2


_POINTS_BACK = re.compile(r"\b(?:it|its|he|him|his|she|her|that part|this part)\b")


def _slots(text: str, lines: tuple[str, ...], known: Part | None) -> dict[str, str]:
    name = part_name(text, lines) or (known.name if known is not None and _POINTS_BACK.search(wording(text).plain) else "")
    who = pronoun(text, lines)
    feeling = feeling_word(text)
    plain = wording(text).plain
    slots = {
        "part": name or ("this part" if who == "it" else ("her" if who == "her" else "him" if who == "him" else "this part")),
        "it": who,
        "who": name or ("this part" if who in ("it", "them") else _SUBJECT[who]),
        "he": _SUBJECT[who],
        "his": _POSSESSIVE[who],
        "is": "are" if who == "them" else "is",
        "does": "do" if who == "them" else "does",
        "has": "have" if who == "them" else "has",
        "he_cap": _SUBJECT[who].capitalize(),
        "does_cap": "Do" if who == "them" else "Does",
        "s": "" if who == "them" else "s",
        "es": "" if who == "them" else "es",
        "ies": "y" if who == "them" else "ies",
        "was": "were" if who == "them" else "was",
        "feeling": _ADJECTIVES.get(feeling, feeling),
        "place": body_place(text, lines[-1:]),
        "image": _image(plain),
        "topic": _topic(plain),
    }
    return slots


def _image(plain: str) -> str:
    found = re.search(
        r"\b(?:an?|this|the|my|like an?) (?:(?:tight|heavy|big|small|hard|cold|dark|grey|hot|huge|thick|old|tall) )?(knot|wall|stone|rock|ball|weight|cloud|fog|fire|lump|brick|blanket|shield|cage|box|rope|fist|storm|wave|hole|void|block|band|belt|vice|knife|animal|wolf|bird|snake|ghost|shadow|blob|smoke|spring|robot|machine|pressure|tightness|ache|buzzing|heaviness|hum|tension|curtain|door|mask|chain|armor|well)\b",
        plain,
    )
    return f"the {found[1]}" if found else ""


_TOPICS = (
    (
        "Work",
        r"\b(?:work|job|boss|manager|meeting|deadline|office|coworker|colleague|client|team|project|interview|career|shift)\b",
    ),
    (
        "Your family",
        r"\b(?:mom|dad|mother|father|sister|brother|family|parents|grandmother|cousin|aunt|uncle|in-laws|christmas|holidays)\b",
    ),
    ("This relationship", r"\b(?:husband|wife|partner|boyfriend|girlfriend|ex|dating|marriage|relationship|divorce|breakup)\b"),
    ("Your home", r"\b(?:house|apartment|roommate|rent|neighbor|landlord|moving)\b"),
    ("Being a parent", r"\b(?:kids?|son|daughter|baby|children|teenager)\b"),
    ("This friendship", r"\b(?:friend|friends|friendship)\b"),
    ("Money", r"\b(?:money|bills|debt|savings|budget)\b"),
    ("School", r"\b(?:school|exam|class|thesis|university|college|homework|degree)\b"),
)


def _topic(plain: str) -> str:
    return next((name for name, pattern in _TOPICS if re.search(pattern, plain)), "")


def _fill(templates: Sequence[str], slots: dict[str, str]) -> list[str]:
    """Templates whose slots can all be filled; the more of the Partner's words a template takes, the earlier it is wanted."""
    filled: list[tuple[int, str]] = []
    for template in templates:
        names = re.findall(r"\{(\w+)\}", template)
        if any(not slots.get(name) and name not in ("s", "es") for name in names):
            continue
        line = template.format_map(slots)
        own = sum(
            name in ("feeling", "place", "image", "topic")
            or (name == "part" and slots["part"] not in ("this part", "him", "her"))
            for name in names
        )
        filled.append((own, line[:1].upper() + line[1:]))
    own_words = [line for own, line in filled if own]
    found = _Filled(own_words + [line for own, line in filled if not own])
    found.closest = len(own_words) if len(own_words) >= 2 else 0
    return found


class _Filled(list[str]):
    """Filled templates, those with the Partner's own words first: `closest` of them."""

    closest = 0
