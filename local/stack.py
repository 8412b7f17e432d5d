"""The whole cloud on one machine: starts the real servers and our programs, says where they are, and ends them all."""

import contextlib
import fcntl
import json
import os
import secrets
import shutil
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import IO, Any

from local import servers, toolchain
from local.servers import Process, free_port

API_PORT, INBOX_PORT, LIVEKIT_PORT = 8010, 8011, 8012  # tried first; stepped around when in use
OWNER = "MIGRATIONS_DATABASE_URL"
"""The database's owner, for migrations, the auth stand-in and people; the API and the jobs never get it."""
HOSTED = ("SUPABASE_URL", "SUPABASE_ANON_KEY", "SUPABASE_SERVICE_ROLE_KEY", "DATABASE_URL")
SECRETS = ("JOB_SECRET", "APP_SECRET", "LIVEKIT_API_SECRET", "AUTH_JWT_SECRET")


@dataclass
class Stack:
    """What runs. `env` is what our programs were started with; `urls` is for people."""

    folder: Path
    env: dict[str, str] = field(default_factory=dict)
    urls: dict[str, str] = field(default_factory=dict)
    programs: list[Process] = field(default_factory=list)
    media: servers.LiveKit | None = None
    postgres: servers.Postgres | None = None
    mail_smtp_url: str = ""
    closers: list[Callable[[], None]] = field(default_factory=list)

    def stop(self) -> None:
        """Ends everything in the reverse order of starting; one failure does not keep the rest alive."""
        with contextlib.ExitStack() as ending:
            for close in self.closers:
                ending.callback(close)
            self.closers = []
        (self.folder / "stack.json").unlink(missing_ok=True)


@contextlib.contextmanager
def running_stack(
    *, say: Callable[[str], None] = print, fresh: bool = False, extra_env: dict[str, str] | None = None
) -> Iterator[Stack]:
    """The stack as a context. `fresh`: data in a folder of its own, deleted at the end; else the clone's, kept.

    Where another stack of this clone already runs, a fresh folder is used, so that two never share a database."""
    # being told to end, or losing the terminal, is Ctrl-C: our children have sessions of their own and would stay
    with on_signals(signal.default_int_handler, signal.SIGTERM, signal.SIGHUP):
        yield from _running_stack(say, fresh, extra_env)


