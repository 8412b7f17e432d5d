"""Invitations: looking spends nothing, one click binds, one Partner at a time, and a withdrawn link is out."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import uuid
from datetime import timedelta

import httpx
import pytest

from functions.jobs import JOBS
from functions.platform.room_events import Present
from functions.rooms.identities import partner_identity

from .conftest import World


async def invited(alex: httpx.AsyncClient) -> tuple[str, str]:
    """A new session's id and the token of its link."""
    session = (await alex.post("/api/sessions", json={"partner_label": "secret label"})).json()["id"]
    return session, await link(alex, session)


async def link(alex: httpx.AsyncClient, session: str) -> str:
    made = await alex.post(f"/api/sessions/{session}/invite", json={})
    assert made.status_code == 201
    assert made.json()["url"].startswith("http://pages.test/p/")
    return str(made.json()["url"].rsplit("/", 1)[-1])


async def look(world: World, token: str, bearer: str | None = None) -> httpx.Response:
    async with world.client(bearer) as client:
        return await client.post("/api/invites/look", json={"token": token})


async def redeem(world: World, token: str, bearer: str | None = None, name: str | None = None) -> httpx.Response:
    async with world.client(bearer) as client:
        return await client.post("/api/invites/redeem", json={"token": token} | ({"display_name": name} if name else {}))


def slug(response: httpx.Response) -> str:
    assert response.headers["content-type"] == "application/problem+json"
    return str(response.json()["type"].rsplit("/", 1)[-1])


async def test_a_link_carries_256_random_bits_and_only_its_hash_is_kept(world: World, fresh_name: str) -> None:
    async with world.facilitator(fresh_name) as alex:
        session, token = await invited(alex)
        secret = token.removeprefix("nbp_i_")
        assert len(base64.urlsafe_b64decode(secret + "=")) == 32
        stored = world.sql("select * from invites where session_id = %s", session)[0]
        assert stored["token_hash"] == hashlib.sha256(token.encode()).hexdigest()
        assert token not in str(stored)
        taken = (await redeem(world, token)).json()["partner_token"]
        assert len(base64.urlsafe_b64decode(taken.removeprefix("nbp_p_") + "=")) == 32
        partner = world.sql("select * from partners where session_id = %s", session)[0]
        assert partner["token_hash"] == hashlib.sha256(taken.encode()).hexdigest()
        assert taken not in str(partner)


async def test_looking_a_hundred_times_spends_nothing_and_a_get_cannot_redeem(world: World, fresh_name: str) -> None:
    async with world.facilitator(fresh_name) as alex:
        await alex.patch("/api/me", json={"display_name": "Alex"})
        session, token = await invited(alex)
        async with world.client() as scanner:
            for _ in range(100):
                seen = await scanner.post("/api/invites/look", json={"token": token})
                assert seen.status_code == 200
            assert seen.json()["facilitator_name"] == "Alex"
            assert (seen.json()["status"], seen.json()["emergency"]) == ("open", "911")
            assert (await scanner.get("/api/invites/redeem")).status_code in (404, 405)
        assert (await alex.get(f"/api/sessions/{session}")).json()["invite"]["status"] == "open"
        assert (await redeem(world, token)).status_code == 200
        assert (await alex.get(f"/api/sessions/{session}")).json()["invite"]["status"] == "redeemed"


async def test_the_door_knows_who_is_there_and_the_list_who_was(world: World, fresh_name: str) -> None:
    async with world.facilitator(fresh_name) as alex:
        session, token = await invited(alex)
        at = f"/api/sessions/{session}"
        assert (await look(world, token)).json()["facilitator_here"] is False
        world.enter(session, "facilitator")
        assert (await look(world, token)).json()["facilitator_here"] is True
        assert (await alex.get(at)).json()["row"] == "Invited, not opened"
        await redeem(world, token)
        world.enter(session, "partner")
        assert (await alex.get(at)).json()["row"] == "Live now"
        world.sql("update presences set left_at = now() where session_id = %s", session)
        assert (await alex.get(at)).json()["row"] == "Partner was here"


async def test_bound_to_one_partner_who_may_come_again(world: World, fresh_name: str) -> None:
    async with world.facilitator(fresh_name) as alex:
        session, token = await invited(alex)
        first = await redeem(world, token, name="Sam")
        assert first.status_code == 200
        bearer = first.json()["partner_token"]
        assert first.json()["session"] == {
            "session_id": session,
            "status": "invited",
            "facilitator_name": "Your facilitator",
            "display_name": "Sam",
            "consents": {"listening": None, "recording": None, "copy": None},
            "facilitator_here": False,
            "copy_email": None,
            "room_told": None,
        }
        assert slug(await redeem(world, token)) == "invite-used"
        assert slug(await redeem(world, token, "nbp_p_" + "x" * 43)) == "invite-used"
        assert slug(await look(world, token)) == "invite-used"
        again = await redeem(world, token, bearer, name="Sammy")
        assert (again.status_code, again.json()["partner_token"]) == (200, bearer)
        assert again.json()["session"]["display_name"] == "Sammy"
        assert (await look(world, token, bearer)).json()["status"] == "yours"
        assert (await alex.get(f"/api/sessions/{session}")).json()["partner_name"] == "Sammy"
        assert len(world.sql("select from partners where session_id = %s", session)) == 1


