"""Migrations: applied once, each whole or not at all, in the CLI's own book, and on a hosted project unchanged."""

from __future__ import annotations

import re
import uuid
from concurrent.futures import ThreadPoolExecutor
from importlib import resources
from pathlib import Path

import psycopg
import pytest

from local import servers
from local.migrate import MIGRATIONS, SHAPE, migrate, migrations, pending


@pytest.fixture
def empty(postgres: servers.Postgres) -> str:
    return postgres.database(f"m_{uuid.uuid4().hex}")


def test_applied_once_and_written_in_the_book(empty: str) -> None:
    versions = [migration.version for migration in migrations()]
    assert pending(empty) == versions
    assert migrate(empty) == versions
    assert (migrate(empty), pending(empty)) == ([], [])
    with psycopg.connect(empty) as db:
        book = db.execute("select version, name, statements from supabase_migrations.schema_migrations order by 1").fetchall()
    assert [(version, name) for version, name, _ in book] == [(m.version, m.name) for m in migrations()]
    assert all(statements == [m.sql] for (_, _, statements), m in zip(book, migrations(), strict=True))


def test_two_starts_at_once_apply_each_once(empty: str) -> None:
    with ThreadPoolExecutor(3) as pool:
        done = list(pool.map(lambda _: migrate(empty), range(3)))
    assert sorted(map(len, done)) == [0, 0, len(migrations())]


def test_a_failing_file_leaves_no_trace_and_the_ones_before_it_stay(empty: str, tmp_path: Path) -> None:
    (tmp_path / "01_good.sql").write_text("create table good (id int);")
    (tmp_path / "02_bad.sql").write_text("create table half (id int); select 1 / 0;")
    with pytest.raises(psycopg.errors.DivisionByZero):
        migrate(empty, folder=tmp_path)
    assert pending(empty, tmp_path) == ["02"]
    with psycopg.connect(empty) as db:
        assert db.execute("select to_regclass('good') is not null, to_regclass('half') is null").fetchone() == (True, True)
    (tmp_path / "02_bad.sql").write_text("create table whole (id int);")
    assert migrate(empty, folder=tmp_path) == ["02"]


def test_files_are_named_and_written_for_a_hosted_project() -> None:
    for path in sorted(MIGRATIONS.glob("*")):
        assert re.fullmatch(r"\d{14}_[a-z0-9_]+\.sql", path.name)
        words = path.read_text().lower()
        for foreign in ("create role", "superuser", "create schema auth", "create extension pg_", "\nbegin;", "\ncommit;"):
            assert foreign not in words, (path.name, foreign)


def test_procrastinate_s_schema_is_the_installed_one() -> None:
    shipped = resources.files("procrastinate").joinpath("sql/schema.sql").read_text().strip()
    assert shipped in (MIGRATIONS / "20261122000002_procrastinate.sql").read_text()


def test_they_run_for_a_project_owner_who_is_no_superuser_and_lock_what_it_gave_away(postgres: servers.Postgres) -> None:
    name = f"h_{uuid.uuid4().hex}"
    admin = postgres.database(name)
    with psycopg.connect(admin, autocommit=True) as db:
        db.execute(SHAPE.read_bytes())
        db.execute(f"create role {name} login createrole bypassrls".encode())
        db.execute(f"grant anon, authenticated, service_role to {name}".encode())
        db.execute(f"alter schema public owner to {name}; grant create on database {name} to {name}".encode())
        db.execute(f"grant usage on schema auth to {name}; grant all on auth.users to {name}".encode())
        for kind in ("tables", "functions", "sequences"):
            given = f"grant all on {kind} to anon, authenticated, service_role"
            db.execute(f"alter default privileges for role {name} in schema public {given}".encode())
    owner = admin.replace("postgres:@", f"{name}:@")
    assert migrate(owner, shape=False) == [migration.version for migration in migrations()]
    with psycopg.connect(owner, autocommit=True) as db:
        to_anon = db.execute(
            "select table_name from information_schema.role_table_grants where grantee = 'anon' and table_schema = 'public'"
        )
        assert to_anon.fetchall() == []
        callable_by_anon = db.execute(
            "select p.oid::regprocedure from pg_proc p join pg_namespace n on n.oid = p.pronamespace"
            " where n.nspname in ('public', 'private') and has_function_privilege('anon', p.oid, 'execute')"
        )
        assert callable_by_anon.fetchall() == []
        with db.transaction():
            db.execute("select set_config('role', 'authenticated', true), set_config('request.jwt.claims', '{}', true)")
            assert db.execute("select * from private.partner_view()").fetchall() == []
            assert db.execute("select * from hints").fetchall() == []
        with db.transaction():
            db.execute("select set_config('role', 'service_role', true)")
            taken = "select wait_s from private.consume_rate_limits('{k}', '{1}', '{60}')"
            assert [db.execute(taken).fetchone() for _ in range(2)] == [(0,), (60,)]
