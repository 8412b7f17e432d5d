"""What can be judged of a hint without anybody's opinion: one name for each rule it breaks. For tests, `make eval` and whoever writes templates."""

from __future__ import annotations

import re

from agent.coach.guard.hint_checks import HintChecks
from core.protocol.hint import FOLLOW_UPS_MAX, Hint
from core.reader.step import Step

SUMMARY_WORDS, SUGGESTION_WORDS, SUGGESTION_SENTENCES, FOLLOW_UP_WORDS = 20, 30, 2, 8

_ORDER = re.compile(
    r"^(?:stop|go|close|step|leave|relax|ask|tell|sit|give|forgive|accept|forget|breathe|calm)\b(?!.*\b(?:if you like|if that)\b)"
)
_LEAP = re.compile(
    r"\b(?:afraid|fears?|worr(?:y|ies|ied)|its job|his job|her job|their job|thank|hope to give|protect\w*|safe from)\b"
)
_INWARD = re.compile(r"\b(?:parts? of you|inside you|toward it|in your body|this part|what would (?:it|he|she) like)\b")
_STORY = re.compile(r"\b(?:why|what happened|when did|tell me more about what|how did it (?:start|begin)|who did)\b")
_LABELS = re.compile(r"\b(?:self-esteem|defen[cs]e mechanism|coping|manager|managers|attachment|inner critic's)\b")
_QUESTION = re.compile(r"\?|\b(?:what|where|how|who|could you|can you|would you)\b", re.IGNORECASE)
_BEFORE_THE_GATE = ("find", "focus", "flesh_out", "feel_toward")


def faults(hint: Hint, step: Step, said: str, checks: HintChecks | None = None) -> list[str]:
    """Slugs, none for a sound hint. `said`: all the Partner has said so far."""
    found: list[str] = []
    lines = (hint.summary, hint.suggestion, *hint.follow_ups)
    if len(hint.summary.split()) > SUMMARY_WORDS:
        found.append("summary-long")
    if "?" in hint.summary:
        found.append("summary-asks")
    if (
        len(hint.suggestion.split()) > SUGGESTION_WORDS
        or len(re.findall(r"[.?!…](?:\s|$)", hint.suggestion)) > SUGGESTION_SENTENCES
    ):
        found.append("suggestion-long")
    if not 1 <= len(hint.follow_ups) <= FOLLOW_UPS_MAX or any(len(line.split()) > FOLLOW_UP_WORDS for line in hint.follow_ups):
        found.append("follow-up-long")
    if any("!" in line for line in lines):
        found.append("exclaims")
    checks = (checks or HintChecks()).at(said)
    for place, line in (("summary", hint.summary), ("suggestion", hint.suggestion), ("follow-up", " / ".join(hint.follow_ups))):
        if reason := checks.first_unfit(line, summary=place == "summary"):
            found.append(f"{place}: {reason}")
    asked = hint.suggestion.lower()
    if step != "ground" and _ORDER.match(asked):
        found.append("orders")
    if step in _BEFORE_THE_GATE and (leap := _LEAP.search(asked)) and leap[0][:4] not in said.lower():
        found.append("leaps-the-gate")
    if step == "ground" and _INWARD.search(" ".join(lines[1:]).lower()):
        found.append("goes-inside")
    if step == "silence" and any(_QUESTION.search(line) for line in lines):
        found.append("asks-while-inside")
    if _STORY.search(" ".join(lines[1:]).lower()):
        found.append("asks-for-story")
    if (label := _LABELS.search(" ".join(lines).lower())) and label[0] not in said.lower():
        found.append("new-label")
    if hint.suggestion in hint.follow_ups or len(set(hint.follow_ups)) < len(hint.follow_ups):
        found.append("says-it-twice")
    return found
