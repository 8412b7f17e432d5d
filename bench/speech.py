"""The speech a benchmark plays: one track of many utterances with true ends, from manifests like `local/speech/manifest.json`."""

import itertools
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from agent.hearing.segmenter import STEP_S
from agent.hearing.vad import CHUNK, open_vad
from local.people import RATE_HZ, load_speech

GAP_S = 2.5  # silence after each clip, long enough for any agent's endpoint
LONGEST_S = 15.0  # longer clips hold several utterances without marks between them
TRAILS_S = 0.05  # how far Silero's last voiced step stands behind the true end, median over our own marked clips
FLOOR = 10 ** (-65 / 20) * 32768  # a room is never digitally silent


@dataclass(frozen=True)
class Said:
    """One utterance on the track, in seconds from its start."""

    name: str
    start_s: float
    end_s: float
    pauses_s: tuple[float, ...]  # lengths of the silences inside


@dataclass(frozen=True)
class Track:
    """int16 mono 16 kHz and what is said when."""

    samples: np.ndarray
    said: list[Said]

    @property
    def seconds(self) -> float:
        return len(self.samples) / RATE_HZ


def one_track(folders: list[Path], *, most: int | None = None) -> Track:
    """Lays the clips of all manifests one after the other, a gap behind each."""
    parts, said, at = [np.zeros(RATE_HZ, np.int16)], [], 1.0
    for folder in folders:
        clips = json.loads((folder / "manifest.json").read_text())["clips"]
        for clip in clips[:most]:
            if clip["seconds"] > LONGEST_S or not clip.get("transcript"):
                continue
            samples = load_speech(folder / clip["file"])
            marked = clip.get("utterances") or []
            spans = [(one["start_s"], one["end_s"], tuple(b - a for a, b in one["inner_pauses"])) for one in marked] or [
                voiced_span(samples)
            ]
            said += [Said(f"{folder.name}/{clip['file']}", at + start_s, at + end_s, pauses) for start_s, end_s, pauses in spans]
            parts += [samples, np.zeros(int(GAP_S * RATE_HZ), np.int16)]
            at += len(samples) / RATE_HZ + GAP_S
    track = np.concatenate(parts).astype(np.float32)
    track += np.random.default_rng(7).normal(0, FLOOR, len(track))
    return Track(track.clip(-32768, 32767).astype(np.int16), said)


def voiced_span(samples: np.ndarray) -> tuple[float, float, tuple[float, ...]]:
    """First and last moment of speech in a recording without marks, and the silences of .25 s and more between.

    Read by Silero over the whole clip, which both agents use too; where the truth is known (our own clips) it stands
    TRAILS_S behind the end of speech. Loudness alone fails: some of these clips are noisier behind the voice than within."""
    vad = open_vad()
    floats = samples.astype(np.float32) / 32768
    voiced = [i for i in range(len(floats) // CHUNK) if vad(floats[i * CHUNK : (i + 1) * CHUNK]) > 0.5]
    pauses = [(b - a - 1) * STEP_S for a, b in itertools.pairwise(voiced)]
    return voiced[0] * STEP_S, (voiced[-1] + 1) * STEP_S - TRAILS_S, tuple(pause for pause in pauses if pause >= 0.25)
