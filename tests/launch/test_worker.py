"""The worker as the process that runs in production: it outlives its database, and what it had begun is done."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from local import servers
from local.migrate import functions_dsn, migrate


@pytest.fixture
def database() -> Iterator[servers.Postgres]:
    """A server of its own, since this one is stopped and started again."""
    folder = Path(tempfile.mkdtemp(prefix="nbp-pg-"))
    folder.chmod(0o755)
    server = servers.start_postgres(folder / "data")
    migrate(server.dsn)
    yield server
    server.stop()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def worker(database: servers.Postgres, tmp_path: Path) -> Iterator[servers.Process]:
    env = {
        "DATABASE_URL": functions_dsn(database.dsn),
        "SUPABASE_URL": "http://127.0.0.1:9",
        "SUPABASE_ANON_KEY": "anon-key",
        "SUPABASE_SERVICE_ROLE_KEY": "service-key",
        "LIVEKIT_URL": "ws://127.0.0.1:9",
        "LIVEKIT_API_KEY": "key",
        "LIVEKIT_API_SECRET": "s" * 32,
        "APP_URL": "http://pages.test",
        "APP_SECRET": "a" * 32,
        "JOB_SECRET": "j" * 32,
        "STORAGE": "folder",
        "STORAGE_FOLDER": str(tmp_path / "files"),
    }
    process = servers.Process.start("jobs", [sys.executable, "-m", "functions.jobs"], log=tmp_path / "jobs.log", env=env)
    yield process
    process.stop()


def until(true: Callable[[], Any], worker: servers.Process, within_s: float = 60.0) -> Any:
    """Polls; fails with the worker's last lines."""
    ends = time.monotonic() + within_s
    while time.monotonic() < ends:
        if found := true():
            return found
        time.sleep(0.1)
    pytest.fail(f"not within {within_s:.0f} s. {worker.last_words()}")


def ask(database: servers.Postgres, query: str, *values: Any) -> list[Any]:
    with psycopg.connect(database.dsn, autocommit=True) as connection:
        done = connection.execute(query.encode(), values)
        return done.fetchall() if done.description else []


def ended_session(database: servers.Postgres) -> str:
    user, session = str(uuid.uuid4()), str(uuid.uuid4())
    ask(database, "insert into profiles (user_id, email) values (%s, 'sam@example.org')", user)
    ask(database, "insert into sessions (id, facilitator_id, ended_at) values (%s, %s, now())", session, user)
    ask(
        database,
        "insert into procrastinate_jobs (task_name, queue_name, args, queueing_lock)"
        " values ('summarise', 'default', jsonb_build_object('session_id', %s::text), %s)",
        session, f"summarise:{session}",
    )  # fmt: skip
    return session


def summarised(database: servers.Postgres, session: str) -> bool:
    return bool(ask(database, "select 1 from summaries where session_id = %s and status <> 'writing'", session))


def test_the_worker_outlives_an_outage_of_its_database(database: servers.Postgres, worker: servers.Process) -> None:
    first = ended_session(database)
    until(lambda: summarised(database, first), worker)
    database.server.stop()
    until(lambda: "the worker of queue default ended" in worker.log.read_text(), worker)
    database.server.start()
    second = ended_session(database)
    until(lambda: summarised(database, second), worker)
    assert worker.popen.poll() is None
    assert "sam@example.org" not in worker.log.read_text()
    assert os.getpgid(worker.popen.pid) == worker.popen.pid


def test_a_job_cut_off_by_a_killed_worker_is_done_by_the_next(database: servers.Postgres, worker: servers.Process) -> None:
    session = ended_session(database)
    until(lambda: summarised(database, session), worker)
    cut_off = ended_session(database)
    # as a killed worker leaves it: being done, by somebody who is silent
    ask(
        database,
        "with w as (insert into procrastinate_workers (last_heartbeat) values (now() - interval '1 hour') returning id)"
        " update procrastinate_jobs set status = 'doing', worker_id = (select id from w) where queueing_lock = %s",
        f"summarise:{cut_off}",
    )
    assert until(lambda: summarised(database, cut_off), worker)
    assert not ask(
        database, "select 1 from procrastinate_jobs where queueing_lock = %s and status = 'doing'", f"summarise:{cut_off}"
    )
