"""Two people join one session one after the other: what each said, and all that was made of it, stays their own."""

from __future__ import annotations

import json
import uuid
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest_asyncio

from functions.coaching import launch
from functions.consent import consents
from functions.platform.principals import Partner, token_hash
from functions.privacy import partner_data
from functions.summary.jobs import deliver_copy, deliver_mail, summarise
from functions.summary.retention import forget_addresses

from .conftest import Call, World
from .smtp_peer import SmtpPeer
from .test_reports import hint, memory, report, segment
from .test_summary import mailing, read

APART = "Two people joined by this session's links. Their notes are kept apart."


@pytest_asyncio.fixture(loop_scope="session")
async def inbox() -> AsyncIterator[SmtpPeer]:
    async with SmtpPeer() as peer:
        yield peer


async def new_link(world: World, call: Call) -> str:
    async with world.client(call.facilitator_bearer) as alex:
        url: str = (await alex.post(f"/api/sessions/{call.id}/invite")).json()["url"]
    return url.rsplit("/", 1)[-1]


async def redeem(world: World, call: Call, name: str, bearer: str | None = None) -> Call:
    """The next Partner of the session, by a new link; with `bearer` one who was there before."""
    link = await new_link(world, call)
    async with world.client(bearer) as person:
        taken = await person.post("/api/invites/redeem", json={"token": link, "display_name": name})
    assert taken.status_code == 200, taken.text
    token = taken.json()["partner_token"]
    (row,) = world.sql("select id::text as id from partners where token_hash = %s", token_hash(token))
    world.sql("insert into presences (session_id, sid, role) values (%s, %s, 'partner')", call.id, f"PA_{uuid.uuid4().hex}")
    return replace(call, partner_id=row["id"], partner_token=token)


async def speaks(world: World, call: Call, *texts: str) -> str:
    """What the coach of the standing Partner reports; returns its report token."""
    assert await launch.launch_if_due(world.deps, call.id) == "launched"
    job = world.launches.jobs[-1]
    async with world.client(job.report_token) as coach:
        assert (await coach.post("/api/agent/claim", json={"jti": uuid.uuid4().hex})).status_code == 200
    first = job.segments_so_far + 1
    at = {"at": "2026-11-30T12:00:00Z"}
    items: list[dict[str, Any]] = [segment(first + n, text) for n, text in enumerate(texts)]
    items += [hint(job.hints_so_far + 1), memory(first, texts[0][:30])]
    items += [{"type": "safety", "seq": job.safety_so_far + 1, "kind": "self", **at}]
    assert (await report(world, job.report_token, *items))["accepted"] == len(items)
    return job.report_token


def who(call: Call) -> Partner:
    return Partner(uuid.UUID(call.partner_id), uuid.UUID(call.id), None, None)


async def package(world: World, call: Call) -> tuple[list[str], str]:
    """The sentences of their package, and all of it as text."""
    made = await partner_data.package(world.deps, who(call))
    return [word.text for word in made.words], made.model_dump_json()


def rows(world: World, call: Call) -> dict[str, int]:
    tables = ("segments", "hints", "safety_events", "session_memories", "summary_shares", "recordings")
    return {
        table: world.sql(f"select count(*)::int as n from {table} where partner_id = %s", call.partner_id)[0]["n"]  # noqa: S608
        for table in tables
    }


ANNS, BENS = "There is an anxious part like a knot.", "A tired voice sits in my shoulders."


async def test_the_next_partner_gets_nothing_of_the_one_before(world: World) -> None:
    ann = world.new_call(partner="Ann")
    await speaks(world, ann, ANNS)
    ben = await redeem(world, ann, "Ben")
    async with world.client(ben.partner_token) as browser:
        got = await browser.get("/api/partner/data/package")
        assert (got.status_code, got.json()["words"]) == (200, [])
        assert "knot" not in got.text
        assert (await browser.get("/api/partner/data")).json()["sentences"] == 0
        # B has everything deleted: of A nothing goes
        assert (await browser.delete("/api/partner/data")).status_code == 200
    assert rows(world, ann) | {"recordings": 0} == {
        "segments": 1, "hints": 1, "safety_events": 1, "session_memories": 1, "summary_shares": 0, "recordings": 0,
    }  # fmt: skip
    # A's place is over, A's rights are not
    words, text = await package(world, ann)
    assert words == [ANNS]
    assert json.loads(text)["place_ended_at"] is not None
    gone = await partner_data.forget(world.deps, who(ann))
    assert (gone.sentences, gone.forgotten_at is not None) == (0, True)
    assert set(rows(world, ann).values()) == {0}


