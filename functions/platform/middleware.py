"""What surrounds every answer: a request id, a body limit, security headers, one log line, and problems instead of tracebacks."""

from __future__ import annotations

import asyncio
import logging
import re
import time
from dataclasses import dataclass
from urllib.parse import urlsplit
from uuid import uuid4

from fastapi.exceptions import RequestValidationError
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from functions.platform.errors import (
    Invalid,
    NotFound,
    Problem,
    TooLarge,
    TooSlow,
    Unreadable,
    WrongMediaType,
    WrongMethod,
    where,
)
from functions.platform.security_headers import content_security_policy, security_headers
from functions.platform.settings import Settings

log = logging.getLogger("functions.requests")

BODY_BYTES = 64 * 1024
WEBHOOK = "/api/livekit/webhook"
LARGER = {WEBHOOK: 1024 * 1024, "/api/agent/report": 1024 * 1024}
SOUND = re.compile(r"/api/sessions/[^/]+/recording/parts/[^/]+/pieces/[0-9]+")
SOUND_BYTES = 1024 * 1024
BODY_WITHIN_S = 10.0
"""From the headers on, the whole of a small body."""
LEAST_BYTES_PER_S = 1024
"""A larger body may take longer, as long as it comes at this rate."""
JSON_TYPE = "application/json"
MEDIA_TYPE = "application/problem+json"


@dataclass(frozen=True, slots=True)
class BodyBound:
    """What one address takes: bytes, seconds for the whole body, and bytes per second that add to them (0: none do)."""

    most_bytes: int
    within_s: float
    bytes_per_s: int = 0

    def time_for(self, taken: int) -> float:
        """Seconds from the headers on until which the next part must be there."""
        return self.within_s + (taken / self.bytes_per_s if self.bytes_per_s else 0.0)


def bound_of(path: str) -> BodyBound:
    if SOUND.fullmatch(path):
        return BodyBound(SOUND_BYTES, BODY_WITHIN_S, LEAST_BYTES_PER_S)
    if path in LARGER:
        return BodyBound(LARGER[path], BODY_WITHIN_S, LEAST_BYTES_PER_S)
    return BodyBound(BODY_BYTES, BODY_WITHIN_S)


class ProblemAnswer(JSONResponse):
    media_type = MEDIA_TYPE


def instance_of(scope: Scope) -> str | None:
    request_id = scope.get("state", {}).get("request_id")
    return f"urn:uuid:{request_id}" if request_id else None


def problem_answer(problem: Problem, scope: Scope) -> Response:
    return ProblemAnswer(problem.body(instance_of(scope)), status_code=problem.status, headers=problem.headers)


async def answer_problem(request: Request, error: Exception) -> Response:
    if not isinstance(error, Problem):
        raise error
    return problem_answer(error, request.scope)


async def answer_http(request: Request, error: Exception) -> Response:
    """The framework's own refusals: no such path, wrong method, unreadable body."""
    if not isinstance(error, HTTPException):
        raise error
    for kind in (NotFound, TooLarge, TooSlow, Unreadable, WrongMediaType, WrongMethod):
        if error.status_code == kind.status:
            return problem_answer(kind(headers=error.headers), request.scope)
    body = Problem(str(error.detail)).body(instance_of(request.scope)) | {"status": error.status_code, "title": str(error.detail)}
    return ProblemAnswer(body, status_code=error.status_code, headers=error.headers)


async def answer_invalid(request: Request, error: Exception) -> Response:
    """errors[] names place and reason, never what was sent: it may be a token or somebody's words."""
    if not isinstance(error, RequestValidationError):
        raise error
    errors = [{"pointer": "/" + "/".join(str(part) for part in e["loc"]), "detail": e["msg"]} for e in error.errors()]
    return problem_answer(Invalid(more={"errors": errors}), request.scope)


class ResponseMiddleware:
    """Pure ASGI, so that streaming answers stay streams and nothing is buffered."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._everywhere = security_headers(policy_of(settings), https=settings.app_url.startswith("https://"))
        self._everywhere["Cross-Origin-Resource-Policy"] = "same-origin" if not settings.cors_origins else "cross-origin"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request_id = str(uuid4())
        scope.setdefault("state", {})["request_id"] = request_id
        is_api = scope["path"].startswith("/api/")
        headers_in = Headers(scope=scope)
        declared = int(headers_in.get("content-length") or 0)
        began, status, started = time.perf_counter(), 500, False
        whole = declared == 0 and "transfer-encoding" not in headers_in

        async def send_on(message: Message) -> None:
            nonlocal status, started
            if message["type"] == "http.response.start":
                status, started = message["status"], True
                headers = MutableHeaders(scope=message)
                for name, value in self._everywhere.items():
                    headers.setdefault(name, value)
                headers["X-Request-Id"] = request_id
                if not whole:
                    headers["Connection"] = "close"  # whoever was answered early does not go on sending
                if is_api:
                    headers.setdefault("Cache-Control", "no-store")
            await send(message)

        bound = bound_of(scope["path"])
        taken = 0

        async def receive_on() -> Message:
            nonlocal taken, whole
            if whole:
                return await receive()
            left_s = began + bound.time_for(taken) - time.perf_counter()
            try:
                message = await asyncio.wait_for(receive(), left_s)
            except TimeoutError:
                raise HTTPException(408) from None
            taken += len(message.get("body", b""))
            if taken > bound.most_bytes:
                raise HTTPException(413)
            whole = not message.get("more_body", False)
            return message

        try:
            if declared > bound.most_bytes:
                await problem_answer(TooLarge(), scope)(scope, receive, send_on)
            elif is_api and not whole and not takes(scope["path"], headers_in.get("content-type", "")):
                await problem_answer(WrongMediaType(), scope)(scope, receive, send_on)
            else:
                await self._app(scope, receive_on, send_on)
        except Exception as error:
            if started:
                raise
            log.error("request=%s failed: %s at %s", request_id, type(error).__name__, where(error))
            await problem_answer(Problem(), scope)(scope, receive, send_on)
        finally:
            path = getattr(scope.get("route"), "path", "?")
            log.info(
                "request=%s %s %s %d %.0f ms", request_id, scope["method"], path, status, (time.perf_counter() - began) * 1000
            )


def takes(path: str, content_type: str) -> bool:
    """JSON everywhere, but for sound and webhooks, whose routes read the type themselves."""
    if SOUND.fullmatch(path) or path == WEBHOOK:
        return True
    return content_type.partition(";")[0].strip().lower() == JSON_TYPE


def policy_of(settings: Settings) -> str:
    """The content security policy for these settings. LiveKit's cloud answers from several hosts."""
    livekit = urlsplit(settings.livekit_url)
    secure = "s" if livekit.scheme in {"wss", "https"} else ""
    hosts = [livekit.netloc]
    if livekit.hostname and livekit.hostname.endswith(".livekit.cloud"):
        hosts.append("*.livekit.cloud")
    supabase = urlsplit(settings.supabase_url)
    origins = [f"{scheme}{secure}://{host}" for host in hosts for scheme in ("ws", "http")]
    return content_security_policy(f"{supabase.scheme}://{supabase.netloc}", origins)
