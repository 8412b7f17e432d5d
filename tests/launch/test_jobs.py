"""The queue says what failed and never in whose words; a queue out of reach is a problem of its own kind."""

import logging

import psycopg
import pytest

from functions import jobs
from functions.platform.adapters.queue import Queue
from functions.platform.deps import Deps
from functions.platform.errors import Unavailable
from local.servers import free_port

from .conftest import World


async def test_a_failing_job_is_logged_without_its_words(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    seen: list[str] = []

    async def tells(deps: Deps, session_id: str) -> None:
        seen.append(session_id)
        raise psycopg.DataError("DETAIL: Failing row contains (what the Partner said)")

    monkeypatch.setitem(jobs.JOBS, "tells", tells)
    with caplog.at_level(logging.DEBUG):
        await world.deps.queue.defer("tells", session_id="1")
        await jobs.drain_once(world.deps)
    assert seen == ["1"]
    assert "job tells failed: DataError at test_jobs.py" in caplog.text
    assert "tells: DataError" in caplog.text
    assert "what the Partner said" not in caplog.text


async def test_a_queue_out_of_reach_is_unavailable(world: World) -> None:
    assert await world.deps.queue.defer("summarise", session_id="00000000-0000-0000-0000-000000000000")
    queue = Queue(f"postgresql://127.0.0.1:{free_port()}/none?connect_timeout=1")
    with pytest.raises(Unavailable):
        await queue.defer("summarise", session_id="1")
    await queue.aclose()
