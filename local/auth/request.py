"""Reading what a client sent: JSON bodies with typed fields, the bearer token, the redirect."""

import json
import re
from typing import Any

from starlette.requests import Request

from .refusals import Refusal, bad_request

LARGEST_BODY = 1024 * 1024
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
ADDRESS = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]+@[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*", re.ASCII)


class Body:
    """A JSON object; null counts as absent, a wrong type is bad_json."""

    def __init__(self, fields: dict[str, Any]) -> None:
        self._fields = {name: value for name, value in fields.items() if value is not None}

    def __contains__(self, name: str) -> bool:
        return name in self._fields

    def text(self, name: str) -> str:
        return str(self._typed(name, str, ""))

    def flag(self, name: str, default: bool = False) -> bool:
        return bool(self._typed(name, bool, default))

    def mapping(self, name: str) -> dict[str, Any]:
        return dict(self._typed(name, dict, {}))

    def email(self, name: str = "email") -> str:
        """The address in lower case, "" when absent; raises Refusal for a bad one."""
        address = self.text(name).strip().lower()
        if len(address) > 255:
            raise bad_request("An email address is too long")
        if address and not ADDRESS.fullmatch(address):
            raise bad_request("Unable to validate email address: invalid format")
        return address

    def _typed(self, name: str, kind: type, default: Any) -> Any:
        value = self._fields.get(name, default)
        if not isinstance(value, kind):
            raise bad_json(f"field {name} has the wrong type")
        return value


async def read_body(request: Request) -> Body:
    """The request's JSON object; raises Refusal bad_json or request_entity_too_large."""
    raw = bytearray()
    async for chunk in request.stream():
        raw += chunk
        if len(raw) > LARGEST_BODY:
            raise Refusal(413, "request_entity_too_large", f"Request body exceeds {LARGEST_BODY} bytes")
    if request.headers.get("content-type", "").lower().startswith(FORMS):
        raw = bytearray()  # the real server's form parser eats it
    try:
        fields = json.loads(raw, parse_constant=not_json)
    except (ValueError, RecursionError):
        raise bad_json("not JSON") from None
    if not isinstance(fields, dict):
        raise bad_json("not an object")
    return Body(fields)


def not_json(name: str) -> None:
    raise ValueError(name)


def bad_json(why: str) -> Refusal:
    return Refusal(400, "bad_json", f"Could not parse request body as JSON: {why}")


def bearer(request: Request) -> str:
    """The token of the Authorization header; raises Refusal 401."""
    kind, _, token = request.headers.get("authorization", "").partition(" ")
    if kind.lower() != "bearer" or not token.strip():
        raise Refusal(401, "no_authorization", "This endpoint requires a valid Bearer token")
    return token.strip()


def wanted_redirects(request: Request, body: Body | None = None) -> list[str | None]:
    """Where the client would like a link to lead, in the order it is tried."""
    named = body.text("redirect_to") if body else None
    return [named, request.query_params.get("redirect_to"), request.headers.get("redirect_to"), request.headers.get("referer")]


def caller_ip(request: Request, header: str) -> str:
    """The first address of the header a gateway sets; "" without one."""
    return request.headers.get(header, "").split(",")[0].strip() if header else ""
