"""Sessions: created, found, changed with a check, ended once, deleted whole."""

from __future__ import annotations

import uuid

from .conftest import World


async def test_a_new_session_is_listed_and_its_status_follows_who_is_in_the_room(world: World, fresh_name: str) -> None:
    async with world.facilitator(fresh_name) as alex:
        made = await alex.post("/api/sessions", json={"partner_label": " Sam ", "scheduled_for": "2026-11-24T19:30:00+01:00"})
        assert made.status_code == 201
        session = made.json()
        assert made.headers["location"] == f"/api/sessions/{session['id']}"
        assert session["partner_label"] == "Sam"
        assert session["scheduled_for"] == "2026-11-24T18:30:00Z"
        assert (session["status"], session["row"], session["invite"]) == (
            "invited",
            "Not invited yet",
            {"status": "none", "expires_at": None},
        )
        at = f"/api/sessions/{session['id']}"
        world.enter(session["id"], "facilitator")
        now = (await alex.get(at)).json()
        assert (now["status"], now["row"]) == ("waiting", "Not invited yet")
        world.enter(session["id"], "partner")
        now = (await alex.get(at)).json()
        assert (now["status"], now["row"]) == ("live", "Live now")
        world.sql("update presences set left_at = now() where session_id = %s and role = 'facilitator'", session["id"])
        now = (await alex.get(at)).json()
        assert (now["status"], now["row"]) == ("waiting", "Partner is here")
        ended = (await alex.post(f"{at}/end")).json()
        assert (ended["status"], ended["row"]) == ("ended", "Ended")
        for summary, row in (("writing", "Writing notes"), ("ready", "Notes ready"), ("mail_failed", "Mail failed")):
            world.sql(
                "insert into summaries (session_id, status) values (%s, %s)"
                " on conflict (session_id) do update set status = excluded.status",
                session["id"],
                summary,
            )
            assert (await alex.get(at)).json()["row"] == row
        assert [s["id"] for s in (await alex.get("/api/sessions")).json()["sessions"]] == [session["id"]]


async def test_the_list_says_what_became_of_the_link(world: World, fresh_name: str) -> None:
    async with world.facilitator(fresh_name) as alex, world.client() as sam:
        at = f"/api/sessions/{(await alex.post('/api/sessions', json={})).json()['id']}"

        async def row() -> str:
            return str((await alex.get(at)).json()["row"])

        assert await row() == "Not invited yet"
        await alex.post(f"{at}/invite")
        assert await row() == "Invited, not opened"
        world.sql("update invites set expires_at = now() - interval '1 minute' where session_id = %s", at.rsplit("/", 1)[1])
        assert await row() == "Link has run out"
        await alex.delete(f"{at}/invite")
        assert await row() == "Link withdrawn"
        token = (await alex.post(f"{at}/invite")).json()["url"].rsplit("/", 1)[1]
        await sam.post("/api/invites/redeem", json={"token": token})
        assert await row() == "Partner was here"
        await alex.delete(f"{at}/invite")
        assert await row() == "Link withdrawn"


async def test_nobody_else_sees_changes_ends_or_deletes_it(world: World, fresh_name: str) -> None:
    async with world.facilitator(fresh_name) as alex, world.facilitator(f"other-{fresh_name}") as kim, world.client() as nobody:
        session = (await alex.post("/api/sessions", json={"partner_label": "Sam"})).json()["id"]
        at = f"/api/sessions/{session}"
        await kim.get("/api/me")
        for refused in (
            await kim.get(at),
            await kim.patch(at, json={"partner_label": "X"}),
            await kim.post(f"{at}/end"),
            await kim.post(f"{at}/invite"),
            await kim.delete(f"{at}/invite"),
            await kim.post(f"{at}/invite/mail", json={"email": "sam@example.org"}),
            await kim.delete(at),
            await kim.get(f"/api/sessions/{uuid.uuid4()}"),
        ):
            assert refused.status_code == 404
            assert refused.json()["type"].endswith("/problems/not-found")
        assert (await kim.get("/api/sessions")).json() == {"sessions": [], "next": None}
        assert (await nobody.get(at)).status_code == 401
        assert world.livekit.closed == []
        still = await alex.get(at)
        assert still.status_code == 200
        assert (still.json()["partner_label"], still.json()["ended_at"]) == ("Sam", None)


