"""The Facilitator's own page when the Partner changes: the one before neither hears it nor is heard or seen on it."""

import asyncio
import contextlib

import pytest
from livekit import rtc
from playwright.async_api import BrowserContext, Page, expect

from local.clicks import enter_room, invite, sign_in
from local.stack import Stack
from local.walk import Walk
from tests.launch.raw_clients import Listener, speak

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]
PATIENT_MS = 20_000

# How many sounds of others the page plays, and whether it ever played one while it should not.
SOUNDS = """
window.__most = 0;
new MutationObserver(() => { window.__most = Math.max(window.__most, document.querySelectorAll("audio").length); })
  .observe(document, { childList: true, subtree: true });
"""


async def most_sounds(page: Page) -> int:
    """The most audio elements there were at one moment since the last look."""
    most: int = await page.evaluate(
        "(() => { const most = window.__most; window.__most = document.querySelectorAll('audio').length; return most; })()"
    )
    return most


async def hears(listener: Listener, frames: int = 20) -> None:
    before = listener.frames
    for _ in range(300):
        listener.insist()
        if listener.frames >= before + frames:
            return
        await asyncio.sleep(0.1)
    raise AssertionError("heard nothing of the Facilitator")


async def test_a_removed_partner_is_neither_let_hear_nor_heard(silent_stack: Stack, laptop: BrowserContext) -> None:
    await laptop.add_init_script(SOUNDS)
    page = await sign_in(laptop, silent_stack, "cha@example.com")
    link = await invite(page, "Robin", as_="Cha")
    walk = Walk(silent_stack)
    first, second = Listener(), Listener()
    speaking = []
    try:
        old, _ = await walk.redeem(link.rsplit("/", 1)[1], "Robin", listening=False)
        await enter_room(page, silent_stack, "Robin")
        await expect(page.get_by_test_id("alone")).to_be_visible(timeout=PATIENT_MS)
        entry = await walk.seat(old)
        await first.join(entry["url"], entry["token"])
        speaking.append(await speak(first.room))
        # the control: with the place they are seen, heard, and hear
        await expect(page.get_by_test_id("remote")).to_be_visible(timeout=PATIENT_MS)
        await hears(first)
        await expect(page.locator("audio")).to_have_count(1, timeout=PATIENT_MS)

        facilitator, _ = await walk.sign_in("cha@example.com", "Cha")
        (session,) = (await walk.call("GET", "/api/sessions", facilitator))["sessions"]
        await walk.call("DELETE", f"/api/sessions/{session['id']}/invite", facilitator)
        await asyncio.wait_for(first.left.wait(), 15)
        await expect(page.get_by_test_id("alone")).to_be_visible(timeout=PATIENT_MS)
        await expect(page.locator("audio")).to_have_count(0)
        await most_sounds(page)

        for token in [*first.tokens][:3]:
            back = Listener()
            with contextlib.suppress(rtc.ConnectError):
                await back.join(entry["url"], token)
                with contextlib.suppress(Exception):  # removed while it is being published
                    speaking.append(await asyncio.wait_for(speak(back.room), 5))
                await asyncio.wait_for(back.left.wait(), 15)
            assert back.frames == 0
            await back.leave()
        assert await most_sounds(page) == 0
        await expect(page.get_by_test_id("alone")).to_be_visible()

        invited = await walk.call("POST", f"/api/sessions/{session['id']}/invite", facilitator, {})
        new, _ = await walk.redeem(str(invited["url"]).rsplit("/", 1)[1], "Kim", listening=False)
        fresh = await walk.seat(new)
        await second.join(fresh["url"], fresh["token"])
        speaking.append(await speak(second.room))
        await expect(page.get_by_test_id("remote")).to_be_visible(timeout=PATIENT_MS)
        await hears(second)
        await expect(page.locator("audio")).to_have_count(1, timeout=PATIENT_MS)
    finally:
        for task in speaking:
            task.cancel()
        await first.leave()
        await second.leave()
        await walk.http.aclose()
