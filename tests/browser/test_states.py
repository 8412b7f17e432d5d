"""Every state of every page, looked at in a real browser: reached, accessible, and whole at every size."""

import json

import pytest

from tests.browser.states import Seen, look_at_all

# no call and no clock of its own: runs beside the others, not alone as what is marked `browser`
pytestmark = [pytest.mark.timeout(1200), pytest.mark.long]  # every state, in every size and theme


@pytest.fixture(scope="module")
async def seen(states_url: str) -> Seen:
    return await look_at_all(states_url)


def said(complaints: dict[str, list[str]]) -> str:
    return json.dumps(complaints, indent=1, ensure_ascii=False)


def test_there_is_a_state_for_all_that_can_happen(seen: Seen) -> None:
    assert len(seen.states) > 150
    assert len(set(seen.states)) == len(seen.states)


@pytest.mark.parametrize(
    "kind",
    [
        pytest.param("reached", id="each is reached and shows its words"),
        pytest.param("errors", id="nothing is thrown and nothing asked that the API does not know"),
        pytest.param("axe", id="axe finds nothing serious, light and dark, desktop and phone"),
        pytest.param("sideways", id="nothing goes sideways at 390 and 320 px and at 200 per cent"),
        pytest.param("cut", id="no word is cut"),
        pytest.param("covered", id="nothing that can be pressed is covered"),
        pytest.param("picture", id="the Partner's picture keeps 60 per cent of a laptop's height, the card 224 px"),
        pytest.param("small", id="everything can be touched: 44 px"),
        pytest.param("unringed", id="the focus is seen"),
        pytest.param("moving", id="nothing moves where still was asked for"),
    ],
)
def test_in_every_state(seen: Seen, kind: str) -> None:
    found = seen.complaints.get(kind, {})
    assert not found, said(found)
