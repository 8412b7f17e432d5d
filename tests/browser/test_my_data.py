"""A Partner reaches and deletes their data after the link was withdrawn: in the browser they used, and from another one by a mailed code."""

from __future__ import annotations

import re

import psycopg
import pytest
from playwright.async_api import BrowserContext, Page, expect

from local.clicks import chromium, sign_in
from local.inbox import Mail, wait_for_mail
from local.stack import Stack

from .test_partner import PHONE, SLOW_MS, Sender, joined

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]
EMAIL = "robin-data@example.com"


def spoken(stack: Stack, session: str) -> None:
    """Two sentences of the session's Partner, as the coach would have reported them."""
    with psycopg.connect(stack.env["MIGRATIONS_DATABASE_URL"], autocommit=True) as db:
        db.execute(
            "insert into segments (session_id, partner_id, seq, text, start_s, end_s)"
            " select p.session_id, p.id, n, 'sentence ' || n, n, n + 1 from partners p, generate_series(1, 2) n where p.session_id = %s",
            [session],
        )


async def code_mailed(stack: Stack, page: Page, after: Mail | None) -> Mail:
    """Types the newest code into the page; returns its mail."""
    mail = await wait_for_mail(stack.urls["inbox"], EMAIL, after=after)
    found = re.search(r"\b\d{3} \d{3}\b", mail.text)
    assert found
    assert found.group() in mail.subject
    await page.get_by_label("Code").fill(found.group())
    await page.get_by_test_id("give-code").click()
    return mail


async def test_the_data_stays_theirs_after_the_link_is_withdrawn(silent_stack: Stack, laptop: BrowserContext) -> None:
    sender = Sender(await sign_in(laptop, silent_stack, "keeper@example.com"))
    await sender.call("PATCH", "/me", {"display_name": "Sam"})
    session, link = await sender.link()
    async with chromium() as browser:
        mine = await browser.new_context(**PHONE)
        room = await joined(mine, link)
        await room.get_by_test_id("leave-button").click()
        await expect(room.get_by_test_id("left-page")).to_be_visible(timeout=SLOW_MS)
        await room.close()
        spoken(silent_stack, session)
        await sender.call("DELETE", f"/sessions/{session}/invite")

        # the browser they used: no door any more, and their data behind it
        page = await mine.new_page()
        await page.goto(link)
        sentence = "Sam has withdrawn this link. Ask them if that is a mistake."
        await expect(page.get_by_role("heading", level=1)).to_have_text(sentence, timeout=SLOW_MS)
        await page.get_by_role("link", name="See or delete my data").click()
        await expect(page.get_by_test_id("held")).to_contain_text("2 sentences.", timeout=SLOW_MS)
        block = page.get_by_test_id("address")
        await block.get_by_label("Your e-mail").fill(EMAIL)
        await block.get_by_test_id("send-code").click()
        first = await code_mailed(silent_stack, page, None)
        await expect(page.get_by_test_id("address-confirmed")).to_be_visible(timeout=SLOW_MS)

        # a browser that was never there: the link shows no data, the code does
        elsewhere = await browser.new_context(**PHONE)
        other = await elsewhere.new_page()
        await other.goto(link)
        await expect(other.get_by_role("heading", level=1)).to_have_text(sentence, timeout=SLOW_MS)
        await expect(other.get_by_role("link", name="See or delete my data")).to_have_count(0)
        await other.goto(silent_stack.urls["pages"])
        await other.get_by_role("link", name="See or delete your data").click()
        await other.get_by_label("Your e-mail").fill(EMAIL)
        await other.get_by_test_id("send-code").click()
        await expect(other.get_by_label("Code")).to_be_visible(timeout=SLOW_MS)
        await code_mailed(silent_stack, other, first)
        await other.get_by_role("button", name="With Sam, ").click(timeout=SLOW_MS)
        await expect(other.get_by_test_id("held")).to_contain_text("2 sentences.", timeout=SLOW_MS)
        await other.get_by_test_id("delete-data").click()
        await other.get_by_test_id("delete-yes").click()
        await expect(other.get_by_text("Nothing you said is left here.")).to_be_visible(timeout=SLOW_MS)

        await page.reload()
        await expect(page.get_by_text("Nothing you said is left here.")).to_be_visible(timeout=SLOW_MS)
    with psycopg.connect(silent_stack.env["MIGRATIONS_DATABASE_URL"]) as db:
        assert db.execute("select count(*) from segments where session_id = %s", [session]).fetchone() == (0,)
        assert db.execute("select count(*) from partner_addresses").fetchone() == (0,)
