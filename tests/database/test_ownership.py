"""Rows belong to one Partner: another Partner of the same session reaches none of them, and old rows find whose they are."""

from __future__ import annotations

import json
import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg.errors import ForeignKeyViolation, InsufficientPrivilege, UniqueViolation
from psycopg.rows import dict_row

from local import servers
from local.migrate import MIGRATIONS, migrate

from .world import HASH, World

OWNERSHIP = "20261130000010"


@pytest.fixture
def second(world: World) -> Iterator[uuid.UUID]:
    """Another Partner who took Ann's Partner's place; gone again after the test."""
    who, invite = uuid.uuid4(), uuid.uuid4()
    with world.db.transaction(force_rollback=True):
        world.db.execute("update partners set revoked_at = now() where id = %s", [world.ann.partner])
        world.db.execute("update invites set revoked_at = now() where session_id = %s", [world.ann.session])
        world.db.execute(
            "insert into invites (id, session_id, token_hash, expires_at) values (%s, %s, %s, now() + interval '1 day')",
            [invite, world.ann.session, invite.hex * 2],
        )
        world.db.execute(
            "insert into partners (id, session_id, invite_id, token_hash) values (%s, %s, %s, %s)",
            [who, world.ann.session, invite, who.hex * 2],
        )
        yield who


def owned(world: World) -> list[str]:
    """Every table whose rows name a Partner."""
    found = world.db.execute(
        "select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid"
        " where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and a.attname = 'partner_id' and not a.attisdropped"
        " order by 1"
    )
    return [row["name"] for row in found]


def seen_by(world: World, partner: uuid.UUID, table: str) -> list[uuid.UUID]:
    """Whose rows this Partner is shown; nothing where the table is closed to them."""
    with world.under("authenticated", {"nbp_partner": str(partner), "nbp_session": str(world.ann.session)}) as db:
        try:
            with db.transaction():
                return [row["partner_id"] for row in db.execute(f"select partner_id from {table}".encode())]  # noqa: S608
        except InsufficientPrivilege:
            return []


def test_no_partner_is_shown_a_row_of_another_of_the_same_session(world: World, second: uuid.UUID) -> None:
    tables = owned(world)
    assert {"segments", "hints", "safety_events", "session_memories", "agent_leases", "summary_shares"} <= set(tables)
    for table in tables:
        assert seen_by(world, second, table) == [], table
        assert set(seen_by(world, world.ann.partner, table)) <= {world.ann.partner}, table
        rows = world.db.execute(f"select from {table} where partner_id = %s".encode(), [world.ann.partner])
        # the control: there is something that could have been shown; tables of other capabilities are filled by their own tests
        assert rows.fetchall() or table not in {"segments", "hints", "consents", "recordings", "summary_shares"}, table
    assert seen_by(world, world.ann.partner, "consents")
    assert seen_by(world, world.ann.partner, "recordings"), "a former Partner keeps the recording of their own voice"


def test_no_row_names_a_partner_of_another_session(world: World) -> None:
    for table in ("segments", "hints", "safety_events", "session_memories", "agent_leases", "summary_shares", "recordings"):
        with world.as_service() as db:
            for column, value in (("session_id", world.bob.session), ("partner_id", world.bob.partner)):
                change = f"update {table} set {column} = %s where partner_id = %s"  # noqa: S608
                with pytest.raises((ForeignKeyViolation, UniqueViolation)), db.transaction():
                    db.execute(change.encode(), [value, world.ann.partner])
                # the control: the same update without another's id
                own = world.ann.session if column == "session_id" else world.ann.partner
                assert db.execute(change.encode(), [own, world.ann.partner]).rowcount == 1


def test_a_no_of_one_partner_leaves_the_recording_of_the_other(world: World, second: uuid.UUID) -> None:
    world.db.execute("insert into recordings (session_id, partner_id, days) values (%s, %s, 30)", [world.ann.session, second])
    say_no = (
        "insert into consents (session_id, partner_id, kind, granted, version, text_hash)"
        " values (%s, %s, 'recording', false, 'recording.v1', %s)"
    )
    running = "select running from recordings where partner_id = %s"
    world.db.execute(say_no.encode(), [world.ann.session, world.ann.partner, HASH])
    assert world.db.execute(running, [second]).fetchone() == {"running": True}
    world.db.execute(say_no.encode(), [world.ann.session, second, HASH])
    assert world.db.execute(running, [second]).fetchone() == {"running": False}


def test_what_one_partner_allows_is_not_what_the_other_allows(world: World, second: uuid.UUID) -> None:
    allows = "select private.allows(%s, 'listening') as standing, private.partner_allows(%s, 'listening') as theirs"
    assert world.db.execute(allows, [world.ann.session, second]).fetchone() == {"standing": False, "theirs": False}
    assert world.db.execute(allows, [world.ann.session, world.ann.partner]).fetchone() == {"standing": False, "theirs": False}
    world.db.execute(
        "insert into consents (session_id, partner_id, kind, granted, version, text_hash)"
        " values (%s, %s, 'listening', true, 'listening.v1', %s)",
        [world.ann.session, second, HASH],
    )
    assert world.db.execute(allows, [world.ann.session, second]).fetchone() == {"standing": True, "theirs": True}


def before(folder: Path) -> Path:
    """The migrations that came before rows belonged to Partners."""
    for path in MIGRATIONS.glob("*.sql"):
        if path.name[:14] < OWNERSHIP:
            shutil.copy(path, folder)
    return folder


