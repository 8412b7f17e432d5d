"""Does the text stop, or only the voice?"""

import pytest

from agent.hearing.endpoint import ending, pause_s, wait_s


@pytest.mark.parametrize(
    "text",
    [
        "I hate that I always say yes to everybody.",
        "It's warm, actually, warmer than I expected.",
        "When my sister called, something shut down.",
        "Could it be older than me?",
        "I don't know what that part wants from me, and I get why.",
    ],
)
def test_finished(text: str) -> None:
    assert ending(text) == "finished"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "And then she said that, Um.",
        "It's like it wants to tell me something, but.",
        "I was going to call him back and",
        "It feels like a.",
        "There's a tightness behind my,",
        "When my sister called on Sunday.",
        "It moved back a little, and now.",
        "I keep thinking about—",
        "So, um,",
    ],
)
def test_unfinished(text: str) -> None:
    assert ending(text) == "unfinished"


@pytest.mark.parametrize("text", ["It's scared.", "I don't know what it is.", "There's a heaviness in my shoulders today,"])
def test_unsure(text: str) -> None:
    assert ending(text) == "unsure"


@pytest.mark.parametrize("text", ["I feel it in my chest.", "It's scared.", "and then she", ""])
def test_waits_stay_within_their_bounds(text: str) -> None:
    assert 0.09 <= pause_s(text) < wait_s(text)
    assert 0.30 <= wait_s(text) <= 0.50


def test_the_less_finished_the_longer() -> None:
    texts = ["I feel it in my chest.", "It's scared.", "and then she"]
    assert sorted(texts, key=wait_s) == texts
    assert sorted(texts, key=pause_s) == texts
