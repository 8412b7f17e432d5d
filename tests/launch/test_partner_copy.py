"""The Partner's copy of the summary: mailed once, only while they want it, to an address that is then forgotten."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest_asyncio

from functions.jobs import drain_once
from functions.jobs.sweep import sweep
from functions.summary.jobs import deliver_copy, summarise

from .conftest import Call, World
from .smtp_peer import SmtpPeer
from .test_summary import ended_call, mailing, read

TO = "sam@example.org"


@pytest_asyncio.fixture(loop_scope="session")
async def inbox() -> AsyncIterator[SmtpPeer]:
    async with SmtpPeer() as peer:
        yield peer


async def ask(world: World, call: Call, granted: bool = True) -> None:
    async with world.client(call.partner_token) as sam:
        body = {"granted": granted, "version": "copy.v1"} | ({"email": TO} if granted else {})
        assert (await sam.put("/api/partner/consents/copy", json=body)).status_code == 200


def address(world: World, call: Call) -> str | None:
    found: str | None = world.sql("select copy_email from partners where id = %s", call.partner_id)[0]["copy_email"]
    return found


async def test_the_copy_goes_out_once_and_the_address_is_forgotten(world: World, inbox: SmtpPeer) -> None:
    world = mailing(world, inbox)
    call = ended_call(world)
    await ask(world, call)
    await summarise(world.deps, call.id)
    await asyncio.gather(*(deliver_copy(world.deps, call.partner_id) for _ in range(4)))
    await drain_once(world.deps)
    ours = [raw for to, raw in inbox.mails if to == TO]
    assert len(ours) == 1
    message = read(ours[0])
    for form, name in (("html", "<bdi>Alex</bdi>"), ("plain", "\u2068Alex\u2069")):
        body = message.get_body((form,))
        assert body is not None
        words = " ".join(body.get_content().replace("&#39;", "'").split())
        for wanted in (
            f"You asked for a copy of the summary that {name} got",
            "knot right here",
            "/my-data",
            "In danger now? Call 911.",
        ):
            assert wanted in words, wanted
        assert "/sessions/" not in words  # the Facilitator's page is not theirs
    assert str(message["Subject"]).startswith("Your session notes, ")
    assert address(world, call) is None
    assert [to for to, _ in inbox.mails if to == call.email] == [call.email]


async def test_without_a_yes_or_after_a_no_nothing_goes_to_the_partner(world: World, inbox: SmtpPeer) -> None:
    world = mailing(world, inbox)
    never, changed, asked = ended_call(world), ended_call(world), ended_call(world)
    await ask(world, changed)
    await ask(world, changed, granted=False)
    await ask(world, asked)
    for call in (never, changed, asked):
        await summarise(world.deps, call.id)
    await drain_once(world.deps)
    assert [to for to, _ in inbox.mails if to == TO] == [TO]
    assert len([to for to, _ in inbox.mails if to in {never.email, changed.email, asked.email}]) == 3


async def test_asked_for_after_the_notes_were_written_it_goes_at_once(world: World, inbox: SmtpPeer) -> None:
    world = mailing(world, inbox)
    call = ended_call(world)
    await summarise(world.deps, call.id)
    await drain_once(world.deps)
    assert TO not in [to for to, _ in inbox.mails]
    await ask(world, call)
    await drain_once(world.deps)
    assert TO in [to for to, _ in inbox.mails]


async def test_a_lost_job_is_found_again_and_an_address_without_a_summary_is_deleted(world: World, inbox: SmtpPeer) -> None:
    world = mailing(world, inbox)
    call, uncoached = ended_call(world), ended_call(world, coached=False)
    await ask(world, call)
    await ask(world, uncoached)
    await summarise(world.deps, call.id)
    await summarise(world.deps, uncoached.id)
    world.sql("delete from procrastinate_jobs where task_name = 'deliver_copy'")
    assert address(world, uncoached) == TO
    await sweep(world.deps)
    assert address(world, uncoached) is None
    await drain_once(world.deps)
    assert [to for to, _ in inbox.mails if to == TO] == [TO]


async def test_an_address_that_refuses_is_said_and_forgotten_in_time(world: World, inbox: SmtpPeer) -> None:
    world = mailing(world, inbox)
    call = ended_call(world)
    await ask(world, call)
    inbox.answer = "550 no such mailbox"
    await summarise(world.deps, call.id)
    await deliver_copy(world.deps, call.partner_id)
    async with world.client(call.partner_token) as sam:
        assert (await sam.get("/api/partner/data")).json()["copy_error"]
    world.clock.ahead = timedelta(days=30)
    await sweep(world.deps)
    assert address(world, call) is None


async def test_after_deletion_no_notes_are_written_and_none_mailed(world: World, inbox: SmtpPeer) -> None:
    world = mailing(world, inbox)
    call = ended_call(world)
    async with world.client(call.partner_token) as sam:
        assert (await sam.delete("/api/partner/data")).status_code == 200
    await summarise(world.deps, call.id)
    await drain_once(world.deps)
    assert world.sql("select status from summaries where session_id = %s", call.id) == [{"status": "deleted"}]
    assert call.email not in [to for to, _ in inbox.mails]
