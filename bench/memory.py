"""How the agent's memory grows: `python -m bench.memory [--minutes 30] [--rooms 6]`, recorded speech through real rooms.

Prints the slope of resident (RSS) and proportional (PSS) memory in MB an hour once warm, with its 95 % confidence interval, and
ends non-zero when the lower end of the RSS interval is above the aim. The slope is that of the least of each two minutes: what a
sentence needs while it is recognised comes and goes, and is no growth."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import math
import random
import statistics
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import psutil
from livekit import rtc
from rich.console import Console
from rich.table import Table

from bench.faults.conversation import SPEECH, Conversation
from local.demo import agent_processes
from local.people import load_speech
from local.servers import Process, free_port
from local.stack import Stack, running_stack

AIM_MB_H = 5.0
EVERY_S = 1.0
BLOCK_S = 120.0
TELL_S = 60.0
GAP_S = (0.8, 3.0)
screen = Console(highlight=False, soft_wrap=True)


@dataclass(frozen=True)
class Sample:
    """Sums over the agent's processes at `at_s` seconds after the first coach listened; memory in units of 10^6 bytes."""

    at_s: float
    rss_mb: float
    pss_mb: float
    threads: int
    files: int


@dataclass(frozen=True)
class Slope:
    """Least squares over the least values of blocks: neighbouring samples are not independent."""

    mb_h: float
    within_mb_h: float
    blocks: int

    @property
    def least(self) -> float:
        return self.mb_h - self.within_mb_h


