"""The speech a benchmark plays: one track of many utterances with true ends, from manifests like `local/speech/manifest.json`."""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from local.people import RATE_HZ, load_speech

GAP_S = 2.5  # silence after each clip, long enough for any agent's endpoint
LONGEST_S = 15.0  # longer clips hold several utterances without marks between them
LOUD = 10 ** (-45 / 20) * 32768  # a 10 ms frame above -45 dBFS is speech, in recordings without marks
FLOOR = 10 ** (-65 / 20) * 32768  # a room is never digitally silent


@dataclass(frozen=True)
class Said:
    """One utterance on the track, in seconds from its start."""

    name: str
    start_s: float
    end_s: float
    inner_pauses: int


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
            if clip["seconds"] > LONGEST_S:
                continue
            samples = load_speech(folder / clip["file"])
            spans = [(one["start_s"], one["end_s"], len(one["inner_pauses"])) for one in clip.get("utterances") or []] or [
                loud_span(samples)
            ]
            said += [Said(f"{folder.name}/{clip['file']}", at + start_s, at + end_s, pauses) for start_s, end_s, pauses in spans]
            parts += [samples, np.zeros(int(GAP_S * RATE_HZ), np.int16)]
            at += len(samples) / RATE_HZ + GAP_S
    track = np.concatenate(parts).astype(np.float32)
    track += np.random.default_rng(7).normal(0, FLOOR, len(track))
    return Track(track.clip(-32768, 32767).astype(np.int16), said)


def loud_span(samples: np.ndarray) -> tuple[float, float, int]:
    """First and last loud 10 ms of a clip, and how many silences of .25 s and more lie between."""
    step = RATE_HZ // 100
    frames = samples[: len(samples) // step * step].reshape(-1, step).astype(np.float32)
    loud = np.flatnonzero(np.sqrt((frames**2).mean(1)) > LOUD)
    if not len(loud):
        return 0.0, len(samples) / RATE_HZ, 0
    return loud[0] / 100, (loud[-1] + 1) / 100, int((np.diff(loud) > 25).sum())
