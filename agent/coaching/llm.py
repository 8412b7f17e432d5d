"""Streaming chat over any OpenAI-compatible endpoint. Over httpx alone: the official client costs each agent 24 MB."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from typing import TYPE_CHECKING, Any, Protocol, TypedDict

if TYPE_CHECKING:
    import httpx

OPENAI = "https://api.openai.com/v1"


class Message(TypedDict):
    """One chat message; role is system, user or assistant."""

    role: str
    content: str


class LlmFailed(Exception):
    """The endpoint refused, broke off or stayed silent.

    `reason` is a slug for logs: auth, limit, server, timeout, network, empty, bad-request, bad-answer.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Llm(Protocol):
    """What the coach and the summary need of a model."""

    name: str

    async def warm(self) -> None:
        """Open the connection, so that the first hint does not pay for it. Never raises."""

    def stream(self, messages: Sequence[Message], *, max_tokens: int = 200) -> AsyncIterator[str]:
        """Text deltas as they come. Raises LlmFailed. Closing the iterator closes the HTTP stream."""

    async def complete(self, messages: Sequence[Message], *, max_tokens: int = 800, timeout_s: float = 30.0) -> str:
        """The whole answer. Raises LlmFailed."""

    async def close(self) -> None:
        """Let go of connections."""


class OpenAiLlm:
    """An OpenAI-compatible chat endpoint. `gap_s` is the longest silence allowed within a stream, in seconds."""

    def __init__(
        self, *, model: str, api_key: str = "", base_url: str | None = None, gap_s: float = 2.5, connect_s: float = 3.0
    ) -> None:
        self.name = model
        self._key = api_key or "none"
        self._base_url = base_url or None
        self._gap_s = gap_s
        self._connect_s = connect_s
        self._client: httpx.AsyncClient | None = None

    def _open(self) -> httpx.AsyncClient:
        if self._client is None:
            import httpx  # here, so that a waking host can answer before it has loaded anything heavy

            self._client = httpx.AsyncClient(
                base_url=self._base_url or OPENAI,
                headers={"Authorization": f"Bearer {self._key}"},
                timeout=httpx.Timeout(30.0, connect=self._connect_s),
            )
        return self._client

    async def _ready(self) -> httpx.AsyncClient:
        return self._client if self._client is not None else await asyncio.to_thread(self._open)

    async def warm(self) -> None:
        """Make the client off the loop and fetch the (cheap) list of models to open TCP and TLS."""
        client = await self._ready()
        try:
            await client.get("models", timeout=5.0)
        except Exception as failure:  # any refusal still opened the connection; a hint will tell the rest
            _slug(failure)

    async def stream(self, messages: Sequence[Message], *, max_tokens: int = 200) -> AsyncIterator[str]:
        """See Llm.stream."""
        client = await self._ready()
        asked = {
            "model": self.name, "messages": list(messages), "stream": True, "max_tokens": max_tokens, "temperature": 0.6,
        }  # fmt: skip
        try:
            answer = await client.send(client.build_request("POST", "chat/completions", json=asked), stream=True)
        except Exception as failure:
            raise LlmFailed(_slug(failure)) from failure
        lines = answer.aiter_lines()
        finished = False
        try:
            answer.raise_for_status()
            while (line := await asyncio.wait_for(anext(lines, None), self._gap_s)) is not None:
                if not line.startswith("data:") or (data := line[5:].strip()) == "[DONE]":
                    continue
                for choice in _choices(data):
                    finished = finished or bool(choice.get("finish_reason"))
                    text = (choice.get("delta") or {}).get("content")
                    if text:
                        yield text
        except GeneratorExit:
            raise
        except Exception as failure:
            raise LlmFailed(_slug(failure)) from failure
        finally:
            await answer.aclose()
        if not finished:
            raise LlmFailed("network")  # the peer hung up before it was done

    async def complete(self, messages: Sequence[Message], *, max_tokens: int = 800, timeout_s: float = 30.0) -> str:
        """See Llm.complete."""
        client = await self._ready()
        asked = {"model": self.name, "messages": list(messages), "max_tokens": max_tokens}
        try:
            answer = await asyncio.wait_for(client.post("chat/completions", json=asked, timeout=timeout_s), timeout_s)
            answer.raise_for_status()
            choices = _choices(answer.text)
            text = str(choices[0]["message"]["content"] or "") if choices else ""
        except Exception as failure:
            raise LlmFailed(_slug(failure)) from failure
        if not text:
            raise LlmFailed("empty")
        return text

    async def close(self) -> None:
        """See Llm.close."""
        if self._client is not None:
            client, self._client = self._client, None
            await client.aclose()


def _choices(data: str) -> list[dict[str, Any]]:
    """The choices of one answer or piece of it; ValueError for what is neither."""
    answer = json.loads(data)
    if not isinstance(answer, dict) or "error" in answer:
        raise ValueError("no answer")
    choices = answer.get("choices") or []
    if not isinstance(choices, list) or not all(isinstance(choice, dict) for choice in choices):
        raise ValueError("no choices")
    return choices


_REFUSED = {401: "auth", 403: "auth", 429: "limit"}


def _slug(failure: Exception) -> str:
    """The failure in one word, without anything the endpoint said."""
    import httpx

    if isinstance(failure, LlmFailed):
        return failure.reason
    if isinstance(failure, TimeoutError | httpx.TimeoutException):
        return "timeout"
    if isinstance(failure, httpx.HTTPStatusError):
        status = failure.response.status_code
        return _REFUSED.get(status, "server" if status >= 500 else "bad-request")
    if isinstance(failure, httpx.TransportError):
        return "network"
    if isinstance(failure, ValueError | LookupError | TypeError | AttributeError):
        return "bad-answer"
    return "network"


class LlmSettings(Protocol):
    """The settings an LLM is opened from."""

    openai_api_key: Any
    openai_base_url: Any
    openai_model: str


def open_llm(settings: LlmSettings) -> OpenAiLlm | None:
    """The configured model, or None when neither a key nor an address is set."""
    key, base_url = _plain(settings.openai_api_key), _plain(settings.openai_base_url)
    if not key and not base_url:
        return None
    return OpenAiLlm(model=settings.openai_model or "gpt-4o-mini", api_key=key, base_url=base_url or None)


def _plain(value: Any) -> str:
    reveal = getattr(value, "get_secret_value", None)
    return str(reveal() if reveal else value or "").strip()
