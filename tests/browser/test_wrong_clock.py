"""A device whose clock is over an hour wrong: signed in as long as anybody, and a timer that counts the call."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import BrowserContext, Request, expect

from local.clicks import enter_room, invite, join, sign_in
from local.stack import Stack

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240), pytest.mark.long]
SLOW_MS = 30_000
SHIFTED = """
((aheadMs) => {
  const Real = Date;
  window.Date = class extends Real {
    constructor(...at) {
      if (at.length) super(...at);
      else super(Real.now() + aheadMs);
    }
    static now() {
      return Real.now() + aheadMs;
    }
  };
})(%d);
"""


@pytest.mark.parametrize("ahead_min", [70, -70])
async def test_a_clock_that_is_wrong_changes_nothing(
    silent_stack: Stack, laptop: BrowserContext, phone: BrowserContext, ahead_min: int
) -> None:
    await laptop.add_init_script(SHIFTED % (ahead_min * 60_000))
    refreshes: list[str] = []

    def seen(request: Request) -> None:
        if "grant_type=refresh_token" in request.url:
            refreshes.append(request.url)

    laptop.on("request", seen)
    page = await sign_in(laptop, silent_stack, f"clock{ahead_min}@example.com")
    link = await invite(page, "Robin", as_="Sam")
    await enter_room(page, silent_stack, "Robin")
    await join(phone, link, listening=False)
    await expect(page.get_by_test_id("remote-video")).to_be_visible(timeout=SLOW_MS)
    # counting, from a call of some seconds and not from one of an hour
    clock = page.get_by_role("timer").filter(visible=True)
    await expect(clock).to_have_text(re.compile(r"^[0-2]:(?!00)\d\d$"), timeout=SLOW_MS)
    assert refreshes == []
