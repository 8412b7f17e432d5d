"""What a Partner meets on a phone when something is in the way: the link, the browser, the devices, the line."""

from __future__ import annotations

import asyncio
import os
import re
from pathlib import Path
from typing import Any

import psycopg
import pytest
from playwright.async_api import Browser, BrowserContext, Page, WebSocketRoute, expect

from local.clicks import chromium, sign_in
from local.stack import Stack

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]
SLOW_MS = 30_000
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "permissions": ["camera", "microphone"]}

# As on an iPhone after a phone call: nothing plays until a tap.
NO_SOUND_BEFORE_A_TAP = """
(() => {
  const play = HTMLMediaElement.prototype.play;
  let tapped = false;
  addEventListener("pointerdown", (event) => {
    if (event.target.closest?.("[data-testid=turn-on-sound]")) tapped = true;
  }, true);
  HTMLMediaElement.prototype.play = function () {
    if (tapped || this.muted || this.tagName === "VIDEO") return play.call(this);
    return Promise.reject(new DOMException("play() needs a gesture", "NotAllowedError"));
  };
})();
"""
# Pulls the microphone out: its track ends, and no other one is found.
MICROPHONE_TO_PULL = """
(() => {
  const devices = navigator.mediaDevices;
  const open = devices.getUserMedia.bind(devices);
  let pulled = false;
  let track;
  devices.getUserMedia = async (wanted) => {
    if (pulled && wanted.audio) throw new DOMException("Requested device not found", "NotFoundError");
    const stream = await open(wanted);
    track = stream.getAudioTracks()[0] ?? track;
    return stream;
  };
  window.__pull = () => {
    pulled = true;
    track.stop();
    track.dispatchEvent(new Event("ended"));
  };
  window.__plug = () => {
    pulled = false;
  };
})();
"""


async def picture(page: Page, name: str) -> None:
    folder = os.environ.get("NBP_PICTURES")
    if folder:
        await page.screenshot(path=Path(folder) / f"{name}.png")


class Sender:
    """The Facilitator's side, by the API alone: sessions and their links."""

    def __init__(self, page: Page) -> None:
        self._page = page

    async def call(self, method: str, path: str, body: object = None) -> Any:
        return await self._page.evaluate(
            """async ([method, path, body]) => {
              const { access_token } = JSON.parse(localStorage.getItem("nbp.auth"));
              const headers = { Authorization: `Bearer ${access_token}`, "Content-Type": "application/json" };
              const answer = await fetch(`/api${path}`, { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) });
              if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status}`);
              return answer.status === 204 ? null : answer.json();
            }""",
            [method, path, body],
        )

    async def link(self) -> tuple[str, str]:
        """A new session and the link into it."""
        session = (await self.call("POST", "/sessions", {}))["id"]
        return session, (await self.call("POST", f"/sessions/{session}/invite", {}))["url"]


ROOM_CODE_CAME = (
    "performance.getEntriesByType('resource').some(one => /PartnerRoom-[^/]+\\.js$/.test(one.name) && one.responseEnd > 0)"
)


async def at_the_door(context: BrowserContext, link: str) -> Page:
    page = await context.new_page()
    await page.goto(link)
    await expect(page.get_by_test_id("join-button")).to_be_visible(timeout=SLOW_MS)
    # Nothing was pressed, and the room's code is on its way.
    await page.wait_for_function(ROOM_CODE_CAME, timeout=SLOW_MS)
    return page


async def joined(context: BrowserContext, link: str) -> Page:
    page = await at_the_door(context, link)
    await page.get_by_role("button", name="Join").click()
    await expect(page.get_by_role("group", name="The coach")).to_be_visible(timeout=SLOW_MS)
    return page


async def problem(browser: Browser, link: str, sentence: str) -> None:
    """A browser that was never here before opens the link; a sentence, and no way to join."""
    context = await browser.new_context(**PHONE)
    page = await context.new_page()
    await page.goto(link)
    await expect(page.get_by_role("heading", level=1)).to_have_text(sentence, timeout=SLOW_MS)
    await expect(page.get_by_role("button", name="Join")).to_have_count(0)
    await context.close()


