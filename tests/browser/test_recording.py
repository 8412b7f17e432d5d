"""A recording from yes to deletion, on two screens: two files that hold what was said while it ran, and nothing else."""

import asyncio
import io
import os
import re
from pathlib import Path
from typing import Any

import av
import httpx
import numpy as np
import pytest
import soundfile
from playwright.async_api import BrowserContext, Page, expect

from agent.settings import AgentSettings
from core.speech.hear_file import hear_file
from local.clicks import enter_room, invite, join, sign_in
from local.stack import Stack

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300), pytest.mark.long]
RATE_HZ = 16_000


async def picture(page: Page, name: str) -> None:
    folder = os.environ.get("NBP_PICTURES")
    if folder:
        await page.screenshot(path=Path(folder) / f"{name}.png")


def decoded(sound: bytes) -> np.ndarray[Any, Any]:
    with av.open(io.BytesIO(sound)) as container:
        resampler = av.AudioResampler(format="fltp", layout="mono", rate=RATE_HZ)
        return np.concatenate([out.to_ndarray()[0] for frame in container.decode(audio=0) for out in resampler.resample(frame)])


def loudness(samples: np.ndarray[Any, Any]) -> float:
    return float(np.sqrt(np.mean(samples**2)))


async def says(words: str, *pages: Page) -> None:
    for page in pages:
        await expect(page.get_by_test_id("recording-mark")).to_contain_text(words, timeout=15_000)


async def open_settings(page: Page) -> None:
    await page.get_by_test_id("settings-button").click()


async def test_from_both_yeses_to_two_files_and_their_end(
    silent_stack: Stack, laptop: BrowserContext, phone: BrowserContext, tmp_path: Path
) -> None:
    facilitator = await sign_in(laptop, silent_stack, "kit@example.com")
    link = await invite(facilitator, "Robin")
    await enter_room(facilitator, silent_stack, "Robin")
    partner = await join(phone, link, listening=False)
    session = facilitator.url.rpartition("/")[2]
    record = facilitator.get_by_test_id("record-button")
    record_help = facilitator.get_by_test_id("record-help")

    # without the Partner's yes: impossible on the page, refused by the API
    await open_settings(facilitator)
    await expect(record_help).to_have_text("Your partner has not agreed to a recording.", timeout=20_000)
    await expect(record).to_have_attribute("aria-disabled", "true")
    await picture(facilitator, "record-not-agreed")
    await record.click(force=True)
    bearer = await partner.evaluate("Object.entries(localStorage).find(([key]) => key.startsWith('nbp.partner.'))[1]")
    async with httpx.AsyncClient(headers={"Authorization": f"Bearer {bearer}"}) as sam:
        address = f"{silent_stack.urls['api']}/api/sessions/{session}/recording"
        refused = await sam.put(address, json={"state": "running"})
        assert (refused.status_code, refused.json()["title"]) == (409, "Not agreed to")
        assert (await sam.get(address)).json()["state"] == "off"
    await expect(facilitator.get_by_test_id("recording-mark")).to_have_count(0)

    # a yes in the call makes it possible, and nothing runs before Record is pressed
    await partner.get_by_test_id("more-button").click()
    await partner.get_by_role("menuitem", name="Where does my sound go?").click()
    await partner.get_by_test_id("consent-recording").click()
    await expect(partner.get_by_test_id("consent-recording")).to_be_checked()
    await partner.keyboard.press("Escape")
    await expect(record).not_to_have_attribute("aria-disabled", "true", timeout=15_000)
    await expect(record_help).to_contain_text("Your partner agreed to a sound recording.")
    await expect(partner.get_by_test_id("recording-mark")).to_have_count(0)
    await record.click()
    await says("Recording sound", partner)
    await facilitator.keyboard.press("Escape")
    await says("Recording sound", facilitator, partner)
    await picture(facilitator, "recording-facilitator")
    await picture(partner, "recording-partner")
    await asyncio.sleep(8)  # speech to record

    # the Partner pauses: both see it, and a reload changes nothing
    await partner.get_by_test_id("recording-mark").click()
    await picture(partner, "recording-menu")
    await partner.get_by_test_id("recording-pause").click()
    await says("Recording paused", partner, facilitator)
    await picture(partner, "recording-paused")
    await partner.reload()
    await says("Recording paused", partner)
    await asyncio.sleep(3)  # speech that must not be in the file
    await partner.get_by_test_id("recording-mark").click()
    await partner.get_by_test_id("recording-go-on").click()
    await says("Recording sound", partner, facilitator)
    await asyncio.sleep(6)

    # and stops it: gone from both pages, and only a new yes brings it back
    await partner.get_by_test_id("recording-mark").click()
    await partner.get_by_test_id("recording-stop").click()
    for page in (partner, facilitator):
        await expect(page.get_by_test_id("recording-mark")).to_have_count(0, timeout=15_000)
    await open_settings(facilitator)
    await expect(record).to_have_attribute("aria-disabled", "true", timeout=15_000)
    await facilitator.keyboard.press("Escape")

    # the end: two files of one length, each with its own voice
    await facilitator.get_by_test_id("end-button").click()
    await facilitator.get_by_test_id("end-session").click()
    await facilitator.get_by_role("link", name="Open session").click()
    await facilitator.get_by_role("tab", name="Recording").click()
    await expect(facilitator.get_by_test_id("player")).to_be_visible(timeout=60_000)
    sounds = {}
    async with httpx.AsyncClient() as nobody:
        for who in ("facilitator", "partner"):
            href = await facilitator.get_by_test_id(f"download-{who}").get_attribute("href")
            sounds[who] = decoded((await nobody.get(str(href))).content)
    seconds = {who: sound.size / RATE_HZ for who, sound in sounds.items()}
    assert abs(seconds["partner"] - seconds["facilitator"]) < 0.1
    assert 13 < seconds["partner"] < 45  # 8 s and 6 s, and what slow machines add; the pause is not in it
    assert loudness(sounds["partner"]) > 0.01
    assert loudness(sounds["facilitator"]) > 0.001  # the fake microphone's beeps
    assert float(np.abs(np.corrcoef(*(s[: RATE_HZ * 10] for s in sounds.values()))[0, 1])) < 0.3
    soundfile.write(tmp_path / "partner.wav", sounds["partner"], RATE_HZ)
    heard = (await hear_file(tmp_path / "partner.wav", AgentSettings()))["text"].lower().split()
    assert len(heard) >= 12, heard

    # it plays in the page, both voices together
    await facilitator.get_by_test_id("play-button").click()
    await expect(facilitator.get_by_test_id("play-time")).to_have_text(re.compile(r"^0:0[1-9] / "), timeout=20_000)
    times = await facilitator.evaluate("[...document.querySelectorAll('audio[data-who]')].map((one) => one.currentTime)")
    assert len(times) == 2
    assert abs(times[0] - times[1]) < 0.5
    await picture(facilitator, "recording-player")

    # deleted: for both
    await facilitator.get_by_test_id("delete-recording").click()
    await facilitator.get_by_test_id("delete-recording-yes").click()
    await expect(facilitator.get_by_text("The recording is deleted.")).to_be_visible()
    async with httpx.AsyncClient(headers={"Authorization": f"Bearer {bearer}"}) as sam:
        assert (await sam.get(address)).json()["recordings"] == []
