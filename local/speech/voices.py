"""Renders some of our lines with Flite's voices, one of them a Scottish speaker's: `python -m local.speech.voices`.

Needs the program `flite` (a package of most Linux distributions). Only what it says is kept here, for the benches.
"""

from __future__ import annotations

import json
import subprocess
import tempfile
from pathlib import Path

import numpy as np
import soundfile

from local.speech import noise
from local.speech.render import HERE, RATE, cut, plain, resample
from local.speech.words import UTTERANCES

FOLDER = HERE / "voices"
VOICES = {"awb": "a Scottish man", "slt": "an American woman"}
LINES = [text for text, trails_off in UTTERANCES if not trails_off][5:29:3]
LICENCE = "CC0 (words and rendering of this project; Flite's voices may be used for anything)"


def speak(voice: str, text: str) -> noise.Sound:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "said.wav"
        subprocess.run(["flite", "-voice", voice, "-t", text, "-o", str(file)], check=True)
        return cut(resample(file))


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    clips = []
    for voice, whose in VOICES.items():
        for n, line in enumerate(LINES, 1):
            text = plain(line)
            said = speak(voice, text)
            padded = np.concatenate([np.zeros(int(0.4 * RATE), np.float32), said, np.zeros(int(0.8 * RATE), np.float32)])
            name = f"{voice}{n}.flac"
            sound = np.clip(padded + noise.room_tone(padded.size, seed=300 + n), -1, 1)
            soundfile.write(FOLDER / name, sound, RATE, subtype="PCM_16")
            seconds = round(padded.size / RATE, 4)
            clips.append({"file": name, "seconds": seconds, "transcript": text, "voice": whose, "licence": LICENCE})
    (FOLDER / "manifest.json").write_text(json.dumps({"clips": clips}, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