async def test_each_partner_s_coach_is_launched_on_their_own_word_and_told_nothing_of_the_other(world: World) -> None:
    ann = world.new_call(partner="Ann")
    token = await speaks(world, ann, ANNS)
    ben = await redeem(world, ann, "Ben")
    assert not world.lease(ann)["runs"], "the coach of who lost the place holds no lease"
    assert await launch.launch_if_due(world.deps, ann.id) == "not-due", "A's yes is not B's"
    assert await report(world, token) == {"accepted": 0, "stop": "ended"}
    world.listening(ben, True)
    assert await launch.launch_if_due(world.deps, ann.id) == "launched"
    job = world.launches.jobs[-1]
    assert (job.open_card, job.segments_so_far) == ("", 1)
    async with world.client(job.report_token) as coach:
        claimed = await coach.post("/api/agent/claim", json={"jti": uuid.uuid4().hex})
    assert claimed.json()["memory"] is None
    async with world.client(token) as old:
        assert (await old.post("/api/agent/claim", json={"jti": uuid.uuid4().hex})).status_code == 409


async def test_last_words_that_come_after_the_change_are_kept_for_who_said_them(world: World) -> None:
    ann = world.new_call(partner="Ann")
    token = await speaks(world, ann, ANNS)
    ben = await redeem(world, ann, "Ben")
    world.listening(ben, True)
    await speaks(world, ben, BENS)
    late = await report(world, token, segment(2, "I was still speaking."))
    assert late == {"accepted": 1, "stop": "ended"}
    assert (await package(world, ann))[0] == [ANNS, "I was still speaking."]
    assert (await package(world, ben))[0] == [BENS]
    assert world.lease(ben)["runs"], "the lease of B's coach is B's"
    world.sql("update partners set revoked_at = now() - interval '2 days' where id = %s", ann.partner_id)
    assert await report(world, token, segment(3)) == {"accepted": 0, "stop": "ended"}
    # the other's withdrawal is no grace for this one's coach
    world.sql(
        "insert into consents (session_id, partner_id, kind, granted, version, text_hash, at)"
        " values (%s, %s, 'listening', false, 'listening.v1', %s, now() - interval '2 minutes')",
        ben.id, ben.partner_id, "0" * 64,
    )  # fmt: skip
    assert (await report(world, world.launches.jobs[-1].report_token))["stop"] == "consent"


async def test_who_comes_back_with_their_bearer_is_the_same_person_and_is_asked_again(world: World) -> None:
    ann = world.new_call(partner="Ann")
    await speaks(world, ann, ANNS)
    ben = await redeem(world, ann, "Ben")
    again = await redeem(world, ann, "Ann", ann.partner_token)
    assert (again.partner_id, again.partner_token) == (ann.partner_id, ann.partner_token)
    assert await launch.launch_if_due(world.deps, ann.id) == "not-due", "the yes ended with the place"
    async with world.client(again.partner_token) as browser:
        seen = (await browser.get("/api/partner")).json()
        assert seen["consents"]["listening"]["granted"] is False
        assert (await browser.get("/api/partner/data")).json()["sentences"] == 1
        yes = {"granted": True, "version": "listening.v1"}
        assert (await browser.put("/api/partner/consents/listening", json=yes)).status_code == 200
    job = world.launches.jobs[-1]
    async with world.client(job.report_token) as coach:
        claimed = (await coach.post("/api/agent/claim", json={"jti": uuid.uuid4().hex})).json()
    assert claimed["memory"]["parts"][0]["name"] == ANNS[:30]
    await report(world, job.report_token, segment(2, "Here I am again."))
    assert (await package(world, ann))[0] == [ANNS, "Here I am again."]
    async with world.client(ben.partner_token) as former:
        assert (await former.get("/api/partner")).status_code == 410
    # without the bearer they are somebody new, with nothing of the one before
    stranger = await redeem(world, ann, "Ann")
    assert stranger.partner_id not in {ann.partner_id, ben.partner_id}
    assert (await package(world, stranger))[0] == []
    ledger = world.sql(
        "select kind, granted, reason from consents where partner_id = %s order by id", ann.partner_id
    )  # fmt: skip
    assert [(row["granted"], row["reason"]) for row in ledger] == [
        (True, "chosen"), (False, "place-ended"), (True, "chosen"), (False, "place-ended"),
    ]  # fmt: skip


async def test_a_bearer_alone_takes_no_place_back(world: World) -> None:
    ann = world.new_call(partner="Ann")
    link = await new_link(world, ann)
    async with world.client() as person:
        await person.post("/api/invites/redeem", json={"token": link, "display_name": "Ben"})
    async with world.client(ann.partner_token) as former:
        spent = await former.post("/api/invites/redeem", json={"token": link})
        assert (spent.status_code, spent.json()["type"].rpartition("/")[2]) == (409, "invite-used")
    other = world.new_call()
    async with world.client(ann.partner_token) as elsewhere:
        link = await new_link(world, other)
        taken = (await elsewhere.post("/api/invites/redeem", json={"token": link})).json()
    assert taken["partner_token"] != ann.partner_token, "a bearer of one session is nobody in another"


async def ask_for_copy(world: World, call: Call, to: str) -> None:
    await consents.grant(world.deps, who(call), "copy", "copy.v1", to)


def bodies(raw: bytes) -> str:
    parts = [part.get_content() for part in read(raw).walk() if part.get_content_maintype() == "text"]
    return " ".join(" ".join(parts).replace("&#39;", "'").split())


