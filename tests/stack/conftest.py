"""The whole stack, as `make up` starts it, once for the tests of this folder."""

from collections.abc import AsyncIterator, Iterator

import pytest

from local.stack import Stack, running_stack
from local.walk import Walk


@pytest.fixture(scope="session")
def stack() -> Iterator[Stack]:
    with running_stack(fresh=True, extra_env={"AGENT_IDLE_EXIT_S": "3", "AUTH_EMAIL_INTERVAL_S": "0"}) as running:
        yield running


@pytest.fixture
async def walk(stack: Stack) -> AsyncIterator[Walk]:
    walk = Walk(stack)
    async with walk.http:
        yield walk
