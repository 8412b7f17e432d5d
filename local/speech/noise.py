"""Sounds that are no speech, made by arithmetic and a fixed seed: float32 mono 16 kHz, dedicated to the public domain (CC0)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

RATE = 16_000
Sound = NDArray[np.float32]


def _shape(noise: NDArray[np.float64], low_hz: float, high_hz: float) -> NDArray[np.float64]:
    """Keep one band of a noise, by Fourier."""
    spectrum = np.fft.rfft(noise)
    hz = np.fft.rfftfreq(noise.size, 1 / RATE)
    spectrum[(hz < low_hz) | (hz > high_hz)] = 0
    shaped = np.fft.irfft(spectrum, noise.size)
    return np.asarray(shaped / (np.abs(shaped).max() + 1e-9))


def room_tone(samples: int, seed: int = 7, dbfs: float = -72.0) -> Sound:
    """The faint hiss of a quiet room and a cheap microphone."""
    noise = np.random.default_rng(seed).normal(size=samples)
    return np.asarray(noise * 10 ** (dbfs / 20), np.float32)


def cough(seed: int, peak: float = 0.35) -> Sound:
    """One cough, .35 s: a burst of broad noise, a rougher tail, no vowel in it."""
    rng = np.random.default_rng(seed)
    n = int(0.35 * RATE)
    t = np.arange(n) / RATE
    burst = _shape(rng.normal(size=n), 350, 4500) * np.exp(-t * 28)
    tail = _shape(rng.normal(size=n), 180, 2200) * np.clip((t - 0.06) * 30, 0, 1) * np.exp(-(t - 0.06).clip(0) * 16) * 0.5
    sound = burst + tail
    return np.asarray(sound / np.abs(sound).max() * peak, np.float32)


def coughs(seconds: float = 6.0) -> Sound:
    """Five coughs of different force, two of them a double cough."""
    out = room_tone(int(seconds * RATE), seed=11)
    for i, (at, peak) in enumerate([(0.5, 0.3), (1.9, 0.45), (2.3, 0.3), (4.0, 0.6), (4.32, 0.4)]):
        sound = cough(100 + i, peak)
        start = int(at * RATE)
        out[start : start + sound.size] += sound
    return out


def hum(seconds: float = 5.0, mains_hz: float = 50.0) -> Sound:
    """A bad cable: mains and its harmonics."""
    t = np.arange(int(seconds * RATE)) / RATE
    wave = sum(np.sin(2 * np.pi * mains_hz * k * t + k) / k for k in (1, 2, 3, 5, 7))
    return np.asarray(0.06 * wave, np.float32) + room_tone(t.size, seed=12)


def keyboard(seconds: float = 6.0) -> Sound:
    """Somebody types: short double clicks, uneven in time and force."""
    rng = np.random.default_rng(13)
    out = room_tone(int(seconds * RATE), seed=14)
    at = 0.3
    while at < seconds - 0.3:
        for delay, force in ((0.0, 1.0), (0.07, 0.45)):
            n = int(0.018 * RATE)
            click = _shape(rng.normal(size=n), 1200, 7000) * np.exp(-np.arange(n) / RATE * 320)
            start = int((at + delay) * RATE)
            out[start : start + n] += (click * force * rng.uniform(0.1, 0.4)).astype(np.float32)
        at += float(rng.choice([0.11, 0.14, 0.19, 0.3, 0.7]))
    return out


def music(seconds: float = 8.0) -> Sound:
    """Plucked strings over a held chord, as from a radio in the next room."""
    rng = np.random.default_rng(15)
    out = room_tone(int(seconds * RATE), seed=16).astype(np.float64)
    t = np.arange(out.size) / RATE
    for f in (130.81, 164.81, 196.0):
        out += 0.02 * np.sin(2 * np.pi * f * t) * (1 + 0.2 * np.sin(2 * np.pi * 4.5 * t))
    for i in range(int(seconds / 0.4) - 1):
        hz = float(rng.choice([261.63, 293.66, 329.63, 392.0, 440.0, 523.25]))
        period = int(RATE / hz)
        string, line = np.zeros(int(0.8 * RATE)), rng.uniform(-1, 1, period)
        for j in range(string.size):  # a string: a burst of noise that goes round and dulls
            string[j] = line[j % period]
            line[j % period] = 0.498 * (line[j % period] + line[(j + 1) % period])
        start = int(i * 0.4 * RATE)
        room = min(string.size, out.size - start)
        out[start : start + room] += 0.15 * string[:room]
    return out.astype(np.float32)


def white(seconds: float = 5.0, dbfs: float = -30.0) -> Sound:
    """A fan close to the microphone."""
    return room_tone(int(seconds * RATE), seed=17, dbfs=dbfs)


def bumps(seconds: float = 5.0) -> Sound:
    """A desk that is knocked: low thuds."""
    out = room_tone(int(seconds * RATE), seed=18)
    n = int(0.2 * RATE)
    t = np.arange(n) / RATE
    for at in (0.5, 1.3, 1.55, 3.0, 3.9):
        start = int(at * RATE)
        out[start : start + n] += (0.5 * np.sin(2 * np.pi * 85 * t) * np.exp(-t * 30)).astype(np.float32)
    return out


ALL = {"coughs": coughs, "hum": hum, "keyboard": keyboard, "music": music, "white": white, "bumps": bumps}
