"""What the coach cannot do in the configured language, for the pages to say before a call."""

from __future__ import annotations

from typing import Literal

from core.reader.danger.languages import TONGUES
from functions.platform.settings import Settings

Limit = Literal["hears_english_only", "hints_in_english", "danger_by_word_list", "danger_in_english_only"]


def limits(settings: Settings) -> list[Limit]:
    """Of hearing, hints and danger. In English only the last is limited: danger said in another language is read by a word list at most."""
    found: list[Limit] = []
    if settings.language == "en":
        return ["danger_by_word_list"]
    if settings.stt_engine == "moonshine" or (settings.stt_engine == "whisper" and settings.whisper_model.endswith(".en")):
        found.append("hears_english_only")
    if not settings.llm_configured:
        found.append("hints_in_english")
    found.append("danger_by_word_list" if settings.language in TONGUES else "danger_in_english_only")
    return found
