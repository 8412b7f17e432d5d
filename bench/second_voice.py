"""Whether a second voice near the Partner's microphone is written down: `python -m bench.second_voice [--browser]`.

One voice speaks for a minute, as loud as ever; then another is heard between its sentences, 6 to 26 dB below. Each scene goes through
WebRTC's own audio processing, with automatic gain and without, and into the same listen() as a live call. Prints, per level, how many
of the second voice's utterances came out, and how many of the Partner's did not. `--browser`: through a real Chromium's microphone
and a real LiveKit server instead, in real time.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import tempfile
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import soundfile
import soxr
from livekit import rtc
from rich.console import Console
from rich.table import Table

from bench.speech import OWN
from bench.variations import at_level
from core.speech.level_gate import LevelGate
from core.speech.listener import Utterance, listen
from core.speech.stt import RATE, Audio, Transcript
from core.speech.vad import CHUNK, open_vad
from local import servers
from local.speech import noise

PAIRS = (("slt", "awb"), ("awb", "slt"), ("joe", "awb"), ("awb", "joe"))  # the Partner's voice, the other
BELOW_DB = (6, 10, 14, 15, 18, 20, 26)
USUAL_DBFS, FLOOR_DBFS = -26.0, -65.0
LEARN_S = 60.0
GAP_S = 1.6
BROWSER_RATE = 48_000
screen = Console(highlight=False, soft_wrap=True, width=130)


@dataclass(frozen=True)
class Spoken:
    """One utterance of a scene; `below_db` is None for the Partner's own."""

    below_db: int | None
    start_s: float
    end_s: float


@dataclass
class Scene:
    """Two people at one microphone."""

    sound: Audio
    spoken: list[Spoken]


@dataclass
class Count:
    """How many of some utterances were written down."""

    said: int = 0
    written: int = 0


@dataclass
class Reader:
    """Stands for a recogniser: answers any stretch with a sentence, and counts what it was given to read."""

    name: str = "counted"
    read_s: list[float] = field(default_factory=list)

    async def transcribe(self, audio_f32: Audio, draft: Transcript | None = None) -> Transcript:
        self.read_s.append(audio_f32.size / RATE)
        return Transcript("I notice a tightness in my chest.", avg_logprob=-0.1)

    async def close(self) -> None:
        """Nothing is held."""


def lines(voice: str) -> list[Audio]:
    """What a voice says in this repo, cut to its speech."""
    folder, names = (OWN, "utterances/u*.flac") if voice == "joe" else (OWN / "voices", f"{voice}*.flac")
    said = [np.asarray(soundfile.read(path, dtype="float32")[0]) for path in sorted(folder.glob(names))[:26]]
    return [sounding(audio) for audio in said]


