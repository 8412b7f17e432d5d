"""One session on the running stack, photographed: both rooms, desktop and phone, light and dark, and hints arriving."""

import asyncio
import base64
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import soundfile
from playwright.async_api import BrowserContext, Page, ViewportSize, expect

from local import toolchain
from local.clicks import chromium, enter_room, invite, join, sign_in
from local.pictures.camera import draw_camera, write_animation
from local.stack import running_stack

FOLDER = toolchain.ROOT / "docs" / "pictures"
SPEECH = toolchain.ROOT / "local" / "speech" / "conversation.flac"
LAPTOP, PHONE = ViewportSize(width=1280, height=800), ViewportSize(width=390, height=844)
HEARD_MS = 60_000
ANIMATION_S = 14


async def record(folder: Path = FOLDER) -> list[Path]:
    """Writes every picture into `folder`; returns their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as scratch,
        running_stack(fresh=True, extra_env={"AUTH_EMAIL_INTERVAL_S": "0"}) as stack,
    ):
        async with chromium() as easel:
            cameras = {name: await draw_camera(easel, name, Path(scratch) / f"{name}.y4m") for name in ("robin", "sam")}
        voice = Path(scratch) / "voice.wav"
        samples, rate_hz = soundfile.read(SPEECH, dtype="int16")
        soundfile.write(voice, samples, rate_hz, subtype="PCM_16")
        async with person(cameras["sam"], LAPTOP) as laptop, person(cameras["robin"], PHONE, voice) as phone:
            facilitator = await sign_in(laptop, stack, "sam@example.com")
            link = await invite(facilitator, "Robin", as_="Sam")
            await shoot(facilitator, folder / "invitation.png")
            door = await phone.new_page()
            await door.goto(link)
            await expect(door.get_by_test_id("join-button")).to_be_visible()
            await shoot(door, folder / "door-phone.png")
            await door.close()
            await enter_room(facilitator, stack, "Robin")
            understood = facilitator.get_by_role("button", name="Understood")
            await understood.click()
            partner = await join(phone, link, listening=True)
            for page in (facilitator, partner):
                await expect(page.get_by_test_id("remote").locator("video")).to_be_visible(timeout=20_000)
            await expect(facilitator.get_by_test_id("hint-suggestion").first).to_contain_text("?", timeout=HEARD_MS)
            await film(facilitator, folder / "hints.webp")
            await shoot(facilitator, folder / "facilitator.png")
            await shoot(partner, folder / "partner-phone.png")
            await facilitator.emulate_media(color_scheme="dark")
            await shoot(facilitator, folder / "facilitator-dark.png")
            await facilitator.set_viewport_size(PHONE)
            await shoot(facilitator, folder / "facilitator-phone.png")
            await partner.set_viewport_size(LAPTOP)
            await shoot(partner, folder / "partner.png")
    return sorted(folder.iterdir())


@asynccontextmanager
async def person(camera: Path, size: ViewportSize, voice: Path | None = None) -> AsyncIterator[BrowserContext]:
    """A browser whose camera shows a drawn person and whose microphone plays `voice`."""
    flags = [f"--use-file-for-fake-video-capture={camera}"]
    if voice:
        flags.append(f"--use-file-for-fake-audio-capture={voice}")
    async with chromium(*flags) as browser:
        yield await browser.new_context(
            viewport={"width": size["width"], "height": size["height"]},
            permissions=["camera", "microphone", "clipboard-read", "clipboard-write"] if not voice else ["camera", "microphone"],
            has_touch=size == PHONE,
            device_scale_factor=1 if size == LAPTOP else 2,
            color_scheme="light",
        )


async def shoot(page: Page, path: Path) -> None:
    """A still, once what moves on the page has come to rest."""
    await asyncio.sleep(1)
    await page.screenshot(path=path)


async def film(page: Page, path: Path) -> None:
    """What the page shows for ANIMATION_S, as an animated WebP."""
    frames: list[tuple[float, bytes]] = []
    session = await page.context.new_cdp_session(page)
    answers: set[asyncio.Task[Any]] = set()

    def keep(event: dict[str, Any]) -> None:
        frames.append((event["metadata"]["timestamp"], base64.b64decode(event["data"])))
        task = asyncio.ensure_future(session.send("Page.screencastFrameAck", {"sessionId": event["sessionId"]}))
        answers.add(task)
        task.add_done_callback(answers.discard)

    session.on("Page.screencastFrame", keep)
    await session.send("Page.startScreencast", {"format": "png", "everyNthFrame": 2})
    await asyncio.sleep(ANIMATION_S)
    await session.send("Page.stopScreencast")
    await asyncio.gather(*answers)
    write_animation(frames, path, width=800, rate_hz=10)
