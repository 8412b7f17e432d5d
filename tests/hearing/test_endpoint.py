"""Does the text stop, or only the voice?"""

import pytest

from core.speech.endpointing import LONGEST_S, Pace, ending, pause_s


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
        "I guess there's a part of me that.",
        "It's been doing this since I was.",
        "He just looked at me and I.",
        "It moved back and now I feel.",
        "It's kind of.",
    ],
)
def test_unfinished(text: str) -> None:
    assert ending(text) == "unfinished"


@pytest.mark.parametrize(
    "text",
    [
        "It's scared.",
        "I hate it so much.",
        "I don't know what it is.",
        "Nobody ever asked me how I feel.",
        "I know exactly what it's afraid of and I trust that.",
        "There's a heaviness in my shoulders today,",
    ],
)
def test_unsure(text: str) -> None:
    assert ending(text) == "unsure"


SURE, SHORT, CUT = "I hate that I always say yes to everybody.", "It's scared.", "and then she"


@pytest.mark.parametrize("text", [SURE, SHORT, CUT, ""])
def test_waits_stay_within_their_bounds(text: str) -> None:
    pace = Pace()
    assert 0.09 <= pause_s(text) < pace.wait_s(text)
    assert pace.wait_s(text) <= (LONGEST_S if ending(text) == "unfinished" else 0.5)
    for _ in range(20):
        pace.went_on()
    assert pace.wait_s(text) <= LONGEST_S


def test_the_less_finished_the_longer() -> None:
    texts = [SURE, SHORT, CUT]
    assert sorted(texts, key=Pace().wait_s) == texts
    assert sorted(texts, key=pause_s) == texts


def test_who_goes_on_after_all_is_waited_for_longer_until_that_stops() -> None:
    pace = Pace()
    before = pace.wait_s(SURE)
    pace.went_on()
    once = pace.wait_s(SURE)
    pace.went_on()
    patient = pace.wait_s(SURE)
    assert before < once < patient - 0.1
    pace.released()
    assert once < pace.wait_s(SURE) < patient
    for _ in range(20):
        pace.released()
    assert pace.wait_s(SURE) == before