def sounding(audio: Audio) -> Audio:
    """Without the silence at both ends."""
    window = RATE // 50
    rms = np.sqrt((audio[: audio.size // window * window].reshape(-1, window) ** 2).mean(axis=1))
    where = np.flatnonzero(rms > 10 ** (-48 / 20))
    return audio[where[0] * window : (where[-1] + 1) * window]


def scene(partner: str, other: str, *, below_db: tuple[int, ...] = BELOW_DB, each: int = 2, learn_s: float = LEARN_S) -> Scene:
    """A minute of the Partner alone, then at each level some utterances of the other and some of the Partner."""
    own = [at_level(line, USUAL_DBFS) for line in lines(partner)]
    others = lines(other)
    parts, spoken, at = [np.zeros(RATE, np.float32)], [], RATE
    turns = {"own": 0, "other": 0}

    def say(below: int | None) -> None:
        nonlocal at
        whose, voice = ("own", own) if below is None else ("other", others)
        line = voice[turns[whose] % len(voice)]
        turns[whose] += 1
        sound = line if below is None else at_level(line, USUAL_DBFS - below)
        spoken.append(Spoken(below, at / RATE, (at + sound.size) / RATE))
        parts.extend([sound.astype(np.float32), np.zeros(int(GAP_S * RATE), np.float32)])
        at += sound.size + int(GAP_S * RATE)

    while at < learn_s * RATE:
        say(None)
    for below in below_db:
        for whose in [below] * each + [None] * each:
            say(whose)
    sound = np.concatenate(parts)
    return Scene(np.clip(sound + noise.room_tone(sound.size, dbfs=FLOOR_DBFS), -1, 1).astype(np.float32), spoken)


def processed(sound: Audio, *, automatic_gain: bool) -> Audio:
    """As a browser's microphone gives it: WebRTC's noise suppression, high-pass filter and, where wanted, automatic gain."""
    webrtc = rtc.AudioProcessingModule(noise_suppression=True, high_pass_filter=True, auto_gain_control=automatic_gain)
    samples = (np.clip(soxr.resample(sound, RATE, BROWSER_RATE), -1, 1) * 32767).astype(np.int16)
    step, out = BROWSER_RATE // 100, []
    for at in range(0, samples.size - step + 1, step):
        frame = rtc.AudioFrame(bytearray(samples[at : at + step].tobytes()), BROWSER_RATE, 1, step)
        webrtc.process_stream(frame)
        out.append(np.frombuffer(bytes(frame.data), np.int16))
    floats = np.concatenate(out).astype(np.float32) / 32768
    return np.asarray(soxr.resample(floats, BROWSER_RATE, RATE), np.float32)


async def written(sound: Audio) -> list[Utterance]:
    """What the live path writes down."""

    async def frames() -> AsyncIterator[Audio]:
        for at in range(0, sound.size, CHUNK):
            yield sound[at : at + CHUNK]
            await asyncio.sleep(0)

    return [event async for event in listen(frames(), Reader(), open_vad(), live=False) if isinstance(event, Utterance)]


def counted(spoken: list[Spoken], utterances: list[Utterance]) -> dict[int | None, Count]:
    """-> per level; None for the Partner's own. An utterance was written down if one that came out overlaps with it by half."""
    counts: dict[int | None, Count] = {}
    for one in spoken:
        count = counts.setdefault(one.below_db, Count())
        count.said += 1
        shared = [min(one.end_s, u.end_s) - max(one.start_s, u.start_s) for u in utterances]
        count.written += sum(s for s in shared if s > 0) > 0.5 * (one.end_s - one.start_s)
    return counts


def gate_cost(sound: Audio) -> float:
    """CPU-seconds of the level gate per second of sound, judged at every step."""
    gate, vad, spent = LevelGate(), open_vad(), 0.0
    for step in range(sound.size // CHUNK):
        chunk = sound[step * CHUNK : (step + 1) * CHUNK]
        p = vad(chunk)
        began = time.process_time()
        gate.hear(chunk, p)
        gate.judge(max(0, step - 90), step)
        spent += time.process_time() - began
    return spent / (sound.size / RATE)


async def heard(scenes: list[Scene], *, automatic_gain: bool, livekit: servers.LiveKit | None) -> list[Audio]:
    """Each scene as it reaches the agent."""
    if livekit is None:
        return [processed(one.sound, automatic_gain=automatic_gain) for one in scenes]
    from bench.browser_microphone import through_browser

    return await asyncio.gather(*(through_browser(one.sound, automatic_gain=automatic_gain, livekit=livekit) for one in scenes))


async def main(args: argparse.Namespace) -> None:
    table = Table("utterances written down", *(f"-{below} dB" for below in BELOW_DB), "the Partner's own")
    results: dict[str, dict[str, str]] = {}
    scenes = [scene(*pair) for pair in PAIRS]
    with tempfile.TemporaryDirectory() as folder:
        livekit = servers.start_livekit(Path(folder)) if args.browser else None
        try:
            for automatic_gain in (True, False):
                sounds = await heard(scenes, automatic_gain=automatic_gain, livekit=livekit)
                for (partner, other), one, sound in zip(PAIRS, scenes, sounds, strict=True):
                    counts = counted(one.spoken, await written(sound))
                    name = f"{partner}, then {other}, gain {'on' if automatic_gain else 'off'}"
                    row = {str(below): f"{c.written} of {c.said}" for below, c in counts.items()}
                    results[name] = row
                    table.add_row(name, *(row[str(below)] for below in (*BELOW_DB, None)))
        finally:
            if livekit is not None:
                livekit.stop()
    screen.print(table)
    screen.print(f"the gate costs {gate_cost(scenes[0].sound) * 1000:.2f} ms of CPU per second of sound, judged at every step")
    if args.json:
        args.json.write_text(json.dumps(results, indent=1) + "\n")


if __name__ == "__main__":
    words = argparse.ArgumentParser(prog="python -m bench.second_voice", description=__doc__)
    words.add_argument("--browser", action="store_true", help="through Chromium and LiveKit, in real time (6 minutes)")
    words.add_argument("--json", type=Path)
    asyncio.run(main(words.parse_args()))
