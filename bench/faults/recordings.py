"""A recording of both voices whose disk is full, and one whose worker dies while it is joined."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import av
import httpx
import numpy as np
import psutil

from bench.faults.breaking import Setting, until
from bench.faults.conversation import Conversation, Losses

RATE_HZ, STEP = 48_000, 960
PIECES, PIECE_S = 4, 3.0
JOINED_S = 120.0
SLACK_S = 1.5
OUTLIVES_S = 5.0


class Recorded:
    """What both pages record of one session: the same sound in pieces, each sent until it is taken."""

    def __init__(self, talk: Conversation) -> None:
        self.talk = talk
        sound = webm(PIECES * PIECE_S)
        size = -(-len(sound) // PIECES)
        self.pieces = [sound[at : at + size] for at in range(0, len(sound), size)]
        self.parts = {bearer: uuid4() for bearer in (talk.token, talk.partner)}
        self.refused: list[int] = []

    async def begin(self) -> None:
        config = await self.talk.walk.call("GET", "/api/config")
        choice = {"granted": True, "version": config["consents"]["recording"]["version"]}
        await self.talk.walk.call("PUT", "/api/partner/consents/recording", self.talk.partner, choice)
        recording = f"/api/sessions/{self.talk.session_id}/recording"
        view = await self.talk.walk.call("PUT", recording, self.talk.token, {"state": "running"})
        self.began: datetime = datetime.fromisoformat(view["now"])

    async def send(self, n: int, *, within_s: float = 30.0) -> None:
        """Piece `n` of both voices; TimeoutError when one is not taken in time."""
        async with asyncio.timeout(within_s):
            await asyncio.gather(*(self._send(bearer, n) for bearer in self.parts))

    async def _send(self, bearer: str, n: int) -> None:
        path = f"/api/sessions/{self.talk.session_id}/recording/parts/{self.parts[bearer]}/pieces/{n}"
        asked = {"started_at": self.began.isoformat(), "last": "true" if n == len(self.pieces) - 1 else "false"}
        headers = {"Authorization": f"Bearer {bearer}", "Content-Type": "audio/webm"}
        while True:
            try:
                reply = await self.talk.walk.http.put(path, params=asked, headers=headers, content=self.pieces[n])
            except httpx.HTTPError:
                await asyncio.sleep(0.5)
                continue
            if reply.is_success:
                return
            self.refused.append(reply.status_code)
            if reply.status_code < 500:
                raise RuntimeError(f"piece {n} was refused: {reply.status_code} {reply.text[:200]}")
            await asyncio.sleep(0.5)

    async def view(self) -> dict[str, Any]:
        path = f"/api/sessions/{self.talk.session_id}/recording"
        found: dict[str, Any] = await self.talk.retried(lambda: self.talk.walk.call("GET", path, self.talk.token))
        return found

    async def missing(self) -> list[str]:
        """What is missing of both voices once they are joined."""
        end = asyncio.get_running_loop().time() + JOINED_S
        recordings: list[dict[str, Any]] = []
        while asyncio.get_running_loop().time() < end:
            recordings = (await self.view())["recordings"]
            if recordings and len(recordings[0]["files"]) == 2 and recordings[0]["state"] == "ready":
                break
            await asyncio.sleep(0.5)
        files = {one["who"]: one["duration_s"] for one in recordings[0]["files"]} if recordings else {}
        wanted_s = len(self.pieces) * PIECE_S
        return [
            f"{who}: {files.get(who, 0.0):.1f} of {wanted_s:.0f} s recorded"
            for who in ("facilitator", "partner")
            if files.get(who, 0.0) < wanted_s - SLACK_S
        ]


def webm(seconds: float) -> bytes:
    """A mono tone as a browser's recorder makes it: Opus in WebM."""
    samples = (0.5 * np.sin(2 * np.pi * 440 * np.arange(round(seconds * RATE_HZ)) / RATE_HZ)).astype(np.float32)
    out = io.BytesIO()
    with av.open(out, "w", format="webm") as container:
        stream: Any = container.add_stream("libopus", rate=RATE_HZ, layout="mono")
        for at in range(0, samples.size, STEP):
            piece = samples[at : at + STEP]
            frame = av.AudioFrame.from_ndarray(np.pad(piece, (0, STEP - piece.size)).reshape(1, -1), format="flt", layout="mono")
            frame.sample_rate, frame.pts = RATE_HZ, at
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return out.getvalue()


def left_behind(setting: Setting) -> list[str]:
    """Half files and temporary copies."""
    files, temporary = (Path(setting.stack.env[name]) for name in ("STORAGE_FOLDER", "TEMPORARY_FOLDER"))
    halves = [f"half file {path.name}" for path in files.glob("*/*.half")]
    return halves + [f"temporary copy {path.name}" for path in temporary.glob("join-*")]


async def _finished(setting: Setting, recorded: Recorded) -> Losses:
    losses = await recorded.talk.finish(close=False)
    losses.notes += await recorded.missing()
    await recorded.talk.walk.http.aclose()
    if not await until(lambda: not left_behind(setting), 30.0):
        losses.notes += left_behind(setting)
    return losses


async def disk_full(setting: Setting) -> Losses:
    """The disk of the recordings is full for two of four pieces, and again while the voices are joined."""
    if setting.disk is None:
        return Losses(skipped="no small disk could be mounted")
    talk = Conversation(setting.stack)
    await talk.begin()
    recorded = Recorded(talk)
    await recorded.begin()
    speaking = asyncio.create_task(talk.say())
    for n in range(PIECES):
        await asyncio.sleep(PIECE_S)
        if n == 1:
            setting.disk.fill()
            sending = asyncio.create_task(recorded.send(n))
            await until(lambda: len(recorded.refused) >= 2, 20.0)
            halves = left_behind(setting)
            setting.disk.make_room()
            await sending
        else:
            await recorded.send(n)
    await speaking
    if not recorded.refused:
        talk.losses.notes.append("no piece met the full disk")
    talk.losses.notes += [f"while the disk was full: {words}" for words in halves]
    setting.disk.fill()
    ending = asyncio.create_task(_finished(setting, recorded))
    await asyncio.sleep(15.0)
    setting.disk.make_room()
    return await ending


async def worker_killed_while_joining_a_recording(setting: Setting) -> Losses:
    talk = Conversation(setting.stack)
    await talk.begin()
    recorded = Recorded(talk)
    await recorded.begin()
    await talk.say()
    for n in range(PIECES):
        await asyncio.sleep(PIECE_S)
        await recorded.send(n)
    ending = asyncio.create_task(_finished(setting, recorded))
    if await until(lambda: joining(setting), 30.0, every_s=0.02):
        await asyncio.sleep(setting.chance.uniform(0.0, 0.5))
        orphans = joining(setting)
        await setting.kill("jobs", away_s=1.0)
        if not await until(lambda: not any(is_alive(one) for one in orphans), OUTLIVES_S):
            talk.losses.notes.append("a process that joined sound outlived its worker")
    else:
        talk.losses.notes.append("no join was met")
    return await ending


def is_alive(process: psutil.Process) -> bool:
    try:
        return bool(process.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def joining(setting: Setting) -> Sequence[psutil.Process]:
    """The processes that the worker joins sound with; an agent that it woke is none."""
    agents = {agent.pid for agent in setting.processes("agent")}
    return [one for one in setting.processes("jobs")[0].children(recursive=True) if one.pid not in agents]
