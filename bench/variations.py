"""The same words as other people, rooms and lines would bring them, made by arithmetic. Sound: float32 mono 16 kHz."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from local.speech import noise

RATE = noise.RATE
Sound = NDArray[np.float32]
LEVEL_DBFS = -23.0  # where a browser's automatic gain leaves speech, RMS over what sounds
FLOOR_DBFS = -72.0


def level(audio: Sound) -> float:
    """RMS in dBFS over the 20 ms windows that sound."""
    n = audio.size // 320
    rms = np.sqrt((audio[: n * 320].reshape(n, 320) ** 2).mean(axis=1))
    loud = rms[rms > 0.1 * np.percentile(rms, 95)]
    return float(20 * np.log10(np.sqrt((loud**2).mean()) + 1e-9))


def at_level(audio: Sound, dbfs: float) -> Sound:
    return (audio * 10 ** ((dbfs - level(audio)) / 20)).astype(np.float32)


def over(audio: Sound, other: Sound, below_db: float) -> Sound:
    """`other`, repeated as needed, sounds so many dB below the speech."""
    times = -(-audio.size // other.size)
    return audio + at_level(np.tile(other, times)[: audio.size], level(audio) - below_db)


def telephone(audio: Sound) -> Sound:
    """300 to 3400 Hz in 8-bit mu-law."""
    spectrum = np.fft.rfft(audio)
    hz = np.fft.rfftfreq(audio.size, 1 / RATE)
    spectrum[(hz < 300) | (hz > 3400)] = 0
    band = np.clip(np.fft.irfft(spectrum, audio.size), -1, 1)
    mu = np.sign(band) * np.log1p(255 * np.abs(band)) / np.log(256)
    steps = np.round(mu * 127) / 127
    return np.asarray(np.sign(steps) * (256 ** np.abs(steps) - 1) / 255, np.float32)


def faster(audio: Sound, times: float) -> Sound:
    """In less time at the same pitch (WSOLA): 32 ms windows, each where it fits the last one best."""
    size, half, seek = 512, 256, 160
    window = np.hanning(size).astype(np.float32)
    count = int((audio.size - size - 2 * seek) / (half * times))
    out = np.zeros(count * half + size, np.float32)
    at = 0
    for i in range(count):
        if i:
            ideal = audio[at + half : at + half + size]
            near = max(0, int(i * half * times) - seek)
            options = np.lib.stride_tricks.sliding_window_view(audio[near : near + 2 * seek + size], size)
            at = near + int((options @ ideal).argmax())
        out[i * half : i * half + size] += audio[at : at + size] * window
    return out


def another_voice(audio: Sound, other: Sound) -> Sound:
    """Somebody else in the same room speaks at the same time, farther from the microphone."""
    return over(audio, other, 15.0)


# what is done to each clip; the second sound is another clip of the same folder
VARIATIONS: dict[str, Callable[[Sound, Sound], Sound]] = {
    "over a quiet room": lambda audio, _: audio,
    "loud, clipped": lambda audio, _: np.clip(at_level(audio, -6.0), -1, 1),
    "at -23 dBFS": lambda audio, _: at_level(audio, LEVEL_DBFS),
    "quiet, -45 dBFS": lambda audio, _: at_level(audio, -45.0),
    "very quiet, -58 dBFS": lambda audio, _: at_level(audio, -58.0),
    "fast, x 1.3": lambda audio, _: faster(audio, 1.3),
    "telephone, 8 kHz": lambda audio, _: telephone(audio),
    "a second voice, 15 dB below": another_voice,
    "music, 12 dB below": lambda audio, _: over(audio, noise.music(), 12.0),
    "mains hum, 6 dB below": lambda audio, _: over(audio, noise.hum(), 6.0),
    "a fan, 12 dB below": lambda audio, _: over(audio, noise.white(), 12.0),
}


def varied(name: str, audio: Sound, other: Sound) -> Sound:
    """By name, over the faint hiss of a quiet room."""
    changed = VARIATIONS[name](audio, other)
    return (np.clip(changed, -1, 1) + noise.room_tone(changed.size, dbfs=FLOOR_DBFS)).astype(np.float32)