def test_old_rows_go_to_the_partner_they_are_of_and_never_to_a_stranger(postgres: servers.Postgres, tmp_path: Path) -> None:
    dsn = postgres.database(f"o_{uuid.uuid4().hex}")
    migrate(dsn, folder=before(tmp_path))
    with psycopg.connect(dsn, autocommit=True, row_factory=dict_row) as db:
        facilitator = uuid.uuid4()
        db.execute("insert into profiles (user_id, email) values (%s, 'f@x.org')", [facilitator])
        alone, apart, both = (old_session(db, facilitator) for _ in range(3))
        sam = old_partner(db, alone, came=60, agreed=None)
        said(db, alone, 1, ago=50)
        notes(db, alone)
        # A agreed and left; B never agreed: all of it is A's, also what was reported late
        ann, ben = old_partner(db, apart, came=60, left=30, agreed=55), old_partner(db, apart, came=30)
        said(db, apart, 1, ago=50)
        said(db, apart, 2, ago=29.5)
        said(db, apart, 3, ago=10)  # long after A's place, and B never agreed: nobody's
        notes(db, apart)
        # both agreed
        cat, dan = old_partner(db, both, came=60, left=30, agreed=55), old_partner(db, both, came=30, agreed=20)
        said(db, both, 1, ago=50)
        said(db, both, 2, ago=10)
        db.execute("update session_memories set at = now() - interval '10 minutes' where session_id = %s", [both])
        notes(db, both)
        running = "select running, stopped_at is not null as stopped from recordings where partner_id = %s"
        db.execute("insert into recordings (session_id, partner_id, days) values (%s, %s, 30)", [both, dan])
    migrate(dsn)
    with psycopg.connect(dsn, autocommit=True, row_factory=dict_row) as db:
        for table in ("segments", "hints", "safety_events"):
            rows = db.execute(f"select partner_id, seq from {table} order by session_id, seq".encode()).fetchall()  # noqa: S608
            whose = {(row["partner_id"], row["seq"]) for row in rows}
            assert whose == {(sam, 1), (ann, 1), (ann, 2), (cat, 1), (dan, 2)}, table
        shares = db.execute("select partner_id, text from summary_shares").fetchall()
        assert {(row["partner_id"], row["text"]) for row in shares} == {(sam, "notes"), (ann, "notes")}
        status = {row["session_id"]: row["status"] for row in db.execute("select session_id, status from summaries")}
        assert status == {alone: "ready", apart: "ready", both: "deleted"}
        ended = db.execute("select partner_id from consents where reason = 'place-ended'").fetchall()
        assert {row["partner_id"] for row in ended} == {ann, cat}
        assert db.execute(running, [dan]).fetchone() == {"running": True, "stopped": False}
        for partner, words in ((ann, ["1", "2"]), (ben, []), (dan, ["2"])):
            with db.transaction():
                claims = json.dumps({"role": "authenticated", "nbp_partner": str(partner)})
                db.execute(
                    "select set_config('role', 'authenticated', true), set_config('request.jwt.claims', %s, true)", [claims]
                )
                assert [row["text"] for row in db.execute("select text from private.partner_words()")] == words


Db = psycopg.Connection[dict[str, Any]]


def old_session(db: Db, facilitator: uuid.UUID) -> uuid.UUID:
    session = uuid.uuid4()
    db.execute("insert into sessions (id, facilitator_id) values (%s, %s)", [session, facilitator])
    return session


def old_partner(db: Db, session: uuid.UUID, *, came: float, left: float | None = None, agreed: float | None = None) -> uuid.UUID:
    """`came`, `left`, `agreed`: minutes ago."""
    who, invite = uuid.uuid4(), uuid.uuid4()
    db.execute(
        "insert into invites (id, session_id, token_hash, expires_at, revoked_at) values (%s, %s, %s, now(), now())",
        [invite, session, invite.hex * 2],
    )
    db.execute(
        "insert into partners (id, session_id, invite_id, token_hash, created_at, revoked_at)"
        " values (%s, %s, %s, %s, now() - make_interval(secs => %s * 60), now() - make_interval(secs => %s * 60))",
        [who, session, invite, who.hex * 2, came, left],
    )
    if agreed is not None:
        db.execute(
            "insert into consents (session_id, partner_id, kind, granted, version, text_hash, at)"
            " values (%s, %s, 'listening', true, 'listening.v1', %s, now() - make_interval(secs => %s * 60))",
            [session, who, HASH, agreed],
        )
    return who


def said(db: Db, session: uuid.UUID, seq: int, *, ago: float) -> None:
    at = db.execute("select now() - make_interval(secs => %s * 60) as at", [ago]).fetchone()
    assert at is not None
    for query in (
        "insert into segments (session_id, seq, text, start_s, end_s, stored_at) values (%(of)s, %(seq)s, %(seq)s::text, 0, 1, %(at)s)",
        "insert into hints (session_id, seq, id, text, source, at)"
        " values (%(of)s, %(seq)s, gen_random_uuid(), 'h', 'ai', %(at)s)",
        "insert into safety_events (session_id, seq, kind, at) values (%(of)s, %(seq)s, 'self', %(at)s)",
    ):
        db.execute(query.encode(), {"of": session, "seq": seq, "at": at["at"]})
    db.execute(
        "insert into session_memories (session_id, seq, named, at) values (%s, 1, '{}', now()) on conflict do nothing", [session]
    )
    db.execute(
        "insert into agent_leases (session_id, lease_until) values (%s, now() + interval '1 minute') on conflict do nothing",
        [session],
    )


def notes(db: Db, session: uuid.UUID) -> None:
    db.execute(
        "insert into summaries (session_id, status, source, text, html) values (%s, 'ready', 'ai', 'notes', '<p>notes</p>')",
        [session],
    )
