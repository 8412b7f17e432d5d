"""Every way in which a browser takes a person out of the page without their asking: the call goes on, or comes back by itself."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass

import pytest
from playwright.async_api import BrowserContext, CDPSession, Page, WebSocketRoute, expect

from local.clicks import chromium, enter_room, invite, join, sign_in
from local.stack import Stack

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240), pytest.mark.long]
SLOW_MS = 30_000
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "permissions": ["camera", "microphone"]}
LOST = "Connection lost. Reconnecting…"
# Microphones that are muted by the system, as by a phone call: no `ended`, only `mute`.
MUTED_BY_THE_SYSTEM = """
(() => {
  const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  const tracks = [];
  let muted = false;
  navigator.mediaDevices.getUserMedia = async (wanted) => {
    const stream = await open(wanted);
    for (const track of stream.getAudioTracks()) {
      Object.defineProperty(track, "muted", { get: () => muted });
      tracks.push(track);
    }
    return stream;
  };
  window.__systemMutes = (on) => {
    muted = on;
    tracks.forEach((track) => track.dispatchEvent(new Event(on ? "mute" : "unmute")));
  };
})();
"""


@pytest.fixture(autouse=True)
def patient() -> Iterator[None]:
    """A busy machine is slow, and nothing here is timed."""
    expect.set_options(timeout=SLOW_MS)
    yield
    expect.set_options(timeout=5_000)


@dataclass
class Two:
    facilitator: Page
    partner: Page
    lines: list[WebSocketRoute]

    async def cdp(self) -> CDPSession:
        return await self.partner.context.new_cdp_session(self.partner)

    async def both_are_in(self) -> None:
        for page in (self.facilitator, self.partner):
            await expect(page.get_by_test_id("remote-video")).to_be_visible()
            await expect(page.get_by_text(LOST)).to_have_count(0)


@pytest.fixture
async def two(silent_stack: Stack, laptop: BrowserContext, request: pytest.FixtureRequest) -> AsyncIterator[Two]:
    """A Facilitator and a Partner who see each other."""
    facilitator = await sign_in(laptop, silent_stack, f"{abs(hash(request.node.name))}@example.com")
    link = await invite(facilitator, "Robin", as_="Sam")
    await enter_room(facilitator, silent_stack, "Robin")
    lines: list[WebSocketRoute] = []

    async def through(route: WebSocketRoute) -> None:
        route.connect_to_server()
        lines.append(route)

    async with chromium() as browser:
        context = await browser.new_context(**PHONE)
        await context.add_init_script(MUTED_BY_THE_SYSTEM)
        await context.route_web_socket(re.compile("/rtc"), through)
        partner = await join(context, link, listening=False)
        both = Two(facilitator, partner, lines)
        await both.both_are_in()
        yield both
        await context.close()


async def test_a_phone_number_a_mail_and_a_download_leave_the_call_alone(two: Two) -> None:
    partner = two.partner
    await partner.evaluate(
        """() => {
          for (const [id, href, download] of [["mail", "mailto:robin@example.org"], ["file", "data:text/plain,notes", "notes.txt"]]) {
            const link = Object.assign(document.createElement("a"), { href, id: `out-${id}`, textContent: id });
            if (download) link.download = download;
            document.body.append(link);
          }
        }"""
    )
    joins = len(two.lines)
    await partner.get_by_test_id("help-button").click()
    await partner.get_by_role("link", name="988").click()
    for out in ("out-mail", "out-file"):
        await partner.evaluate("(id) => document.getElementById(id).click()", out)
    await partner.keyboard.press("Escape")
    await partner.wait_for_timeout(1_000)
    await two.both_are_in()
    await expect(two.partner.get_by_role("button", name="Microphone on")).to_be_visible()
    assert len(two.lines) == joins  # it was never interrupted


async def test_a_departure_that_the_person_takes_back_leaves_the_call_alone(two: Two) -> None:
    partner = two.partner
    await partner.evaluate("addEventListener('beforeunload', (event) => { event.preventDefault(); event.returnValue = ''; })")
    partner.on("dialog", lambda dialog: dialog.dismiss())
    await partner.locator("body").click(position={"x": 5, "y": 400})  # a browser asks only people who did something
    await partner.evaluate("setTimeout(() => location.assign('/elsewhere'), 0)")
    await partner.wait_for_timeout(1_000)
    await two.both_are_in()
    await expect(partner.get_by_test_id("coach-pill")).to_be_visible()


async def test_a_frozen_page_is_in_the_call_again_when_it_wakes(two: Two) -> None:
    cdp = await two.cdp()
    await cdp.send("Page.setWebLifecycleState", {"state": "frozen"})
    await two.facilitator.wait_for_timeout(2_000)
    await cdp.send("Page.setWebLifecycleState", {"state": "active"})
    await two.both_are_in()
    await expect(two.partner.get_by_role("button", name="Microphone on")).to_be_visible()
    await expect(two.facilitator.get_by_text(re.compile("lost connection|left"))).to_have_count(0)


async def test_a_page_that_was_put_aside_is_in_the_call_again_when_it_is_shown(two: Two) -> None:
    partner = two.partner
    await partner.evaluate("dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))")
    await expect(partner.get_by_text(LOST).first).to_be_visible()
    await partner.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    await two.both_are_in()
    # for good: away to another page and back by the browser's own button
    address = partner.url
    await partner.goto("about:blank")
    # a browser that unloads may or may not send the last word
    await expect(two.facilitator.get_by_text(re.compile("Robin (left|lost connection)")).first).to_be_visible()
    await partner.go_back()
    assert partner.url == address
    await two.both_are_in()


async def test_a_line_that_breaks_is_said_and_mended_and_keeps_the_other_person(two: Two) -> None:
    partner = two.partner
    await partner.context.set_offline(True)
    for line in two.lines:
        await line.close()
    await expect(partner.get_by_text(LOST).first).to_be_visible()
    await expect(partner.get_by_test_id("alone")).to_have_count(0)
    await expect(partner.get_by_role("button", name="Microphone on")).to_be_visible()
    await partner.context.set_offline(False)
    await expect(partner.get_by_text("You are back.").first).to_be_visible()
    await two.both_are_in()


async def test_leaving_is_told_from_losing_the_line_and_from_being_removed(two: Two) -> None:
    facilitator, partner = two.facilitator, two.partner
    await partner.get_by_test_id("leave-button").click()
    await expect(facilitator.get_by_text("Robin left. They can come back by the same link.").first).to_be_visible()
    await expect(facilitator.get_by_text(re.compile("lost connection"))).to_have_count(0)
    await partner.get_by_test_id("come-back").click()
    await two.both_are_in()
    await expect(facilitator.get_by_text(re.compile("Robin left"))).to_have_count(0)

    # the other way round: the Facilitator only leaves
    await facilitator.get_by_test_id("end-button").click()
    await facilitator.get_by_role("button", name="Only leave").click()
    await expect(partner.get_by_text("Sam left. You can wait here: this page goes on when they are back.").first).to_be_visible()


async def test_a_microphone_that_the_system_muted_is_said_on_both_pages(two: Two) -> None:
    await expect(two.partner.get_by_role("button", name="Microphone on")).to_be_visible()
    await two.partner.evaluate("window.__systemMutes(true)")
    await expect(two.partner.get_by_text(re.compile("Your device has muted your microphone")).first).to_be_visible()
    await expect(two.partner.get_by_role("button", name="Microphone on")).to_have_count(0)
    muted = two.facilitator.get_by_test_id("who-is-here").locator("[aria-label*='microphone is off']")
    await expect(muted).to_have_count(1)
    await two.partner.evaluate("window.__systemMutes(false)")
    await expect(two.partner.get_by_role("button", name="Microphone on")).to_be_visible()
    await expect(muted).to_have_count(0)
