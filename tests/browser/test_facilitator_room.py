"""The Coach Panel on the real page: nothing moves while letters stream, a held card stays, sharing hides it, a reload keeps it."""

import re
from typing import Any

import psycopg
import pytest
from playwright.async_api import BrowserContext, Page, expect

from local.clicks import enter_room, invite, join, sign_in
from local.stack import Stack
from tests.browser.scripted_coach import scripted_coach

PATIENT_MS = 20_000  # for slow machines; nothing here is timed
pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]

TIRED = (
    "SUMMARY: You can hear how tired the one is that holds it all together.\n"
    "SUGGESTION: Could you ask it what it fears would happen if it rested for a moment?\n"
    "FOLLOW-UP: Where do you feel it? | How do you feel toward it?\n"
    "REMINDER: This is peer support, not professional therapy — go at your own pace."
)
CURIOUS = "SUMMARY: You're curious about him now.\nSUGGESTION: Could you let him feel that?\nFOLLOW-UP: Listen for his answer"

# Every shift of the layout, with what moved; those that follow a person's own press are not the page's.
WATCH = """
window.__shifts = [];
const told = (one) => `${one.nodeName} ${one.dataset?.testid ?? ""} ${one.textContent.slice(0, 40)}`;
const at = ({ x, y, width, height }) => [x, y, width, height].map(Math.round).join(" ");
const moved = ({ node, previousRect, currentRect }) =>
  `${node ? `${told(node)} in ${told(node.parentElement ?? node)}` : "gone"}: ${at(previousRect)} to ${at(currentRect)}`;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) {
    if (!entry.hadRecentInput) window.__shifts.push({ value: entry.value, moved: entry.sources.map(moved) });
  }
}).observe({ type: "layout-shift" });
"""


def words(text: str) -> list[str]:
    return re.findall(r"\S+\s*", text)


async def shifts(page: Page) -> list[dict[str, Any]]:
    """Those since the last look; two frames later, when the browser has counted them."""
    await page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 100))))")
    found: list[dict[str, Any]] = await page.evaluate("window.__shifts.splice(0)")
    return found


def keep(stack: Stack, session: str, hints: dict[str, str]) -> None:
    """What a coach would have reported: texts by the ids they were shown under."""
    with psycopg.connect(stack.env["MIGRATIONS_DATABASE_URL"], autocommit=True) as db:
        for seq, (hint_id, text) in enumerate(hints.items(), 1):
            db.execute(
                "insert into hints (session_id, partner_id, seq, id, text, source, at)"
                " select session_id, id, %s, %s, %s, 'built-in', now() from partners where session_id = %s and revoked_at is null",
                [seq, hint_id, text, session],
            )


async def card_box(page: Page) -> dict[str, Any]:
    box = await page.get_by_test_id("hint-card").bounding_box()
    assert box is not None
    return dict(box)


async def test_the_panel_holds_still_and_loses_nothing(
    silent_stack: Stack, laptop: BrowserContext, phone: BrowserContext
) -> None:
    page = await sign_in(laptop, silent_stack, "fay@example.com")
    link = await invite(page, "Robin")
    await enter_room(page, silent_stack, "Robin")
    session = page.url.rsplit("/", 1)[1]
    await join(phone, link, listening=True)
    status = page.get_by_test_id("coach-status")
    card = page.get_by_test_id("hint-card")
    async with scripted_coach(silent_stack, session) as coach:
        await expect(status).to_have_text("(coach is listening…)", timeout=PATIENT_MS)
        await expect(page.get_by_test_id("remote-video")).to_be_visible(timeout=20_000)
        await page.get_by_role("button", name="Understood").click()
        await expect(page.get_by_test_id("mic-button")).to_be_focused(timeout=PATIENT_MS)
        empty = await card_box(page)

        # letters stream: the layout does not move at all, and the card keeps its height
        await page.evaluate(WATCH)
        await page.mouse.move(640, 500)
        await shifts(page)
        await coach.hint(words(TIRED), pause_s=0.03)
        await expect(page.get_by_test_id("hint")).to_have_attribute("data-state", "whole", timeout=PATIENT_MS)
        found = await shifts(page)
        assert found == [], found
        assert await card_box(page) == empty
        stage = await page.get_by_test_id("remote").bounding_box()
        assert stage is not None
        assert stage["y"] >= empty["y"] + empty["height"]  # the face is not covered
        # the control: the same watch sees a line that moves
        await page.evaluate("document.querySelector('[data-testid=hint-summary]').style.marginTop = '24px'")
        assert await shifts(page) != []

        # held by the pointer: the newcomer waits in the first row of Earlier, and moves up on release
        await page.get_by_test_id("hint-suggestion").hover()
        await coach.hint(words(CURIOUS))
        newest = page.get_by_test_id("earlier-row").first
        await expect(newest).to_contain_text("Could you let him feel that?", timeout=PATIENT_MS)
        await expect(newest).to_contain_text("New", timeout=PATIENT_MS)
        for step in range(8):  # longer than a card has to stand; a pointer that only rests does not hold it
            await page.mouse.move(600 + step, 120)
            await page.wait_for_timeout(900)
        await expect(card).to_contain_text("Could you ask it what it fears", timeout=PATIENT_MS)
        await page.mouse.move(640, 500)
        await expect(card).to_contain_text("Could you let him feel that?", timeout=PATIENT_MS)
        await expect(newest).to_contain_text("Could you ask it what it fears", timeout=PATIENT_MS)

        # on request: thinking shows by the next frame; nothing to say is listening again
        coach.answer = "quiet"
        shown: str = await page.evaluate(
            """new Promise((done) => {
              document.querySelector("[data-testid=generate-button]").click();
              requestAnimationFrame(() => done(document.querySelector("[data-testid=coach-status]").dataset.state));
            })"""
        )
        assert shown == "thinking"
        await expect(status).to_have_text("(coach is listening…)", timeout=PATIENT_MS)
        assert [method for method, _ in coach.asked] == ["coach.generate"]

        # sharing what may show this page hides every hint, until asked otherwise
        await page.get_by_test_id("share-button").click()
        await expect(page.get_by_text("Hints are hidden while you share.")).to_be_visible(timeout=PATIENT_MS)
        await expect(card).to_have_count(0, timeout=PATIENT_MS)
        await expect(page.get_by_test_id("earlier-list")).to_have_count(0, timeout=PATIENT_MS)
        assert "Could you" not in await page.locator("main").inner_text()
        await page.get_by_role("button", name="Show anyway").click()
        await expect(card).to_contain_text("Could you let him feel that?", timeout=PATIENT_MS)
        await page.get_by_test_id("share-button").click()
        await expect(page.get_by_test_id("share-button")).to_have_accessible_name("Share screen", timeout=PATIENT_MS)

        # a mark, and the page closed and opened again: both are still there
        keep(silent_stack, session, dict(zip(coach.hint_ids, (TIRED, CURIOUS), strict=False)))
        await newest.get_by_role("button").first.click()
        async with page.expect_response(re.compile("/hints/[0-9a-f-]{36}/mark$")) as kept:
            await page.get_by_role("button", name="Helped").click()
        assert (await kept.value).status == 204
        await page.reload()
        await expect(card).to_contain_text("Could you let him feel that?", timeout=PATIENT_MS)
        await newest.get_by_role("button").first.click()
        await expect(page.get_by_role("button", name="Helped")).to_have_attribute("aria-pressed", "true", timeout=PATIENT_MS)
        await expect(page.get_by_role("button", name="Not now")).to_have_attribute("aria-pressed", "false", timeout=PATIENT_MS)
