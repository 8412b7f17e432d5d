"""How well and how cheaply the ears hear: `python -m bench.wer [--speech DIR]… [--engine moonshine]`.

Every clip with a transcript goes through the same listen() as a live call, drafts included unless `--file` is given; prints
word error rate, CPU-seconds per audio-second (voice detection, drafts and final readings together) and what was heard where
nobody spoke.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import re
import time
from collections.abc import AsyncIterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np

from agent.hearing.hear_file import read_frames
from agent.hearing.listener import Discarded, Paused, Utterance, listen
from agent.hearing.stt import RATE, Audio, Recogniser, open_recogniser
from agent.hearing.vad import open_vad

OWN = Path(__file__).parent.parent / "local" / "speech"
SHARED = Path(__file__).parent.parent.parent / "shared" / "audio"

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


async def hear(path: Path, recogniser: Recogniser, live: bool) -> list[Any]:
    blocks = [block async for block in read_frames(path)]
    audio = np.concatenate(blocks)
    frames = drafted(audio, 0.02, recogniser) if live else frames_of(audio, 0.02)
    return [event async for event in listen(frames, recogniser, open_vad(), live=live)]


def settings(args: argparse.Namespace) -> Any:
    return SimpleNamespace(
        stt_engine=args.engine, stt_timeout_s=60.0, whisper_model=args.whisper_model, whisper_device="auto",
        openai_stt_model="whisper-1", openai_stt_base_url=None, openai_stt_api_key=None,
        openai_base_url=None, openai_api_key=None,
    )  # fmt: skip


async def main(args: argparse.Namespace) -> int:
    folders = args.speech or [OWN, *([SHARED] if SHARED.is_dir() else [])]
    recogniser = await asyncio.to_thread(open_recogniser, settings(args))
    open_vad()
    invented = 0
    for folder in folders:
        clips = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        said_words = wrong = pauses = takes = 0
        seconds = cpu = 0.0
        for clip in [*clips["clips"], *clips.get("conversation", [])]:
            if clip.get("transcript") is None:
                continue
            started = time.process_time()
            events = await hear(folder / clip["file"], recogniser, live=not args.file)
            cpu += time.process_time() - started
            seconds += clip["seconds"]
            text = " ".join(e.text for e in events if isinstance(e, Utterance))
            said, heard = plain_words(clip["transcript"]), plain_words(text)
            count = errors(said, heard)
            if not said:
                invented += bool(heard)
                if heard or args.verbose:
                    print(f"  nobody spoke  {clip['file']}: {text!r} {[e.reason for e in events if isinstance(e, Discarded)]}")
                continue
            said_words, wrong = said_words + len(said), wrong + count
            pauses += sum(isinstance(e, Paused) for e in events)
            takes += sum(isinstance(e, Utterance) for e in events)
            if args.verbose and count:
                print(f"  {count:2} wrong  {clip['file']}\n     said  {' '.join(said)}\n     heard {' '.join(heard)}")
        print(
            f"{folder.name}: {recogniser.name}, {said_words} words, WER {100 * wrong / max(1, said_words):.1f} %, "
            f"{cpu / seconds:.3f} CPU-s per audio-s, {takes} utterances, {pauses / max(1, takes):.2f} pauses read per utterance"
        )
    print(f"heard where nobody spoke: {invented} files")
    await recogniser.close()
    return 1 if invented else 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--speech", type=Path, action="append", help="a folder with manifest.json")
    parser.add_argument("--engine", default="moonshine", choices=["moonshine", "whisper", "openai"])
    parser.add_argument("--whisper-model", default="base.en")
    parser.add_argument("--file", action="store_true", help="without drafts, as a file is read")
    parser.add_argument("--verbose", action="store_true", help="what was misheard")
    raise SystemExit(asyncio.run(main(parser.parse_args())))
