"""How well and how cheaply the ears hear: `python -m bench.wer [--speech DIR]… [--engine moonshine] [--plain]`.

Every clip with a transcript goes through the same listen() as a live call, drafts included unless `--file` is given; then again
as other voices, rooms and lines would bring it (`bench/variations.py`). Prints word error rate, CPU-seconds per audio-second
(voice detection, drafts and final readings together) and what was heard where nobody spoke, at four levels.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import re
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
from rich.console import Console
from rich.table import Table

from bench.speech import HUMAN, OWN, Said, Track, halting, voiced_span
from bench.variations import VARIATIONS, at_level, varied
from core.speech.hear_file import read_frames
from core.speech.listener import Discarded, Paused, Utterance, listen
from core.speech.stt import RATE, Audio, Recogniser, open_recogniser
from core.speech.vad import open_vad

VOICES = OWN / "voices"
NOISE_DBFS = (None, -15.0, -30.0, -50.0)  # None: as recorded
LONG_S = 20.0  # a clip that is longer is heard once, as recorded
VARIED = 8  # at most so many clips of a folder are heard in every variation, spread over it
screen = Console(highlight=False, soft_wrap=True)

_SAME = {
    "okay": "ok", "ok": "ok", "grey": "gray", "mister": "mr", "todays": "today's", "everyone": "every one", "cannot": "can not",
    "neighbour": "neighbor", "neighbours": "neighbors", "colour": "color", "to-day": "today", "alright": "all right",
}  # fmt: skip
_SMALL = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]


def plain_words(text: str) -> list[str]:
    """Lower case, no punctuation, one spelling of what is written in two; fillers do not count."""
    text = text.lower().replace("’", "'").replace("to-day", "today").replace("-", " ")
    text = re.sub(r"\b(\d+)\b", lambda m: _SMALL[int(m[1])] if int(m[1]) < len(_SMALL) else m[1], text)
    words = [_SAME.get(w, w) for w in re.findall(r"[\w']+", text)]
    return [w for word in words for w in word.split() if w not in ("um", "uh", "hmm", "mm")]


def errors(said: list[str], heard: list[str]) -> int:
    """Words to insert, remove or replace."""
    row = list(range(len(heard) + 1))
    for i, a in enumerate(said, 1):
        before, row[0] = row[0], i
        for j, b in enumerate(heard, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (a != b))
    return row[-1]


async def frames_of(audio: Audio, frame_s: float) -> AsyncIterator[Audio]:
    """Frames as a room sends them, as fast as they are taken."""
    size = int(frame_s * RATE)
    for at in range(0, audio.size, size):
        yield audio[at : at + size]
        await asyncio.sleep(0)


async def drafted(audio: Audio, frame_s: float, recogniser: Recogniser) -> AsyncIterator[Audio]:
    """As in a call, but without the waiting: time goes on when the engine is done, so that every draft that a call makes is
    made."""
    async for frame in frames_of(audio, frame_s):
        yield frame
        lane = getattr(recogniser, "lane", None)
        while lane is not None and lane.busy:  # noqa: ASYNC110
            await asyncio.sleep(0.001)


@dataclass
class Score:
    """What was heard of some clips."""

    words: int = 0
    wrong: int = 0
    pauses: int = 0
    turns: int = 0
    seconds: float = 0.0
    cpu_s: float = 0.0
    misheard: list[str] = field(default_factory=list)

    @property
    def wer(self) -> float:
        return 100 * self.wrong / max(1, self.words)


class Hearing:
    """One engine behind the live path."""

    def __init__(self, recogniser: Recogniser, *, live: bool) -> None:
        self.recogniser, self.live = recogniser, live

    async def hear(self, audio: Audio) -> list[Any]:
        frames = drafted(audio, 0.02, self.recogniser) if self.live else frames_of(audio, 0.02)
        return [event async for event in listen(frames, self.recogniser, open_vad(), live=self.live)]

    async def score(self, score: Score, name: str, audio: Audio, transcript: str) -> None:
        began = time.process_time()
        events = await self.hear(audio)
        score.cpu_s += time.process_time() - began
        score.seconds += audio.size / RATE
        said = plain_words(transcript)
        heard = plain_words(" ".join(e.text for e in events if isinstance(e, Utterance)))
        wrong = errors(said, heard)
        score.words, score.wrong = score.words + len(said), score.wrong + wrong
        score.pauses += sum(isinstance(e, Paused) for e in events)
        score.turns += sum(isinstance(e, Utterance) for e in events)
        if wrong:
            score.misheard.append(f"{wrong:2} wrong  {name}\n     said  {' '.join(said)}\n     heard {' '.join(heard)}")


async def sound(path: Path) -> Audio:
    return np.concatenate([block async for block in read_frames(path)])


def with_pauses(audio: Audio, clip: dict[str, Any], pause_s: float = 1.0) -> Audio:
    """Halting speech: its marked or found silences made longer."""
    samples = (audio * 32767).astype(np.int16)
    said = [Said("", u["start_s"], u["end_s"], tuple((a, b) for a, b in u["inner_pauses"])) for u in clip.get("utterances", [])]
    longer = halting(Track("", samples, said or [voiced_span("", samples)]), pause_s)
    return (longer.samples / 32768).astype(np.float32)


async def speech(hearing: Hearing, folder: Path, *, plain: bool) -> dict[str, Score]:
    """-> per variation what was heard of a folder's speech."""
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    clips = [clip for clip in [*manifest["clips"], *manifest.get("conversation", [])] if clip.get("transcript")]
    sounds = {clip["file"]: await sound(folder / clip["file"]) for clip in clips}
    scores = {"as recorded": Score(), "conversations": Score()}
    for clip in clips:
        kind = "as recorded" if clip in manifest["clips"] else "conversations"
        await hearing.score(scores[kind], clip["file"], sounds[clip["file"]], clip["transcript"])
    if plain:
        return scores
    short = [clip for clip in clips if clip["seconds"] <= LONG_S]
    chosen = short[:: -(-len(short) // VARIED)]
    for name in VARIATIONS:
        score = scores.setdefault(name, Score())
        for clip, other in zip(chosen, [*chosen[1:], *chosen], strict=False):
            audio = varied(name, sounds[clip["file"]], sounds[other["file"]])
            await hearing.score(score, clip["file"], audio, clip["transcript"])
    halting_score = scores.setdefault("halting, pauses of 1 s", Score())
    for clip in chosen:
        await hearing.score(halting_score, clip["file"], with_pauses(sounds[clip["file"]], clip), clip["transcript"])
    return scores


async def voices(hearing: Hearing) -> dict[str, Score]:
    """-> per rendered voice, one of them with an accent."""
    scores: dict[str, Score] = {}
    for clip in json.loads((VOICES / "manifest.json").read_text(encoding="utf-8"))["clips"]:
        score = scores.setdefault(clip["voice"], Score())
        await hearing.score(score, clip["file"], await sound(VOICES / clip["file"]), clip["transcript"])
    return scores


async def invented(hearing: Hearing, folder: Path, *, verbose: bool) -> tuple[int, int]:
    """-> sounds played in which nobody speaks, and those in which words were heard all the same."""
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    played = heard = 0
    for clip in [*manifest["clips"], *manifest.get("conversation", [])]:
        if clip.get("transcript") != "":
            continue
        audio = await sound(folder / clip["file"])
        for dbfs in NOISE_DBFS:
            events = await hearing.hear(audio if dbfs is None else np.clip(at_level(audio, dbfs), -1, 1))
            texts = [e.text for e in events if isinstance(e, Utterance | Paused)]
            played, heard = played + 1, heard + bool(texts)
            if texts or verbose:
                reasons = [e.reason for e in events if isinstance(e, Discarded)]
                screen.print(f"  nobody spoke  {clip['file']} at {dbfs or 'its own'} dBFS: {texts} {reasons}")
    return played, heard


def settings(args: argparse.Namespace) -> Any:
    return SimpleNamespace(
        stt_engine=args.engine, stt_timeout_s=60.0, whisper_model=args.whisper_model, whisper_device="auto", language="en",
        openai_stt_model="whisper-1", openai_stt_base_url=None, openai_stt_api_key=None,
        openai_base_url=None, openai_api_key=None,
    )  # fmt: skip


async def main(args: argparse.Namespace) -> int:
    folders = args.speech or [OWN, *([HUMAN] if HUMAN.is_dir() else [])]
    recogniser = await asyncio.to_thread(open_recogniser, settings(args))
    open_vad()
    hearing = Hearing(recogniser, live=not args.file)
    results = {folder: await speech(hearing, folder, plain=args.plain) for folder in folders}
    table = Table(f"word error rate, {recogniser.name}", *(f"{folder.parent.name}/{folder.name}" for folder in folders))
    for name in next(iter(results.values())):
        table.add_row(name, *(f"{scores[name].wer:.1f} % of {scores[name].words} words" for scores in results.values()))
    whole = [scores["as recorded"] for scores in results.values()]
    table.add_row("CPU-seconds per audio-second", *(f"{score.cpu_s / score.seconds:.3f}" for score in whole))
    table.add_row("pauses read per utterance", *(f"{score.pauses / max(1, score.turns):.2f}" for score in whole))
    screen.print(table)
    others = await voices(hearing)
    for whose, score in others.items():
        screen.print(f"{whose} (rendered): {score.wer:.1f} % of {score.words} words")
    if args.verbose:
        for scores in [*results.values(), others]:
            for name, score in scores.items():
                screen.print(f"[bold]{name}[/]", *score.misheard, sep="\n")
    counts = [await invented(hearing, folder, verbose=args.verbose) for folder in folders]
    words = sum(heard for _, heard in counts)
    screen.print(f"words heard where nobody spoke: in {words} of {sum(played for played, _ in counts)} sounds")
    await recogniser.close()
    return 1 if words else 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--speech", type=Path, action="append", help="a folder with manifest.json")
    parser.add_argument("--engine", default="moonshine", choices=["moonshine", "whisper", "openai"])
    parser.add_argument("--whisper-model", default="base.en")
    parser.add_argument("--plain", action="store_true", help="as recorded only, without variations")
    parser.add_argument("--file", action="store_true", help="without drafts, as a file is read")
    parser.add_argument("--verbose", action="store_true", help="what was misheard")
    raise SystemExit(asyncio.run(main(parser.parse_args())))
