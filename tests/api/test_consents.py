"""Consent: a ledger that keeps every word, a room that hears the newest, and honesty when it does not."""

from __future__ import annotations

import asyncio
import dataclasses
import hashlib
import uuid

import httpx

from functions.consent import texts as consent_texts
from functions.consent.texts import CURRENT, KINDS
from functions.jobs import JOBS
from functions.platform.room_events import RoomEvent
from functions.rooms import webhooks
from functions.rooms.identities import partner_identity

from .conftest import World
from .test_invites import invited, redeem, slug


async def partner_of(world: World, alex: httpx.AsyncClient) -> tuple[str, httpx.AsyncClient]:
    session, token = await invited(alex)
    return session, world.client((await redeem(world, token)).json()["partner_token"])


async def choose(sam: httpx.AsyncClient, granted: bool, kind: str = "listening", version: str | None = None) -> httpx.Response:
    body = {"granted": granted, "version": version or f"{kind}.v1"}
    if kind == "copy" and granted:
        body["email"] = "sam@example.org"
    return await sam.put(f"/api/partner/consents/{kind}", json=body)


async def test_every_change_is_a_row_with_version_text_and_time(world: World, fresh_name: str) -> None:
    async with world.facilitator(fresh_name) as alex:
        await alex.patch("/api/me", json={"display_name": "Alex"})
        session, sam = await partner_of(world, alex)
        async with sam:
            for granted in (True, True, False, False, True):
                seen = (await choose(sam, granted)).json()
                assert seen["consents"]["listening"]["granted"] is granted
                assert seen["room_told"] is True
            assert (await choose(sam, True, "copy")).json()["consents"]["copy"]["granted"] is True
        rows = world.sql("select * from consents where session_id = %s order by id", session)
        assert [(row["kind"], row["granted"]) for row in rows] == [
            ("listening", True),
            ("listening", False),
            ("listening", True),
            ("copy", True),
        ]
        values = rows[0]["filled"]
        assert values["name"] == "Alex"
        shown = consent_texts.fill(consent_texts.template("listening.v1"), values)
        assert "{" not in shown
        assert rows[0]["text_hash"] == hashlib.sha256(shown.encode()).hexdigest()
        assert rows[0]["at"] <= rows[1]["at"] <= rows[2]["at"]
        listed = (await alex.get(f"/api/sessions/{session}")).json()["consent"]
        assert listed["listening"] is True


async def test_the_room_hears_it_at_once(world: World, fresh_name: str) -> None:
    async with world.facilitator(fresh_name) as alex:
        session, sam = await partner_of(world, alex)
        async with sam:
            await choose(sam, True)
            await choose(sam, False)
            await choose(sam, True, "recording")
        who = partner_identity(world.sql("select id from partners where session_id = %s", session)[0]["id"])
        assert world.livekit.told == [
            (world.room(session), who, {"consent.listening": "granted"}),
            (world.room(session), who, {"consent.listening": "withdrawn"}),
        ]


async def test_a_yes_brings_the_coach_only_to_a_partner_who_is_there(world: World, fresh_name: str) -> None:
    async with world.facilitator(fresh_name) as alex:
        session, sam = await partner_of(world, alex)
        async with sam:
            await choose(sam, True)
            assert world.launcher.launched == []
            await choose(sam, False)
            world.enter(session, "partner")
            await choose(sam, False)
            assert world.launcher.launched == []
            await choose(sam, True)
            await choose(sam, True)
        assert [job.session_id for job in world.launcher.launched] == [session]


async def test_a_no_is_kept_and_said_honestly_when_livekit_is_away(world: World, fresh_name: str) -> None:
    async with world.facilitator(fresh_name) as alex:
        session, sam = await partner_of(world, alex)
        async with sam:
            await choose(sam, True)
            world.livekit.down = True
            stopped = await choose(sam, False)
            assert stopped.status_code == 200
            assert stopped.json()["room_told"] is False
            assert stopped.json()["consents"]["listening"]["granted"] is False
            assert world.queue.named("tell_consent") == [{"session_id": session}]
            newest = world.sql("select granted from consents where session_id = %s order by id desc limit 1", session)
            assert newest == [{"granted": False}]
            world.livekit.down = False
            await JOBS["tell_consent"](world.deps, session_id=session)
            assert world.livekit.told[-1][2] == {"consent.listening": "withdrawn"}
            assert (await choose(sam, False)).json()["room_told"] is True


async def test_a_call_of_livekit_that_fails_once_is_made_again_at_once(world: World, fresh_name: str) -> None:
    """The Facilitator learns of a Stop in a moment, not when a job has its turn."""
    async with world.facilitator(fresh_name) as alex:
        _, sam = await partner_of(world, alex)
        async with sam:
            await choose(sam, True)
            waiting = len(world.queue.named("tell_consent"))
            world.livekit.failing_calls = 1
            assert (await choose(sam, False)).json()["room_told"] is True
            assert world.livekit.told[-1][2] == {"consent.listening": "withdrawn"}
            assert len(world.queue.named("tell_consent")) == waiting


async def test_a_coach_that_cannot_be_launched_takes_nothing_from_the_yes(world: World, fresh_name: str) -> None:
    async with world.facilitator(fresh_name) as alex:
        session, sam = await partner_of(world, alex)
        world.enter(session, "partner")
        world.launcher.fails = True
        async with sam:
            agreed = await choose(sam, True)
            assert (agreed.status_code, agreed.json()["consents"]["listening"]["granted"]) == (200, True)


