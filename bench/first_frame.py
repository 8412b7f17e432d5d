"""How soon people see each other: from the Partner's click on Join to the first frame of the Facilitator's video on their page.

A real Chromium on the real stack, over loopback; the Facilitator is a LiveKit participant with a camera. The click comes after
the door has loaded, so this is the time that somebody waits.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import numpy as np
from livekit import rtc

from local.clicks import chromium
from local.people import Person
from local.stack import Stack
from local.walk import Walk

WIDTH, HEIGHT, FRAMES_PER_S = 640, 360, 15
WITHIN_S = 30
STOPWATCH = """() => {
  let clickedAt
  addEventListener('click', () => { clickedAt ??= performance.now() }, true)
  window.firstFrameMs = new Promise((resolve) => {
    const seen = new WeakSet()
    const look = () => {
      for (const video of document.querySelectorAll('[data-testid="remote"] video')) {
        if (!seen.has(video)) {
          seen.add(video)
          video.requestVideoFrameCallback(() => resolve(performance.now() - clickedAt))
        }
      }
      requestAnimationFrame(look)
    }
    look()
  })
}"""


class Camera(Person):
    """A participant who shows a moving picture."""

    async def show(self) -> None:
        source = rtc.VideoSource(WIDTH, HEIGHT)
        track = rtc.LocalVideoTrack.create_video_track("camera", source)
        options = rtc.TrackPublishOptions(source=rtc.TrackSource.SOURCE_CAMERA)
        await self.room.local_participant.publish_track(track, options)
        self.filming = asyncio.create_task(self._film(source))

    async def _film(self, source: rtc.VideoSource) -> None:
        picture = np.full((HEIGHT, WIDTH, 4), 255, np.uint8)
        shade = 0
        while True:
            shade = (shade + 7) % 256
            picture[..., :3] = shade
            source.capture_frame(rtc.VideoFrame(WIDTH, HEIGHT, rtc.VideoBufferType.RGBA, picture.tobytes()))
            await asyncio.sleep(1 / FRAMES_PER_S)

    async def leave(self) -> None:
        self.filming.cancel()
        await super().leave()


@asynccontextmanager
async def filmed(walk: Walk, facilitator: str) -> AsyncIterator[str]:
    """A session in whose room the Facilitator waits before a camera; gives the invitation's address."""
    session = await walk.call("POST", "/api/sessions", facilitator, {"partner_label": "Frames"})
    invited = await walk.call("POST", f"/api/sessions/{session['id']}/invite", facilitator, {})
    camera = Camera()
    await camera.join(await walk.seat(facilitator, session["id"]))
    await camera.show()
    try:
        yield str(invited["url"])
    finally:
        await walk.end(session["id"], facilitator)
        await camera.leave()


async def first_frames(stack: Stack, joins: int = 8) -> list[float]:
    """Seconds from the click to the first frame, one for each join of somebody new. Raises TimeoutError."""
    walk, seconds = Walk(stack), []
    async with walk.http, chromium() as browser:
        facilitator, _ = await walk.sign_in("frames@example.com", "Frames")
        for _ in range(joins):
            async with filmed(walk, facilitator) as link:
                context = await browser.new_context(permissions=["camera", "microphone"])
                page = await context.new_page()
                await page.goto(link)
                join = page.get_by_test_id("join-button")
                await join.wait_for()
                await page.wait_for_load_state("networkidle")
                await page.evaluate(STOPWATCH)
                await join.click()
                async with asyncio.timeout(WITHIN_S):
                    seconds.append(float(await page.evaluate("() => window.firstFrameMs")) / 1000)
                await context.close()
    return seconds
