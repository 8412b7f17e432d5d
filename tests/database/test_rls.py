"""Row-level security: every table closed, each door opened for one kind of person, every refusal beside its control."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest
from psycopg.errors import InsufficientPrivilege

from .world import Side, World

ALLOWED = {
    # table: columns a Facilitator may select of own rows; None is every column
    "profiles": None,
    "sessions": None,
    "invites": ["id", "session_id", "created_at", "expires_at", "revoked_at", "redeemed_at"],
    "partners": ["id", "session_id", "invite_id", "display_name", "created_at", "revoked_at"],
    "consents": None,
    "presences": None,
    "private_notes": None,
    "agent_leases": ["session_id", "partner_id", "state", "state_at", "lease_until"],
    "hints": None,
    "safety_events": None,
    "summaries": None,
    "summary_shares": None,
    "recordings": None,
}
PARTNERS_ALONE = {
    # a Partner's own, hidden from the Facilitator
    "partner_addresses": ["partner_id", "confirmed_at"],
}
OF_PARTNER = {"partners", "consents", "recordings"}
NOBODYS = {
    "access_codes",
    "access_tokens",
    "job_heartbeats",
    "recording_spans",
    "recording_parts",
    "file_trash",
    "segments",
    "session_memories",
    "launch_gate",
    "spent_jobs",
    "webhook_events",
    "refused_joins",
    "unknown_rooms",
    "rate_limits",
    "forgotten_accounts",
}


def tables(world: World) -> list[str]:
    rows = world.db.execute(
        "select relname from pg_class where relnamespace = 'public'::regnamespace"
        " and relkind in ('r', 'p', 'v', 'm', 'f') order by 1"
    )
    return [row["relname"] for row in rows]


def columns(world: World, table: str) -> list[str]:
    rows = world.db.execute(
        "select attname from pg_attribute where attrelid = %s::regclass and attnum > 0 and not attisdropped", [f"public.{table}"]
    )
    return [row["attname"] for row in rows]


def select(db: psycopg.Connection[dict[str, Any]], table: str, names: list[str] | None) -> list[dict[str, Any]]:
    return db.execute(f"select {', '.join(names) if names else '*'} from public.{table}".encode()).fetchall()  # noqa: S608


def attempt(db: psycopg.Connection[dict[str, Any]], query: str, *values: Any) -> int:
    """Rows touched, inside a savepoint, so that a refusal leaves the transaction usable."""
    with db.transaction():
        return db.execute(query.encode(), values).rowcount


def is_of(side: Side, row: dict[str, Any]) -> bool:
    theirs = {side.facilitator, side.session, side.invite, side.partner}
    return bool(theirs & {value for value in row.values() if value.__hash__})


def test_every_table_of_public_has_row_level_security_and_is_known_here(world: World) -> None:
    found = world.db.execute(
        "select relname, relkind, relrowsecurity from pg_class"
        " where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v', 'm', 'f')"
    ).fetchall()
    assert len(found) >= 19
    assert [row["relname"] for row in found if not row["relrowsecurity"]] == []
    ours = {row["relname"] for row in found if not row["relname"].startswith("procrastinate_")}
    assert ours == set(ALLOWED) | set(PARTNERS_ALONE) | NOBODYS


def test_anon_reads_writes_and_calls_nothing(world: World) -> None:
    for table in tables(world):
        with world.as_anon() as db, pytest.raises(InsufficientPrivilege):
            select(db, table, None)
        with world.as_anon() as db, pytest.raises(InsufficientPrivilege):
            attempt(db, f"delete from public.{table}")  # noqa: S608
        with world.as_service() as db:
            assert select(db, table, None) or table.startswith("procrastinate_")
    granted = world.db.execute(
        "select table_name, grantee, privilege_type from information_schema.role_table_grants"
        " where table_schema in ('public', 'private') and grantee in ('anon', 'PUBLIC')"
    ).fetchall()
    assert granted == []


def test_nobody_but_the_service_may_call_what_is_not_meant_for_them(world: World) -> None:
    functions = world.db.execute(
        "select p.oid::regprocedure::text as name, n.nspname as schema, p.prosecdef as definer, p.proconfig as config,"
        " has_function_privilege('anon', p.oid, 'execute') as anon,"
        " has_function_privilege('authenticated', p.oid, 'execute') as authenticated"
        " from pg_proc p join pg_namespace n on n.oid = p.pronamespace where n.nspname in ('public', 'private')"
    ).fetchall()
    assert [f["name"] for f in functions if f["anon"]] == []
    assert {f["name"] for f in functions if f["authenticated"]} == {
        "private.partner_id()",
        "private.owns(uuid)",
        "private.partner_view()",
        "private.is_here(uuid,text)",
        "private.current_text(text)",
        "private.partner_data()",
        "private.partner_words()",
        "private.forget_partner()",
        "private.is_name(text)",
        "private.is_time_zone_name(text)",
        "private.standing_word(uuid,text)",
    }
    for f in functions:
        if f["schema"] == "private":
            assert 'search_path=""' in (f["config"] or []), f["name"]
        else:
            assert not f["definer"], f["name"]


def test_a_partners_standing_word_is_told_to_their_own_session_alone(world: World) -> None:
    asked = "select private.standing_word(%s, 'listening') as word"
    for side, other in ((world.ann, world.bob), (world.bob, world.ann)):
        for asking in (world.as_facilitator, world.as_partner):
            with asking(side) as db:
                assert db.execute(asked, [side.session]).fetchone()["word"] in {"granted", "withdrawn", "none"}
                assert db.execute(asked, [other.session]).fetchone()["word"] is None


@pytest.mark.parametrize("table", sorted(ALLOWED))
def test_a_facilitator_reads_own_rows_and_no_others(world: World, table: str) -> None:
    for side, other in ((world.ann, world.bob), (world.bob, world.ann)):
        with world.as_facilitator(side) as db:
            rows = select(db, table, ALLOWED[table])
            assert rows
            assert all(is_of(side, row) for row in rows)
            assert not any(is_of(other, row) for row in rows)
    hidden = set(columns(world, table)) - set(ALLOWED[table] or columns(world, table))
    for column in hidden:
        with world.as_facilitator(world.ann) as db, pytest.raises(InsufficientPrivilege):
            select(db, table, [column])
    with world.as_service() as db:
        assert len(select(db, table, None)) == 2


def test_a_facilitator_reads_nothing_of_what_is_nobodys(world: World) -> None:
    for table in tables(world):
        if table in NOBODYS or table.startswith("procrastinate_"):
            with world.as_facilitator(world.ann) as db, pytest.raises(InsufficientPrivilege):
                select(db, table, None)
            with world.as_service() as db:
                assert select(db, table, None) or table.startswith("procrastinate_")


def test_a_facilitator_does_not_learn_which_address_a_partner_confirmed(world: World) -> None:
    for table, names in PARTNERS_ALONE.items():
        with world.as_facilitator(world.ann) as db:
            assert select(db, table, names) == []
            with pytest.raises(InsufficientPrivilege), db.transaction():
                select(db, table, None)
            with pytest.raises(InsufficientPrivilege):
                attempt(db, "delete from partner_addresses where partner_id = %s", world.ann.partner)
        with world.as_service() as db:
            assert len(select(db, table, None)) == 2


def test_the_confirmed_address_goes_with_what_is_forgotten(world: World) -> None:
    def left(table: str) -> int:
        world.db.execute("select set_config('role', 'service_role', true)")
        return len(select(world.db, table, ["address_hash"]))

    with world.as_partner(world.ann) as db:
        db.execute("select private.forget_partner()")
        assert (left("partner_addresses"), left("access_codes")) == (1, 1)
    with world.as_service() as db:
        db.execute("update partners set display_name = 'other' where id = %s", [world.ann.partner])
        assert (left("partner_addresses"), left("access_codes")) == (2, 2)


def test_a_partner_reads_own_row_and_choices_and_nothing_else(world: World) -> None:
    for table in tables(world):
        with world.as_partner(world.ann) as db:
            if table in OF_PARTNER:
                rows = select(db, table, ALLOWED[table])
                assert len(rows) == 1
                assert is_of(world.ann, rows[0])
            elif table in PARTNERS_ALONE:
                assert [row["partner_id"] for row in select(db, table, PARTNERS_ALONE[table])] == [world.ann.partner]
                with pytest.raises(InsufficientPrivilege), db.transaction():
                    select(db, table, None)
            elif table in ALLOWED:
                assert select(db, table, ALLOWED[table]) == []
            else:
                with pytest.raises(InsufficientPrivilege):
                    select(db, table, None)


def test_a_partner_sees_the_session_without_the_label(world: World) -> None:
    with world.as_partner(world.ann) as db:
        seen = db.execute("select * from private.partner_view()").fetchall()
    assert len(seen) == 1
    assert seen[0]["session_id"] == world.ann.session
    assert "label" not in str(seen[0].values())
    for stranger in (world.as_facilitator(world.ann), world.under("authenticated", {"nbp_partner": str(world.ann.session)})):
        with stranger as db:
            assert db.execute("select * from private.partner_view()").fetchall() == []


def test_a_partner_sees_and_deletes_what_is_held_about_them_and_nobody_else_does(world: World) -> None:
    held = ("segments", "hints", "safety_events", "session_memories", "summary_shares")

    def left(session: Any) -> list[int]:
        # past row-level security, in the same transaction
        world.db.execute("select set_config('role', 'service_role', true)")
        counts = [
            world.db.execute(f"select count(*) as n from {table} where session_id = %s".encode(), [session]).fetchone()  # noqa: S608
            for table in held
        ]
        return [count["n"] for count in counts if count]

    for stranger in (
        world.as_facilitator(world.ann),
        world.under("authenticated", {"nbp_partner": str(world.ann.session)}),
        world.under("authenticated", {"sub": str(world.ann.partner)}),
    ):
        with stranger as db:
            assert db.execute("select * from private.partner_data()").fetchall() == []
            assert db.execute("select * from private.partner_words()").fetchall() == []
            assert db.execute("select private.forget_partner() as done").fetchone() == {"done": False}
            assert left(world.ann.session) == [1] * 5
    with world.as_partner(world.ann) as db:
        seen = db.execute("select * from private.partner_data()").fetchall()
        assert [(row["display_name"], row["time_zone"]) for row in seen] == [("P", "Europe/Berlin")]
        assert [row["text"] for row in db.execute("select * from private.partner_words()")] == ["t"]
        assert db.execute("select private.forget_partner() as done").fetchone() == {"done": True}
        assert db.execute("select * from private.partner_words()").fetchall() == []
        assert db.execute("select display_name from partners").fetchall() == [{"display_name": None}]
        forgotten = db.execute("select display_name, time_zone from private.partner_data()").fetchall()
        assert forgotten == [{"display_name": None, "time_zone": None}]
        assert left(world.ann.session) == [0] * 5
        assert left(world.bob.session) == [1] * 5
        notes = db.execute("select status from summaries order by status").fetchall()
        assert notes == [{"status": "deleted"}, {"status": "ready"}]
        assert len(db.execute("select from consents").fetchall()) == 2
    with world.as_service() as db:
        db.execute("update partners set revoked_at = now() where id = %s", [world.ann.partner])
        claims = f'{{"nbp_partner": "{world.ann.partner}", "role": "authenticated"}}'
        db.execute("select set_config('role', 'authenticated', true), set_config('request.jwt.claims', %s, true)", [claims])
        # a place taken back ends the place, not the rights over one's data
        assert [row["text"] for row in db.execute("select * from private.partner_words()")] == ["t"]
        assert [row["place_ended_at"] is not None for row in db.execute("select * from private.partner_data()")] == [True]
        assert db.execute("select private.forget_partner() as done").fetchone() == {"done": True}
        assert left(world.ann.session) == [0] * 5
        assert left(world.bob.session) == [1] * 5


def test_a_facilitator_writes_label_and_date_of_own_sessions_only(world: World) -> None:
    with world.as_facilitator(world.ann) as db:
        assert attempt(db, "update profiles set country = 'GB', mail_link_only = true") == 1
        assert attempt(db, "update profiles set time_zone = 'Pacific/Auckland'") == 1
        assert attempt(db, "update sessions set partner_label = 'new' where id = %s", world.ann.session) == 1
        assert attempt(db, "update sessions set partner_label = 'new' where id = %s", world.bob.session) == 0
        assert attempt(db, "insert into sessions (partner_label) values ('mine')") == 1
        assert attempt(db, "update profiles set display_name = 'Ann'") == 1
        assert attempt(db, "delete from sessions where id = %s", world.bob.session) == 0
        for refused in (
            "update sessions set ended_at = now()",
            "update sessions set started_at = now()",
            "update sessions set version = 1",
            "update sessions set facilitator_id = gen_random_uuid()",
            "insert into sessions (facilitator_id) values (gen_random_uuid())",
            "insert into sessions (id) values (gen_random_uuid())",
            "update profiles set email = 'other@x.org'",
            "insert into profiles (user_id, email) values (gen_random_uuid(), 'n@x.org')",
            "delete from profiles",
        ):
            with pytest.raises(InsufficientPrivilege):
                attempt(db, refused)
        assert attempt(db, "delete from sessions where id = %s", world.ann.session) == 1
        assert db.execute("select from consents").fetchall() == []


def test_a_time_zone_is_read_by_nobody_else(world: World) -> None:
    for side, other in ((world.ann, world.bob), (world.bob, world.ann)):
        with world.as_facilitator(side) as db:
            assert [row["time_zone"] for row in db.execute("select time_zone from profiles")] == ["Pacific/Auckland"]
            assert attempt(db, "update profiles set time_zone = 'UTC' where user_id = %s", other.facilitator) == 0
            with pytest.raises(InsufficientPrivilege), db.transaction():
                db.execute("select time_zone from partners")
            with pytest.raises(psycopg.errors.CheckViolation), db.transaction():
                db.execute("update profiles set time_zone = '/Here <b>'")
        with world.as_partner(side) as db:
            assert db.execute("select time_zone from profiles").fetchall() == []
            assert attempt(db, "update profiles set time_zone = 'UTC'") == 0
            assert [row["time_zone"] for row in db.execute("select time_zone from private.partner_data()")] == ["Europe/Berlin"]
            with pytest.raises(InsufficientPrivilege), db.transaction():
                db.execute("update partners set time_zone = 'UTC'")


def test_a_facilitator_marks_hints_of_own_sessions_and_changes_nothing_else_of_them(world: World) -> None:
    with world.as_facilitator(world.ann) as db:
        assert attempt(db, "update hints set mark = 'helped' where session_id = %s", world.ann.session) == 1
        assert attempt(db, "update hints set mark = 'not-now' where session_id = %s", world.bob.session) == 0
        for refused in (
            "update hints set text = 'mine'",
            "update hints set source = 'ai'",
            "insert into hints (mark) values ('helped')",
        ):
            with pytest.raises(InsufficientPrivilege):
                attempt(db, refused)
        with pytest.raises(psycopg.errors.CheckViolation):
            attempt(db, "update hints set mark = 'wonderful'")
    with world.as_partner(world.ann) as db:
        assert attempt(db, "update hints set mark = 'helped'") == 0


def test_a_facilitator_s_own_notes_are_written_and_read_by_them_alone(world: World) -> None:
    mine, theirs = "private_notes where session_id = %s", "update private_notes set text = 'new' where session_id = %s"
    with world.as_facilitator(world.ann) as db:
        assert attempt(db, theirs, world.ann.session) == 1
        assert db.execute("select text, version from private_notes").fetchall() == [{"text": "new", "version": 2}]
        assert attempt(db, theirs, world.bob.session) == 0
        assert attempt(db, f"delete from {mine}", world.bob.session) == 0  # noqa: S608
        assert attempt(db, f"delete from {mine}", world.ann.session) == 1  # noqa: S608
        assert attempt(db, "insert into private_notes (session_id, text) values (%s, 'again')", world.ann.session) == 1
        with pytest.raises(InsufficientPrivilege):
            attempt(db, "insert into private_notes (session_id, text) values (%s, 'x')", world.bob.session)
        with pytest.raises(InsufficientPrivilege):
            attempt(db, "update private_notes set version = 9")
    with world.as_partner(world.ann) as db:
        assert db.execute("select from private_notes").fetchall() == []
        assert attempt(db, theirs, world.ann.session) == 0
        with pytest.raises(InsufficientPrivilege):
            attempt(db, "insert into private_notes (session_id, text) values (%s, 'x')", world.ann.session)


@pytest.mark.parametrize("table", sorted(set(ALLOWED) - {"sessions", "profiles", "private_notes"} | NOBODYS))
def test_neither_person_writes_anything_else(world: World, table: str) -> None:
    name = "session_id" if "session_id" in columns(world, table) else columns(world, table)[0]
    for person in (world.as_facilitator(world.ann), world.as_partner(world.ann)):
        with person as db:
            for refused in (
                f"insert into {table} default values",
                f"update {table} set {name} = {name}",  # noqa: S608
                f"delete from {table}",  # noqa: S608
                f"truncate {table}",
            ):
                with pytest.raises(InsufficientPrivilege):
                    attempt(db, refused)
    if table != "consents":  # the service adds to the ledger, and no more: below
        with world.as_service() as db:
            assert attempt(db, f"update {table} set {name} = {name}")  # noqa: S608


def test_claims_from_outside_make_nobody_a_partner(world: World) -> None:
    # a person's own metadata is in their token, below the top; only the API sets the top-level claim
    forged = {"sub": str(world.bob.facilitator), "user_metadata": {"nbp_partner": str(world.ann.partner)}}
    with world.under("authenticated", forged) as db:
        rows = select(db, "consents", None)
        assert all(is_of(world.bob, row) for row in rows)
    with world.under("authenticated", {"nbp_partner": ""}) as db:
        assert select(db, "consents", None) == []


async def test_the_api_s_own_door_strips_the_partner_claim(world: World) -> None:
    from functions.platform.adapters.postgres import Database

    opened = Database(world.db.info.dsn)
    try:
        async with opened.as_facilitator({"sub": str(world.bob.facilitator), "nbp_partner": str(world.ann.partner)}) as tx:
            rows = await (await tx.execute("select partner_id from consents")).fetchall()
        assert rows == [{"partner_id": world.bob.partner}]
        async with opened.as_partner(world.ann.partner, world.ann.session) as tx:
            rows = await (await tx.execute("select partner_id from consents")).fetchall()
        assert rows == [{"partner_id": world.ann.partner}]
        async with opened.as_anonymous() as tx:
            with pytest.raises(InsufficientPrivilege):
                await tx.execute("select from sessions")
        async with opened.as_service() as tx:
            rows = await (await tx.execute("select current_user as me, current_setting('statement_timeout') as s")).fetchall()
        assert rows == [{"me": "service_role", "s": "10s"}]
    finally:
        await opened.aclose()


def test_the_ledger_is_only_added_to_even_by_the_service(world: World) -> None:
    with world.as_service() as db:
        for refused in ("update consents set granted = false", "delete from consents"):
            with pytest.raises(psycopg.errors.RestrictViolation):
                attempt(db, refused)
        added = (
            "insert into consents (session_id, partner_id, kind, granted, version, text_hash)"
            " values (%s, %s, 'listening', false, 'v', %s)"
        )
        assert attempt(db, added, world.ann.session, world.ann.partner, "0" * 64) == 1
        assert db.execute("select private.listens(%s) as listens", [world.ann.session]).fetchone() == {"listens": False}
        assert db.execute("select private.listens(%s) as listens", [world.bob.session]).fetchone() == {"listens": True}
        with pytest.raises(psycopg.errors.ForeignKeyViolation):
            attempt(db, added, world.bob.session, world.ann.partner, "0" * 64)
        assert attempt(db, "delete from sessions where id = %s", world.ann.session) == 1


def test_one_standing_partner_and_one_standing_link(world: World) -> None:
    with world.as_service() as db:
        again = "insert into partners (session_id, invite_id, token_hash) values (%s, %s, %s)"
        with pytest.raises(psycopg.errors.UniqueViolation):
            attempt(db, again, world.ann.session, world.ann.invite, "1" * 64)
        link = "insert into invites (session_id, token_hash, expires_at) values (%s, %s, now())"
        with pytest.raises(psycopg.errors.UniqueViolation):
            attempt(db, link, world.ann.session, "1" * 64)
        db.execute("update partners set revoked_at = now() where session_id = %s", [world.ann.session])
        db.execute("update invites set revoked_at = now() where session_id = %s", [world.ann.session])
        assert attempt(db, again, world.ann.session, world.ann.invite, "1" * 64) == 1
        assert attempt(db, link, world.ann.session, "1" * 64) == 1


def test_an_account_deleted_takes_its_sessions_along(world: World) -> None:
    with world.db.transaction(force_rollback=True):
        world.db.execute("insert into auth.users (id, email) values (%s, 'ann@x.org')", [world.ann.facilitator])
        world.db.execute("delete from auth.users where id = %s", [world.ann.facilitator])
        left = world.db.execute("select facilitator_id from sessions").fetchall()
        forgotten = "select from forgotten_accounts where user_id = %s"
        assert len(world.db.execute(forgotten, [world.ann.facilitator]).fetchall()) == 1
        assert left == [{"facilitator_id": world.bob.facilitator}]


def test_whatever_takes_the_yes_away_stops_the_recording_in_the_same_breath(world: World) -> None:
    stops = {
        "insert into consents (session_id, partner_id, kind, granted, version, text_hash)"
        " values (%(session)s, %(partner)s, 'recording', false, 'v', repeat('0', 64))": True,
        "update partners set revoked_at = now() where id = %(partner)s": True,
        "update sessions set ended_at = now() where id = %(session)s": True,
        # the controls: another choice, another name, another date
        "insert into consents (session_id, partner_id, kind, granted, version, text_hash)"
        " values (%(session)s, %(partner)s, 'listening', false, 'v', repeat('0', 64))": False,
        "update partners set display_name = 'other' where id = %(partner)s": False,
        "update sessions set scheduled_for = now() where id = %(session)s": False,
    }
    for statement, stopped in stops.items():
        with world.as_service() as db:
            db.execute(statement.encode(), {"session": world.ann.session, "partner": world.ann.partner})
            rows = db.execute("select id, running from recordings").fetchall()
            assert {row["id"]: row["running"] for row in rows} == {world.ann.recording: not stopped, world.bob.recording: True}
            spans = db.execute("select ended_at from recording_spans where recording_id = %s", [world.ann.recording]).fetchall()
            assert [row["ended_at"] is not None for row in spans] == [stopped]


def test_a_recording_that_goes_leaves_its_files_in_the_trash(world: World) -> None:
    with world.as_facilitator(world.ann) as db:
        assert attempt(db, "delete from sessions where id = %s", world.ann.session) == 1
        db.execute("select set_config('role', 'service_role', true)")
        assert db.execute("select from file_trash where recording_id = %s", [world.ann.recording]).fetchall()
        assert not db.execute("select from file_trash where recording_id = %s", [world.bob.recording]).fetchall()
