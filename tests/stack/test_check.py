"""`nbp check` says what is wrong, names it, and prints no secret."""

import os
import signal
import subprocess
import sys

import psycopg
import pytest

from local.stack import Stack

pytestmark = pytest.mark.stack


def check(stack: Stack, **changed: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, **stack.env, **changed}
    command = [sys.executable, "-c", "from local.cli import main; main()", "check"]
    return subprocess.run(command, env=env, capture_output=True, text=True, timeout=90)


def wrong(said: str) -> list[str]:
    return [line.split()[1] for line in said.splitlines() if line.startswith("WRONG")]


def test_a_whole_configuration_has_nothing_wrong(stack: Stack) -> None:
    said = check(stack)
    assert (said.returncode, wrong(said.stdout)) == (0, [])
    for part in ("token signing", "LIVEKIT_URL and keys", "migrations", "auth keys (JWKS)", "SMTP_URL"):
        assert f"ok     {part}" in said.stdout


def test_each_fault_is_named_and_no_secret_is_printed(stack: Stack) -> None:
    secret = "z" * 40
    said = check(
        stack,
        LIVEKIT_API_SECRET=secret,
        SUPABASE_ANON_KEY=stack.env["SUPABASE_SERVICE_ROLE_KEY"],
        SMTP_URL=f"smtp://user:{secret}@127.0.0.1:9",
        OPENAI_BASE_URL="http://127.0.0.1:9/v1",
        OPENAI_API_KEY=secret,
        DATABASE_URL=f"postgresql://x:{secret}@127.0.0.1:9/x",
    )
    assert said.returncode == 1
    assert wrong(said.stdout) == ["SUPABASE_ANON_KEY", "LIVEKIT_API_KEY", "DATABASE_URL", "language", "SMTP_URL"]
    everything = said.stdout + said.stderr
    assert secret not in everything
    assert not any(
        value in everything for name, value in stack.env.items() if name.endswith(("SECRET", "KEY")) and len(value) > 12
    )


def test_a_dead_worker_and_a_stuck_queue_are_named(stack: Stack) -> None:
    worker = next(process.popen for process in stack.programs if process.name == "jobs")
    worker.send_signal(signal.SIGSTOP)
    try:
        with psycopg.connect(stack.env["MIGRATIONS_DATABASE_URL"], autocommit=True) as connection:
            connection.execute("update job_heartbeats set at = now() - interval '10 minutes'")
            assert "no worker has swept" in check(stack).stdout
            connection.execute("update job_heartbeats set at = now()")
            connection.execute(
                "insert into procrastinate_jobs (task_name, queue_name, scheduled_at)"
                " values ('sweep', 'default', now() - interval '10 minutes')"
            )
            assert "a due job has waited" in check(stack).stdout
            connection.execute("update procrastinate_jobs set scheduled_at = now() where status = 'todo'")
            assert wrong(check(stack).stdout) == []
    finally:
        worker.send_signal(signal.SIGCONT)


def test_what_is_missing_is_listed_before_anything_is_asked(stack: Stack) -> None:
    said = check(stack, LIVEKIT_URL="", APP_SECRET="short")
    assert said.returncode == 1
    assert wrong(said.stdout) == ["LIVEKIT_URL", "APP_SECRET"]