async def test_whatever_crosses_the_room_ends_on_the_last_word(world: World, fresh_name: str) -> None:
    async with world.facilitator(fresh_name) as alex:
        session, sam = await partner_of(world, alex)

        def meanwhile() -> None:
            world.sql(
                "insert into consents (session_id, partner_id, kind, granted, version, text_hash)"
                " select session_id, partner_id, kind, false, version, text_hash from consents where session_id = %s limit 1",
                session,
            )

        async with sam:
            world.livekit.while_telling = meanwhile
            await choose(sam, True)
            assert [told[2]["consent.listening"] for told in world.livekit.told] == ["granted", "withdrawn"]
            await asyncio.gather(*(choose(sam, n % 2 == 0) for n in range(8)))
            stands = world.sql("select granted from consents where session_id = %s order by id desc limit 1", session)[0][
                "granted"
            ]
            assert world.livekit.told[-1][2]["consent.listening"] == ("granted" if stands else "withdrawn")


async def test_a_yes_needs_today_s_text_a_no_needs_nothing(world: World, fresh_name: str) -> None:
    async with world.facilitator(fresh_name) as alex:
        session, sam = await partner_of(world, alex)
        async with sam:
            assert slug(await choose(sam, True, version="listening.v0")) == "conflict"
            assert world.sql("select from consents where session_id = %s", session) == []
            assert (await choose(sam, False, version="listening.v0")).status_code == 200
            assert (await choose(sam, True, "thoughts")).status_code == 422
            assert (await choose(sam, True)).status_code == 200


async def test_a_choice_on_an_older_text_stands_for_nothing(world: World, fresh_name: str) -> None:
    async with world.facilitator(fresh_name) as alex:
        session, sam = await partner_of(world, alex)
        async with sam:
            await choose(sam, True, "recording")
            world.sql(
                "insert into consents (session_id, partner_id, kind, granted, version, text_hash)"
                " select session_id, partner_id, 'copy', true, 'copy.v0', text_hash from consents where session_id = %s",
                session,
            )
            seen = (await sam.get("/api/partner")).json()["consents"]
            assert seen["copy"] is None
            assert seen["recording"]["granted"] is True


async def test_a_yes_to_an_older_text_lets_no_coach_in(world: World, fresh_name: str) -> None:
    async with world.facilitator(fresh_name) as alex:
        session, sam = await partner_of(world, alex)
        async with sam:
            await choose(sam, True)
            world.sql(
                "insert into consents (session_id, partner_id, kind, granted, version, text_hash)"
                " select session_id, partner_id, kind, true, 'listening.v0', text_hash from consents where session_id = %s",
                session,
            )
            world.enter(session, "partner")
            due = world.sql("select private.listens(%s) as listens, private.coach_is_due(%s) as due", session, session)
            assert due == [{"listens": False, "due": False}]
            assert (await alex.get(f"/api/sessions/{session}")).json()["consent"]["listening"] is False
            await choose(sam, True)
            due = world.sql("select private.listens(%s) as listens, private.coach_is_due(%s) as due", session, session)
            assert due == [{"listens": True, "due": True}]
            assert (await alex.get(f"/api/sessions/{session}")).json()["consent"]["listening"] is True


def test_the_database_knows_today_s_texts(world: World) -> None:
    known = world.sql("select kind, private.current_text(kind) as version from unnest(%s::text[]) as kind", [*KINDS, "other"])
    assert {row["kind"]: row["version"] for row in known} == {**CURRENT, "other": None}


async def test_after_the_end_only_a_no_or_the_copy(world: World, fresh_name: str) -> None:
    async with world.facilitator(fresh_name) as alex:
        session, sam = await partner_of(world, alex)
        async with sam:
            await choose(sam, True)
            await alex.post(f"/api/sessions/{session}/end")
            assert slug(await choose(sam, True)) == "session-ended"
            assert slug(await choose(sam, True, "recording")) == "session-ended"
            assert (await choose(sam, True, "copy")).status_code == 200
            assert (await choose(sam, False)).json()["status"] == "ended"


async def test_only_a_partner_chooses(world: World, fresh_name: str) -> None:
    async with world.facilitator(fresh_name) as alex, world.client() as nobody, world.client("nbp_p_" + "x" * 43) as stranger:
        _, sam = await partner_of(world, alex)
        for client in (alex, nobody, stranger):
            assert (await choose(client, True)).status_code == 401
            assert (await client.get("/api/partner")).status_code == 401
        async with sam:
            assert (await sam.get("/api/partner")).status_code == 200
            assert (await sam.get("/api/sessions")).status_code == 401
            assert (await sam.get("/api/me")).status_code == 401
            assert "secret label" not in (await sam.get("/api/partner")).text


async def test_an_old_join_token_brings_back_neither_a_withdrawn_yes_nor_a_withdrawn_place(world: World, fresh_name: str) -> None:
    async def comes(session: str) -> None:
        who = dataclasses.replace(first, sid=f"PA_{uuid.uuid4().hex}")
        world.livekit.present.append(who)
        then = await webhooks.take(world.deps, RoomEvent(f"EV_{who.sid}", "participant_joined", world.room(session), 0, who))
        assert then is not None
        await then()

    async with world.facilitator(fresh_name) as alex:
        session, sam = await partner_of(world, alex)
        async with sam:
            await choose(sam, True)
            world.sit(session)
            first = world.livekit.present.pop()
            await comes(session)
            assert world.livekit.told[-1][2] == {"consent.listening": "granted"}
            assert len(world.launcher.launched) == 1
            await choose(sam, False)
            world.livekit.told.clear()
            await comes(session)
            assert world.livekit.told[-1][2] == {"consent.listening": "withdrawn"}
            assert world.livekit.removed == []
        await alex.delete(f"/api/sessions/{session}/invite")
        world.livekit.removed.clear()
        await comes(session)
        assert len(world.livekit.removed) == 1
        assert len(world.launcher.launched) == 1