@contextlib.contextmanager
def on_signals(handler: Any, *signs: signal.Signals) -> Iterator[None]:
    """Handles these signals so meanwhile; does nothing outside the main thread, where Python has no say."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {sign: signal.signal(sign, handler) for sign in signs}
    try:
        yield
    finally:
        for sign, handler_before in before.items():
            signal.signal(sign, handler_before)


def _running_stack(say: Callable[[str], None], fresh: bool, extra_env: dict[str, str] | None) -> Iterator[Stack]:
    home = toolchain.LOCAL / "stack"
    home.mkdir(parents=True, exist_ok=True)
    lock = (home / "lock").open("w")
    temporary: str | None = None
    try:
        if fresh or not locked(lock):
            temporary = tempfile.mkdtemp(prefix="nbp-")
            os.chmod(temporary, 0o755)
            home = Path(temporary)
        stack = Stack(home)
        try:
            with servers.starting_alone():
                start(stack, say=say, keep=temporary is None, extra_env=extra_env or {})
            yield stack
        finally:
            with on_signals(signal.SIG_IGN, signal.SIGINT, signal.SIGTERM, signal.SIGHUP):  # impatience would leave some running
                stack.stop()
    finally:
        lock.close()
        if temporary:
            shutil.rmtree(temporary, ignore_errors=True)


def locked(lock: IO[str]) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def start(stack: Stack, *, say: Callable[[str], None], keep: bool, extra_env: dict[str, str]) -> None:
    """Servers first, side by side; then auth, API and worker. Whatever was started before a failure is ended by the caller."""
    began = time.monotonic()
    logs = stack.folder / "log"
    servers.end_leftovers(logs)
    api_port, agent_port, auth_port = free_port(API_PORT), free_port(), free_port()
    api_url = f"http://127.0.0.1:{api_port}"
    kept = kept_secrets(stack.folder / "secrets.json")
    hosted = hosted_supabase()

    with ThreadPoolExecutor() as side:
        postgres = None if hosted else side.submit(servers.start_postgres, stack.folder / "pg", keep=keep, alone=True)
        inbox = side.submit(servers.start_maildev, stack.folder, web_port=INBOX_PORT, logs=logs)
        livekit = side.submit(
            servers.start_livekit, stack.folder, webhook_url=f"{api_url}/api/livekit/webhook", port=LIVEKIT_PORT,
            api_secret=kept["LIVEKIT_API_SECRET"], logs=logs,
        )  # fmt: skip
        for future in (postgres, inbox, livekit):
            if future:
                remember(stack, future)
    mail, media = inbox.result(), livekit.result()
    stack.media, stack.postgres, stack.mail_smtp_url = media, postgres.result() if postgres else None, mail.smtp_url
    if postgres:
        from local.migrate import functions_dsn, migrate

        migrate(postgres.result().dsn)
    stack.urls = {"pages": api_url, "inbox": mail.web_url, "livekit": media.url, "api": api_url, "docs": f"{api_url}/api/docs"}
    stack.env = {
        "LIVEKIT_URL": media.url,
        "LIVEKIT_API_KEY": media.api_key,
        "LIVEKIT_API_SECRET": media.api_secret,
        "DEPLOYMENT_ID": "local",
        "APP_URL": api_url,
        "API_URL": api_url,
        "APP_SECRET": kept["APP_SECRET"],
        "JOB_SECRET": kept["JOB_SECRET"],
        "LAUNCHER": "http",
        "AGENT_PORT": str(agent_port),
        "AGENT_URL": f"http://127.0.0.1:{agent_port}",
        "AGENT_START_COMMAND": f"{sys.executable} -m agent.runtime.host",
        "SMTP_URL": mail.smtp_url,
        "MAIL_FROM": "No Bad Parts <notes@nobadparts.localhost>",
        "STORAGE": "supabase" if hosted else "folder",
        "STORAGE_FOLDER": str(stack.folder / "files"),
        "TEMPORARY_FOLDER": str(stack.folder / "temporary"),
        "STATIC_DIR": str(toolchain.ROOT / "frontend_static" / "dist"),
        **(hosted or auth_env(stack.folder, api_url, auth_port, kept["AUTH_JWT_SECRET"])),
        **({"DATABASE_URL": functions_dsn(postgres.result().dsn), OWNER: postgres.result().dsn} if postgres else {}),
        **extra_env,
    }

    def program(name: str, *command: str) -> Process:
        own = {name: value for name, value in stack.env.items() if name != OWNER}
        if name == "auth":
            own["DATABASE_URL"] = stack.env[OWNER]  # it keeps tables of its own
        process = Process.start(name, [sys.executable, "-m", *command], log=logs / f"{name}.log", env=own)
        stack.closers.append(process.stop)
        stack.programs.append(process)
        return process

    if not hosted:
        program("auth", "local.auth")
    program(
        "api",
        "functions",
        "--host",
        "127.0.0.1",
        "--port",
        str(api_port),
    )
    program("jobs", "functions.jobs")
    probes = {"auth": f"{stack.env['SUPABASE_URL']}/auth/v1/health", "api": f"{api_url}/api/health"}
    for process in stack.programs:
        if process.name in probes:
            process.wait_until(partial(servers.answers, probes[process.name]))
    write_down(stack)
    say(f"The stack is up ({time.monotonic() - began:.1f} s).")


def hosted_supabase() -> dict[str, str] | None:
    """A real Supabase in place of the local Postgres and the stand-in: the environment names both its doors, or neither."""
    named = {name: os.environ[name] for name in HOSTED if os.environ.get(name)}
    if "SUPABASE_URL" not in named:
        return None
    missing = [name for name in HOSTED if name not in named]
    if missing:
        raise servers.ServerFailed(
            f"SUPABASE_URL names a real Supabase, so {', '.join(missing)} must be set too, or none of them."
        )
    return named


def remember(stack: Stack, future: "Future[servers.Postgres] | Future[servers.MailDev] | Future[servers.LiveKit]") -> None:
    """Owns a server from the moment it is there, also when its neighbour fails."""

    def close() -> None:
        if not future.cancelled() and future.exception() is None:
            future.result().stop()

    stack.closers.append(close)


def auth_env(folder: Path, site_url: str, port: int, jwt_secret: str) -> dict[str, str]:
    """Environment of the local stand-in for Supabase Auth and of those who use it."""
    from local.auth.keys import issue_keys

    anon, service = issue_keys(jwt_secret)
    url = f"http://127.0.0.1:{port}"
    return {
        "SUPABASE_URL": url,
        "SUPABASE_ANON_KEY": anon,
        "SUPABASE_SERVICE_ROLE_KEY": service,
        "AUTH_PORT": str(port),
        "AUTH_EXTERNAL_URL": f"{url}/auth/v1",
        "AUTH_JWT_SECRET": jwt_secret,
        "AUTH_KEY_FILE": str(folder / "auth-key.pem"),
        "SITE_URL": site_url,
        "AUTH_REDIRECTS": f"{site_url}/**",
    }


def kept_secrets(path: Path) -> dict[str, str]:
    """Random secrets, made once for this folder."""
    have: dict[str, str] = json.loads(path.read_text()) if path.exists() else {}
    missing = {name: secrets.token_hex(32) for name in SECRETS if name not in have}
    if missing:
        have |= missing
        path.write_text(json.dumps(have))
        path.chmod(0o600)
    return have


def write_down(stack: Stack) -> None:
    """Where it is, for `nbp check` and for people's own scripts: `stack.json` (addresses) and `env` (for `set -a; . env`)."""
    (stack.folder / "stack.json").write_text(json.dumps({"pid": os.getpid(), "urls": stack.urls}, indent=1))
    env = stack.folder / "env"
    env.touch(mode=0o600)
    env.write_text("".join(f"{name}='{value}'\n" for name, value in sorted(stack.env.items())))
