"""`nbp check` says which recogniser cannot hear the configured language."""

import pytest

from agent.settings import AgentSettings
from local.check import language


@pytest.mark.parametrize(
    ("engine", "model", "verdict"),
    [
        ("moonshine", "base.en", "wrong"),
        ("whisper", "base.en", "wrong"),
        ("whisper", "base", "note"),
        ("openai", "base.en", "note"),
    ],
)
def test_an_english_recogniser_in_another_language_is_wrong(engine: str, model: str, verdict: str) -> None:
    line = language(AgentSettings(_env_file=None, stt_engine=engine, whisper_model=model, language="de"))
    assert (line.part, line.verdict) == ("LANGUAGE", verdict)
    assert "English" in line.words
