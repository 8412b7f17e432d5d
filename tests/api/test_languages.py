"""What the pages say about languages is what the running system can do."""

from __future__ import annotations

from collections.abc import Callable

from tests.api.conftest import World


async def _limits(make_world: Callable[..., World], **settings: str) -> tuple[str, list[str]]:
    async with make_world(**settings).client() as client:
        config = (await client.get("/api/config")).json()
    return config["language"], config["language_limits"]


async def test_english_is_whole_and_others_are_read_by_a_word_list(make_world: Callable[..., World]) -> None:
    assert await _limits(make_world) == ("en", ["danger_by_word_list"])


async def test_another_language_on_the_device_is_english_only(make_world: Callable[..., World]) -> None:
    assert await _limits(make_world, language="de") == ("de", ["hears_english_only", "hints_in_english", "danger_by_word_list"])


async def test_engines_that_know_the_language_lift_their_limit(make_world: Callable[..., World]) -> None:
    assert await _limits(make_world, language="fr", stt_engine="openai", openai_api_key="k") == ("fr", ["danger_by_word_list"])
    assert await _limits(make_world, language="it", stt_engine="whisper", whisper_model="small", openai_api_key="k") == (
        "it",
        ["danger_in_english_only"],
    )