async def test_a_change_made_on_an_older_version_is_refused(world: World, fresh_name: str) -> None:
    async with world.facilitator(fresh_name) as alex:
        made = await alex.post("/api/sessions", json={"partner_label": "Sam"})
        at = made.headers["location"]
        tag = made.headers["etag"]
        first = await alex.patch(at, json={"partner_label": "Sam W."}, headers={"If-Match": tag})
        assert first.status_code == 200
        assert first.headers["etag"] != tag
        for late in (
            await alex.patch(at, json={"partner_label": "Samuel"}, headers={"If-Match": tag}),
            await alex.patch(at, json={"partner_label": "Samuel", "version": 1}),
        ):
            assert late.status_code == 409
            assert late.json()["type"].endswith("/conflict")
        assert (await alex.get(at)).json()["partner_label"] == "Sam W."
        cleared = await alex.patch(at, json={"partner_label": None}, headers={"If-Match": first.headers["etag"]})
        assert cleared.json()["partner_label"] is None
        assert (await alex.patch(at, json={"scheduled_for": "2027-01-01T10:00:00Z"})).json()["partner_label"] is None
        assert (await alex.patch(at, json={"partner_label": "x"}, headers={"If-Match": '"abc"'})).status_code == 422


async def test_pages_of_the_list_meet_without_gap_or_double(world: World, fresh_name: str) -> None:
    async with world.facilitator(fresh_name) as alex:
        made = [(await alex.post("/api/sessions", json={"partner_label": f"P{n}"})).json()["id"] for n in range(7)]
        # two of one instant: the cursor must tell them apart
        world.sql(
            "update sessions set created_at = '2026-01-01T00:00:00Z' where id = any(%s)", [uuid.UUID(one) for one in made[2:5]]
        )
        seen, before = [], None
        while True:
            page = (await alex.get("/api/sessions", params={"limit": 2} | ({"before": before} if before else {}))).json()
            seen += [s["id"] for s in page["sessions"]]
            before = page["next"]
            if before is None:
                break
        assert len(seen) == 7
        assert set(seen) == set(made)
        for odd in ("nonsense", "WzEsMl0", "Im51bGwi"):
            strange = await alex.get("/api/sessions", params={"before": odd})
            assert strange.status_code == 422
        assert (await alex.get("/api/sessions", params={"limit": 0})).status_code == 422


async def test_search_finds_what_was_typed_and_only_that(world: World, fresh_name: str) -> None:
    async with world.facilitator(fresh_name) as alex:
        for label in ("Sam 100%", "Samira", "Kim", "under_score"):
            await alex.post("/api/sessions", json={"partner_label": label})

        async def find(q: str) -> set[str]:
            return {s["partner_label"] for s in (await alex.get("/api/sessions", params={"q": q})).json()["sessions"]}

        assert await find("sam") == {"Sam 100%", "Samira"}
        assert await find("%") == {"Sam 100%"}
        assert await find("_") == {"under_score"}
        assert await find("zzz") == set()
        assert len(await find("  ")) == 4


async def test_ending_puts_everybody_out_and_asks_for_one_summary_however_often(world: World, fresh_name: str) -> None:
    async with world.facilitator(fresh_name) as alex:
        at = (await alex.post("/api/sessions")).headers["location"]
        session = at.rsplit("/", 1)[-1]
        url = (await alex.post(f"{at}/invite")).json()["url"]
        async with world.client() as newcomer:
            await newcomer.post("/api/invites/redeem", json={"token": url.rsplit("/", 1)[-1]})
        world.enter(session, "partner")
        world.sql("update sessions set started_at = now() - interval '48 minutes' where id = %s", session)
        world.sql(
            "insert into agent_leases (session_id, partner_id, lease_until)"
            " select session_id, id, now() + interval '1 minute' from partners where session_id = %s",
            session,
        )
        first = (await alex.post(f"{at}/end")).json()
        again = (await alex.post(f"{at}/end")).json()
        assert first["ended_at"] == again["ended_at"]
        assert first["minutes"] == 48
        assert first["invite"]["status"] == "revoked"
        assert first["coach"] is None
        assert world.livekit.closed[0] == world.room(session)
        assert world.queue.named("summarise")[0] == {"session_id": session}
        assert (await alex.post(f"{at}/invite")).json()["type"].endswith("/session-ended")


