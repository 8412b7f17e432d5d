"""uvicorn as the API wants it: no proxy header believed, headers within a time and a size, so many connections at most."""

from __future__ import annotations

import asyncio
from typing import Any

import h11
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

HEADERS_WITHIN_S = 10.0
HEADER_BYTES = 16 * 1024
KEEP_ALIVE_S = 10
CONNECTIONS = 1000
"""Above this many at once new ones are answered 503 by the server itself."""


class DeadlineProtocol(H11Protocol):
    """Closes a connection whose request line and headers are not complete within `headers_within_s` seconds."""

    headers_within_s = HEADERS_WITHIN_S

    def connection_made(self, transport: Any) -> None:
        self._headers_timer: asyncio.TimerHandle | None = None
        super().connection_made(transport)
        self._expect_headers()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        if not self.transport.is_closing():
            self._expect_headers()

    def connection_lost(self, exc: Exception | None) -> None:
        if self._headers_timer is not None:
            self._headers_timer.cancel()
        super().connection_lost(exc)

    def _expect_headers(self) -> None:
        if self._headers_timer is not None:
            self._headers_timer.cancel()
        self._headers_timer = self.loop.call_later(self.headers_within_s, self._without_headers)

    def _without_headers(self) -> None:
        if self.conn.their_state is h11.IDLE and not self.transport.is_closing():
            self.transport.close()


def config_for(app: Any, *, host: str, port: int, protocol: type[H11Protocol] = DeadlineProtocol) -> uvicorn.Config:
    """The server's settings. The caller's address is read by functions.platform.addresses, so uvicorn rewrites none."""
    return uvicorn.Config(
        app,
        host=host,
        port=port,
        http=protocol,
        ws="none",
        proxy_headers=False,
        server_header=False,
        access_log=False,
        h11_max_incomplete_event_size=HEADER_BYTES,
        timeout_keep_alive=KEEP_ALIVE_S,
        limit_concurrency=CONNECTIONS,
        timeout_graceful_shutdown=10,
    )
