"""Streaming chat over any OpenAI-compatible endpoint, through the `openai` package (imported on first use)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from typing import TYPE_CHECKING, Any, Protocol, TypedDict

if TYPE_CHECKING:
    from openai import AsyncOpenAI


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
        self._client: AsyncOpenAI | None = None

    def _open(self) -> AsyncOpenAI:
        if self._client is None:
            from openai import AsyncOpenAI, Timeout

            self._client = AsyncOpenAI(
                api_key=self._key,
                base_url=self._base_url,
                max_retries=0,
                timeout=Timeout(30.0, connect=self._connect_s),
            )
        return self._client

    async def _ready(self) -> AsyncOpenAI:
        return self._client if self._client is not None else await asyncio.to_thread(self._open)

    async def warm(self) -> None:
        """Import the client off the loop and fetch the (cheap) list of models to open TCP and TLS."""
        client = await self._ready()
        try:
            await client.models.list(timeout=5.0)
        except Exception as failure:  # any refusal still opened the connection; a hint will tell the rest
            _slug(failure)

    async def stream(self, messages: Sequence[Message], *, max_tokens: int = 200) -> AsyncIterator[str]:
        """See Llm.stream."""
        client = await self._ready()
        asked: Any = list(messages)
        try:
            answer = await client.chat.completions.create(
                model=self.name, messages=asked, stream=True, max_tokens=max_tokens, temperature=0.6
            )
        except Exception as failure:
            raise LlmFailed(_slug(failure)) from failure
        chunks = answer.__aiter__()
        finished = False
        try:
            while True:
                try:
                    chunk = await asyncio.wait_for(anext(chunks), self._gap_s)
                except StopAsyncIteration:
                    break
                except TimeoutError as failure:
                    raise LlmFailed("timeout") from failure
                except Exception as failure:
                    raise LlmFailed(_slug(failure)) from failure
                for choice in chunk.choices or ():
                    if choice.finish_reason:
                        finished = True
                    if choice.delta is not None and choice.delta.content:
                        yield choice.delta.content
            if not finished:
                raise LlmFailed("network")  # the peer hung up before it was done
        finally:
            await answer.close()

    async def complete(self, messages: Sequence[Message], *, max_tokens: int = 800, timeout_s: float = 30.0) -> str:
        """See Llm.complete."""
        client = await self._ready()
        asked: Any = list(messages)
        try:
            answer = await client.chat.completions.create(
                model=self.name, messages=asked, max_tokens=max_tokens, timeout=timeout_s
            )
        except Exception as failure:
            raise LlmFailed(_slug(failure)) from failure
        text = answer.choices[0].message.content if answer.choices else None
        if not text:
            raise LlmFailed("empty")
        return text

    async def close(self) -> None:
        """See Llm.close."""
        if self._client is not None:
            client, self._client = self._client, None
            await client.close()


def _slug(failure: Exception) -> str:
    """The failure in one word, without anything the endpoint said."""
    import openai

    if isinstance(failure, LlmFailed):
        return failure.reason
    if isinstance(failure, openai.APITimeoutError):
        return "timeout"
    if isinstance(failure, openai.APIConnectionError):
        return "network"
    if isinstance(failure, openai.AuthenticationError | openai.PermissionDeniedError):
        return "auth"
    if isinstance(failure, openai.RateLimitError):
        return "limit"
    if isinstance(failure, openai.InternalServerError):
        return "server"
    if isinstance(failure, openai.APIStatusError):
        return "bad-request"
    if isinstance(failure, openai.APIError | ValueError):
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
