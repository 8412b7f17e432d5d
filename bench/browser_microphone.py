"""What a microphone's sound has become when it reaches the agent: a real Chromium with its own audio processing, a real LiveKit server.

Chromium plays a WAV file as its microphone; `getUserMedia` with the pages' own constraints puts it through WebRTC's echo
cancellation, noise suppression and, where wanted, automatic gain; it is published as the pages publish it (Opus, silence not sent)
and read as the agent reads it.
"""

from __future__ import annotations

import asyncio
import contextlib
import functools
import http.server
import json
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import soundfile
from livekit import api, rtc

from agent.runtime.audio_input import RATE
from agent.runtime.room import FRAME_MS
from core.speech.stt import Audio
from local import servers, toolchain
from local.clicks import chromium

_ROOM = "microphone"
_CLIENT = toolchain.ROOT / "frontend_static" / "node_modules" / "livekit-client" / "dist"
_PUBLISH = """async ([url, token, autoGainControl]) => {
  const room = new LivekitClient.Room({
    audioCaptureDefaults: { autoGainControl, echoCancellation: true, noiseSuppression: true },
  })
  await room.connect(url, token)
  window.room = room
  await room.localParticipant.setMicrophoneEnabled(true)
  const track = room.localParticipant.getTrackPublication('microphone').track.mediaStreamTrack
  return JSON.stringify(track.getSettings())
}"""


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Nothing."""


@contextlib.contextmanager
def _page() -> Iterator[str]:
    """The address of an empty page with livekit-client; loopback counts as secure, so that it may use the microphone."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "index.html").write_text('<!doctype html><script src="client.js"></script>')
        Path(folder, "client.js").write_bytes((_CLIENT / "livekit-client.umd.js").read_bytes())
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=folder))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()
            server.server_close()


class _Recorder:
    """The agent's end: the first audio track, as it comes."""

    def __init__(self) -> None:
        self.room = rtc.Room()
        self.frames: list[np.ndarray] = []
        self._task: asyncio.Task[None] | None = None
        self.room.on("track_subscribed", self._on_track)

    def _on_track(self, track: rtc.Track, *_: object) -> None:
        self._task = asyncio.get_running_loop().create_task(self._record(track))

    async def _record(self, track: rtc.Track) -> None:
        stream = rtc.AudioStream(track, sample_rate=RATE, num_channels=1, frame_size_ms=FRAME_MS)
        async for event in stream:
            self.frames.append(np.frombuffer(event.frame.data, dtype=np.int16).copy())

    async def leave(self) -> None:
        if self._task is not None:
            self._task.cancel()
        await self.room.disconnect()


async def through_browser(sound: Audio, *, automatic_gain: bool, livekit: servers.LiveKit) -> Audio:
    """In real time. -> mono 16 kHz as the agent hears it, in time with what was played to within 50 ms."""
    room = f"{_ROOM}-{time.monotonic_ns()}"

    def token(identity: str) -> str:
        grants = api.VideoGrants(room_join=True, room=room)
        return api.AccessToken(livekit.api_key, livekit.api_secret).with_identity(identity).with_grants(grants).to_jwt()

    recorder = _Recorder()
    with tempfile.TemporaryDirectory() as folder, _page() as url:
        wav = Path(folder) / "microphone.wav"
        soundfile.write(wav, sound, RATE, subtype="PCM_16")
        await recorder.room.connect(livekit.url, token("agent"))
        try:
            async with chromium(f"--use-file-for-fake-audio-capture={wav}%noloop") as browser:
                page = await (await browser.new_context(permissions=["microphone"])).new_page()
                await page.goto(url)
                granted = json.loads(await page.evaluate(_PUBLISH, [livekit.url, token("partner"), automatic_gain]))
                if granted["autoGainControl"] is not automatic_gain:
                    raise RuntimeError("the browser did not take the constraint")
                await asyncio.sleep(sound.size / RATE + 1.0)
        finally:
            await recorder.leave()
    heard = (np.concatenate(recorder.frames) / 32768).astype(np.float32)
    return aligned(sound, heard)


def aligned(played: Audio, heard: Audio) -> Audio:
    """`heard` moved so that it is in time with `played`, and as long; found by their envelopes in steps of 10 ms."""
    step = RATE // 100
    a, b = (np.log10(np.sqrt((x[: x.size // step * step].reshape(-1, step) ** 2).mean(axis=1)) + 1e-4) for x in (played, heard))
    a, b = a - a.mean(), b - b.mean()
    size = 1 << int(np.ceil(np.log2(a.size + b.size)))
    lag = int(np.fft.irfft(np.fft.rfft(b, size) * np.conj(np.fft.rfft(a, size)), size).argmax())
    lag = (lag - size if lag > size // 2 else lag) * step
    moved = heard[lag:] if lag >= 0 else np.concatenate([np.zeros(-lag, np.float32), heard])
    return np.pad(moved, (0, max(0, played.size - moved.size)))[: played.size]