async def two_spoke(world: World) -> tuple[Call, Call]:
    """Ann, then Ben; both asked for a copy; the session is over."""
    ann = world.new_call(partner="Ann")
    await speaks(world, ann, ANNS, "I am curious about it.")
    await ask_for_copy(world, ann, "ann@example.org")
    ben = await redeem(world, ann, "Ben")
    world.listening(ben, True)
    await speaks(world, ben, BENS, "I feel some warmth for it.")
    await ask_for_copy(world, ben, "ben@example.org")
    world.end(ann, ago_s=30)
    return ann, ben


async def test_when_two_spoke_their_notes_are_kept_apart_and_each_copy_is_one_s_own(world: World, inbox: SmtpPeer) -> None:
    world = mailing(world, inbox)
    ann, ben = await two_spoke(world)
    await summarise(world.deps, ann.id)
    await deliver_mail(world.deps, ann.id)
    for call in (ann, ben):
        await deliver_copy(world.deps, call.partner_id)
    mails = {to: bodies(raw) for to, raw in inbox.mails}
    whole = mails[ann.email]
    assert whole.count(APART) == 2, "in the text and in the HTML"
    assert whole.index("Ann") < whole.index("knot") < whole.index("Ben") < whole.index("shoulders")
    assert ("knot" in mails["ann@example.org"], "shoulders" in mails["ann@example.org"]) == (True, False)
    assert ("knot" in mails["ben@example.org"], "shoulders" in mails["ben@example.org"]) == (False, True)
    for to in ("ann@example.org", "ben@example.org"):
        assert APART not in mails[to]
    async with world.client(ann.facilitator_bearer) as alex:
        shown = (await alex.get(f"/api/sessions/{ann.id}/summary")).json()
        assert shown["text"].startswith(APART)
        assert shown["html"].count("<h2>") == 2
        kept = (await alex.get(f"/api/sessions/{ann.id}/hints")).json()
        assert [one["partner_id"] for one in kept["hints"]] == [ann.partner_id, ben.partner_id]
        assert [one["partner_id"] for one in kept["safety"]] == [ann.partner_id, ben.partner_id]
        session = (await alex.get(f"/api/sessions/{ann.id}")).json()
        assert [(one["id"], one["name"]) for one in session["partners"]] == [(ann.partner_id, "Ann"), (ben.partner_id, "Ben")]
        everything = (await alex.get("/api/me/everything")).json()["sessions"][0]
        assert len(everything["summary"]["shares"]) == 2


async def test_one_s_deletion_leaves_the_other_s_notes_as_if_they_had_been_alone(world: World, inbox: SmtpPeer) -> None:
    world = mailing(world, inbox)
    ann, ben = await two_spoke(world)
    await summarise(world.deps, ann.id)
    await partner_data.forget(world.deps, who(ann))
    await deliver_mail(world.deps, ann.id)
    (whole,) = [bodies(raw) for to, raw in inbox.mails if to == ann.email]
    assert ("knot" in whole, "shoulders" in whole, APART in whole) == (False, True, False)
    assert rows(world, ben)["summary_shares"] == 1
    async with world.client(ann.facilitator_bearer) as alex:
        assert (await alex.get(f"/api/sessions/{ann.id}/summary")).json()["status"] == "ready"
        await partner_data.forget(world.deps, who(ben))
        assert (await alex.get(f"/api/sessions/{ann.id}/summary")).json()["status"] == "deleted"


async def test_who_deleted_before_the_end_has_no_share_and_who_never_agreed_none_either(world: World) -> None:
    ann = world.new_call(partner="Ann")
    await speaks(world, ann, ANNS)
    await partner_data.forget(world.deps, who(ann))
    ben = await redeem(world, ann, "Ben")
    world.end(ann, ago_s=30)
    await summarise(world.deps, ann.id)
    assert (rows(world, ann)["summary_shares"], rows(world, ben)["summary_shares"]) == (0, 0)
    assert world.sql("select status from summaries where session_id = %s", ann.id) == [{"status": "deleted"}]


async def test_a_former_partner_s_wish_for_a_copy_stands_until_the_notes_are_there(world: World, inbox: SmtpPeer) -> None:
    world = mailing(world, inbox)
    ann = world.new_call(partner="Ann")
    await speaks(world, ann, ANNS)
    await ask_for_copy(world, ann, "ann@example.org")
    ben = await redeem(world, ann, "Ben")
    await ask_for_copy(world, ben, "ben@example.org")
    address = "select copy_email from partners where id = %s"
    await forget_addresses(world.deps)
    assert world.sql(address, ann.partner_id)[0]["copy_email"] == "ann@example.org"
    world.end(ann, ago_s=30)
    await summarise(world.deps, ann.id)
    await deliver_copy(world.deps, ann.partner_id)
    await deliver_copy(world.deps, ben.partner_id)
    assert [to for to, _ in inbox.mails] == ["ann@example.org"]
    await forget_addresses(world.deps)
    assert world.sql(address, ben.partner_id)[0]["copy_email"] is None, "no notes of B, so no mail, so no address"
