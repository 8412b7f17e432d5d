"""Postgres over its own wire: one transaction per block, under the role and the claims that row-level security reads."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

import psycopg
from psycopg.rows import dict_row
from psycopg_pool import AsyncConnectionPool, PoolTimeout

from functions.platform.deps import Row, Tx
from functions.platform.errors import Invalid, Unavailable

log = logging.getLogger(__name__)

CONNECTIONS = 8
CONNECT_WITHIN_S = 4.0
STATEMENT_WITHIN = "10s"
ENTER = (
    "select set_config('role', %s, true), set_config('request.jwt.claims', %s, true), set_config('statement_timeout', %s, true)"
)


class Database:
    """A pool that opens at the first use and prepares nothing, so that a pooler in transaction mode may stand between."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._pool: AsyncConnectionPool[Tx] | None = None
        self._opening = asyncio.Lock()

    @asynccontextmanager
    async def as_facilitator(self, claims: Mapping[str, Any]) -> AsyncIterator[Tx]:
        """`claims` as verified: what PostgREST would hand on. `nbp_partner` never comes from outside."""
        own = {key: value for key, value in claims.items() if key != "nbp_partner"}
        async with self._as("authenticated", own | {"role": "authenticated"}) as tx:
            yield tx

    @asynccontextmanager
    async def as_partner(self, partner_id: UUID | str, session_id: UUID | str) -> AsyncIterator[Tx]:
        claims = {"role": "authenticated", "nbp_partner": str(partner_id), "nbp_session": str(session_id)}
        async with self._as("authenticated", claims) as tx:
            yield tx

    @asynccontextmanager
    async def as_anonymous(self) -> AsyncIterator[Tx]:
        async with self._as("anon", {"role": "anon"}) as tx:
            yield tx

    @asynccontextmanager
    async def as_service(self) -> AsyncIterator[Tx]:
        async with self._as("service_role", {"role": "service_role"}) as tx:
            yield tx

    async def ping(self) -> None:
        """One transaction on a connection of its own, so that a busy pool is not taken for a lost database. Raises Unavailable."""
        try:
            connecting = psycopg.AsyncConnection.connect(self._url, prepare_threshold=None, autocommit=True)
            async with await asyncio.wait_for(connecting, CONNECT_WITHIN_S) as own, own.transaction():
                await own.execute(ENTER, ["service_role", "{}", STATEMENT_WITHIN])
        except (psycopg.Error, TimeoutError) as lost:
            raise Unavailable() from lost

    async def aclose(self) -> None:
        if self._pool is not None:
            await self._pool.close()
            self._pool = None

    @asynccontextmanager
    async def _as(self, role: str, claims: Mapping[str, Any]) -> AsyncIterator[Tx]:
        try:
            pool = await self._opened()
            async with pool.connection(timeout=CONNECT_WITHIN_S) as tx, tx.transaction():
                await tx.execute(ENTER, [role, json.dumps(claims), STATEMENT_WITHIN])
                yield tx
        except (psycopg.OperationalError, PoolTimeout) as lost:
            raise Unavailable() from lost
        except psycopg.DataError as unfit:
            # the last net under what the routes check: a NUL in a text, a number or a time no column holds
            log.warning("a value does not fit its column: %s", type(unfit).__name__)
            raise Invalid("One of the values cannot be kept as it is.") from unfit

    async def _opened(self) -> AsyncConnectionPool[Tx]:
        async with self._opening:
            if self._pool is None:
                pool: AsyncConnectionPool[psycopg.AsyncConnection[Row]] = AsyncConnectionPool(
                    self._url,
                    connection_class=psycopg.AsyncConnection[Row],
                    kwargs={"row_factory": dict_row, "prepare_threshold": None, "autocommit": True},
                    min_size=0,
                    max_size=CONNECTIONS,
                    max_idle=60,
                    check=AsyncConnectionPool.check_connection,
                    open=False,
                    name="functions",
                )
                await pool.open()
                self._pool = pool
            return self._pool
