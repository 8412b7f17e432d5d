from __future__ import annotations

import uuid
from collections.abc import Iterator

import pytest

from local import servers
from local.migrate import migrate

from .world import World


@pytest.fixture(scope="module")
def world(postgres: servers.Postgres) -> Iterator[World]:
    dsn = postgres.database(f"rls_{uuid.uuid4().hex}")
    migrate(dsn)
    made = World(dsn)
    yield made
    made.close()
