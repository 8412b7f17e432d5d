"""Applies supabase/migrations to a database on one machine, in the Supabase CLI's own bookkeeping table.

`python -m local.migrate DSN` · a hosted project takes the same files by `supabase db push`.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

ROOT = Path(__file__).resolve().parent.parent
MIGRATIONS = ROOT / "supabase" / "migrations"
SHAPE = ROOT / "local" / "supabase_shape.sql"
ROLES = ROOT / "supabase" / "roles.sql"
LOGIN_ROLE = "nbp_functions"
ONE_AT_A_TIME = 7_235_114_009  # advisory lock: two starts at once apply nothing twice

BOOKKEEPING = """
create schema if not exists supabase_migrations;
create table if not exists supabase_migrations.schema_migrations (version text not null primary key);
alter table supabase_migrations.schema_migrations add column if not exists statements text[];
alter table supabase_migrations.schema_migrations add column if not exists name text;
"""


@dataclass(frozen=True, slots=True)
class Migration:
    version: str
    name: str
    sql: str


def migrations(folder: Path = MIGRATIONS) -> list[Migration]:
    """All files `<version>_<name>.sql`, in the order they run."""
    found = []
    for path in sorted(folder.glob("*.sql")):
        version, _, name = path.stem.partition("_")
        found.append(Migration(version, name, path.read_text(encoding="utf-8")))
    return found


def pending(dsn: str, folder: Path = MIGRATIONS) -> list[str]:
    """Versions this database has not seen. Raises psycopg.Error when it cannot be asked."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        known = connection.execute("select to_regclass('supabase_migrations.schema_migrations')").fetchone()
        if known is None or known[0] is None:
            return [migration.version for migration in migrations(folder)]
        seen = {row[0] for row in connection.execute("select version from supabase_migrations.schema_migrations")}
    return [migration.version for migration in migrations(folder) if migration.version not in seen]


def functions_dsn(dsn: str) -> str:
    """The same database for the functions' own login role; a local server asks for no password."""
    parts = urlsplit(dsn)
    return urlunsplit(parts._replace(netloc=f"{LOGIN_ROLE}@{parts.netloc.rpartition('@')[2]}"))


def migrate(dsn: str, *, shape: bool = True, folder: Path = MIGRATIONS) -> list[str]:
    """Runs what is missing, each file in its own transaction, and returns the versions applied now.

    `shape` first gives the database what a hosted project has from the start.
    Raises psycopg.Error; the failing file leaves no trace.
    """
    applied = []
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute("select pg_advisory_lock(%s)", [ONE_AT_A_TIME])
        connection.execute("set client_min_messages = warning")
        if shape:
            with connection.transaction():
                connection.execute(SHAPE.read_bytes())
                connection.execute(ROLES.read_bytes())
        connection.execute(BOOKKEEPING)
        seen = {row[0] for row in connection.execute("select version from supabase_migrations.schema_migrations")}
        for migration in migrations(folder):
            if migration.version in seen:
                continue
            with connection.transaction():
                connection.execute(migration.sql.encode())
                connection.execute("reset search_path")
                connection.execute(
                    "insert into supabase_migrations.schema_migrations (version, statements, name) values (%s, %s, %s)",
                    [migration.version, [migration.sql], migration.name],
                )
            applied.append(migration.version)
    return applied


if __name__ == "__main__":
    done = migrate(sys.argv[1])
    sys.stdout.write("\n".join(done) + "\n" if done else "nothing to do\n")
