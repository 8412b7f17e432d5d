"""When the ears take somebody for finished: `python -m bench.endpoint [--speech DIR]…`, without a room, in audio time.

Every clip with marked or found silences goes through the same listen() as a live call. Prints how often the utterance was
released while its speaker was only pausing, and how long after the true end it was released. Clips are in two parts by a hash
of their name: rules are tuned on one part, and the other shows whether they hold.
"""

import argparse
import asyncio
import hashlib
import statistics
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table

from bench.speech import HUMAN, OWN, Said, Track, clips_of, halting, laid
from core.speech.listener import Paused, Resumed, Utterance, listen
from core.speech.stt import Recogniser
from core.speech.stt.moonshine import shared_moonshine
from core.speech.vad import CHUNK, open_vad
from local.demo import percentile
from local.people import RATE_HZ

EARLY_S = 0.05  # released so long before the last sample counts as before the end
MODEL_S = 0.3  # a hint's first letter comes no sooner than this after the pause at which the model was asked
HALTING_S = (0.7, 1.0)  # least inner pause of the halting speakers
screen = Console(highlight=False, soft_wrap=True)


@dataclass
class Release:
    """One Utterance as it was released: audio seconds."""

    at_s: float
    asked_s: float
    text: str


@dataclass
class Waits:
    """What became of some utterances; times in seconds."""

    utterances: int = 0
    pausing: int = 0
    released_early: int = 0
    spoken_over: int = 0  # the hint's first letter would have come in the pause
    waits_s: list[float] = field(default_factory=list)  # behind finished sentences
    trailing_s: list[float] = field(default_factory=list)  # behind speakers who stopped in the middle of one
    early: list[str] = field(default_factory=list)


def kept_back(name: str) -> bool:
    """Half of the clips, for good: not looked at while rules are tuned."""
    return hashlib.sha256(name.encode()).digest()[0] % 2 == 1


async def released(track: Track, recogniser: Recogniser) -> list[Release]:
    """Every Utterance of a track, with the audio time at which it was given out."""
    now_s, asked_s, releases = 0.0, 0.0, []

    async def frames() -> AsyncIterator[np.ndarray]:
        nonlocal now_s
        for at in range(0, len(track.samples), CHUNK):
            now_s = min(at + CHUNK, len(track.samples)) / RATE_HZ
            yield track.samples[at : at + CHUNK]
            for _ in range(4):  # whoever waits for an event gets it before time goes on
                await asyncio.sleep(0)

    async for event in listen(frames(), recogniser, open_vad(), live=False):
        if isinstance(event, Paused):
            asked_s = now_s
        elif isinstance(event, Resumed):
            asked_s = 0.0
        elif isinstance(event, Utterance):
            releases.append(Release(now_s, asked_s or now_s, event.text))
    return releases


def judge(said: list[Said], releases: list[Release]) -> Waits:
    """Each release against the marks of the utterance it fell into, or follows."""
    waits = Waits(utterances=len(said), pausing=sum(1 for one in said if one.pauses))
    for one in said:
        early = [r for r in releases if one.start_s < r.at_s < one.end_s - EARLY_S]
        waits.released_early += bool(early)
        letters_s = [max(r.at_s, r.asked_s + MODEL_S) for r in early]
        over = [r for r, s in zip(early, letters_s, strict=True) if any(a <= r.at_s <= b and s < b for a, b in one.pauses)]
        waits.spoken_over += bool(over)
        waits.early += [f"{one.name}: …{r.text[-50:]!r}{'' if r in over else ' (in time)'}" for r in early]
        after = [r.at_s - one.end_s for r in releases if one.end_s - EARLY_S <= r.at_s < one.end_s + 2.4]
        (waits.trailing_s if one.trails_off else waits.waits_s).extend(after[:1])
    return waits


async def main(folders: list[Path], *, verbose: bool) -> None:
    columns = ("utterances", "paus-ing", "released early", "spoken over", "wait, ms p50", "p95", "most", "trailing off, ms")
    table = Table("", *columns)
    recogniser = shared_moonshine()
    clips = [clip for folder in folders for kind in ("clips", "conversation") for clip in clips_of(folder, kind)]
    for part, wanted in (("tuned on", False), ("kept back", True)):
        chosen = [clip for clip in clips if kept_back(clip.name) is wanted]
        pausing = [clip for clip in chosen if any(one.pauses for one in clip.said)]
        kinds = {"as spoken": chosen, **{f"pauses ≥ {s} s": [halting(clip, s) for clip in pausing] for s in HALTING_S}}
        for kind, speech in kinds.items():
            track = laid(speech)
            waits = judge(track.said, await released(track, recogniser))
            ms = [wait_s * 1000 for wait_s in waits.waits_s]
            numbers = (statistics.median(ms), percentile(ms, 0.95), max(ms)) if ms else (0, 0, 0)
            counts = (waits.utterances, waits.pausing, waits.released_early, waits.spoken_over)
            trailing = ", ".join(f"{s * 1000:.0f}" for s in sorted(waits.trailing_s)) or "-"
            table.add_row(f"{part}, {kind}", *map(str, counts), *(f"{n:.0f}" for n in numbers), trailing)
            if verbose and not wanted:
                for line in waits.early:
                    screen.print(f"  {kind}: {line}")
    screen.print(table)


if __name__ == "__main__":
    words = argparse.ArgumentParser(prog="python -m bench.endpoint", description=__doc__)
    words.add_argument("--speech", type=Path, action="append", help="a folder with a manifest")
    words.add_argument("--verbose", action="store_true", help="what was released early, of the part that rules are tuned on")
    given = words.parse_args()
    asyncio.run(main(given.speech or [OWN, *([HUMAN] if HUMAN.exists() else [])], verbose=given.verbose))
