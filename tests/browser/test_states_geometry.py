"""What must stand where, measured on the states: the card by the lens, the face uncovered, nothing that jumps."""

import re
from collections.abc import AsyncIterator
from typing import Any

import pytest
from playwright.async_api import Page

from tests.browser.states import DESKTOP, PHONE, reach, states_pages

pytestmark = pytest.mark.timeout(300)

BOX = "(one) => { const { x, y, width, height } = one.getBoundingClientRect(); return { x, y, width, height }; }"
# Everything that moved on the page without being asked to, from the first letter to the last.
SHIFTS = """new Promise((done) => {
  const moved = [];
  new PerformanceObserver((list) => moved.push(...list.getEntries().map((one) => one.value))).observe({ type: "layout-shift", buffered: false });
  const look = () => document.documentElement.dataset.streamed ? window.__own[0](() => done(moved), 300) : window.__own[0](look, 50);
  look();
})"""


@pytest.fixture
async def page() -> AsyncIterator[Page]:
    async with states_pages(1) as (one,):
        yield one


async def stand(page: Page, url: str, state: str, size: tuple[int, int] = DESKTOP) -> None:
    await page.set_viewport_size({"width": size[0], "height": size[1]})
    assert await reach(page, url, state) is None


async def box(page: Page, test_id: str) -> dict[str, float]:
    found: Any = await page.get_by_test_id(test_id).locator("visible=true").first.evaluate(BOX)
    return {name: round(value, 1) for name, value in found.items()}


def apart(a: dict[str, float], b: dict[str, float]) -> bool:
    return (
        a["x"] + a["width"] <= b["x"] + 0.5
        or b["x"] + b["width"] <= a["x"] + 0.5
        or a["y"] + a["height"] <= b["y"] + 0.5
        or b["y"] + b["height"] <= a["y"] + 0.5
    )


async def test_no_letter_moves_anything_and_the_card_keeps_its_size(states_url: str, page: Page) -> None:
    await stand(page, states_url, "panel-streaming-live")
    moved = await page.evaluate(SHIFTS)
    assert moved == []
    # the control: the same observer sees a page that does jump
    jumped = await page.evaluate(
        """new Promise((done) => {
          new PerformanceObserver((list) => done(list.getEntries()[0].value)).observe({ type: "layout-shift", buffered: false });
          window.__own[0](() => { document.querySelector("[data-testid=hint-card]").parentElement.style.marginTop = "120px"; }, 100);
        })"""
    )
    assert jumped > 0
    cards = {}
    for state in ("panel-listening", "panel-streaming", "panel-hint", "panel-hint-long", "panel-offline", "panel-concern"):
        await stand(page, states_url, state)
        cards[state] = await box(page, "hint-card")
    assert all(card == cards["panel-listening"] for card in cards.values()), cards
    assert cards["panel-listening"]["height"] == 224


async def test_the_card_stands_by_the_lens_and_never_on_the_face(states_url: str, page: Page) -> None:
    for state in ("panel-hint", "panel-hint-long", "crisis-self", "panel-left", "panel-right", "panel-concern"):
        for size in (DESKTOP, PHONE):
            await stand(page, states_url, state, size)
            card = await box(page, "safety-card" if state.startswith("crisis") else "hint-card")
            assert apart(card, await box(page, "remote-video")), (state, size)
    await stand(page, states_url, "panel-hint")
    card = await box(page, "hint-card")
    assert abs(card["x"] + card["width"] / 2 - DESKTOP[0] / 2) < 2
    assert card["width"] == 520
    assert card["y"] <= 8
    await stand(page, states_url, "panel-hint", PHONE)
    assert (await box(page, "hint-card"))["height"] <= 0.42 * PHONE[1]


async def test_the_suggestion_is_the_largest_and_well_broken(states_url: str, page: Page) -> None:
    for size, characters in ((DESKTOP, 52), (PHONE, 46)):
        await stand(page, states_url, "panel-hint", size)
        sizes = await page.get_by_test_id("hint-card").evaluate(
            """(card) => Object.fromEntries([...card.querySelectorAll("p, li, time, button")]
              .map((one) => [one.dataset.testid ?? one.tagName, parseFloat(getComputedStyle(one).fontSize)]))"""
        )
        suggestion = sizes.pop("hint-suggestion")
        assert suggestion > max(sizes.values())
        line_px = (await box(page, "hint-suggestion"))["width"]
        letter_px: float = await page.get_by_test_id("hint-suggestion").first.evaluate(
            """(one) => { const c = document.createElement("canvas").getContext("2d"); c.font = getComputedStyle(one).font;
              return c.measureText("Could you ask it what it fears would happen").width / 43; }"""
        )
        assert line_px / letter_px < characters


async def test_a_partner_sees_the_coach_and_stop_at_first_sight(states_url: str, page: Page) -> None:
    for size in (DESKTOP, PHONE):
        await stand(page, states_url, "partner-listening", size)
        pill, stop = await box(page, "coach-pill"), await box(page, "stop-button")
        assert pill["y"] < 60
        assert min(stop["width"], stop["height"]) >= 48
        assert stop["x"] + stop["width"] <= size[0]
        assert min((await box(page, "leave-button")).values()) >= 0


async def test_the_partners_page_is_the_same_with_and_without_a_crisis(states_url: str, page: Page) -> None:
    """What the coach would tell a Facilitator is sent to the Partner's page on purpose: nothing on it changes."""
    await stand(page, states_url, "partner-listening", PHONE)
    quiet = await page.locator("#root").inner_html()
    await stand(page, states_url, "partner-told-of-danger", PHONE)
    assert normalised(await page.locator("#root").inner_html()) == normalised(quiet)


def normalised(html: str) -> str:
    """Without what is numbered anew on each load."""
    return re.sub(r"(_r_\w+_|radix-\S+?(?=[\"']))", "", html)


async def test_nothing_of_the_call_is_in_the_title_or_the_shared_screen(states_url: str, page: Page) -> None:
    await stand(page, states_url, "panel-hint")
    assert "fears" in await page.get_by_role("main").inner_text()
    assert "Robin" not in await page.title()
    await stand(page, states_url, "panel-sharing")
    words = await page.get_by_role("main").inner_text()
    assert "Hints are hidden while you share." in words
    assert "fears" not in words
    assert "How do you feel toward" not in words
    await stand(page, states_url, "crisis-sharing")
    assert "Safety" not in await page.get_by_role("main").inner_text()


async def test_a_door_asks_the_browser_for_nothing_before_a_click(states_url: str, page: Page) -> None:
    await stand(page, states_url, "door", PHONE)
    assert await page.locator("html[data-asked]").count() == 0
    assert await page.get_by_role("switch", checked=True).count() == 0
    assert await page.get_by_test_id("join-button").is_enabled()
    # the control: a click does
    await page.get_by_test_id("check-devices").click()
    await page.locator("html[data-asked]").wait_for(state="attached")
