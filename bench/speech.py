"""The speech a benchmark plays: one track of many utterances with true ends, from manifests like `local/speech/manifest.json`."""

import itertools
import json
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from core.speech.segmenter import STEP_S
from core.speech.vad import CHUNK, open_vad
from local import toolchain
from local.people import RATE_HZ, load_speech

OWN = toolchain.ROOT / "local" / "speech"
HUMAN = toolchain.ROOT.parent / "shared" / "audio"
GAP_S = 2.5  # silence after each clip, long enough for any agent's endpoint
LONGEST_S = 15.0  # longer clips hold several utterances without marks between them
TRAILS_S = 0.05  # how far Silero's last voiced step stands behind the true end, median over our own marked clips
FLOOR = 10 ** (-65 / 20) * 32768  # a room is never digitally silent


@dataclass(frozen=True)
class Said:
    """One utterance, in seconds from the start of its clip or track."""

    name: str
    start_s: float
    end_s: float
    pauses: tuple[tuple[float, float], ...] = ()  # the silences inside, from and to
    trails_off: bool = False  # its speaker stops in the middle of a sentence

    def later(self, by_s: float) -> "Said":
        pauses = tuple((a + by_s, b + by_s) for a, b in self.pauses)
        return replace(self, start_s=self.start_s + by_s, end_s=self.end_s + by_s, pauses=pauses)

    @property
    def pauses_s(self) -> tuple[float, ...]:
        return tuple(b - a for a, b in self.pauses)


@dataclass(frozen=True)
class Track:
    """int16 mono 16 kHz and what is said when: a recording, or many one after the other."""

    name: str
    samples: np.ndarray
    said: list[Said]

    @property
    def seconds(self) -> float:
        return len(self.samples) / RATE_HZ


def one_track(folders: list[Path], *, most: int | None = None) -> Track:
    """The clips of all manifests one after the other."""
    return laid([clip for folder in folders for clip in clips_of(folder)[:most]])


def clips_of(folder: Path, kind: str = "clips") -> list[Track]:
    """The recordings with known words that hold one utterance, or marks of several."""
    clips = []
    for clip in json.loads((folder / "manifest.json").read_text()).get(kind, []):
        marked = clip.get("utterances") or []
        if not clip.get("transcript") or (clip["seconds"] > LONGEST_S and not marked):
            continue
        name, samples = f"{folder.name}/{clip['file']}", load_speech(folder / clip["file"])
        said = [
            Said(name, one["start_s"], one["end_s"], tuple((a, b) for a, b in one["inner_pauses"]), clip.get("unfinished", False))
            for one in marked
        ]
        clips.append(Track(name, samples, said or [voiced_span(name, samples)]))
    return clips


def laid(clips: list[Track]) -> Track:
    """One after the other over a quiet room, GAP_S behind each."""
    parts, said, at = [np.zeros(RATE_HZ, np.int16)], [], 1.0
    for clip in clips:
        said += [one.later(at) for one in clip.said]
        parts += [clip.samples, np.zeros(int(GAP_S * RATE_HZ), np.int16)]
        at += clip.seconds + GAP_S
    track = np.concatenate(parts).astype(np.float32)
    track += np.random.default_rng(7).normal(0, FLOOR, len(track))
    return Track("track", track.clip(-32768, 32767).astype(np.int16), said)


def halting(clip: Track, pause_s: float) -> Track:
    """The same words by somebody who stops to think: every silence inside lasts at least `pause_s`."""
    parts, said, cut_at, added_s = [], [], 0, 0.0
    for one in clip.said:
        start_s, longer = one.start_s + added_s, []
        for a, b in one.pauses:
            more_s = max(0.0, pause_s - (b - a))
            middle = int((a + b) / 2 * RATE_HZ)
            parts += [clip.samples[cut_at:middle], np.zeros(int(more_s * RATE_HZ), np.int16)]
            longer.append((a + added_s, b + added_s + more_s))
            cut_at, added_s = middle, added_s + more_s
        said.append(replace(one, start_s=start_s, end_s=one.end_s + added_s, pauses=tuple(longer)))
    return Track(clip.name, np.concatenate([*parts, clip.samples[cut_at:]]), said)


def voiced_span(name: str, samples: np.ndarray) -> Said:
    """First and last moment of speech in a recording without marks, and the silences of .25 s and more between.

    Read by Silero over the whole clip, which both agents use too; where the truth is known (our own clips) it stands
    TRAILS_S behind the end of speech. Loudness alone fails: some of these clips are noisier behind the voice than within."""
    vad = open_vad()
    floats = (samples / 32768).astype(np.float32)
    voiced = [i for i in range(len(floats) // CHUNK) if vad(floats[i * CHUNK : (i + 1) * CHUNK]) > 0.5]
    pauses = [((a + 1) * STEP_S - TRAILS_S, b * STEP_S) for a, b in itertools.pairwise(voiced) if (b - a - 1) * STEP_S >= 0.25]
    return Said(name, voiced[0] * STEP_S, (voiced[-1] + 1) * STEP_S - TRAILS_S, tuple(pauses))
