"""Days and hours are said in the zone of whoever reads, and the day on which a transcript is deleted is one moment everywhere."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest_asyncio

from functions.jobs import drain_once
from functions.platform.time_zones import day
from functions.summary import retention
from functions.summary.jobs import summarise

from .conftest import Call, World
from .smtp_peer import SmtpPeer
from .test_partner_copy import TO, ask
from .test_summary import ended_call, mailing, read

AUCKLAND, BERLIN = "Pacific/Auckland", "Europe/Berlin"
BEGAN = datetime(2026, 11, 30, 18, 43, tzinfo=UTC)
"""07:43 on 1 December in Auckland, 19:43 on 30 November in Berlin."""


@pytest_asyncio.fixture(loop_scope="session")
async def inbox() -> AsyncIterator[SmtpPeer]:
    async with SmtpPeer() as peer:
        yield peer


async def call_of(world: World, *, zone: str | None, partner_zone: str | None) -> Call:
    """A call that began at BEGAN, of which both people are to read: 48 minutes, all of them agreed to but the first."""
    call = ended_call(world, consent=False)
    ended = BEGAN + timedelta(minutes=48)
    world.sql("update sessions set started_at = %s, ended_at = %s where id = %s", BEGAN, ended, call.id)
    world.sql(
        "insert into consents (session_id, partner_id, kind, granted, version, text_hash, at)"
        " values (%s, %s, 'listening', true, 'listening.v1', %s, %s)",
        call.id, call.partner_id, "0" * 64, BEGAN + timedelta(minutes=1),
    )  # fmt: skip
    world.sql("update partners set time_zone = %s where id = %s", partner_zone, call.partner_id)
    async with world.client(call.facilitator_bearer) as alex:
        assert (await alex.patch("/api/me", json={"time_zone": zone})).json()["time_zone"] == zone
    world.clock.ahead = ended + timedelta(minutes=1) - datetime.now(UTC)
    await ask(world, call)
    await summarise(world.deps, call.id)
    await drain_once(world.deps)
    return call


def mailed(inbox: SmtpPeer, to: str) -> tuple[str, str]:
    """(subject, every body and the raw mail) of the only mail to this address."""
    (raw,) = [raw for receiver, raw in inbox.mails if receiver == to]
    message = read(raw)
    parts = [part.get_content() for part in message.walk() if part.get_content_maintype() == "text"]
    return str(message["Subject"]), " ".join(" ".join(parts).split()) + raw.decode(errors="replace")


async def test_each_reader_has_one_day_and_one_deletion_day_everywhere(world: World, inbox: SmtpPeer) -> None:
    world = mailing(world, inbox)
    call = await call_of(world, zone=AUCKLAND, partner_zone=BERLIN)
    async with world.client(call.facilitator_bearer) as alex, world.client(call.partner_token) as sam:
        shown = (await alex.get(f"/api/sessions/{call.id}/summary")).json()
        everything = (await alex.get("/api/me/everything")).json()
        held = (await sam.get("/api/partner/data")).json()
        of_alex = [shown, everything, (await alex.get(f"/api/sessions/{call.id}")).json()]
        of_sam = [held, (await sam.get("/api/partner/data/package")).json(), (await sam.get("/api/partner")).json()]

    subject, mail = mailed(inbox, call.email)
    (told,) = everything["sessions"][0]["summary"]["shares"]
    assert subject == "Your session notes, 1 December"
    for text in (mail, shown["text"], shown["html"], told["text"]):
        for wanted in ("1 December, 48 min", "Listening agreed 07:44-08:31.", "Transcript is deleted on 8 December."):
            assert wanted in text, wanted
        assert "November" not in text
    until = datetime.fromisoformat(shown["transcript_until"])
    assert day(until, ZoneInfo(AUCKLAND)) == "8 December"  # what the page makes of it in this zone

    subject, copy = mailed(inbox, TO)
    assert subject == "Your session notes, 30 November"
    for wanted in ("30 November, 48 min", "Listening agreed 19:44-20:31.", "Transcript is deleted on 7 December."):
        assert wanted in copy, wanted
    assert datetime.fromisoformat(held["deleted_on"]) == until, "one moment for both"
    assert (day(until, ZoneInfo(held["time_zone"])), held["time_zone"]) == ("7 December", BERLIN)

    for theirs in (copy, str(of_sam)):
        assert not any(word in theirs for word in ("Auckland", "Pacific", "1 December", "8 December", "07:44"))
    for theirs in (mail, str(of_alex)):
        assert not any(word in theirs for word in ("Berlin", "Europe", "7 December", "19:44"))

    kept = "select count(*)::int as n from segments where session_id = %s"
    world.clock.ahead = until - timedelta(minutes=1) - datetime.now(UTC)
    await retention.forget_transcripts(world.deps)
    assert world.sql(kept, call.id)[0]["n"] == 3
    world.clock.ahead += timedelta(minutes=2)
    await retention.forget_transcripts(world.deps)
    assert world.sql(kept, call.id)[0]["n"] == 0


async def test_without_a_zone_dates_are_in_utc_and_say_so(world: World, inbox: SmtpPeer) -> None:
    world = mailing(world, inbox)
    call = await call_of(world, zone=None, partner_zone=None)
    for to in (call.email, TO):
        subject, mail = mailed(inbox, to)
        assert subject == "Your session notes, 30 November (UTC)"
        for wanted in (
            "30 November (UTC), 48 min",
            "Listening agreed 18:44-19:31 UTC.",
            "Transcript is deleted on 7 December (UTC).",
        ):
            assert wanted in mail, wanted


async def test_another_zone_chosen_later_holds_for_notes_already_written(world: World, inbox: SmtpPeer) -> None:
    world = mailing(world, inbox)
    call = await call_of(world, zone=AUCKLAND, partner_zone=BERLIN)
    async with world.client(call.facilitator_bearer) as alex:
        assert (await alex.patch("/api/me", json={"time_zone": "America/New_York"})).status_code == 200
        shown = (await alex.get(f"/api/sessions/{call.id}/summary")).json()["text"]
    assert shown.startswith("30 November, 48 min\nListening agreed 13:44-14:31.\n")


async def test_notes_written_with_their_dates_stay_as_they_are(world: World, inbox: SmtpPeer) -> None:
    world = mailing(world, inbox)
    call = await call_of(world, zone=AUCKLAND, partner_zone=BERLIN)
    old = "30 November, 48 min\nx\ny\n\nz\n"
    world.sql(
        "update summary_shares set since = null, until = null, agreed = null, text = %s, html = '<p>old</p>' where partner_id = %s",
        old, call.partner_id,
    )  # fmt: skip
    async with world.client(call.facilitator_bearer) as alex:
        shown = (await alex.get(f"/api/sessions/{call.id}/summary")).json()
        told = (await alex.get("/api/me/everything")).json()["sessions"][0]["summary"]["shares"][0]
    assert (shown["text"], shown["html"], told["text"]) == (old, "<p>old</p>", old)
