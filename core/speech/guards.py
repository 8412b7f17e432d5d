"""Invented text: recognisers answer noise with words. Decides what is not to be believed; pure."""

from __future__ import annotations

import re
import zlib

from core.speech.stt import Transcript

# What models write when nobody speaks; believed only when clearly spoken.
_PHRASES = frozenset(
    {
        "you", "thank you", "thanks", "thank you very much", "thank you so much", "thanks for watching", "thank you for watching",
        "please subscribe", "like and subscribe", "subscribe", "bye", "bye bye", "the end", "the",
        "oh", "so", "hmm", "mm", "huh", "ah", "uh", "i", "subtitles by the amara org community", "see you next time",
        "see you in the next video", "music", "applause", "silence", "okay", "a",
    }
)  # fmt: skip
_BRACKETED = re.compile(r"[\[(*♪][^\])*♪]*[\])*♪]")


def words_of(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+(?:'[^\W\d_]+)?", text.lower())


def squeezed(text: str) -> float:
    """How many times smaller the text gets when compressed: loops squeeze well."""
    raw = text.encode()
    return len(raw) / len(zlib.compress(raw)) if raw else 0.0


def clean(text: str) -> str:
    """Without [MUSIC] and (coughs), on one line."""
    return re.sub(r"\s+", " ", _BRACKETED.sub(" ", text)).strip()


def loops(words: list[str]) -> bool:
    """One to four words said five times over."""
    for n in (1, 2, 3, 4):
        for at in range(len(words) - 5 * n + 1):
            if words[at : at + 5 * n] == words[at : at + n] * 5:
                return True
    return False


def doubt(heard: Transcript, speech_s: float, mean_p: float) -> str | None:
    """-> why this text of `speech_s` seconds of voiced audio is not to be believed, or None. `mean_p`: the voice detector's
    mean probability."""
    words = words_of(clean(heard.text))
    if not words:
        return "no-letters"
    if squeezed(heard.text) > 2.4 or loops(words):
        return "repetition"
    if heard.capped:
        return "too-many-tokens"
    if heard.avg_logprob < -1.0:
        return "low-confidence"
    if heard.no_speech > 0.6 and heard.avg_logprob < -0.5:
        return "no-speech"
    if len(words) > 3 + 9 * speech_s:
        return "too-fast"
    faint = mean_p < 0.8 or speech_s < 0.3
    if " ".join(words) in _PHRASES and (
        heard.avg_logprob < -0.4 or (faint and len(words) != 1) or (faint and heard.avg_logprob < -0.2)
    ):
        return "known-phrase"
    if mean_p < 0.7 and heard.avg_logprob < -0.6:
        return "faint"
    return None
