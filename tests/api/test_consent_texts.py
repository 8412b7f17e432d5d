"""Consent texts: filled from what runs, and readable by everybody."""

from __future__ import annotations

import re

import pytest

from functions.consent import texts as consent_texts
from functions.consent.texts import CURRENT, KINDS, company
from functions.platform.settings import Settings


def syllables(word: str) -> int:
    word = re.sub(r"[^a-z]", "", word.lower())
    groups = len(re.findall(r"[aeiouy]+", word))
    if word.endswith("e") and not word.endswith("le") and groups > 1:
        groups -= 1
    return max(1, groups)


def grade(text: str) -> float:
    """Flesch-Kincaid."""
    sentences = [s for s in re.split(r"[.!?:]+\s", text + " ") if s.strip()]
    words = re.findall(r"[A-Za-z'’-]+", text)
    return 0.39 * len(words) / len(sentences) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "changed", [{}, {"openai_api_key": "k", "stt_engine": "openai"}, {"openai_base_url": "https://llm.example.com/v1"}]
)
def test_a_text_is_whole_and_below_grade_seven(settings: Settings, kind: consent_texts.Kind, changed: dict[str, str]) -> None:
    values = consent_texts.filled_values(settings.model_copy(update=changed), kind) | {"name": "Alex"}
    text = consent_texts.fill(consent_texts.template(CURRENT[kind]), values)
    assert "{" not in text
    assert grade(text) < 7


def test_a_version_that_never_was_has_no_text() -> None:
    for strange in ("listening.v0", "../errors", ""):
        with pytest.raises(KeyError):
            consent_texts.template(strange)
    assert consent_texts.template("listening.v1")


@pytest.mark.parametrize(
    ("url", "key", "who"),
    [
        (None, None, None),
        (None, "k", "OpenAI"),
        ("https://api.openai.com/v1", "k", "OpenAI"),
        ("https://llm.example.com/v1", None, "llm.example.com"),
        ("http://127.0.0.1:8000/v1", "k", None),
        ("http://localhost:8000/v1", None, None),
        ("http://10.0.0.8/v1", None, None),
        ("http://ollama:11434/v1", None, None),
        ("http://8.8.8.8/v1", None, "8.8.8.8"),
    ],
)
def test_who_receives_the_words(url: str | None, key: str | None, who: str | None) -> None:
    assert company(url, key) == who


def test_what_was_once_agreed_to_is_never_rewritten() -> None:
    """A changed text is a new version: these hashes stand in the ledger."""
    told = {version: consent_texts.text_hash(consent_texts.template(version))[:16] for version in CURRENT.values()}
    assert told == PUBLISHED


PUBLISHED = {"listening.v1": "bf942307b3e123a0", "recording.v1": "fdcf055fd90b9fd0", "copy.v1": "b0c900483b4c1786"}
