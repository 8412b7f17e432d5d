"""Visits every state of every page in one browser: several pages beside each other, each state loaded once and looked at in all its forms."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.async_api import BrowserContext, Page

from local import states
from local.clicks import chromium

SEEN = Path(__file__).with_name("seen.js").read_text()
AXE = (states.PAGES / "node_modules" / "axe-core" / "axe.min.js").read_text()
# In a state time stands still; axe waits in the browser's own.
OWN_TIME = "window.__own = [setTimeout.bind(window), clearTimeout.bind(window)];"
TWO_FRAMES = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
DESKTOP, PHONE, SMALL, ZOOMED, ON_ITS_SIDE = (1280, 800), (390, 844), (320, 568), (640, 400), (844, 390)
PAGES_AT_ONCE = 3


@dataclass
class Seen:
    """Complaints by kind, then by state; empty where all is well."""

    states: list[str] = field(default_factory=list)
    complaints: dict[str, dict[str, list[str]]] = field(default_factory=dict)

    def complain(self, kind: str, state: str, what: list[str]) -> None:
        if what:
            self.complaints.setdefault(kind, {}).setdefault(state, []).extend(what)


@asynccontextmanager
async def states_pages(many: int, **options: Any) -> AsyncIterator[list[Page]]:
    """Pages of one Chromium, each with storage of its own."""
    async with chromium() as browser:
        contexts: list[BrowserContext] = []
        for _ in range(many):
            context = await browser.new_context(locale="en-GB", timezone_id="UTC", **{"reduced_motion": "reduce", **options})
            await context.add_init_script(OWN_TIME)
            contexts.append(context)
        yield [await context.new_page() for context in contexts]


async def reach(page: Page, url: str, state: str) -> str | None:
    """Opens a state; the reason when it was not reached."""
    await page.goto(f"{url}/?state={state}")
    await page.wait_for_function("document.documentElement.dataset.reached", timeout=60_000)
    found = await page.evaluate("({ ...document.documentElement.dataset })")
    return None if found["reached"] == state else str(found.get("why", found["reached"]))


async def listed(page: Page, url: str) -> list[str]:
    """Every state by its id, as the index has them."""
    await page.goto(url)
    links = page.locator("nav a")
    await links.first.wait_for()
    return [str(one).split("=")[1] for one in await links.evaluate_all("all => all.map((one) => one.getAttribute('href'))")]


async def axe(page: Page) -> list[str]:
    """What axe finds serious or critical, with where."""
    found = await page.evaluate(
        f"""() => window.axe.run(document, {{ runOnly: {TAGS}, resultTypes: ["violations"], preload: false }}).then((all) =>
          all.violations.filter((one) => one.impact === "serious" || one.impact === "critical")
            .map((one) => `${{one.id}}: ${{one.nodes.slice(0, 3).map((node) => node.target.join(" ")).join("; ")}}`))"""
    )
    return [str(one) for one in found]


async def look_at(page: Page, url: str, state: str, seen: Seen) -> None:
    async def ask(kind: str, form: str) -> None:
        found = await page.evaluate(f"window.__seen.{kind}()")
        seen.complain(kind, state, [f"{form}: {one}" for one in found])

    async def stand(size: tuple[int, int]) -> None:
        await page.set_viewport_size({"width": size[0], "height": size[1]})
        await page.evaluate(TWO_FRAMES)

    await stand(DESKTOP)
    await page.emulate_media(color_scheme="light")
    why = await reach(page, url, state)
    if why:
        seen.complain("reached", state, [why])
        return
    await page.evaluate(f"(function (setTimeout, clearTimeout) {{ {AXE} }})(...window.__own)")
    await page.evaluate(SEEN)
    seen.complain("axe", state, [f"desktop, light: {one}" for one in await axe(page)])
    await ask("moving", "desktop")
    for kind in ("sideways", "cut", "picture"):
        await ask(kind, "desktop")
    await stand(PHONE)
    await page.emulate_media(color_scheme="dark")
    seen.complain("axe", state, [f"phone, dark: {one}" for one in await axe(page)])
    for kind in ("sideways", "cut", "small", "covered"):
        await ask(kind, "phone")
    for size, form in ((SMALL, "320 px"), (ZOOMED, "200 %"), (ON_ITS_SIDE, "phone on its side")):
        await stand(size)
        for kind in ("sideways", "cut", "covered"):
            await ask(kind, form)
    await page.keyboard.press("Shift")  # the next focus is the keyboard's
    await ask("unringed", "phone on its side")


async def look_at_all(url: str) -> Seen:
    """Looks at every state. Some hundred states take about a minute on two cores."""
    async with states_pages(PAGES_AT_ONCE) as pages:
        seen = Seen(await listed(pages[0], url))
        left = list(seen.states)

        async def work(page: Page) -> None:
            wrong: list[str] = []
            page.on("pageerror", lambda error: wrong.append(str(error)))
            page.on("console", lambda line: wrong.append(line.text[:200]) if "no answer for" in line.text else None)
            while left:
                state = left.pop(0)
                await look_at(page, url, state, seen)
                seen.complain("errors", state, wrong.copy())
                wrong.clear()

        await asyncio.gather(*(work(page) for page in pages))
    return seen
