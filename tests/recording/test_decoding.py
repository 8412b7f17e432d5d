"""The real decoding process and what people of ill will would send it: never more than its limits, always an end."""

from __future__ import annotations

import socket
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from functions.recording import decoding
from functions.recording.containers import DEMUXERS, MediaType
from functions.recording.decoding import RATE_HZ, Ended, decoded
from local.servers import free_port

from . import media

WEBM: MediaType = "audio/webm"
MP4: MediaType = "audio/mp4"


def read(tmp_path: Path, sound: bytes, media_type: MediaType, most_s: float = 60.0) -> tuple[np.ndarray[Any, Any], str]:
    """The samples, and why it ended early: `refused`, `broken`, a status, or nothing."""
    part = tmp_path / "part"
    part.write_bytes(sound)
    blocks = []
    try:
        for block in decoded(part, media_type, most_s):
            blocks.append(block)
    except Ended as ended:
        return media.heard(blocks), str(ended)
    return media.heard(blocks), ""


@pytest.mark.parametrize(
    ("form", "codec", "media_type", "rate_hz"),
    [
        ("webm", "libopus", WEBM, 48_000),  # Chromium, Firefox, Safari from 18.4
        ("mp4", "aac", MP4, 48_000),  # Safari
        ("mp4", "aac", MP4, 44_100),
        ("mp4", "libopus", MP4, 48_000),
    ],
)
def test_what_browsers_record_is_read(tmp_path: Path, form: str, codec: str, media_type: MediaType, rate_hz: int) -> None:
    samples, ended = read(tmp_path, media.recorded(2, form, codec=codec, rate_hz=rate_hz), media_type)
    assert ended == ""
    assert abs(samples.size / RATE_HZ - 2) < 0.1
    assert media.tone_at(samples[RATE_HZ // 2 :], 440) > 0.9


def attacks(tmp_path: Path) -> dict[str, tuple[bytes, MediaType]]:
    secret = tmp_path / "secret.webm"
    secret.write_bytes(media.recorded(1, hz=880))
    lists = {
        "sdp": media.sdp(free_port()),
        "ffconcat": media.ffconcat(secret),
        "hls": media.hls(secret.as_uri(), f"http://127.0.0.1:{free_port()}/a.ts"),
        "flac": media.flac_bomb(60),
        "nothing": b"",
        "zeros": bytes(4096),
        "text": b"no sound at all",
    }
    found = {f"{name} as {kind}": (data, kind) for name, data in lists.items() for kind in DEMUXERS}
    found |= {f"{name} in webm": (media.in_ebml(data), WEBM) for name, data in lists.items()}
    found |= {f"{name} in mp4": (media.in_ftyp(data), MP4) for name, data in lists.items()}
    return found | {
        "a picture": (media.with_picture(), WEBM),
        "matroska": (media.recorded(1, "matroska", codec="libopus"), WEBM),
        "flac in matroska": (media.recorded(1, "matroska", codec="flac"), WEBM),
        "pcm in mp4": (media.recorded(1, "mov", codec="pcm_s16le"), MP4),
        "ogg": (media.recorded(1, "ogg", codec="libopus"), WEBM),
        "webm as mp4": (media.recorded(1), MP4),
        "mp4 as webm": (media.recorded(1, "mp4"), WEBM),
    }


def test_nothing_else_is_opened(tmp_path: Path) -> None:
    for name, (data, media_type) in attacks(tmp_path).items():
        samples, ended = read(tmp_path, data, media_type)
        assert samples.size == 0, name
        assert ended in {"refused", "broken"} or " in " in name, (name, ended)


def test_the_network_is_never_asked(tmp_path: Path) -> None:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        listening.settimeout(0)
        address = f"http://127.0.0.1:{listening.getsockname()[1]}/a.webm"
        for data in (media.hls(address), media.ffconcat(Path(address)), media.in_ebml(media.hls(address))):
            read(tmp_path, data, WEBM)
        with pytest.raises(BlockingIOError):
            listening.accept()


def test_a_part_holds_no_more_than_could_be_spoken(tmp_path: Path) -> None:
    samples, ended = read(tmp_path, media.recorded(30), WEBM, most_s=5.0)
    assert (samples.size, ended) == (5 * RATE_HZ, "")


def test_sound_from_the_far_future_is_not_waited_for(tmp_path: Path) -> None:
    for to_s in (3600.0, 10_000_000.0):
        samples, _ = read(tmp_path, media.leaping(to_s), WEBM, most_s=60.0)
        assert 0.9 < samples.size / RATE_HZ < 1.1


def test_a_part_that_breaks_off_gives_what_came(tmp_path: Path) -> None:
    whole = media.recorded(10)
    samples, _ = read(tmp_path, whole[: len(whole) // 2], WEBM)
    assert 3 < samples.size / RATE_HZ < 7
    assert media.tone_at(samples[RATE_HZ:], 440) > 0.9


def test_its_time_is_limited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decoding, "cpu_s", lambda most_s: most_s)  # here the clock's limit; the process has its own
    program = (
        "import sys; sys.argv[1:] = {0!r}; from functions.recording import decoding as d; d.cpu_s = lambda s: 1.0; "
        "d.decode = lambda *a: [0 for _ in iter(int, 1)]; d.main()"
    )
    monkeypatch.setattr(
        decoding.sandbox, "command", lambda module, *asked: [decoding.sys.executable, "-c", program.format(list(asked))]
    )
    began = time.monotonic()
    samples, ended = read(tmp_path, media.recorded(1), WEBM, most_s=1.0)
    assert samples.size == 0
    assert ended in {"status -24", "status -9"}, (ended, time.monotonic() - began)


@pytest.mark.parametrize(("form", "media_type"), [("webm", WEBM), ("mp4", MP4)])
def test_damaged_files_end_within_the_limits(tmp_path: Path, form: str, media_type: MediaType) -> None:
    """Seeded, so that what fails once fails again; more rounds by hand: the numbers of ROUNDS."""
    sound = media.recorded(3, form)
    for seed in ROUNDS:
        data = media.mutated(sound, np.random.default_rng(seed))
        samples, ended = read(tmp_path, data, media_type, most_s=8.0)
        assert samples.size <= 8 * RATE_HZ, seed
        assert np.isfinite(samples).all(), seed
        assert np.abs(samples).max(initial=0) <= 1, seed
        assert ended in {"", "refused", "broken"}, (seed, ended)


ROUNDS = (*range(12), 1001)
