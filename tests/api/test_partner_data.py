"""What is held about a Partner: they see it, take it along, delete it; nobody else does, and nothing new is kept after."""

from __future__ import annotations

import json
import uuid
from typing import Any

import httpx

from .conftest import World
from .test_consents import choose, partner_of

SAID = "There is a part of me that is so tired."


def speak(world: World, session: str) -> None:
    """What a coached call leaves behind of the Partner who has the place now."""
    (row,) = world.sql("select id, session_id from partners where session_id = %s and revoked_at is null", session)
    place = (row["session_id"], row["id"])
    world.sql(
        "insert into segments (session_id, partner_id, seq, text, start_s, end_s) values (%s, %s, 1, %s, 2, 5)", *place, SAID
    )
    world.sql(
        "insert into hints (session_id, partner_id, seq, id, text, source, at) values (%s, %s, 1, %s, 'a hint', 'built-in', now())",
        *place,
        uuid.uuid4(),
    )
    world.sql("insert into safety_events (session_id, partner_id, seq, kind, at) values (%s, %s, 1, 'self', now())", *place)
    world.sql("insert into summaries (session_id, status) values (%s, 'ready')", session)
    world.sql(
        "insert into summary_shares (session_id, partner_id, source, text, html) values (%s, %s, 'extractive', %s, %s)",
        *place, SAID, SAID,
    )  # fmt: skip


def kept(world: World, session: str) -> dict[str, int]:
    tables = ("segments", "hints", "safety_events")
    counts: dict[str, Any] = {
        table: world.sql(f"select count(*) as n from {table} where session_id = %s", session)[0]["n"]  # noqa: S608
        for table in tables
    }
    return counts


async def test_a_partner_sees_what_is_held_and_takes_it_along(world: World, fresh_name: str) -> None:
    async with world.facilitator(fresh_name) as alex:
        session, sam = await partner_of(world, alex)
        async with sam:
            await choose(sam, True)
            await choose(sam, False)
            speak(world, session)
            seen = (await sam.get("/api/partner/data")).json()
            assert (seen["sentences"], seen["deleted_on"]) == (1, None)  # no end yet, so no day
            assert [(choice["kind"], choice["granted"]) for choice in seen["choices"]] == [
                ("listening", True),
                ("listening", False),
            ]
            await alex.post(f"/api/sessions/{session}/end")
            ended = (await sam.get("/api/partner/data")).json()
            assert ended["deleted_on"] > ended["ended_at"][:10]
            package = await sam.get("/api/partner/data/package")
            assert package.headers["content-disposition"] == 'attachment; filename="my-data.json"'
            assert package.json()["words"] == [{"text": SAID, "start_s": 2, "end_s": 5}]


async def test_it_looks_the_same_whether_something_was_detected_or_not(world: World, fresh_name: str) -> None:
    async with world.facilitator(fresh_name) as alex:
        pages = []
        for detected in (True, False):
            session, sam = await partner_of(world, alex)
            speak(world, session)
            if not detected:
                world.sql("delete from safety_events where session_id = %s", session)
            async with sam:
                seen = (await sam.get("/api/partner/data")).json()
                package = (await sam.get("/api/partner/data/package")).json()
            own = {"came_at": "", "session_id": ""}
            pages.append(json.dumps([seen | own, package | own]))
        assert pages[0] == pages[1]
        assert "hint" not in pages[0]


