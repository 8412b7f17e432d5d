"""A chat endpoint that speaks OpenAI's streaming wire over real HTTP, and can misbehave on purpose."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route


@dataclass
class ChatPeer:
    """`mode`: good | 401 | 429 | 500 | break | hang | stall | empty | garbage. `words`: what it says. `asked`: the bodies it got."""

    words: str = ""
    mode: str = "good"
    break_after: int = 8
    base_url: str = ""
    asked: list[dict[str, Any]] = field(default_factory=list)
    connections: set[tuple[str, int]] = field(default_factory=set)
    hung_up: asyncio.Event = field(default_factory=asyncio.Event)

    def app(self) -> Starlette:
        return Starlette(routes=[Route("/v1/chat/completions", self._chat, methods=["POST"]), Route("/v1/models", self._models)])

    async def _models(self, request: Request) -> Response:
        if request.client:
            self.connections.add((request.client.host, request.client.port))
        return JSONResponse({"object": "list", "data": []})

    async def _chat(self, request: Request) -> Response:
        if request.client:
            self.connections.add((request.client.host, request.client.port))
        body = await request.json()
        self.asked.append(body)
        if self.mode in ("401", "429", "500"):
            return JSONResponse({"error": {"message": "secret detail", "type": "x", "code": None}}, int(self.mode))
        if not body.get("stream"):
            message = {"role": "assistant", "content": self.words}
            return JSONResponse(
                {
                    "id": "c",
                    "object": "chat.completion",
                    "created": 1,
                    "model": "m",
                    "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
                }
            )
        return StreamingResponse(self._stream(), media_type="text/event-stream")

    async def _stream(self) -> AsyncIterator[str]:
        def chunk(delta: dict[str, Any], finish: str | None = None) -> str:
            choice = {"index": 0, "delta": delta, "finish_reason": finish}
            return (
                "data: "
                + json.dumps({"id": "c", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": [choice]})
                + "\n\n"
            )

        try:
            if self.mode == "hang":
                await asyncio.sleep(3600)
            yield chunk({"role": "assistant", "content": ""})
            if self.mode == "garbage":
                yield "data: {not json\n\n"
                return
            if self.mode == "empty":
                yield chunk({}, "stop")
                yield "data: [DONE]\n\n"
                return
            pieces = [self.words[i : i + 4] for i in range(0, len(self.words), 4)]
            for number, piece in enumerate(pieces):
                if self.mode == "break" and number == self.break_after:
                    raise ConnectionResetError("peer goes away")
                if self.mode == "stall" and number == self.break_after:
                    await asyncio.sleep(3600)
                yield chunk({"content": piece})
                await asyncio.sleep(0)
            yield chunk({}, "stop")
            used = '"usage":{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2}'
            yield 'data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":[],' + used + "}\n\n"
            yield "data: [DONE]\n\n"
        except asyncio.CancelledError:
            self.hung_up.set()
            raise


async def serve(peer: ChatPeer) -> tuple[uvicorn.Server, asyncio.Task[None]]:
    """Serve on a free loopback port; sets peer.base_url."""
    server = uvicorn.Server(
        uvicorn.Config(peer.app(), host="127.0.0.1", port=0, log_level="critical", lifespan="off", timeout_graceful_shutdown=1)
    )
    task = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110 (uvicorn offers no event)
        await asyncio.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    peer.base_url = f"http://127.0.0.1:{port}/v1"
    return server, task
