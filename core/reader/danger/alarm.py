"""Crisis and concern, read by fixed rules and a fixed encoder before any language model: WHO x WHAT x WHEN x MEANT?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal, cast

from core.protocol.room_messages import SafetyKind
from core.reader.danger.concern import is_concern
from core.reader.danger.encoder import Leaning, leaning
from core.reader.danger.languages import read_tongues
from core.reader.danger.meant import DISTRESS_TIME, scene_meant, sign_meant, together_meant
from core.reader.danger.pointing import for_a_friend, points_back
from core.reader.danger.scenes import seen
from core.reader.danger.signs import ALL_SIGNS, HARMLESS
from core.reader.danger.together import TOGETHER
from core.text.bounds import windows
from core.text.folding import fold
from core.text.wording import partner_lines, wording

JOINED_WORDS = 26
# Natural log of odds, chosen on lines that were not learned from: what the encoder raises by itself, in one utterance and in several joined; and how strongly it
# must speak against what a rule found, of danger that is not at hand, before it is let go.
LEARNED_CRISIS, LEARNED_SPLIT, LEARNED_CONCERN, LEARNED_SOON = 2.0, 3.0, 0.5, -1.0
UNSURE = 1.0  # from here to LEARNED_CRISIS somebody should slow down and check in, and no card stops the session
UNLIKELY = -1.0
NEWER, NEW_WORDS = 0.5, 3  # what the newest words must add to what was said before them, and how many they must be
Label = Literal["crisis", "concern", "none"]
Kind = SafetyKind


@dataclass(frozen=True, slots=True)
class Alarm:
    """Something that stops the inner work. `kind` is None for a concern; `discreet`: someone may be near."""

    label: Label
    kind: Kind | None = None
    imminent: bool = False
    discreet: bool = False


def read_safety(text: str, context: Sequence[str] = (), *, acknowledged: bool = False) -> Alarm | None:
    """The alarm in what the Partner just said, or None. Earlier unacknowledged crises in `context` still count.

    Long talk is read in windows, each after the ones before it; the gravest counts."""
    before = tuple(window for line in partner_lines(tuple(context)) for window in windows(line))
    pieces = windows(text)
    alarms = [_read_one(piece, (*before, *pieces[:place])[-4:]) for place, piece in enumerate(pieces)]
    found = max((alarm for alarm in alarms if alarm is not None), key=lambda alarm: alarm.imminent, default=None)
    if found is None and not acknowledged:
        for position in range(len(before) - 1, -1, -1):
            earlier = _read_one(before[position], before[max(0, position - 4) : position])
            if earlier is not None:
                found = Alarm("crisis", earlier.kind, earlier.imminent, earlier.discreet)
                break
    if found is not None:
        return found
    worried = any(_worries(piece, (*before, *pieces[:place])[-3:]) for place, piece in enumerate(pieces))
    return Alarm("concern") if worried else None


def _worries(text: str, before: tuple[str, ...]) -> bool:
    said = wording(fold(text))
    if read_tongues(text) or is_concern(said, tuple(wording(line).plain for line in before)):
        return True
    towards = leaning(said.plain)
    return towards.concern > LEARNED_CONCERN or towards.crisis > UNSURE


@lru_cache(maxsize=256)
def _read_one(text: str, before: tuple[str, ...]) -> Alarm | None:
    """The crisis in one utterance alone, or in it together with the short ones before it: a disclosure is often split."""
    said = read_tongues(text)
    if said is not None and said[0] != "concern":
        return Alarm("crisis", cast(Kind, said[0]), said[1], said[0] == "abuse_at_home")
    plain = _plain(text)
    if not plain:
        return None
    earlier = " ".join(filter(None, (_plain(line) for line in before)))
    whole = wording(fold(text)).plain
    by_rule, towards = _crisis(plain, earlier, 0, whole), leaning(whole)
    if towards.crisis <= LEARNED_CRISIS:
        return by_rule or _split(plain, whole, before)
    # where the two differ about the kind the encoder is right four times of five; but where a rule hears a body in danger, a doctor comes first
    medical = by_rule is not None and by_rule.kind == "medical"
    at_hand = by_rule is not None and by_rule.imminent
    return _raised(replace(towards, kind="medical") if medical else towards, plain, earlier, at_hand=at_hand)


def _raised(towards: Leaning, plain: str, earlier: str, *, at_hand: bool = False) -> Alarm:
    """The crisis the encoder sees. `at_hand`: a rule has heard that it is imminent."""
    return _alarm(cast(Kind, towards.kind), plain, earlier, imminent=at_hand or towards.imminent > LEARNED_SOON)


def _split(plain: str, whole: str, before: tuple[str, ...]) -> Alarm | None:
    """What only the last utterances joined say. It must reach into the newest words; the earlier ones have been read in their time."""
    words = len(plain.split())
    joined = so_far = ""
    for line in reversed(before[-3:]):
        said = _plain(line)
        words += len(said.split())
        if words > JOINED_WORDS:
            break
        joined = f"{said} {joined}".strip()
        so_far = f"{wording(fold(line)).plain} {so_far}".strip()
        if said and (found := _crisis(f"{joined} {plain}", "", len(joined), f"{so_far} {whole}")):
            return found
    if not joined or len(whole.split()) < NEW_WORDS:
        return None
    now = leaning(f"{so_far} {whole}")
    if now.crisis <= LEARNED_SPLIT or not leaning(so_far).crisis < min(LEARNED_CRISIS, now.crisis - NEWER):
        return None
    return _raised(now, f"{joined} {plain}", "")


def _plain(text: str) -> str:
    """Plain words without what only sounds like danger."""
    plain = re.sub(r"\s+", " ", HARMLESS.sub(" ~ ", wording(fold(text)).plain)).strip()
    return "" if plain == "~" else plain


def _crisis(plain: str, earlier: str, new_from: int, whole: str) -> Alarm | None:
    """The first crisis that is meant and whose words end behind `new_from`. `whole`: the same words with all that `_plain` took out, for the encoder, which is
    asked only where there is something to let go of."""
    for sign in ALL_SIGNS:
        for match in sign.pattern.finditer(plain):
            if (
                match.end() > new_from
                and sign_meant(sign, match, plain, earlier)
                and (sign.imminent or leaning(whole).crisis > UNLIKELY)
            ):
                return _alarm(cast(Kind, sign.kind), plain, earlier, imminent=sign.imminent)
    found = _between_lines(plain, earlier, new_from)
    return found if found is not None and leaning(whole).crisis > UNLIKELY else None


def _between_lines(plain: str, earlier: str, new_from: int) -> Alarm | None:
    """What no single sign says."""
    for ideas in TOGETHER:
        first = ideas.find(plain)
        if first is not None and (not new_from or first.end() > new_from) and together_meant(ideas, first, plain, earlier):
            return _alarm(cast(Kind, ideas.kind), plain, earlier, imminent=ideas.imminent)
    for found in seen(plain.split()):
        if len(" ".join(plain.split()[: found.end])) > new_from and scene_meant(found, plain, earlier):
            return _alarm(cast(Kind, found.scene.kind), plain, earlier, imminent=found.scene.imminent)
    if points_back(plain, earlier) or for_a_friend(plain):
        return _alarm("self", plain, earlier, imminent=False)
    return None


def _alarm(kind: Kind, plain: str, earlier: str, *, imminent: bool) -> Alarm:
    now = imminent or bool(DISTRESS_TIME.search(plain)) or _happening(plain, earlier)
    return Alarm("crisis", kind, now, kind == "abuse_at_home")


def _happening(plain: str, earlier: str) -> bool:
    """A scene of something that is happening, or about to, whatever sign was found first."""
    return any(found.scene.imminent and scene_meant(found, plain, earlier) for found in seen(plain.split()))
