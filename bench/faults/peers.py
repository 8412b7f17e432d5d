"""Servers that fail on demand, put between our programs and the services they call: SMTP, language model, recogniser."""

from __future__ import annotations

import asyncio
import contextlib
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import urlsplit

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from bench.llm_stub import HINT, chunk
from local.servers import free_port

SmtpMode = Literal["451", "550", "hang", "drop", "drop-after"]
ModelMode = Literal["answer", "slow", "hang", "nonsense", "babble", "cut", "error"]
SLOW_S = 6.0
BABBLE = "As a language model {]} I cannot %%% <hint> lorem ipsum SUMMARY"


class FaultySmtp:
    """Passes mail on to a real server, or fails for the addresses in `modes`: `451` and `550` refuse the recipient, `hang` says
    nothing after RCPT, `drop` cuts the connection in the middle of the message, `drop-after` when the real server has accepted
    the message, before its answer is passed back."""

    def __init__(self, upstream: str, port: int) -> None:
        self.modes: dict[str, SmtpMode] = {}
        self.tried: Counter[str] = Counter()
        self.port = port
        where = urlsplit(upstream)
        self._upstream = (str(where.hostname), int(where.port or 25))
        self._server: asyncio.Server | None = None

    async def start(self) -> None:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port)

    async def stop(self) -> None:
        if self._server:
            self._server.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
            up_reader, up_writer = await asyncio.open_connection(*self._upstream)
            try:
                await self._relay(reader, writer, up_reader, up_writer)
            finally:
                up_writer.close()
                writer.close()

    async def _relay(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        up_reader: asyncio.StreamReader,
        up_writer: asyncio.StreamWriter,
    ) -> None:
        accepted = asyncio.Event()
        mute = False

        async def answers() -> None:
            while line := await up_reader.readline():
                if mute:
                    accepted.set()
                else:
                    writer.write(line)

        answering = asyncio.create_task(answers())
        mode: SmtpMode | None = None
        inside = False
        try:
            while line := await reader.readline():
                verb = b"" if inside else line[:4].upper()
                if verb == b"RCPT":
                    to = line.decode(errors="replace").partition("<")[2].partition(">")[0].lower()
                    mode = self.modes.get(to)
                    self.tried[to] += 1
                    if mode == "hang":
                        await asyncio.sleep(3600)
                    if mode in ("451", "550"):
                        writer.write(f"{mode} refused on purpose\r\n".encode())
                        continue
                if verb == b"DATA":
                    if mode == "drop":
                        writer.write(b"354 go on\r\n")
                        await reader.readline()
                        return
                    inside = True
                elif inside and line == b".\r\n":
                    inside = False
                    mute = mode == "drop-after"
                    up_writer.write(line)
                    if mute:
                        await accepted.wait()
                        return
                    continue
                up_writer.write(line)
        finally:
            answering.cancel()


@dataclass
class FaultyModels:
    """An OpenAI-compatible language model and recogniser on one port. The recogniser answers with `words`, whatever it is sent."""

    llm: ModelMode = "answer"
    stt: ModelMode = "answer"
    words: str = ""
    asked: Counter[str] = field(default_factory=Counter)
    port: int = field(default_factory=free_port)
    _server: uvicorn.Server | None = None
    _serving: asyncio.Task[None] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"

    async def start(self) -> None:
        routes = [
            Route("/v1/chat/completions", self._complete, methods=["POST"]),
            Route("/v1/audio/transcriptions", self._transcribe, methods=["POST"]),
        ]
        self._server = uvicorn.Server(
            uvicorn.Config(Starlette(routes=routes), host="127.0.0.1", port=self.port, log_level="critical")
        )
        self._server.capture_signals = contextlib.nullcontext  # type: ignore[method-assign, assignment]
        self._serving = asyncio.create_task(self._server.serve())

    async def stop(self) -> None:
        if self._server and self._serving:
            self._server.force_exit = self._server.should_exit = True
            await self._serving

    async def _complete(self, request: Request) -> Response:
        asked: dict[str, Any] = await request.json()
        mode = self.llm
        self.asked[f"llm {mode}"] += 1
        if (failed := await self._failed(mode)) is not None:
            return failed
        if asked.get("stream"):
            return StreamingResponse(self._tokens(mode), media_type="text/event-stream")
        message = {"role": "assistant", "content": HINT}
        choice = {"index": 0, "message": message, "finish_reason": "stop"}
        return JSONResponse(
            {"id": "chatcmpl-stub", "object": "chat.completion", "created": 0, "model": "stub", "choices": [choice]}
        )

    async def _transcribe(self, request: Request) -> Response:
        await request.body()
        mode = self.stt
        self.asked[f"stt {mode}"] += 1
        if mode == "babble":
            return JSONResponse({"text": 7, "segments": "none"})
        failed = await self._failed(mode)
        return failed if failed is not None else JSONResponse({"text": self.words})

    @staticmethod
    async def _failed(mode: ModelMode) -> Response | None:
        match mode:
            case "slow":
                await asyncio.sleep(SLOW_S)
            case "hang":
                await asyncio.sleep(3600)
            case "nonsense":
                return HTMLResponse("<html>a page in place of an answer</html>")
            case "error":
                return JSONResponse({"error": {"message": "unavailable"}}, 503)
            case "answer" | "babble" | "cut":
                pass
        return None

    @staticmethod
    async def _tokens(mode: ModelMode) -> AsyncIterator[str]:
        words = (BABBLE if mode == "babble" else HINT).replace(" ", " \0").split("\0")
        for word in words[: 5 if mode == "cut" else None]:
            yield chunk(word)
            await asyncio.sleep(0.012)
        if mode != "cut":
            yield chunk(None, "stop")
            yield "data: [DONE]\n\n"
