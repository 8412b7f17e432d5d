"""Senders that never finish, on the real server with short times: they are told so and the connection is closed; quick ones are served."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import suppress

import pytest
import pytest_asyncio
import uvicorn

from functions.platform import middleware
from functions.platform.http_server import HEADER_BYTES, DeadlineProtocol, config_for

from .conftest import World

LONG_S = 60.0


class Hasty(DeadlineProtocol):
    headers_within_s = 0.5


@pytest_asyncio.fixture
async def served(world: World, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[tuple[World, int]]:
    monkeypatch.setattr(middleware, "BODY_WITHIN_S", 0.5)
    own = socket.socket()
    own.bind(("127.0.0.1", 0))
    config = config_for(world.app, host="127.0.0.1", port=0, protocol=Hasty)
    config.lifespan = "off"
    config.log_config = None
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve(sockets=[own]))
    while not server.started:  # noqa: ASYNC110 - uvicorn tells it by a flag
        await asyncio.sleep(0.01)
    yield world, own.getsockname()[1]
    server.should_exit = True
    await serving


async def until_closed(port: int, *parts: bytes, drip: bytes = b"") -> bytes:
    """Sends the parts, then `drip` again and again, until the server closes; returns what it said."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for part in parts:
        writer.write(part)
        await writer.drain()

    async def dripping() -> None:
        with suppress(ConnectionError):
            while drip:
                writer.write(drip)
                await writer.drain()
                await asyncio.sleep(0.05)

    beside = asyncio.create_task(dripping())
    said = b""
    try:
        with suppress(ConnectionError):  # reset, when something of ours was on its way
            async with asyncio.timeout(LONG_S):
                while part := await reader.read(65_536):
                    said += part
        return said
    finally:
        beside.cancel()
        writer.close()


def post(path: str, length: int, bearer: str = "", kind: str = "application/json") -> bytes:
    head = f"POST {path} HTTP/1.1\r\nHost: api.test\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\n"
    return (head + (f"Authorization: {bearer}\r\n" if bearer else "") + "\r\n").encode()


async def test_a_body_half_sent_is_answered_408_and_the_connection_closed(served: tuple[World, int]) -> None:
    _, port = served
    for drip in (b"", b" "):
        answer = await until_closed(port, post("/api/invites/look", 5000), b"{", drip=drip)
        assert answer.startswith(b"HTTP/1.1 408 ")
        assert b"connection: close" in answer.lower()
        assert b"/problems/too-slow" in answer


async def test_a_body_in_time_is_served_on_a_connection_that_stays(served: tuple[World, int]) -> None:
    _, port = served
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for _ in range(2):
        body = b'{"token": "nbp_i_x"}'
        writer.write(post("/api/invites/look", len(body)) + body[:5])
        await writer.drain()
        writer.write(body[5:])
        head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), LONG_S)
        assert head.startswith(b"HTTP/1.1 404 ")
        assert b"connection: close" not in head.lower()
        length = next(int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length"))
        await reader.readexactly(length)
    writer.close()


async def test_headers_that_never_end_close_the_connection(served: tuple[World, int]) -> None:
    _, port = served
    assert await until_closed(port) == b""
    assert await until_closed(port, b"POST /api/invites/look HTTP/1.1\r\nHost: x\r\n") == b""
    assert await until_closed(port, b"POST /api/invites/look HTTP/1.1\r\nHost: x\r\nX: ", drip=b"x") == b""
    long = await until_closed(port, b"GET /api/health HTTP/1.1\r\nHost: x\r\nX: " + b"x" * 4 * HEADER_BYTES)
    assert long.startswith(b"HTTP/1.1 400 ")


async def test_a_second_request_has_to_arrive_in_time_too(served: tuple[World, int]) -> None:
    _, port = served
    get = b"GET /api/health HTTP/1.1\r\nHost: x\r\n\r\n"
    answer = await until_closed(port, get, b"GET /api/health HTTP/1.1\r\nX: ", drip=b"x")
    assert answer.count(b"HTTP/1.1 200") == 1


async def test_who_is_refused_early_does_not_go_on_sending(served: tuple[World, int]) -> None:
    _, port = served
    for head, status in (
        (post("/api/livekit/webhook", 500_000, "nonsense", "application/webhook+json"), b"401"),
        (post("/api/invites/look", 500_000), b"413"),
        (post("/api/invites/look", 500, kind="text/plain"), b"415"),
        (post("/api/nowhere", 500), b"404"),
    ):
        answer = await until_closed(port, head, drip=b" ")
        assert answer.startswith(b"HTTP/1.1 " + status), answer[:40]
        assert b"connection: close" in answer.lower()


def test_a_large_body_has_time_as_long_as_it_comes() -> None:
    sound = middleware.bound_of("/api/sessions/x/recording/parts/y/pieces/0")
    assert sound.time_for(0) == middleware.BODY_WITHIN_S
    assert sound.time_for(100 * middleware.LEAST_BYTES_PER_S) == middleware.BODY_WITHIN_S + 100
    small = middleware.bound_of("/api/sessions")
    assert small.time_for(60_000) == middleware.BODY_WITHIN_S


async def test_no_proxy_header_is_believed_from_this_machine(served: tuple[World, int], monkeypatch: pytest.MonkeyPatch) -> None:
    from functions.platform.limits import RULES, Rule
    from functions.platform.rate import Rate

    world, port = served
    world.sql("delete from rate_limits")
    monkeypatch.setitem(RULES, "POST /invites/look", Rule(address=Rate(1, 3600), counted="guesses"))  # type: ignore[misc]
    body = b'{"token": "nbp_i_x"}'
    statuses = []
    for n in range(3):
        head = post("/api/invites/look", len(body)).replace(b"\r\n\r\n", f"\r\nX-Forwarded-For: 198.51.100.{n}\r\n".encode())
        answer = await until_closed(port, head + b"Connection: close\r\n\r\n" + body)
        statuses.append(answer.split(b" ")[1])
    assert statuses == [b"404", b"429", b"429"]
