"""The account: chosen, downloaded whole, deleted whole; a token that outlives it brings nothing back."""

from __future__ import annotations

import uuid

from .conftest import World


async def agreed(world: World, facilitator: object, session: str) -> None:
    token = (await facilitator.post(f"/api/sessions/{session}/invite")).json()["url"].rsplit("/", 1)[1]  # type: ignore[attr-defined]
    async with world.client() as anyone:
        bearer = (await anyone.post("/api/invites/redeem", json={"token": token, "display_name": "Sam"})).json()["partner_token"]
    async with world.client(bearer) as sam:
        for granted in (True, False, True):
            choice = {"granted": granted, "version": "listening.v1"}
            assert (await sam.put("/api/partner/consents/listening", json=choice)).status_code == 200


async def test_choices_are_kept_and_only_what_is_sent_is_changed(world: World, fresh_name: str) -> None:
    async with world.facilitator(fresh_name) as alex, world.client() as anyone:
        known = (await anyone.get("/api/config")).json()["help_by_country"]
        assert {"US", "GB"} <= {entry["country"] for entry in known}
        assert (await alex.get("/api/me")).json()["country"] is None
        changed = (await alex.patch("/api/me", json={"country": "GB", "mail_link_only": True})).json()
        assert (changed["country"], changed["mail_link_only"], changed["display_name"]) == ("GB", True, None)
        assert (await alex.patch("/api/me", json={"display_name": "Alex"})).json()["country"] == "GB"
        assert (await alex.patch("/api/me", json={"country": None})).json()["country"] is None
        assert (await alex.patch("/api/me", json={"country": "XX"})).status_code == 422


async def test_every_choice_of_the_partner_is_in_the_ledger_with_its_time_and_text(world: World, fresh_name: str) -> None:
    async with world.facilitator(fresh_name) as alex, world.facilitator(f"other-{fresh_name}") as kim:
        session = (await alex.post("/api/sessions")).json()["id"]
        await agreed(world, alex, session)
        choices = (await alex.get(f"/api/sessions/{session}/consents")).json()["choices"]
        assert [(c["kind"], c["granted"], c["version"]) for c in choices] == [
            ("listening", True, "listening.v1"),
            ("listening", False, "listening.v1"),
            ("listening", True, "listening.v1"),
        ]
        assert [c["at"] for c in choices] == sorted({c["at"] for c in choices})
        assert "hears your microphone" in choices[0]["text"]
        assert "{" not in choices[0]["text"]
        await kim.get("/api/me")
        assert (await kim.get(f"/api/sessions/{session}/consents")).status_code == 404


async def test_the_download_has_everything_of_one_s_own_and_nothing_of_others(world: World, fresh_name: str) -> None:
    async with world.facilitator(fresh_name) as alex, world.facilitator(f"other-{fresh_name}") as kim:
        session = (await alex.post("/api/sessions", json={"partner_label": "Sam"})).json()["id"]
        await kim.post("/api/sessions", json={"partner_label": "Hidden"})
        await agreed(world, alex, session)
        await alex.put(f"/api/sessions/{session}/notes", json={"text": "The knot.", "version": 0})
        world.sql(
            "insert into hints (session_id, partner_id, seq, id, text, source, at)"
            " select session_id, id, 1, gen_random_uuid(), 'H', 'ai', now() from partners where session_id = %s",
            session,
        )
        world.sql("insert into summaries (session_id, status) values (%s, 'ready')", session)
        world.sql(
            "insert into summary_shares (session_id, partner_id, source, text, html)"
            " select session_id, id, 'ai', 'S', '<p>S</p>' from partners where session_id = %s",
            session,
        )
        world.sql(
            "insert into segments (session_id, partner_id, seq, text, start_s, end_s)"
            " select session_id, id, 1, 'their words', 0, 1 from partners where session_id = %s",
            session,
        )
        got = await alex.get("/api/me/everything")
        assert got.headers["content-disposition"].startswith("attachment")
        (one,) = got.json()["sessions"]
        assert (one["partner_label"], one["own_notes"]["text"], one["hints"][0]["text"], one["summary"]["shares"][0]["text"]) == (
            "Sam",
            "The knot.",
            "H",
            "S",
        )
        assert len(one["consents"]) == 3
        assert len(one["invitations"]) == 1
        for absent in ("Hidden", "their words", "token_hash"):
            assert absent not in got.text


async def test_deleting_takes_everything_and_an_old_token_brings_nothing_back(world: World, fresh_name: str) -> None:
    async with world.facilitator(fresh_name) as alex, world.facilitator(f"other-{fresh_name}") as kim:
        session = (await alex.post("/api/sessions", json={"partner_label": "Sam"})).json()["id"]
        await agreed(world, alex, session)
        other = (await kim.post("/api/sessions")).json()["id"]
        mine = (await alex.get("/api/me")).json()["user_id"]
        for unsure in ("", "?confirm=yes"):
            assert (await alex.delete(f"/api/me{unsure}")).status_code == 422
        assert (await alex.get(f"/api/sessions/{session}")).status_code == 200

        assert (await alex.delete("/api/me?confirm=DELETE")).status_code == 204
        assert (mine, "service-key") in world.keys.deleted
        assert len(world.livekit.closed) == 1
        for table, column in (("profiles", "user_id"), ("sessions", "facilitator_id")):
            assert world.sql(f"select from {table} where {column} = %s", uuid.UUID(mine)) == []
        assert world.sql("select from consents where session_id = %s", session) == []
        assert [mail.subject for mail in world.mailer.sent] == ["Your data was deleted"]

        # the token is still valid: it makes no profile and no session again
        for again in (await alex.get("/api/me"), await alex.post("/api/sessions"), await alex.patch("/api/me", json={})):
            assert again.status_code == 401
        assert (await alex.get("/api/sessions")).json()["sessions"] == []
        assert world.sql("select from profiles where user_id = %s", uuid.UUID(mine)) == []
        assert (await alex.delete("/api/me?confirm=DELETE")).status_code == 204
        assert len(world.mailer.sent) == 1
        assert (await kim.get(f"/api/sessions/{other}")).status_code == 200


async def test_when_auth_is_away_the_deletion_says_so_and_can_be_asked_again(world: World, fresh_name: str) -> None:
    async with world.facilitator(fresh_name) as alex:
        await alex.post("/api/sessions")
        world.keys.broken = True
        try:
            assert (await alex.delete("/api/me?confirm=DELETE")).status_code == 503
        finally:
            world.keys.broken = False
        assert (await alex.get("/api/me")).status_code == 200
        assert (await alex.delete("/api/me?confirm=DELETE")).status_code == 204