async def test_each_link_that_does_not_open_says_why(silent_stack: Stack, laptop: BrowserContext) -> None:
    sender = Sender(await sign_in(laptop, silent_stack, "links@example.com"))
    await sender.call("PATCH", "/me", {"display_name": "Sam"})
    async with chromium() as browser:
        # the control: the very same door opens, and the first to join has it
        session, link = await sender.link()
        mine = await browser.new_context(**PHONE)
        room = await joined(mine, link)
        await problem(browser, link, "This link is in use on another device. Go on there, or ask for a new one.")
        await problem(browser, f"{link[:-4]}AAAA", "We do not know this link. Check that all of it was copied.")

        withdrawn, old_link = await sender.link()
        await sender.call("DELETE", f"/sessions/{withdrawn}/invite")
        await problem(browser, old_link, "Sam has withdrawn this link. Ask them if that is a mistake.")

        late, late_link = await sender.link()
        with psycopg.connect(silent_stack.env["MIGRATIONS_DATABASE_URL"], autocommit=True) as db:
            db.execute("update invites set expires_at = now() - interval '1 minute' where session_id = %s", [late])
        await problem(browser, late_link, "This link has run out. Ask Sam for a new one.")

        over, over_link = await sender.link()
        await sender.call("POST", f"/sessions/{over}/end")
        await problem(browser, over_link, "This session has ended.")

        # withdrawn while in the call: put out, told why, nothing to press in vain
        await sender.call("DELETE", f"/sessions/{session}/invite")
        await expect(room.get_by_role("heading", level=1)).to_have_text(
            "Sam has withdrawn this link. Ask them if that is a mistake.", timeout=SLOW_MS
        )
        await expect(room.get_by_role("button", name="Try again")).to_have_count(0)


async def test_the_browser_stands_in_the_way(silent_stack: Stack, laptop: BrowserContext) -> None:
    sender = Sender(await sign_in(laptop, silent_stack, "blocked@example.com"))
    _, link = await sender.link()
    async with chromium("--use-fake-ui-for-media-stream=deny") as browser:
        # an app's own window: said before anything is pressed, with the way out
        inside = await browser.new_context(
            **PHONE | {"permissions": ["clipboard-read", "clipboard-write"]},
            user_agent="Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 Instagram 300.0",
        )
        page = await at_the_door(inside, link)
        await expect(page.get_by_text("This app cannot open calls. Open the link in Safari or Chrome.")).to_be_visible()
        await page.get_by_role("button", name="Copy link").click()
        await expect(page.get_by_text("Link copied.")).to_be_visible()
        assert await page.evaluate("navigator.clipboard.readText()") == link
        await picture(page, "in-app")
        await inside.close()

        # blocked: this browser's help after a press, never before; and the call goes on without a device
        blocked = await browser.new_context(**PHONE | {"permissions": []})
        page = await at_the_door(blocked, link)
        await expect(page.get_by_role("alert")).to_have_count(0)
        await page.get_by_role("button", name="Check camera and microphone").click()
        await expect(page.get_by_role("alert")).to_contain_text("Then press Try again.", timeout=SLOW_MS)
        await picture(page, "blocked")
        await expect(page.get_by_role("alert")).to_contain_text("Your camera and microphone are blocked.")
        for device in ("Camera", "Microphone"):
            await expect(page.get_by_role("switch", name=device, exact=True)).not_to_be_checked()
        await expect(page.get_by_role("button", name="Join with sound only")).to_have_count(0)
        await page.get_by_role("button", name="Join and listen").click()
        await expect(page.get_by_role("group", name="The coach")).to_be_visible(timeout=SLOW_MS)
        await expect(page.get_by_test_id("connection")).to_contain_text(
            "Your camera and microphone are blocked.", timeout=SLOW_MS
        )
        await expect(page.get_by_test_id("connection")).to_contain_text("Then press Try again.", timeout=SLOW_MS)
        await expect(page.get_by_role("button", name="Microphone off")).to_be_visible()
        await picture(page, "blocked-in-the-call")


