"""A time zone per person: chosen by a Facilitator, told by a Partner's browser, and what is unknown breaks nothing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from functions.invites.mails import invitation
from functions.platform import time_zones
from functions.summary.mails import together
from functions.summary.shares import Share

from .conftest import World

BERLIN = ZoneInfo("Europe/Berlin")


async def test_a_facilitator_chooses_their_zone_and_an_unknown_one_is_refused(world: World, fresh_name: str) -> None:
    async with world.facilitator(fresh_name) as alex:
        assert (await alex.get("/api/me")).json()["time_zone"] is None
        for zone in ("Pacific/Auckland", "Asia/Calcutta", "UTC", None):
            changed = await alex.patch("/api/me", json={"time_zone": zone})
            assert (changed.status_code, changed.json()["time_zone"]) == (200, zone)
        for unknown in ("Mars/Olympus_Mons", "pacific/auckland", "../../etc/passwd", "localtime", "", "x" * 5000, 7):
            refused = await alex.patch("/api/me", json={"time_zone": unknown})
            assert refused.status_code == 422, unknown
            assert refused.json()["errors"][0]["pointer"] == "/body/time_zone"
        said = (await alex.patch("/api/me", json={"time_zone": "Mars/Olympus_Mons"})).json()["errors"][0]["detail"]
        assert said == "This time zone is not known here. Choose one as Europe/Berlin or UTC."


@pytest.mark.parametrize("told", ["Mars/Olympus_Mons", "Etc/Unknown", "+05:30", "", "x" * 5000, "\u0000", 7, ["UTC"], {}, None])
async def test_an_unknown_zone_from_a_browser_does_not_break_redeeming(world: World, fresh_name: str, told: Any) -> None:
    async with world.facilitator(fresh_name) as alex, world.client() as anyone:
        session = (await alex.post("/api/sessions")).json()["id"]
        token = (await alex.post(f"/api/sessions/{session}/invite")).json()["url"].rsplit("/", 1)[1]
        taken = await anyone.post("/api/invites/redeem", json={"token": token, "time_zone": told})
        assert taken.status_code == 200
    async with world.client(taken.json()["partner_token"]) as sam:
        assert (await sam.get("/api/partner/data")).json()["time_zone"] is None
        # the control: the next browser tells one that is known, and it stays when another tells nonsense, nothing or another place
        for zone in ("Europe/Berlin", told, "Asia/Tokyo"):
            again = await sam.post("/api/invites/redeem", json={"token": token, "time_zone": zone})
            assert again.status_code == 200
            assert (await sam.get("/api/partner/data")).json()["time_zone"] == "Europe/Berlin"
        assert (await sam.get("/api/partner/data/package")).json()["time_zone"] == "Europe/Berlin"
        chosen = await sam.put("/api/partner/time-zone", json={"time_zone": "Pacific/Auckland"})
        assert (chosen.status_code, chosen.json()["time_zone"]) == (200, "Pacific/Auckland")
        refused = await sam.put("/api/partner/time-zone", json={"time_zone": "Mars/Olympus_Mons"})
        assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/body/time_zone")
        assert (await sam.get("/api/partner/data")).json()["time_zone"] == "Pacific/Auckland"
        assert (await sam.delete("/api/partner/data")).json()["time_zone"] is None


def test_a_name_kept_once_that_no_longer_exists_reads_as_utc() -> None:
    at = datetime(2026, 11, 30, 18, 43, tzinfo=UTC)
    assert time_zones.zone_of("Mars/Olympus_Mons") is None
    assert time_zones.zone_of(None) is None
    assert time_zones.day(at, None) == "30 November (UTC)"
    assert time_zones.day(at, time_zones.zone_of("Pacific/Auckland")) == "1 December"
    assert (time_zones.iso_day(at, None), time_zones.iso_day(at, ZoneInfo("Pacific/Auckland"))) == (
        "2026-11-30-UTC",
        "2026-12-01",
    )


def test_a_call_in_which_the_clocks_change_names_both_times() -> None:
    back = datetime(2026, 10, 25, 0, 50, tzinfo=UTC)
    assert time_zones.hours([(back, back + timedelta(minutes=20))], BERLIN) == "02:50 CEST-02:10 CET"
    forward = datetime(2027, 3, 28, 0, 50, tzinfo=UTC)
    assert time_zones.hours([(forward, forward + timedelta(minutes=20))], BERLIN) == "01:50 CET-03:10 CEST"
    assert time_zones.hours([(back, back + timedelta(minutes=5))], BERLIN) == "02:50-02:55"
    assert time_zones.hours([(back, back + timedelta(minutes=20))], None) == "00:50-01:10 UTC"


def share(number: int, since: datetime) -> Share:
    until = since + timedelta(minutes=10)
    return Share(uuid4(), uuid4(), number, None, since, until, [], "ai", "One.\n", "<p>One.</p>\n", since + timedelta(hours=1))


def test_the_deletion_day_is_that_of_the_moment_when_the_clocks_change_in_between() -> None:
    """Seven times 24 hours after 00:30 on the last day of summer time it is 23:30, a day that is six by the calendar."""
    written = datetime(2026, 10, 24, 22, 30, tzinfo=UTC)
    text, html = together([share(1, written - timedelta(hours=1))], BERLIN, 7)
    assert text.startswith("24 October, 10 min\n")
    for form in (text, html):
        assert "Transcript is deleted on 31 October." in form


def test_notes_kept_apart_say_each_time_in_the_reader_s_zone() -> None:
    since = datetime(2026, 11, 30, 18, 43, tzinfo=UTC)
    shares = [share(1, since), share(2, since + timedelta(minutes=20))]
    for form in together(shares, ZoneInfo("Pacific/Auckland"), 7):
        assert "07:43-07:53" in form
        assert "08:03-08:13" in form
        assert form.count("1 December, 10 min") == 2
        assert form.count("Listening was not agreed to.") == 2
        assert "UTC" not in form
    for form in together(shares, None, 7):
        assert "18:43-18:53 UTC" in form


def test_an_invitation_is_in_utc_since_it_would_show_the_sender_s_zone() -> None:
    letter = invitation(name="Alex", url="u", expires_at=datetime(2026, 12, 1, 7, 43, tzinfo=ZoneInfo("Pacific/Auckland")))
    assert "until 30 November 2026, 18:43 UTC" in letter.text
