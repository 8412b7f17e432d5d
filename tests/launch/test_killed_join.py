"""A worker killed while it joins a recording: its processes die with it, and the next worker leaves nothing of the voices."""

from __future__ import annotations

import asyncio
import sys
import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psutil

from functions.platform.adapters.folder_storage import FolderStorage
from functions.platform.settings import Settings
from functions.recording.pieces import piece_key
from functions.recording.temporary import TemporaryFolder

from ..recording import media
from .conftest import World
from .programs import python

WORKER = f"""
import runpy, sys
from functions.recording import join_process
join_process.COMMAND = [{sys.executable!r}, "-c", '''
import sys
from functions.recording import decoding, join_process
decoding.sandbox.command = lambda *_: [sys.executable, "-c", "import time; time.sleep(600)"]
join_process.main()
''']
runpy.run_module("functions.jobs", run_name="__main__")
"""
"""The real worker, whose decoders never end."""


async def until(happened: Callable[[], object]) -> None:
    while not happened():  # noqa: ASYNC110 - processes and folders are watched
        await asyncio.sleep(0.05)


async def a_recording(world: World, settings: Settings) -> uuid.UUID:
    """Of an ended session, whose pieces have come."""
    call = world.new_call()
    world.end(call, ago_s=600)
    recording, part = uuid.uuid4(), uuid.uuid4()
    begun = datetime.now(UTC) - timedelta(seconds=700)
    world.sql(
        "insert into recordings (id, session_id, partner_id, days, created_at, stopped_at) values (%s, %s, %s, 30, %s, %s)",
        recording, call.id, call.partner_id, begun, begun + timedelta(seconds=60),
    )  # fmt: skip
    world.sql("insert into recording_spans values (%s, %s, %s)", recording, begun, begun + timedelta(seconds=60))
    world.sql(
        "insert into recording_parts (id, recording_id, who, media_type, started_at, pieces, whole)"
        " values (%s, %s, 'partner', 'audio/webm', %s, 1, true)",
        part, recording, begun,
    )  # fmt: skip
    storage = FolderStorage(Path(settings.storage_folder), settings.app_url, settings.app_secret, now=lambda: datetime.now(UTC))
    await storage.put(piece_key(recording, part, 0), media.recorded(3), "audio/webm")
    await world.deps.queue.defer("join_recording", session_id=call.id)
    return recording


def alive(processes: list[psutil.Process]) -> list[psutil.Process]:
    return [one for one in processes if one.is_running() and one.status() != psutil.STATUS_ZOMBIE]


async def test_nothing_is_left_of_a_join_whose_worker_was_killed(world: World, tmp_path: Path) -> None:
    settings = world.deps.settings.model_copy(
        update={
            "storage": "folder",
            "storage_folder": str(tmp_path / "files"),
            "temporary_folder": str(tmp_path / "temporary"),
        }
    )
    temporary = TemporaryFolder.of(settings)
    recording = await a_recording(world, settings)

    def copies() -> list[str]:
        return sorted(path.name for path in temporary.path.glob(f"join-{recording}-*/*") if path.name != ".lock")

    def result() -> dict[str, object]:
        return world.sql("select joined_at, jsonb_array_length(files) as n from recordings where id = %s", recording)[0]

    async with python(settings, "-c", WORKER) as worker:
        started: list[psutil.Process] = []

        def decoding() -> bool:
            assert worker.returncode is None
            started[:] = psutil.Process(worker.pid).children(recursive=True)
            return len(started) >= 2 and len(copies()) >= 2

        await until(decoding)
        worker.kill()
        await worker.wait()
        await until(lambda: not alive(started))
    assert copies(), "the voices lie there, as a killed worker leaves them"
    stranger = temporary.path / "somebody else's"
    stranger.write_bytes(b"not ours")
    other = uuid.uuid4()
    with temporary.held(other) as running:  # a join of another worker, which lives
        (running / "voice").write_bytes(b"sound")
        world.sql("update procrastinate_workers set last_heartbeat = now() - interval '1 hour'")  # as if so much time had passed
        async with python(settings, "-m", "functions.jobs") as worker:
            await until(lambda: not copies() and result()["joined_at"])
        assert result()["n"] == 1, "the job that was cut off is done by the next worker"
        assert (running / "voice").exists()
    assert stranger.read_bytes() == b"not ours"
    assert sorted(path.name for path in temporary.path.iterdir()) == [".lock", stranger.name]
