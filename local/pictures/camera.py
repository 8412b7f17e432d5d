"""Drawn people as files that Chromium's fake camera plays, so that pictures show a call and nobody's face."""

import io
from fractions import Fraction
from pathlib import Path

import av
from playwright.async_api import Browser

FACE = Path(__file__).with_name("face.html")
WIDTH, HEIGHT, RATE_HZ = 960, 540, 10
LOOP_S = 4  # what face.html moves in
YUV4MPEG2 = f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F{RATE_HZ}:1 Ip A1:1 C420jpeg\n".encode()


async def draw_camera(browser: Browser, person: str, path: Path) -> Path:
    """Writes one seamless loop of `person` ("robin" or "sam") as YUV4MPEG2, the raw form that Chromium reads."""
    page = await browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
    await page.goto(FACE.as_uri())
    with path.open("wb") as file:
        file.write(YUV4MPEG2)
        for step in range(LOOP_S * RATE_HZ):
            await page.evaluate("([person, s]) => pose(person, s)", [person, step / RATE_HZ])
            (frame,) = decoded(await page.screenshot())
            file.write(b"FRAME\n" + frame.reformat(format="yuv420p", dst_color_range="MPEG").to_ndarray().tobytes())
    await page.close()
    return path


def decoded(picture: bytes) -> list[av.VideoFrame]:
    """The one frame of a PNG or JPEG."""
    with av.open(io.BytesIO(picture), mode="r") as container:
        return [frame for frame in container.decode(video=0) if isinstance(frame, av.VideoFrame)]


def write_animation(frames: list[tuple[float, bytes]], path: Path, *, width: int, rate_hz: int) -> None:
    """Writes pictures with their times (s, rising) as one animated WebP that loops, `width` px wide."""
    with av.open(str(path), "w", options={"loop": "0"}) as container:
        stream = container.add_stream("libwebp_anim", rate=rate_hz, options={"quality": "70", "compression_level": "6"})
        stream.pix_fmt = "bgra"  # libwebp does its own conversion
        started, shown = frames[0][0], -1
        for at_s, picture in frames:
            tick = int((at_s - started) * rate_hz)
            if tick <= shown:
                continue
            shown = tick
            (frame,) = decoded(picture)
            height = round(width * frame.height / frame.width / 2) * 2
            if not stream.width or stream.width != width:
                stream.width, stream.height = width, height
            still = frame.reformat(width=width, height=height, format="bgra")
            still.pts, still.time_base = tick, Fraction(1, rate_hz)
            container.mux(stream.encode(still))
        container.mux(stream.encode())
