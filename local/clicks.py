"""What a Facilitator and a Partner do on the pages in a real Chromium, click by click; for tests, pictures and the stopwatch."""

import os
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from playwright.async_api import Browser, BrowserContext, Page, async_playwright, expect

from local import toolchain
from local.inbox import mails_to, wait_for_code
from local.stack import Stack

FLAGS = (
    "--use-fake-ui-for-media-stream",
    "--use-fake-device-for-media-stream",
    "--autoplay-policy=no-user-gesture-required",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


@asynccontextmanager
async def chromium(*flags: str) -> AsyncIterator[Browser]:
    """A browser that grants camera and microphone, both faked; ended with the context."""
    sandbox = ("--no-sandbox",) if os.geteuid() == 0 else ()
    async with async_playwright() as driver:
        browser = await driver.chromium.launch(executable_path=toolchain.chromium(), args=[*FLAGS, *sandbox, *flags])
        yield browser
        await browser.close()


async def sign_in(context: BrowserContext, stack: Stack, email: str) -> Page:
    """From the landing page to the sessions, with the code from the mail."""
    page = await context.new_page()
    inbox = stack.urls["inbox"]
    before = next(iter(mails_to(inbox, email)), None)
    await page.goto(stack.urls["pages"])
    await page.get_by_role("link", name="Sign in with e-mail").click()
    await page.get_by_label("E-mail").fill(email)
    await page.get_by_role("button", name="Send code").click()
    code, _ = await wait_for_code(inbox, email, after=before)
    await page.get_by_label("Code").fill(code)
    await page.get_by_role("button", name="Sign in").click()
    await expect(page.get_by_role("heading", name="Sessions")).to_be_visible()
    return page


async def invite(page: Page, partner: str, *, as_: str = "") -> str:
    """A new session; the link as `Copy link` puts it on the clipboard. `as_`: the Facilitator's own name, asked for while there is none."""
    await page.get_by_role("button", name="New session").first.click()
    await page.get_by_label(re.compile("What do you call your partner")).fill(partner)
    if as_:
        await page.get_by_label("Your name").fill(as_)
    await page.get_by_role("button", name="Create").click()
    await page.get_by_role("button", name="Copy link").click()
    await expect(page.get_by_text("Link copied.").first).to_be_visible()
    return str(await page.evaluate("navigator.clipboard.readText()"))


async def enter_room(page: Page, stack: Stack, partner: str) -> None:
    """From the list into the Facilitator's room."""
    await page.goto(f"{stack.urls['pages']}/sessions")
    await page.get_by_role("link", name=re.compile(f"Open.*|{partner}")).first.click()
    await page.get_by_test_id("enter-room").click()
    await expect(page.get_by_test_id("coach-status").first).to_be_attached()


async def join(context: BrowserContext, link: str, *, listening: bool, recording: bool = False) -> Page:
    """Through the Partner's door into the room."""
    page = await context.new_page()
    await page.goto(link)
    choice = page.get_by_test_id("consent-listening")
    await expect(choice).not_to_be_checked()
    if listening:
        await choice.click()
    if recording:
        await page.get_by_test_id("consent-recording").click()
    await page.get_by_test_id("join-button").click()
    await expect(page.get_by_test_id("coach-pill")).to_be_visible()
    return page