async def test_a_room_that_cannot_be_closed_now_is_closed_later(world: World, fresh_name: str) -> None:
    async with world.facilitator(fresh_name) as alex:
        at = (await alex.post("/api/sessions")).headers["location"]
        world.livekit.down = True
        ended = await alex.post(f"{at}/end")
        assert ended.json()["status"] == "ended"
        assert world.queue.named("close_room") == [{"session_id": at.rsplit("/", 1)[-1]}]
        assert len(world.queue.named("summarise")) == 1


async def test_deleting_leaves_no_row_of_it_in_any_table(world: World, fresh_name: str) -> None:
    async with world.facilitator(fresh_name) as alex:
        kept = (await alex.post("/api/sessions", json={"partner_label": "Kim"})).json()["id"]
        at = (await alex.post("/api/sessions")).headers["location"]
        session = at.rsplit("/", 1)[-1]
        for one in (session, kept):
            url = (await alex.post(f"/api/sessions/{one}/invite")).json()["url"]
            async with world.client() as newcomer:
                bearer = (await newcomer.post("/api/invites/redeem", json={"token": url.rsplit("/", 1)[-1]})).json()[
                    "partner_token"
                ]
            async with world.client(bearer) as sam:
                await sam.put("/api/partner/consents/listening", json={"granted": True, "version": "listening.v1"})
            world.enter(one, "partner")
            (partner,) = world.sql("select id from partners where session_id = %s", one)
            place = (one, partner["id"])
            world.sql(
                "insert into agent_leases (session_id, partner_id, lease_until) values (%s, %s, now()) on conflict do nothing",
                *place,
            )
            world.sql("insert into spent_jobs (jti, session_id) values (%s, %s)", f"j-{one}", one)
            world.sql(
                "insert into hints (session_id, partner_id, seq, id, text, source, at)"
                " values (%s, %s, 1, gen_random_uuid(), 't', 'ai', now())",
                *place,
            )
            world.sql(
                "insert into segments (session_id, partner_id, seq, text, start_s, end_s) values (%s, %s, 1, 't', 0, 1)", *place
            )
            world.sql(
                "insert into safety_events (session_id, partner_id, seq, kind, at) values (%s, %s, 1, 'self', now())", *place
            )
            world.sql("insert into summaries (session_id) values (%s)", one)
            world.sql(
                "insert into summary_shares (session_id, partner_id, source, text, html) values (%s, %s, 'ai', 't', 't')", *place
            )
            world.sql(
                "insert into recordings (session_id, partner_id, days) select session_id, id, 1 from partners where session_id = %s",
                one,
            )
            world.sql("insert into session_memories (session_id, partner_id, seq, named) values (%s, %s, 1, '{}')", *place)
            world.sql("insert into private_notes (session_id, text) values (%s, 't')", one)
            world.sql("insert into refused_joins (session_id, identity) values (%s, 'partner-x')", one)
            world.sql("insert into webhook_events (id, event, session_id) values (%s, 'e', %s)", f"EV_{one}", one)
        tables = [
            row["name"]
            for row in world.sql(
                "select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid"
                " where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and a.attname = 'session_id'"
            )
        ]
        assert len(tables) >= 11
        assert (await alex.delete(at)).status_code == 204
        assert world.room(session) in world.livekit.closed
        for table in tables:
            left = world.sql(
                f"select session_id::text as id from {table} where session_id = any(%s)",  # noqa: S608 - names from the catalogue
                [uuid.UUID(session), uuid.UUID(kept)],
            )
            assert {row["id"] for row in left} == {kept}, table
        assert (await alex.get(at)).status_code == 404
        assert (await alex.delete(at)).status_code == 404
        assert (await alex.get(f"/api/sessions/{kept}")).status_code == 200


async def test_me_keeps_a_chosen_name_and_follows_the_token_s_address(world: World) -> None:
    who = str(uuid.uuid4())
    async with world.client(world.keys.token(sub=who, email="old@example.org", user_metadata={"full_name": "Alex B."})) as alex:
        chosen = {"country": None, "mail_link_only": False, "time_zone": None}
        told = {"user_id": who, "email": "old@example.org", "display_name": "Alex B."}
        assert (await alex.get("/api/me")).json() == told | chosen
        assert (await alex.patch("/api/me", json={"display_name": " Alex "})).json()["display_name"] == "Alex"
        assert (await alex.patch("/api/me", json={"display_name": ""})).status_code == 422
    async with world.client(world.keys.token(sub=who, email="new@example.org", user_metadata={"full_name": "Alex B."})) as alex:
        told |= {"email": "new@example.org", "display_name": "Alex"}
        assert (await alex.get("/api/me")).json() == told | chosen