def slope(times_s: list[float], values_mb: list[float], *, block_s: float = BLOCK_S) -> Slope:
    """The slope and half of its 95 % interval, in MB an hour; ValueError for fewer than four blocks."""
    blocks: dict[int, list[tuple[float, float]]] = {}
    for at_s, mb in zip(times_s, values_mb, strict=True):
        blocks.setdefault(int(at_s // block_s), []).append((at_s, mb))
    if len(blocks) < 4:
        raise ValueError("a slope wants at least four blocks")
    xs = [statistics.mean(at for at, _ in block) / 3600 for block in blocks.values()]
    ys = [min(mb for _, mb in block) for block in blocks.values()]
    line = statistics.linear_regression(xs, ys)
    free = len(xs) - 2
    left = sum((y - line.intercept - line.slope * x) ** 2 for x, y in zip(xs, ys, strict=True)) / free
    middle = statistics.mean(xs)
    error = math.sqrt(left / sum((x - middle) ** 2 for x in xs))
    return Slope(line.slope, student_95(free) * error, len(xs))


def student_95(free: int) -> float:
    """Two-sided 95 % quantile of Student's t, by Hill's expansion; within 1 % from 3 degrees of freedom on."""
    z = statistics.NormalDist().inv_cdf(0.975)
    terms = ((z**3 + z) / 4, (5 * z**5 + 16 * z**3 + 3 * z) / 96, (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384)
    return float(z + sum(term / free ** (n + 1) for n, term in enumerate(terms)))


def look(stack: Stack, at_s: float) -> Sample | None:
    """None while no agent runs."""
    found = []
    for process in agent_processes(stack):
        try:
            memory = process.memory_full_info()
            found.append((memory.rss / 1e6, getattr(memory, "pss", memory.uss) / 1e6, process.num_threads(), process.num_fds()))
        except psutil.NoSuchProcess:
            continue
    if not found:
        return None
    rss, pss, threads, files = (sum(each) for each in zip(*found, strict=True))
    return Sample(at_s, rss, pss, int(threads), int(files))


async def talk_on(talk: Conversation, until: float, chance: random.Random) -> None:
    """The Partner speaks the recorded clips one after the other, with pauses, until `until` (time.monotonic())."""
    clips = [load_speech(SPEECH / clip["file"]) for clip in talk.clips]
    while time.monotonic() < until:
        await talk.voice.speak(clips[chance.randrange(len(clips))])
        with contextlib.suppress(rtc.RpcError):  # read with the next sentence
            await talk.read_cards()
        await asyncio.sleep(chance.uniform(*GAP_S))


async def sample(stack: Stack, began: float, until: float, kept: list[Sample], out: Path | None) -> None:
    told = began
    while time.monotonic() < until:
        seen = await asyncio.to_thread(look, stack, time.monotonic() - began)
        if seen is not None:
            kept.append(seen)
            if out:
                with out.open("a") as lines:
                    lines.write(json.dumps(seen.__dict__) + "\n")
            if time.monotonic() - told >= TELL_S:
                told = time.monotonic()
                screen.print(
                    f"  {seen.at_s / 60:5.1f} min  RSS {seen.rss_mb:6.1f} MB  PSS {seen.pss_mb:6.1f} MB"
                    f"  {seen.threads} threads  {seen.files} files"
                )
        await asyncio.sleep(EVERY_S)


async def run(stack: Stack, *, rooms: int, minutes: float, seed: int, out: Path | None) -> tuple[list[Sample], int, int]:
    """-> samples, hints that came, texts that reached a Partner"""
    talks = [Conversation(stack) for _ in range(rooms)]
    for talk in talks:
        await talk.begin()
    began = time.monotonic()
    until = began + minutes * 60
    kept: list[Sample] = []
    speaking = (talk_on(talk, until, random.Random(f"{seed}-{n}")) for n, talk in enumerate(talks))
    await asyncio.gather(sample(stack, began, until, kept, out), *speaking)
    hints = sum(len(talk.page.hints) for talk in talks)
    texts = sum(talk.voice.texts_received for talk in talks)
    for talk in talks:
        await talk.page.leave()
        await talk.voice.leave()
        await talk.walk.http.aclose()
    return kept, hints, texts


def _over_time(kept: list[Sample], warm: Sample, key: str) -> list[float]:
    """Of one number: the first, that at `warm`, the last, the most."""
    return [getattr(one, key) for one in (kept[0], warm, kept[-1])] + [max(getattr(one, key) for one in kept)]


def report(kept: list[Sample], *, rooms: int, warm_s: float, hints: int) -> Slope:
    warm = [one for one in kept if one.at_s >= warm_s]
    times = [one.at_s for one in warm]
    rss = slope(times, [one.rss_mb for one in warm])
    pss = slope(times, [one.pss_mb for one in warm])
    table = Table(title=f"{rooms} rooms, {kept[-1].at_s / 60:.0f} minutes of speech, warm after {warm_s / 60:.0f}")
    for column in ("", "first", "when warm", "last", "most", "MB an hour, 95 %"):
        table.add_column(column)
    for name, key, found in (("RSS, MB", "rss_mb", rss), ("PSS, MB", "pss_mb", pss)):
        values = _over_time(kept, warm[0], key)
        table.add_row(name, *(f"{value:.1f}" for value in values), f"{found.mb_h:+.1f} ± {found.within_mb_h:.1f}")
    for name, key in (("threads", "threads"), ("open files", "files")):
        values = _over_time(kept, warm[0], key)
        table.add_row(name, *map(str, values), "")
    screen.print(table)
    screen.print(f"{hints} hints. Aim: at most {AIM_MB_H:.0f} MB an hour once warm.")
    return rss


def main() -> None:
    words = argparse.ArgumentParser(prog="python -m bench.memory", description=__doc__)
    words.add_argument("--minutes", type=float, default=30.0)
    words.add_argument("--rooms", type=int, default=6)
    words.add_argument("--warm", type=float, metavar="MINUTES", help="left out at the beginning; default: a third, at most 10")
    words.add_argument("--seed", type=int, default=1)
    words.add_argument("--samples", type=Path, help="also write every sample there, one JSON object a line")
    asked = words.parse_args()
    warm_s = 60 * (asked.warm if asked.warm is not None else min(10.0, asked.minutes / 3))
    port = free_port()
    env = {
        "OPENAI_BASE_URL": f"http://127.0.0.1:{port}/v1",
        "OPENAI_API_KEY": "none",
        "AUTH_EMAIL_INTERVAL_S": "0",
        "AGENT_IDLE_EXIT_S": "30",
        "AGENT_MAX_SESSIONS": str(max(8, asked.rooms)),
    }
    with running_stack(fresh=True, extra_env=env, say=screen.print) as stack:
        command = [sys.executable, "-m", "bench.llm_stub", str(port), "300"]
        stub = Process.start("llm-stub", command, log=stack.folder / "log" / "llm-stub.log")
        try:
            kept, hints, texts = asyncio.run(
                run(stack, rooms=asked.rooms, minutes=asked.minutes, seed=asked.seed, out=asked.samples)
            )
        finally:
            stub.stop()
    rss = report(kept, rooms=asked.rooms, warm_s=warm_s, hints=hints)
    sys.exit(0 if rss.least <= AIM_MB_H and not texts else 1)


if __name__ == "__main__":
    main()
