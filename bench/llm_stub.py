"""An OpenAI-compatible endpoint whose first token takes a given time: the floor every agent stands on. A process of its own.

`python -m bench.llm_stub PORT FIRST_TOKEN_MS`; GET /log answers the calls as
[{"at", "first_token_at", "streamed", "ended"}], times in CLOCK_MONOTONIC seconds, which all processes of a machine share."""

import asyncio
import json
import sys
import time
from collections.abc import AsyncIterator
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

HINT = (
    "SUMMARY: You notice that, and it matters.\n"
    "SUGGESTION: Where do you notice this part, in or around your body?\n"
    "FOLLOW-UP: Take your time | No place is okay too"
)
TOKEN_S = 0.012  # between tokens, about 80 a second


def chunk(content: str | None, finish: str | None = None) -> str:
    delta = {} if content is None else {"role": "assistant", "content": content}
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    body = {"id": "chatcmpl-stub", "object": "chat.completion.chunk", "created": 0, "model": "stub", "choices": [choice]}
    return f"data: {json.dumps(body)}\n\n"


def stub(first_token_s: float) -> Starlette:
    calls: list[dict[str, Any]] = []

    async def complete(request: Request) -> Response:
        asked = await request.json()
        call: dict[str, Any] = {
            "at": time.monotonic(),
            "first_token_at": None,
            "streamed": bool(asked.get("stream")),
            "ended": False,
        }
        calls.append(call)
        if not asked.get("stream"):
            await asyncio.sleep(first_token_s)
            message = {"role": "assistant", "content": HINT}
            choice = {"index": 0, "message": message, "finish_reason": "stop"}
            return JSONResponse(
                {"id": "chatcmpl-stub", "object": "chat.completion", "created": 0, "model": "stub", "choices": [choice]}
            )
        return StreamingResponse(tokens(call), media_type="text/event-stream")

    async def tokens(call: dict[str, Any]) -> AsyncIterator[str]:
        await asyncio.sleep(max(0.0, call["at"] + first_token_s - time.monotonic()))
        words = HINT.replace(" ", " \0").split("\0")
        call["first_token_at"] = time.monotonic()
        for word in words:
            yield chunk(word)
            await asyncio.sleep(TOKEN_S)
        yield chunk(None, "stop")
        yield "data: [DONE]\n\n"
        call["ended"] = True

    async def log(_: Request) -> Response:
        return JSONResponse(calls)

    return Starlette(routes=[Route("/v1/chat/completions", complete, methods=["POST"]), Route("/log", log)])


if __name__ == "__main__":
    uvicorn.run(stub(float(sys.argv[2]) / 1000), host="127.0.0.1", port=int(sys.argv[1]), log_level="warning")
