"""The role the functions log in as: by itself it reads nothing, makes nothing and becomes nobody but the three roles."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

import psycopg
import pytest
from psycopg.errors import InsufficientPrivilege

from functions.platform.adapters.postgres import Database
from functions.platform.adapters.queue import Queue
from local import servers
from local.check import database_rights
from local.migrate import functions_dsn, migrate

MAY_BECOME = ("anon", "authenticated", "service_role")


@pytest.fixture(scope="module")
def owner(postgres: servers.Postgres) -> str:
    dsn = postgres.database(f"login_{uuid.uuid4().hex}")
    migrate(dsn)
    return dsn


@pytest.fixture
def login(owner: str) -> Iterator[psycopg.Connection]:
    with psycopg.connect(functions_dsn(owner), autocommit=True) as connection:
        yield connection


def tables(db: psycopg.Connection) -> list[str]:
    found = db.execute(
        "select oid::regclass::text from pg_class where relkind in ('r', 'p', 'v', 'm')"
        " and relnamespace in (select oid from pg_namespace where nspname in ('public', 'private', 'auth', 'supabase_migrations'))"
    )
    return [row[0] for row in found.fetchall()]


def test_it_reads_and_writes_no_table_by_itself(login: psycopg.Connection, owner: str) -> None:
    with psycopg.connect(owner, autocommit=True) as db:
        names = tables(db)
        assert len(names) > 25
        for name in names:
            db.execute(f"select from {name} limit 1".encode())  # the control
    for name in names:
        for statement in (f"select from {name} limit 1", f"delete from {name}"):  # noqa: S608
            with pytest.raises(InsufficientPrivilege):
                login.execute(statement.encode())


def test_it_makes_nothing_and_calls_nothing(login: psycopg.Connection) -> None:
    for statement in (
        "create table public.mine (id int)", "create schema mine", "create table private.mine (id int)", "create role mine",
        "create database mine", "create extension dblink", "alter role nbp_functions superuser", "alter table sessions disable row level security",
        "select private.consume_rate_limits('{k}', '{1}', '{60}')", "grant postgres to nbp_functions", "copy (select 1) to program 'true'",
    ):  # fmt: skip
        with pytest.raises(psycopg.Error):
            login.execute(statement.encode())


def test_it_becomes_the_three_roles_and_nobody_else(login: psycopg.Connection) -> None:
    others = [row[0] for row in login.execute("select rolname from pg_roles where rolname <> current_user").fetchall()]
    assert "postgres" in others
    for role in others:
        with login.transaction(force_rollback=True):
            if role in MAY_BECOME:
                login.execute("select set_config('role', %s, true)", [role])
                assert login.execute("select current_user::text").fetchone() == (role,)
            else:
                with pytest.raises(InsufficientPrivilege):
                    login.execute("select set_config('role', %s, true)", [role])


async def test_the_api_s_connection_and_the_queue_work_as_it(owner: str) -> None:
    database, queue = Database(functions_dsn(owner)), Queue(functions_dsn(owner))
    try:
        await database.ping()
        async with database.as_service() as tx:
            await tx.execute("insert into rate_limits (key, full_at) values ('k', now())")
        async with database.as_facilitator({"sub": str(uuid.uuid4())}) as tx:
            assert await (await tx.execute("select * from sessions")).fetchall() == []
        assert await queue.defer("sweep", once="sweep") is True
        assert await queue.defer("sweep", once="sweep") is False
        assert await queue.next_in_s() == 0
        assert await queue.retry_stalled(silent_for_s=30.0) == 0
    finally:
        await queue.aclose()
        await database.aclose()


def test_nbp_check_names_what_a_login_can_do_beyond_that(owner: str) -> None:
    assert database_rights(functions_dsn(owner)) == ""
    said = database_rights(owner)
    assert "is a superuser" in said
    assert "owns tables" in said
