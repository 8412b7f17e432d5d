"""JSON over HTTP to the API from a few threads of its own: the standard library only, since an agent's memory is counted."""

from __future__ import annotations

import asyncio
import http.client
import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from core import bounded_json

TIMEOUT_S = 4.0
LARGEST = 1 << 20  # bytes of an answer


class Unreachable(ConnectionError):
    """No usable answer came: refused, broken off, timed out, or not HTTP."""


@dataclass(frozen=True, slots=True)
class Answer:
    """`body` is {} unless the API answered with a JSON object."""

    status: int
    body: dict[str, Any]


class ApiClient:
    """Keeps one connection open between posts. One post at a time."""

    def __init__(self, api_url: str, threads: ThreadPoolExecutor) -> None:
        parts = urlsplit(api_url)
        if parts.scheme not in ("http", "https") or parts.hostname is None:
            raise ValueError("the API's address must be http:// or https://")
        self._secure = parts.scheme == "https"
        self._host, self._port, self._prefix = parts.hostname, parts.port, parts.path.rstrip("/")
        self.threads = threads
        self._connection: http.client.HTTPConnection | None = None

    async def post(self, path: str, body: dict[str, Any], token: str) -> Answer:
        """Raises Unreachable. Never blocks the event loop."""
        return await asyncio.get_running_loop().run_in_executor(self.threads, self._post, path, body, token)

    async def close(self) -> None:
        """Hang up."""
        await asyncio.get_running_loop().run_in_executor(self.threads, self._hang_up)

    def _post(self, path: str, body: dict[str, Any], token: str) -> Answer:
        sent = json.dumps(body, separators=(",", ":")).encode()
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {token}"}
        fresh = self._connection is None
        try:
            return self._exchange(path, sent, headers)
        except (http.client.HTTPException, OSError) as error:
            self._hang_up()
            if fresh:
                raise Unreachable(type(error).__name__) from None
        try:  # the server had closed the idle connection: once more on a new one
            return self._exchange(path, sent, headers)
        except (http.client.HTTPException, OSError) as error:
            self._hang_up()
            raise Unreachable(type(error).__name__) from None

    def _exchange(self, path: str, sent: bytes, headers: dict[str, str]) -> Answer:
        if self._connection is None:
            kind = http.client.HTTPSConnection if self._secure else http.client.HTTPConnection
            self._connection = kind(self._host, self._port, timeout=TIMEOUT_S)
        self._connection.request("POST", self._prefix + path, sent, headers)
        reply = self._connection.getresponse()
        text = reply.read(LARGEST)
        try:
            body = bounded_json.loads(text) if text else {}
        except ValueError:
            body = {}
        return Answer(reply.status, body if isinstance(body, dict) else {})

    def _hang_up(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None
