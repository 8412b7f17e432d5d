"""One session on the real media server, with an API that records."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from session_world import World, fake_api

from local import servers


@pytest.fixture
async def world(livekit_server: servers.LiveKit) -> AsyncIterator[World]:
    async with fake_api() as api:
        world = World(livekit_server, api)
        yield world
        await world.close()