async def test_a_second_tab_a_pulled_microphone_a_broken_line_and_no_sound(silent_stack: Stack, laptop: BrowserContext) -> None:
    facilitator = await sign_in(laptop, silent_stack, "line@example.com")
    _, link = await Sender(facilitator).link()
    async with chromium() as browser:
        context = await browser.new_context(**PHONE)
        await context.add_init_script(MICROPHONE_TO_PULL)
        lines: list[WebSocketRoute] = []
        whole = asyncio.Event()
        whole.set()

        async def through(route: WebSocketRoute) -> None:
            await whole.wait()
            route.connect_to_server()
            lines.append(route)

        await context.route_web_socket(re.compile("/rtc"), through)
        page = await joined(context, link)
        pill = page.get_by_role("group", name="The coach")
        for device in ("Microphone on", "Camera on"):
            await expect(page.get_by_role("button", name=device)).to_be_visible(timeout=SLOW_MS)

        # the line breaks: said in words, controls stay; then it is back
        whole.clear()
        for line in lines:
            await line.close()
        await expect(page.get_by_text("Connection lost. Reconnecting…").first).to_be_visible(timeout=SLOW_MS)
        await expect(pill).to_be_visible()
        await picture(page, "reconnecting")
        whole.set()
        await expect(page.get_by_text("You are back.").first).to_be_visible(timeout=SLOW_MS)

        # the microphone is pulled out: said, and put right by one press once it is in again
        await page.evaluate("window.__pull()")
        await expect(page.get_by_text(re.compile("Your microphone is gone")).first).to_be_visible(timeout=SLOW_MS)
        await expect(page.get_by_role("button", name="Microphone off")).to_be_visible(timeout=SLOW_MS)
        await picture(page, "unplugged")
        await page.evaluate("window.__plug()")
        await page.get_by_role("button", name="Microphone off").click()
        await expect(page.get_by_role("button", name="Microphone on")).to_be_visible(timeout=SLOW_MS)
        await expect(page.get_by_text(re.compile("Your microphone is gone"))).to_have_count(0)

        # a second tab takes the call; the first says so and takes it back
        second = await joined(context, link)
        await expect(page.get_by_role("heading", level=1)).to_have_text("This call is open in another tab.", timeout=SLOW_MS)
        await expect(page.get_by_role("heading", level=1)).to_be_focused()
        await page.get_by_role("button", name="Use it here").click()
        await expect(pill).to_be_visible(timeout=SLOW_MS)
        await expect(second.get_by_role("heading", level=1)).to_have_text("This call is open in another tab.", timeout=SLOW_MS)

        # left, looked at what is held, deleted
        await page.get_by_role("button", name="Leave").click()
        await expect(page.get_by_role("heading", level=1)).to_have_text("You have left. Take a moment for yourself.")
        await page.get_by_role("link", name="See or delete my data").click()
        await expect(page.get_by_role("heading", level=1)).to_have_text("What we hold about you")
        async with page.expect_download() as download:
            await page.get_by_role("button", name="Download").click()
        assert (await download.value).suggested_filename == "my-data.json"
        await page.get_by_role("button", name="Delete").click()
        await page.get_by_role("dialog").get_by_role("button", name="Delete it all").click()
        await expect(page.get_by_text("Deleted. Nothing you said is left here.")).to_be_visible(timeout=SLOW_MS)
        await context.close()

    # sound that the browser blocks: a button, and it is gone once it plays
    _, link = await Sender(facilitator).link()
    sessions = f"{silent_stack.urls['pages']}/sessions"
    await facilitator.goto(sessions)
    await facilitator.get_by_role("link", name=re.compile("Open")).first.click()
    await facilitator.get_by_test_id("enter-room").click()
    async with chromium() as browser:
        context = await browser.new_context(**PHONE)
        await context.add_init_script(NO_SOUND_BEFORE_A_TAP)
        page = await joined(context, link)
        button = page.get_by_role("button", name="Turn on sound")
        await expect(button).to_be_visible(timeout=SLOW_MS)
        await picture(page, "sound-blocked")
        await button.click()
        await expect(button).to_have_count(0, timeout=SLOW_MS)
