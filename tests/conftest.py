"""Real servers for the tests: one set per test process, on free ports, gone at the end."""

import shutil
import signal
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

from local import servers

# how long one example may take is not these tests' business: a busy machine must not fail them
hypothesis.settings.register_profile("any machine", deadline=None)
hypothesis.settings.load_profile("any machine")

# started in the background, a shell leaves Ctrl-C ignored for this process and every child: those that are told to end would not
signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def postgres() -> Iterator[servers.Postgres]:
    # not in pytest's own folder: that is closed to other users, and as root Postgres runs as one of its own
    folder = Path(tempfile.mkdtemp(prefix="nbp-pg-"))
    folder.chmod(0o755)
    server = servers.start_postgres(folder / "data")
    yield server
    server.stop()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def database_dsn(postgres: servers.Postgres) -> str:
    """A fresh database in Supabase's shape with every migration applied."""
    from local.migrate import migrate

    dsn = postgres.database(f"t_{uuid.uuid4().hex}")
    migrate(dsn)
    return dsn


@pytest.fixture(scope="session")
def livekit_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[servers.LiveKit]:
    server = servers.start_livekit(tmp_path_factory.mktemp("livekit"))
    yield server
    server.stop()


@pytest.fixture(scope="session")
def maildev(tmp_path_factory: pytest.TempPathFactory) -> Iterator[servers.MailDev]:
    server = servers.start_maildev(tmp_path_factory.mktemp("maildev"))
    yield server
    server.stop()


@pytest.fixture(scope="session")
def speech_folder() -> Path:
    """The repo's own recorded speech."""
    return Path(__file__).resolve().parent.parent / "local" / "speech"