async def test_delete_deletes_what_was_said_and_all_that_was_made_of_it(world: World, fresh_name: str) -> None:
    async with world.facilitator(fresh_name) as alex:
        session, sam = await partner_of(world, alex)
        other, kim = await partner_of(world, alex)
        speak(world, other)
        async with sam, kim:
            await choose(sam, True)
            speak(world, session)
            await alex.post(f"/api/sessions/{session}/end")
            gone = await sam.delete("/api/partner/data")
            assert gone.status_code == 200
            assert (gone.json()["sentences"], gone.json()["display_name"]) == (0, None)
            assert gone.json()["forgotten_at"]
            assert kept(world, session) == {"segments": 0, "hints": 0, "safety_events": 0}
            assert (await alex.get(f"/api/sessions/{session}/summary")).json()["status"] == "deleted"
            assert SAID not in (await sam.get("/api/partner/data/package")).text
            # the ledger stays, with the withdrawal in it
            assert [choice["granted"] for choice in gone.json()["choices"]] == [True, False]
            # the control: another Partner's call is untouched
            assert kept(world, other) == {"segments": 1, "hints": 1, "safety_events": 1}
            assert (await kim.get("/api/partner/data")).json()["sentences"] == 1


async def test_a_recording_is_said_and_goes_too(world: World, fresh_name: str) -> None:
    async with world.facilitator(fresh_name) as alex:
        session, sam = await partner_of(world, alex)
        async with sam:
            assert (await sam.get("/api/partner/data")).json()["recorded"] is False
            world.sql(
                "insert into recordings (session_id, partner_id, days) select session_id, id, 30 from partners where session_id = %s",
                session,
            )
            assert (await sam.get("/api/partner/data")).json()["recorded"] is True
            assert (await sam.delete("/api/partner/data")).json()["recorded"] is False
            assert world.sql("select from recordings where session_id = %s", session) == []
            assert {} in world.queue.named("empty_trash")


async def test_nobody_else_asks_for_it_or_deletes_it(world: World, fresh_name: str) -> None:
    async with world.facilitator(fresh_name) as alex, world.client() as nobody:
        session, sam = await partner_of(world, alex)
        speak(world, session)
        async with sam:
            for client in (alex, nobody):
                for refused in (
                    await client.get("/api/partner/data"),
                    await client.get("/api/partner/data/package"),
                    await client.delete("/api/partner/data"),
                ):
                    assert refused.status_code == 401
            assert kept(world, session)["segments"] == 1
            assert (await sam.get("/api/partner/data")).json()["sentences"] == 1


async def test_deleting_in_the_call_stops_the_coach_and_a_later_yes_counts_again(world: World, fresh_name: str) -> None:
    async with world.facilitator(fresh_name) as alex:
        session, sam = await partner_of(world, alex)
        async with sam:
            await choose(sam, True)
            await sam.delete("/api/partner/data")
            assert world.livekit.told[-1][2] == {"consent.listening": "withdrawn"}
            forgotten = "select private.is_partner_forgotten(id) as yes from partners where session_id = %s"
            assert world.sql(forgotten, session) == [{"yes": True}]
            await choose(sam, True)
            assert world.sql(forgotten, session) == [{"yes": False}]


async def test_the_copy_needs_an_address_and_no_takes_it_away(world: World, fresh_name: str) -> None:
    async def copy(sam: httpx.AsyncClient, granted: bool, email: str | None) -> httpx.Response:
        body = {"granted": granted, "version": "copy.v1"} | ({"email": email} if email else {})
        return await sam.put("/api/partner/consents/copy", json=body)

    async with world.facilitator(fresh_name) as alex:
        session, sam = await partner_of(world, alex)
        async with sam:
            for refused in (await copy(sam, True, None), await copy(sam, True, "not an address")):
                assert refused.status_code == 422
            assert world.sql("select from consents where session_id = %s", session) == []
            assert (await copy(sam, True, "sam@example.org")).json()["copy_email"] == "sam@example.org"
            assert "sam@example.org" not in (await alex.get(f"/api/sessions/{session}")).text
            assert (await copy(sam, False, None)).json()["copy_email"] is None
            assert world.sql("select copy_email from partners where session_id = %s", session) == [{"copy_email": None}]
            for _ in range(9):
                await copy(sam, True, "sam@example.org")
            assert (await copy(sam, True, "kim@example.org")).status_code == 429
            assert (await copy(sam, False, None)).status_code == 200