async def test_two_clicks_at_once_make_one_partner(world: World, fresh_name: str) -> None:
    async with world.facilitator(fresh_name) as alex:
        session, token = await invited(alex)
        answers = await asyncio.gather(*(redeem(world, token) for _ in range(6)))
        assert sorted(answer.status_code for answer in answers) == [200] + [409] * 5
        assert len(world.sql("select from partners where session_id = %s", session)) == 1


async def test_two_new_links_at_once_leave_one_standing(world: World, fresh_name: str) -> None:
    async with world.facilitator(fresh_name) as alex:
        session, _ = await invited(alex)
        tokens = await asyncio.gather(*(link(alex, session) for _ in range(4)))
        opened = [(await look(world, token)).status_code for token in tokens]
        assert sorted(opened) == [200, 410, 410, 410]


async def test_an_expired_link_opens_no_more_but_its_partner_goes_on(world: World, fresh_name: str) -> None:
    async with world.facilitator(fresh_name) as alex:
        session, token = await invited(alex)
        _, taken = await invited(alex)
        bearer = (await redeem(world, taken)).json()["partner_token"]
        world.clock.ahead = timedelta(hours=71, minutes=59)
        assert (await look(world, token)).status_code == 200
        world.clock.ahead = timedelta(hours=72, minutes=1)
        assert slug(await look(world, token)) == "invite-expired"
        assert slug(await redeem(world, token)) == "invite-expired"
        assert (await alex.get(f"/api/sessions/{session}")).json()["invite"]["status"] == "expired"
        assert (await look(world, taken, bearer)).json()["status"] == "yours"
        async with world.client(bearer) as sam:
            assert (await sam.get("/api/partner")).status_code == 200


async def test_a_new_link_closes_the_old_and_whoever_takes_it_takes_the_place(world: World, fresh_name: str) -> None:
    async with world.facilitator(fresh_name) as alex:
        session, old = await invited(alex)
        bearer = (await redeem(world, old, name="Wrong person")).json()["partner_token"]
        new = await link(alex, session)
        assert slug(await look(world, old)) == "invite-revoked"
        async with world.client(bearer) as wrong:
            # nobody is cut off by a link that is only copied
            assert (await wrong.get("/api/partner")).status_code == 200
            await wrong.put("/api/partner/consents/listening", json={"granted": True, "version": "listening.v1"})
            world.sit(session)
            right = await redeem(world, new, name="Sam")
            assert right.status_code == 200
            assert right.json()["session"]["consents"]["listening"] is None
            assert slug(await wrong.get("/api/partner")) == "invite-revoked"
            refused = await wrong.put("/api/partner/consents/listening", json={"granted": True, "version": "listening.v1"})
            assert refused.status_code == 410
        assert len(world.livekit.removed) == 1
        seen = (await alex.get(f"/api/sessions/{session}")).json()
        assert (seen["partner_name"], seen["consent"]) == ("Sam", None)


async def test_the_same_partner_takes_a_new_link_with_their_choices(world: World, fresh_name: str) -> None:
    async with world.facilitator(fresh_name) as alex:
        session, old = await invited(alex)
        bearer = (await redeem(world, old)).json()["partner_token"]
        async with world.client(bearer) as sam:
            await sam.put("/api/partner/consents/copy", json={"granted": True, "version": "copy.v1", "email": "sam@example.org"})
        new = await link(alex, session)
        assert (await look(world, new, bearer)).json()["status"] == "yours"
        again = (await redeem(world, new, bearer)).json()
        assert again["partner_token"] == bearer
        assert again["session"]["consents"]["copy"]["granted"] is True
        assert slug(await redeem(world, new)) == "invite-used"
        assert world.livekit.removed == []


async def test_withdrawing_closes_the_link_and_puts_its_partner_out(world: World, fresh_name: str) -> None:
    async with world.facilitator(fresh_name) as alex:
        await alex.patch("/api/me", json={"display_name": "Alex"})
        session, token = await invited(alex)
        assert (await look(world, token)).status_code == 200
        assert (await alex.delete(f"/api/sessions/{session}/invite")).status_code == 204
        seen = await redeem(world, token)
        assert (slug(seen), seen.json()["name"]) == ("invite-revoked", "Alex")
        assert seen.json()["detail"] == "Alex has withdrawn this link. Ask them if that is a mistake."
        assert world.livekit.removed == []
        assert (await alex.delete(f"/api/sessions/{session}/invite")).status_code == 204

        bearer = (await redeem(world, await link(alex, session))).json()["partner_token"]
        world.sit(session)
        world.livekit.down = True
        assert (await alex.delete(f"/api/sessions/{session}/invite")).status_code == 204
        assert world.queue.named("remove_strangers") == [{"session_id": session}]
        async with world.client(bearer) as sam:
            assert slug(await sam.get("/api/partner")) == "invite-revoked"
        world.livekit.down = False
        await JOBS["remove_strangers"](world.deps, session_id=session)
        assert world.livekit.present == []


