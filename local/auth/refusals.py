"""How the server says no: one exception, and the two body shapes clients of different ages read."""

import uuid
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse

VERSION_HEADER = "X-Supabase-Api-Version"
FIRST_VERSION = "2024-01-01"


class Refusal(Exception):
    """status, error code and message as the real server words them; `extra` joins the body."""

    def __init__(self, status: int, code: str, message: str, **extra: Any) -> None:
        super().__init__(message)
        self.status, self.code, self.message, self.extra = status, code, message, extra


def refuse(request: Request, refusal: Refusal) -> JSONResponse:
    """The answer, shaped by the version header of the request."""
    headers = {"x-sb-error-code": refusal.code}
    if is_new(request.headers.get(VERSION_HEADER, "")):
        headers[VERSION_HEADER] = FIRST_VERSION
        body: dict[str, Any] = {"code": refusal.code, "message": refusal.message}
    else:
        body = {"code": refusal.status, "error_code": refusal.code, "msg": refusal.message}
        if refusal.status >= 500:
            body["error_id"] = str(uuid.uuid4())
    return JSONResponse({**body, **refusal.extra}, refusal.status, headers)


def is_new(version: str) -> bool:
    """True for a date of 2024-01-01 or later."""
    digits = version.split("-")
    return [len(part) for part in digits] == [4, 2, 2] and all(part.isdecimal() for part in digits) and version >= FIRST_VERSION


def bad_request(message: str) -> Refusal:
    return Refusal(400, "validation_failed", message)


def link_expired() -> Refusal:
    return Refusal(403, "otp_expired", "Email link is invalid or has expired")


def code_expired() -> Refusal:
    return Refusal(403, "otp_expired", "Token has expired or is invalid")
