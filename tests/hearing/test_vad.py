"""The numpy arithmetic gives what the published Silero v6.2 model gives."""

import numpy as np
import pytest

from core.speech.stt import Audio
from core.speech.vad import CHUNK, open_vad
from local.speech import noise

# What silero-vad 6.2.0's own ONNX file answered to vowels(), step by step.
PUBLISHED = [
    *[0.099, 0.026, 0.015, 0.012, 0.011, 0.009, 0.008, 0.006, 0.005, 0.87, 0.99, 0.979, 0.928, 0.766, 0.331, 0.654],
    *[0.98, 0.897, 0.889, 0.85, 0.805, 0.594, 0.282, 0.458, 0.83, 0.793, 0.808, 0.251, 0.251, 0.101, 0.052, 0.143],
    *[0.235, 0.146, 0.125, 0.114, 0.057, 0.037, 0.024, 0.215, 0.479, 0.306, 0.214, 0.236, 0.194, 0.107, 0.073, 0.043],
    *[0.029, 0.025, 0.024, 0.019, 0.019, 0.016, 0.015, 0.011, 0.01, 0.009, 0.008, 0.007, 0.007, 0.006],
]


def vowels() -> Audio:
    """Harmonics under three formants, four syllables a second, silence around."""
    t = np.arange(2 * 16_000) / 16_000
    phase = 2 * np.pi * np.cumsum(115 + 15 * np.sin(2 * np.pi * 2 * t)) / 16_000
    voice = np.zeros_like(t)
    for k in range(1, 30):
        hz = k * 115
        formants = np.exp(-(((hz - 650) / 250) ** 2)) + 0.6 * np.exp(-(((hz - 1200) / 300) ** 2))
        voice += (formants + 0.3 * np.exp(-(((hz - 2500) / 400) ** 2)) + 0.02) * np.sin(k * phase)
    voice *= np.clip(np.sin(2 * np.pi * 4 * t), 0, 1) * ((t > 0.3) & (t < 1.4))
    audio = (voice / np.abs(voice).max() * 0.3).astype(np.float32)
    return audio + (np.random.default_rng(3).normal(size=audio.size) * 0.001).astype(np.float32)


def probabilities(audio: Audio) -> list[float]:
    vad = open_vad()
    return [vad(chunk) for chunk in audio[: audio.size // CHUNK * CHUNK].reshape(-1, CHUNK)]


def test_gives_the_published_probabilities() -> None:
    assert probabilities(vowels()) == pytest.approx(PUBLISHED, abs=0.01)


def test_streams_share_weights_and_no_state() -> None:
    audio = vowels()
    alone = probabilities(audio)
    one, other = open_vad(), open_vad()
    for chunk, expected in zip(audio[: audio.size // CHUNK * CHUNK].reshape(-1, CHUNK), alone, strict=True):
        assert one(chunk) == expected
        other(np.zeros(CHUNK, np.float32))


@pytest.mark.parametrize("name", ["hum", "keyboard", "white", "bumps"])
def test_noise_is_no_voice(name: str) -> None:
    assert max(probabilities(noise.ALL[name]())) < 0.5


def test_a_wrong_chunk_is_refused() -> None:
    with pytest.raises(ValueError, match="512"):
        open_vad()(np.zeros(480, np.float32))
