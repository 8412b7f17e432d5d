"""OpenAI's transcription API in front of an engine of one's own, so that a live agent can use a GPU somewhere else.

`POST /v1/audio/transcriptions` (multipart: file, language, response_format), with `Authorization: Bearer KEY`. Stands before the
GPU, not on it: who has no key wakes nothing. Nothing is stored, and no word of what was said is logged.
"""

from __future__ import annotations

import hmac
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.applications import Starlette
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

log = logging.getLogger("agent.transcriptions")

MOST_BYTES = 25 * 1024 * 1024  # as OpenAI's own
FORMATS = ("json", "text", "verbose_json")

Transcribe = Callable[[bytes, str], Awaitable[dict[str, Any]]]
"""A sound file and a language -> {"text", "duration_s", "segments"}, as `modal_app.Transcriber.transcribe` answers; ValueError
for what is no sound."""


def transcription_app(transcribe: Transcribe, key: str) -> Starlette:
    """The ASGI application. Refusals have OpenAI's form. Raises ValueError without a key: an open door runs up a bill."""
    if not key:
        raise ValueError("the transcription door needs a key")

    async def transcriptions(request: Request) -> Response:
        given = request.headers.get("authorization", "")
        if not hmac.compare_digest(given.encode(), f"Bearer {key}".encode()):
            raise HTTPException(401, "the key is not accepted")
        length = request.headers.get("content-length", "")
        if not length.isdigit():
            raise HTTPException(411, "the length of the request is not given")
        if int(length) > MOST_BYTES:
            raise HTTPException(413, f"more than {MOST_BYTES} bytes")
        async with request.form(max_files=1, max_fields=20) as form:
            file = form.get("file")
            if not isinstance(file, UploadFile):
                raise HTTPException(400, "`file` is missing")
            wanted = str(form.get("response_format") or "json")
            if wanted not in FORMATS:
                raise HTTPException(400, f"response_format is one of {', '.join(FORMATS)}")
            language = str(form.get("language") or "en")
            audio = await file.read()
        try:
            heard = await transcribe(audio, language)
        except ValueError as malformed:
            raise HTTPException(400, "the file holds no sound that can be read") from malformed
        if wanted == "text":
            return PlainTextResponse(heard["text"])
        return JSONResponse(verbose(heard, language) if wanted == "verbose_json" else {"text": heard["text"]})

    return Starlette(
        routes=[Route("/v1/audio/transcriptions", transcriptions, methods=["POST"])],
        exception_handlers={HTTPException: refused, Exception: failed},
    )


def verbose(heard: dict[str, Any], language: str) -> dict[str, Any]:
    """With each segment's confidences, which the agent's guards read."""
    segments = [
        {
            "id": n,
            "seek": 0,
            "start": part["start_s"],
            "end": part["end_s"],
            "text": part["text"],
            "tokens": [],
            "temperature": 0.0,
            "avg_logprob": part["avg_logprob"],
            "compression_ratio": part["compression_ratio"],
            "no_speech_prob": part["no_speech"],
        }
        for n, part in enumerate(heard["segments"])
    ]
    whole = {"task": "transcribe", "language": language, "duration": heard["duration_s"], "text": heard["text"]}
    return {**whole, "segments": segments}


def refused(_: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return problem(error.status_code, error.detail)


def failed(_: Request, error: Exception) -> Response:
    log.error("transcription-failed", extra={"fields": {"error": type(error).__name__}})
    return problem(503, "the engine did not answer")


def problem(status: int, words: str) -> Response:
    kind = "server_error" if status >= 500 else "invalid_request_error"
    return JSONResponse({"error": {"message": words, "type": kind, "param": None, "code": None}}, status)
