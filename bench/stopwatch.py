"""A new user's path by the stopwatch: `python -m bench.stopwatch` (`--clone`: also from a fresh clone to the first hint).

A real Chromium on the real stack, used as somebody who knows what they want uses it: Hand says how long each thing takes them.
"""

from __future__ import annotations

import argparse
import asyncio
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.async_api import BrowserContext, Locator, Page, expect
from rich.console import Console
from rich.table import Table

from local import toolchain
from local.clicks import chromium
from local.inbox import code_in, mails_to, wait_for_mail
from local.stack import Stack, running_stack

AIM_S = 0.8
"""Seeing a button and pressing it."""
KEY_S = 0.2
"""One letter: about 60 words a minute on a keyboard, less than half of what a thumb manages."""
TO_THE_MAIL_S = 5.0
"""Going over to the mail and reading six digits."""
READ_THE_DOOR_S = 5.0
"""The lines above the switches; the consent text itself is read by some, and for as long as they like."""

FIRST_HINT = "Hint 1"
screen = Console(highlight=False, soft_wrap=True)


@dataclass
class Hand:
    """Presses and types as slowly as a person, and counts. Enter in a form is a press like a click."""

    page: Page
    presses: int = 0
    letters: int = 0
    since: float = field(default_factory=time.monotonic)

    async def press(self, what: Locator) -> None:
        await what.wait_for()
        await asyncio.sleep(AIM_S)
        await what.click()
        self.presses += 1

    async def type(self, where: Locator, text: str) -> None:
        """Into a field that has the focus already; one that has not costs a press."""
        await where.wait_for()
        if not await where.evaluate("field => field === document.activeElement"):
            await self.press(where)
        await where.press_sequentially(text, delay=KEY_S * 1000)
        self.letters += len(text)

    @property
    def passed_s(self) -> float:
        return time.monotonic() - self.since


@dataclass(frozen=True)
class Walked:
    """One path walked: how long, how many presses, and what was aimed at."""

    name: str
    seconds: list[float]
    presses: int | None
    letters: int | None
    aim: str


async def invite(context: BrowserContext, stack: Stack, n: int) -> tuple[Hand, str]:
    """From the sign-in page to a link on the clipboard, ready to be pasted into any message."""
    page, inbox, email = await context.new_page(), stack.urls["inbox"], f"ann{n}@example.com"
    before = next(iter(mails_to(inbox, email)), None)
    await page.goto(f"{stack.urls['pages']}/sign-in")
    hand = Hand(page)
    await hand.type(page.get_by_label("E-mail"), email)
    await hand.press(page.get_by_role("button", name="Send code"))
    mail = await wait_for_mail(inbox, email, after=before)
    await asyncio.sleep(TO_THE_MAIL_S)
    await hand.type(page.get_by_label("Code"), code_in(mail))
    await hand.press(page.get_by_role("button", name="Sign in"))
    await hand.press(page.get_by_role("button", name="New session").first)
    await hand.type(page.get_by_label("What do you call your partner?"), "Sam")
    await hand.press(page.get_by_role("button", name="Create"))
    await expect(page.get_by_text("Link copied.").first).to_be_visible(timeout=20_000)
    link = str(await page.evaluate("navigator.clipboard.readText()"))
    assert "/p/" in link
    return hand, link


async def join(context: BrowserContext, link: str) -> Hand:
    """From the opened link to the room, coach turned on on the way."""
    page = await context.new_page()
    hand = Hand(page)
    await page.goto(link)
    switch = page.get_by_test_id("consent-listening")
    await switch.wait_for()
    await asyncio.sleep(READ_THE_DOOR_S)
    await hand.press(switch)
    await hand.press(page.get_by_test_id("join-button"))
    await expect(page.get_by_test_id("coach-pill")).to_be_visible(timeout=30_000)
    return hand


async def in_the_browser(rounds: int) -> list[Walked]:
    walked: dict[str, list[tuple[float, Hand]]] = {"invite": [], "join": []}
    with running_stack(fresh=True, say=lambda _: None, extra_env={"AUTH_EMAIL_INTERVAL_S": "0"}) as stack:
        for n in range(rounds):
            async with chromium() as browser:
                laptop = await browser.new_context(
                    viewport={"width": 1280, "height": 800}, permissions=["clipboard-read", "clipboard-write"]
                )
                hand, link = await invite(laptop, stack, n)
                walked["invite"].append((hand.passed_s, hand))
                phone = await browser.new_context(
                    viewport={"width": 390, "height": 844}, has_touch=True, permissions=["camera", "microphone"]
                )
                hand = await join(phone, link)
                walked["join"].append((hand.passed_s, hand))
    rows = {
        "invite": ("sign in -> invitation ready to send", "<= 30 s, <= 4"),
        "join": ("link opened -> in the room", "<= 20 s, <= 3"),
    }
    return [
        Walked(name, [s for s, _ in walked[key]], walked[key][-1][1].presses, walked[key][-1][1].letters, aim)
        for key, (name, aim) in rows.items()
    ]


@contextmanager
def fresh_clone() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="nbp-clone-"))
    try:
        yield folder / "no-bad-parts"
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def from_clone() -> Walked:
    """`git clone`, `make demo ONCE=1`, until the first line of the first hint stands in the terminal."""
    with fresh_clone() as folder:
        began = time.monotonic()
        subprocess.run(["git", "clone", "-q", str(toolchain.ROOT), str(folder)], check=True)
        demo = subprocess.Popen(
            ["make", "demo", "ONCE=1"], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        assert demo.stdout is not None
        taken: float | None = None
        for line in demo.stdout:
            if taken is None and FIRST_HINT in line:
                taken = time.monotonic() - began
        if demo.wait() != 0 or taken is None:
            sys.exit("make demo did not come to a hint in a fresh clone")
    return Walked("clone -> first hint (make demo)", [taken], None, None, "")


def main() -> None:
    options = argparse.ArgumentParser(prog="python -m bench.stopwatch", description=__doc__)
    options.add_argument("--rounds", type=int, default=3, help="how often each path is walked (3)")
    options.add_argument(
        "--clone", action="store_true", help="also from a fresh clone to the first hint; minutes, needs a network"
    )
    chosen = options.parse_args()
    paths = asyncio.run(in_the_browser(chosen.rounds))
    if chosen.clone:
        paths.append(from_clone())
    table = Table(title="A new user's path", caption="median of the rounds; presses count clicks, taps and Enter")
    for head in ("path", "seconds", "presses", "letters typed", "aim"):
        table.add_column(head, justify="left" if head in ("path", "aim") else "right", no_wrap=True)
    for path in paths:
        told = ["-" if value is None else str(value) for value in (path.presses, path.letters)]
        table.add_row(path.name, f"{statistics.median(path.seconds):.1f}", *told, path.aim)
    screen.print(table)
    screen.print(
        f"Pauses: {AIM_S} s before each press, {KEY_S} s a letter, {TO_THE_MAIL_S:.0f} s to fetch the code from the mail, "
        f"{READ_THE_DOOR_S:.0f} s at the door."
    )


if __name__ == "__main__":
    main()
