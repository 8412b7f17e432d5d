"""Files as a browser's recorder makes them, and files that only say so."""

from __future__ import annotations

import io
import struct
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import av
import numpy as np

RATE_HZ = 48_000


def recorded(seconds: float, form: str = "webm", *, codec: str = "", hz: float = 440.0, rate_hz: int = RATE_HZ) -> bytes:
    """A mono tone: Opus in WebM, AAC in fragmented MP4 (as Safari streams it), or what `codec` says."""
    codec = codec or {"webm": "libopus", "mp4": "aac"}[form]
    step = {"libopus": 960, "flac": 4608}.get(codec, 1024)
    samples = (0.5 * np.sin(2 * np.pi * hz * np.arange(round(seconds * rate_hz)) / rate_hz)).astype(np.float32)
    out = io.BytesIO()
    options = {"movflags": "frag_keyframe+empty_moov+default_base_moof"} if form == "mp4" else {}
    with av.open(out, "w", format=form, options=options) as container:
        stream: Any = container.add_stream(codec, rate=rate_hz, layout="mono")
        for at in range(0, samples.size, step):
            piece = samples[at : at + step]
            sound = np.pad(piece, (0, step - piece.size)).reshape(1, -1)
            wanted = {"libopus": "flt", "flac": "s16", "pcm_s16le": "s16"}.get(codec, "fltp")
            if wanted == "s16":
                sound = (sound * 32767).astype(np.int16)
            frame = av.AudioFrame.from_ndarray(sound, format=wanted, layout="mono")
            frame.sample_rate, frame.pts = rate_hz, at
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return out.getvalue()


def with_picture(seconds: float = 1.0) -> bytes:
    """A WebM with sound and a picture."""
    out = io.BytesIO()
    with av.open(out, "w", format="webm") as container:
        picture: Any = container.add_stream("libvpx", rate=10)
        picture.width = picture.height = 64
        picture.pix_fmt = "yuv420p"
        sound: Any = container.add_stream("libopus", rate=RATE_HZ, layout="mono")
        for n in range(round(seconds * 10)):
            frame = av.VideoFrame(64, 64, "yuv420p")
            frame.pts = n
            container.mux(picture.encode(frame))
        for at in range(0, round(seconds * RATE_HZ), 960):
            silent = av.AudioFrame.from_ndarray(np.zeros((1, 960), np.float32), format="flt", layout="mono")
            silent.sample_rate, silent.pts = RATE_HZ, at
            container.mux(sound.encode(silent))
        for stream in (picture, sound):
            container.mux(stream.encode(None))
    return out.getvalue()


def leaping(to_s: float) -> bytes:
    """A WebM whose second half says it was spoken at `to_s`, hours or years later."""
    out = io.BytesIO()
    with av.open(out, "w", format="webm") as container:
        stream: Any = container.add_stream("libopus", rate=RATE_HZ, layout="mono")
        for n in range(100):
            at = n * 960 + (round(to_s * RATE_HZ) if n >= 50 else 0)
            frame = av.AudioFrame.from_ndarray(np.full((1, 960), 0.1, np.float32), format="flt", layout="mono")
            frame.sample_rate, frame.pts = RATE_HZ, at
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return out.getvalue()


def flac_bomb(seconds: float) -> bytes:
    """Silence as FLAC: half an hour in a few hundred kilobytes."""
    out = io.BytesIO()
    with av.open(out, "w", format="flac") as container:
        stream: Any = container.add_stream("flac", rate=8_000, layout="mono")
        silent = np.zeros((1, 4608), np.int16)
        for at in range(0, round(seconds * 8_000), 4608):
            frame = av.AudioFrame.from_ndarray(silent, format="s16", layout="mono")
            frame.sample_rate, frame.pts = 8_000, at
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return out.getvalue()


def sdp(port: int) -> bytes:
    """A description of a stream that FFmpeg would wait for on the network."""
    return f"v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=audio {port} RTP/AVP 96\na=rtpmap:96 opus/48000/2\n".encode()


def ffconcat(*paths: Path) -> bytes:
    """A list that FFmpeg would open the files of."""
    return "\n".join(["ffconcat version 1.0", *(f"file '{path}'" for path in paths), ""]).encode()


def hls(*addresses: str) -> bytes:
    """A playlist that FFmpeg would fetch the segments of."""
    return "\n".join(
        ["#EXTM3U", "#EXT-X-TARGETDURATION:10", *(f"#EXTINF:10,\n{one}" for one in addresses), "#EXT-X-ENDLIST", ""]
    ).encode()


def in_ebml(body: bytes, doctype: bytes = b"webm") -> bytes:
    """Something else behind a good WebM header."""
    kind = b"\x42\x82" + bytes([0x80 | len(doctype)]) + doctype
    return b"\x1a\x45\xdf\xa3" + bytes([0x80 | len(kind)]) + kind + body


def in_ftyp(body: bytes) -> bytes:
    """Something else behind a good MP4 file type box."""
    return struct.pack(">I", 20) + b"ftypisom" + bytes(8) + body


def mutated(sound: bytes, random: np.random.Generator) -> bytes:
    """The same with bytes changed, taken out, doubled or cut off; its first bytes stay."""
    data = bytearray(sound)
    for _ in range(int(random.integers(1, 12))):
        at = int(random.integers(48, max(49, len(data))))
        length = int(random.integers(1, 64))
        match int(random.integers(5)):
            case 0:
                data[at : at + length] = random.bytes(length)
            case 1:
                del data[at : at + length]
            case 2:
                data[at:at] = data[at : at + length]
            case 3:
                data[at : at + length] = b"\xff" * length
            case _:
                del data[at + length * 64 :]
    return bytes(data)


def tone_at(samples: np.ndarray[Any, Any], hz: float) -> float:
    """How much of the sound is this tone, 0 to 1."""
    if not samples.size:
        return 0.0
    at = np.exp(-2j * np.pi * hz * np.arange(samples.size) / RATE_HZ)
    return float(abs(np.mean(samples * at)) ** 2 * 2 / max(1e-12, np.mean(samples**2)))


def heard(blocks: Sequence[tuple[float, np.ndarray[Any, Any]]]) -> np.ndarray[Any, Any]:
    return np.concatenate([sound for _, sound in blocks]) if blocks else np.zeros(0, np.float32)