async def test_a_late_removal_leaves_the_one_who_has_the_place_alone(world: World, fresh_name: str) -> None:
    async with world.facilitator(fresh_name) as alex:
        session, token = await invited(alex)
        await redeem(world, token)
        world.sit(session)
        (holder,) = world.livekit.present
        world.livekit.present.append(Present(partner_identity(uuid.uuid4()), "PA_former", 0))
        for _ in range(2):
            await JOBS["remove_strangers"](world.deps, session_id=session)
            assert world.livekit.present == [holder]
        assert len(world.livekit.removed) == 1


async def test_a_former_partner_does_not_come_back_on_a_token_that_still_lives(world: World, fresh_name: str) -> None:
    async with world.facilitator(fresh_name) as alex:
        session, old = await invited(alex)
        await redeem(world, old)
        world.sit(session)
        former = world.livekit.present[-1]
        await redeem(world, await link(alex, session), name="Sam")
        assert world.livekit.present == []

        # LiveKit lets the old token in for its last minutes; the webhook of it puts its bearer out again
        world.livekit.present.append(former)
        await JOBS["remove_strangers"](world.deps, session_id=session)
        assert world.livekit.present == []
        world.sit(session)
        holder = world.livekit.present[-1]
        assert holder.identity != former.identity
        await JOBS["remove_strangers"](world.deps, session_id=session)
        assert world.livekit.present == [holder]


async def test_unknown_and_ended(world: World, fresh_name: str) -> None:
    assert slug(await look(world, "nbp_i_" + "A" * 43)) == "invite-unknown"
    assert slug(await redeem(world, "whatever")) == "invite-unknown"
    async with world.facilitator(fresh_name) as alex:
        session, token = await invited(alex)
        bearer = (await redeem(world, token)).json()["partner_token"]
        await alex.post(f"/api/sessions/{session}/end")
        for bearing in (None, bearer):
            assert slug(await look(world, token, bearing)) == "session-ended"
            assert slug(await redeem(world, token, bearing)) == "session-ended"


async def test_mailed_to_the_partner_or_still_there_to_copy(world: World, fresh_name: str) -> None:
    async with world.facilitator(fresh_name) as alex:
        session, _ = await invited(alex)
        # no page sets such a name any more; the letter does not rely on that
        world.sql("update profiles set display_name = %s where email = %s", "Alex <b>B", f"{fresh_name}@example.org")
        at = f"/api/sessions/{session}/invite/mail"
        sent = await alex.post(at, json={"email": "sam@example.org"})
        assert sent.status_code == 202
        mail = world.mailer.sent[0]
        assert (mail.to, mail.subject) == ("sam@example.org", "An invitation to a call on No Bad Parts")
        assert sent.json()["url"] in mail.text
        assert sent.json()["url"] in mail.html
        assert "<b>" not in mail.html
        assert "secret label" not in mail.text + mail.html
        world.mailer.fails = True
        failed = await alex.post(at, json={"email": "sam@example.org"})
        assert (failed.status_code, slug(failed)) == (502, "mail-failed")
        token = failed.json()["url"].rsplit("/", 1)[-1]
        assert (await look(world, token)).status_code == 200
        for bad in ("sam", "sam@example.org\nBcc: x@example.org", "a@b.c, d@e.f", ""):
            assert (await alex.post(at, json={"email": bad})).status_code == 422


@pytest.mark.parametrize(("path", "allowed"), [("/api/invites/look", 120), ("/api/invites/redeem", 30)])
async def test_too_many_guesses_from_one_address_wait_while_guests_and_others_go_on(
    world: World, fresh_name: str, path: str, allowed: int
) -> None:
    async with world.facilitator(fresh_name) as alex, world.client() as eager, world.client() as calm:
        _, token = await invited(alex)
        answers = [(await eager.post(path, json={"token": "nbp_i_x"})).status_code for _ in range(2 * allowed + 2)]
        # the bucket refills while they are asked, on a slow machine by a good part
        assert set(answers[:allowed]) == {404}
        assert set(answers) == {404, 429}
        limited = await eager.post(path, json={"token": "nbp_i_x"})
        assert limited.status_code in (404, 429)
        if limited.status_code == 429:
            assert 1 <= int(limited.headers["retry-after"]) <= 60
            assert limited.json()["retry_after"] == int(limited.headers["retry-after"])
        assert (await eager.post(path, json={"token": token})).status_code == 200
        assert (await calm.post(path, json={"token": "nbp_i_x"})).status_code == 404
    keys = {row["key"] for row in world.sql("select key from rate_limits")}
    assert not any("10.1." in key for key in keys)
