"""Calls to a media server that accepts the connection and never answers."""

from __future__ import annotations

import asyncio

import pytest

from functions.platform.adapters import livekit
from functions.platform.adapters.livekit import LiveKit
from functions.platform.errors import LiveKitUnreachable


async def test_a_call_that_people_wait_for_gives_up_early(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = asyncio.Event()

    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.set()
        await reader.read()
        writer.close()

    monkeypatch.setattr(livekit, "TELL_S", 0.1)
    assert livekit.CALL_S > 1  # the test would wait for it
    server = await asyncio.start_server(silent, "127.0.0.1", 0)
    media = LiveKit(f"ws://127.0.0.1:{server.sockets[0].getsockname()[1]}", "key", "s" * 32)
    try:
        for telling in (media.set_attributes("room", "who", {"a": "b"}), media.set_room_metadata("room", "{}")):
            with pytest.raises(LiveKitUnreachable, match="TimeoutError"):
                await telling
            assert asked.is_set()
    finally:
        await media.aclose()
        server.close()
