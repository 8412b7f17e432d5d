"""Notes after the end: written once, mailed once, shown to one person, and the transcript forgotten."""

import asyncio
import dataclasses
import email
import email.policy
import importlib
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from typing import Any

import pytest
import pytest_asyncio

from functions.jobs import drain_once
from functions.jobs.sweep import sweep
from functions.platform.adapters.smtp import SmtpMailer
from functions.platform.deps import Deps
from functions.platform.errors import StorageFailed, Unavailable
from functions.summary import retention, sending, summary
from functions.summary.jobs import deliver_mail, summarise

from .conftest import Call, World
from .smtp_peer import SmtpPeer


@pytest_asyncio.fixture(loop_scope="session")
async def inbox() -> AsyncIterator[SmtpPeer]:
    async with SmtpPeer() as peer:
        yield peer


def mailing(world: World, inbox: SmtpPeer) -> World:
    return dataclasses.replace(
        world, deps=dataclasses.replace(world.deps, mailer=SmtpMailer(inbox.url, "No Bad Parts <notes@nbp.test>"))
    )


def ended_call(world: World, *, coached: bool = True, ago_s: float = 30.0, consent: bool = True) -> Call:
    call = world.new_call(consent=consent)
    world.sql("update sessions set started_at = now() - interval '48 min' where id = %s", call.id)
    if coached:
        world.sql(
            "insert into agent_leases (session_id, partner_id, lease_until, claimed_at, state) values (%s, %s, now(), now(), 'left')",
            call.id, call.partner_id,
        )  # fmt: skip
        for seq, text in enumerate(
            ["There's this anxious part.", "It's like a knot right here in my stomach.", "I'm curious about it."], 1
        ):
            world.sql(
                "insert into segments (session_id, partner_id, seq, text, start_s, end_s) values (%s, %s, %s, %s, %s, %s)",
                call.id, call.partner_id, seq, text, seq * 10, seq * 10 + 3,
            )  # fmt: skip
        world.sql(
            "insert into hints (session_id, partner_id, seq, id, text, source, step, at)"
            " values (%s, %s, 1, gen_random_uuid(), 'x', 'ai', 'focus', now())",
            call.id, call.partner_id,
        )  # fmt: skip
        world.sql(
            "insert into safety_events (session_id, partner_id, seq, kind, at) values (%s, %s, 1, 'self', now())",
            call.id, call.partner_id,
        )  # fmt: skip
    world.end(call, ago_s=ago_s)
    return call


def row(world: World, call: Call) -> dict:
    return world.sql("select * from summaries where session_id = %s", call.id)[0]


def share(world: World, call: Call) -> dict:
    return world.sql("select * from summary_shares where partner_id = %s", call.partner_id)[0]


def read(raw: bytes) -> EmailMessage:
    message = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


async def test_notes_are_written_and_mailed_once(world: World, inbox: SmtpPeer) -> None:
    world = mailing(world, inbox)
    call = ended_call(world)
    await asyncio.gather(summarise(world.deps, call.id), summarise(world.deps, call.id))
    await asyncio.gather(*(deliver_mail(world.deps, call.id) for _ in range(4)))
    await drain_once(world.deps)
    await summarise(world.deps, call.id)
    await drain_once(world.deps)
    ours = [raw for to, raw in inbox.mails if to == call.email]
    assert len(ours) == 1
    message = read(ours[0])
    html, text = message.get_body(("html",)), message.get_body(("plain",))
    assert html is not None
    assert text is not None
    began = world.sql("select started_at from sessions where id = %s", call.id)[0]["started_at"].astimezone(UTC)
    assert message["Subject"] == f"Your session notes, {began.day} {began:%B} (UTC)"
    assert message["Message-ID"] == f"<notes.{call.id.replace('-', '')}.1@nobadparts.app>"
    for form in (html.get_content(), text.get_content()):
        words = " ".join(form.replace("&#39;", "'").split())
        for wanted in (
            "Made from your partner's own sentences, without AI.", "In their words", "knot right here", "Parts met",
            "anxious part",
            "Steps reached", "Focusing on one part", "Questions for next time", "Transcript is deleted on", "Open session",
            f"http://pages.test/sessions/{call.id}", "This is peer support", "In danger now? Call 911.", "48 min",
            "Listening agreed",
        ):  # fmt: skip
            assert wanted in words, wanted
        for unwanted in ("crisis card", "safety card", "Safety first", "<img", "http://pages.test/track"):
            assert unwanted not in words
    assert row(world, call)["mailed_at"] is not None
    async with world.client(call.facilitator_bearer) as client:
        shown = (await client.get(f"/api/sessions/{call.id}/summary")).json()
    assert (shown["status"], shown["source"], shown["error"]) == ("ready", "extractive", None)
    assert "In their words" in shown["text"]
    assert shown["html"].startswith("<p>")
    assert "<style" not in shown["html"]


async def test_what_was_said_cannot_write_html(world: World, inbox: SmtpPeer) -> None:
    world = mailing(world, inbox)
    call = ended_call(world)
    world.sql(
        "update segments set text = 'This part looks like <script>alert(\"x\")</script> here.' where session_id = %s", call.id
    )
    await summarise(world.deps, call.id)
    assert "<script" not in share(world, call)["html"]
    assert "&lt;script&gt;" in share(world, call)["html"]


async def test_only_its_facilitator_reads_it(world: World) -> None:
    call, other = ended_call(world), world.new_call()
    await summarise(world.deps, call.id)
    async with world.client(other.facilitator_bearer) as client:
        assert (await client.get(f"/api/sessions/{call.id}/summary")).status_code == 404
        assert (await client.post(f"/api/sessions/{call.id}/summary/mail")).status_code == 404
        assert (await client.get(f"/api/sessions/{other.id}/summary")).json()["status"] == "none"
    async with world.client(call.facilitator_bearer) as client:
        assert (await client.get(f"/api/sessions/{call.id}/summary")).json()["status"] == "ready"


async def test_without_coach_no_notes(world: World, inbox: SmtpPeer) -> None:
    world = mailing(world, inbox)
    call = ended_call(world, coached=False)
    async with world.client(call.facilitator_bearer) as client:
        assert (await client.get(f"/api/sessions/{call.id}/summary")).json()["status"] == "writing"
        await summarise(world.deps, call.id)
        await drain_once(world.deps)
        shown = (await client.get(f"/api/sessions/{call.id}/summary")).json()
        assert (await client.post(f"/api/sessions/{call.id}/summary/mail")).status_code == 409
    assert (shown["status"], shown["text"]) == ("none", "The coach was off, so there is no summary.")
    assert inbox.mails == []


async def test_a_running_session_has_no_notes(world: World) -> None:
    call = world.new_call()
    await summarise(world.deps, call.id)
    assert world.sql("select * from summaries where session_id = %s", call.id) == []


async def test_it_waits_for_the_coachs_last_words(world: World) -> None:
    call = ended_call(world, ago_s=0)
    world.sql("update agent_leases set state = 'listening' where session_id = %s", call.id)
    assert await summary.write(world.deps, call.id) is not None
    assert world.sql("select * from summaries where session_id = %s", call.id) == []
    world.clock.ahead = timedelta(seconds=summary.LAST_WORDS_S + 1)
    assert await summary.write(world.deps, call.id) is None
    assert row(world, call)["status"] == "ready"
    soon = ended_call(world, ago_s=0)
    world.clock.ahead = timedelta()
    assert await summary.write(world.deps, soon.id) is None, "the coach has left: nothing to wait for"


async def test_a_failing_mail_is_tried_again_and_then_said(world: World, inbox: SmtpPeer) -> None:
    world = mailing(world, inbox)
    call = ended_call(world)
    await summarise(world.deps, call.id)
    inbox.answer = "451 try later"
    await deliver_mail(world.deps, call.id)
    assert (row(world, call)["status"], row(world, call)["error"]) == ("ready", "the address was refused ([451])")
    again = world.sql(
        "select extract(epoch from scheduled_at - now())::float as s from procrastinate_jobs"
        " where status = 'todo' and task_name = 'deliver_mail' and scheduled_at is not null"
    )
    assert all(5 < job["s"] < 15 for job in again)
    for _ in range(sending.TRIES):
        await deliver_mail(world.deps, call.id)
    assert row(world, call)["status"] == "mail_failed"
    assert inbox.mails == []
    inbox.answer = None
    async with world.client(call.facilitator_bearer) as client:
        assert (await client.post(f"/api/sessions/{call.id}/summary/mail")).status_code == 202
    await drain_once(world.deps)
    assert len(inbox.mails) == 1
    assert (row(world, call)["status"], row(world, call)["error"]) == ("ready", None)


async def test_a_refused_address_is_not_tried_again(world: World, inbox: SmtpPeer) -> None:
    world = mailing(world, inbox)
    call = ended_call(world)
    await summarise(world.deps, call.id)
    inbox.answer = "550 no such person"
    await deliver_mail(world.deps, call.id)
    assert (row(world, call)["status"], row(world, call)["mail_tries"]) == ("mail_failed", 1)


async def test_sending_again_is_another_mail(world: World, inbox: SmtpPeer) -> None:
    world = mailing(world, inbox)
    call = ended_call(world)
    await summarise(world.deps, call.id)
    await drain_once(world.deps)
    async with world.client(call.facilitator_bearer) as client:
        assert (await client.post(f"/api/sessions/{call.id}/summary/mail")).status_code == 202
    await drain_once(world.deps)
    ids = [read(raw)["Message-ID"] for _, raw in inbox.mails]
    assert [one.split(".")[2].split("@")[0] for one in ids] == ["1", "2"]


async def test_sending_again_without_end_is_not_done(world: World, inbox: SmtpPeer) -> None:
    world = mailing(world, inbox)
    call = ended_call(world)
    await summarise(world.deps, call.id)
    async with world.client(call.facilitator_bearer) as client:
        answers = [await client.post(f"/api/sessions/{call.id}/summary/mail") for _ in range(21)]
    assert {answer.status_code for answer in answers[:20]} == {202}
    assert answers[20].status_code == 429
    assert int(answers[20].headers["retry-after"]) > 0


class Faltering:
    """A database that cannot be reached for a few transactions, beginning with the second."""

    def __init__(self, db: Any, faults: int) -> None:
        self.db, self.faults, self.taken = db, faults, 0

    def as_service(self) -> Any:
        self.taken += 1
        if 1 < self.taken <= 1 + self.faults:
            raise Unavailable()
        return self.db.as_service()


async def test_a_mail_that_went_out_is_known_to_have_gone(world: World, inbox: SmtpPeer) -> None:
    world = mailing(world, inbox)
    call = ended_call(world)
    await summarise(world.deps, call.id)
    before = len(inbox.mails)
    await deliver_mail(dataclasses.replace(world.deps, db=Faltering(world.deps.db, 2)), call.id)
    assert row(world, call)["mailed_at"] is not None
    await deliver_mail(world.deps, call.id)
    assert len(inbox.mails) == before + 1


async def test_transcripts_are_forgotten_when_agreed(world: World, inbox: SmtpPeer) -> None:
    world = mailing(world, inbox)
    call, open_ended = ended_call(world), world.new_call()
    for seq, ago_h in ((1, 1), (2, 0)):
        world.sql(
            "insert into segments (session_id, partner_id, seq, text, start_s, end_s, stored_at)"
            " values (%s, %s, %s, 'x', 0, 1, now() - make_interval(hours => %s))",
            open_ended.id, open_ended.partner_id, seq, ago_h,
        )  # fmt: skip
    await summarise(world.deps, call.id)
    await drain_once(world.deps)
    kept = "select count(*)::int as n from segments where session_id = %s"
    world.clock.ahead = timedelta(days=world.deps.settings.transcript_days) - timedelta(minutes=5)
    await retention.forget_transcripts(world.deps)
    assert world.sql(kept, call.id)[0]["n"] == 3
    # nobody ended this one: a sentence goes when it is old enough by itself
    assert world.sql(kept, open_ended.id)[0]["n"] == 1
    world.clock.ahead += timedelta(minutes=10)
    assert await retention.forget_transcripts(world.deps) >= 4
    assert world.sql(kept, call.id)[0]["n"] == 0
    assert world.sql(kept, open_ended.id)[0]["n"] == 0
    assert share(world, call)["text"]


async def test_where_nothing_is_kept_a_call_that_lasts_keeps_what_its_notes_need(make_world: Callable[..., World]) -> None:
    world = make_world(transcript_days=0)
    call = world.new_call()
    world.sql(
        "insert into segments (session_id, partner_id, seq, text, start_s, end_s) values (%s, %s, 1, 'x', 0, 1)",
        call.id, call.partner_id,
    )  # fmt: skip
    kept = "select count(*)::int as n from segments where session_id = %s"
    world.clock.ahead = timedelta(hours=3)
    await retention.forget_transcripts(world.deps)
    assert world.sql(kept, call.id)[0]["n"] == 1
    world.end(call)
    await retention.forget_transcripts(world.deps)
    assert world.sql(kept, call.id)[0]["n"] == 0


async def test_the_sweep_finds_what_was_lost(world: World, inbox: SmtpPeer) -> None:
    world = mailing(world, inbox)
    lost, abandoned, busy = ended_call(world, ago_s=120), world.new_call(partner_here=False), world.new_call(partner_here=False)
    for call in (abandoned, busy):
        world.sql("update sessions set started_at = now() - interval '3 hours' where id = %s", call.id)
    old = (
        "insert into presences (session_id, sid, role, joined_at, left_at)"
        " values (%s, 'PA_1', 'partner', now() - interval '3 hours', %s)"
    )
    world.sql(old, abandoned.id, datetime.now(UTC) - timedelta(hours=2))
    world.sql(old, busy.id, datetime.now(UTC) - timedelta(minutes=5))
    await sweep(world.deps)
    await drain_once(world.deps)
    assert row(world, lost)["mailed_at"] is not None
    ended = "select ended_at from sessions where id = %s"
    assert world.sql(ended, abandoned.id)[0]["ended_at"] is not None
    assert world.sql(ended, busy.id)[0]["ended_at"] is None


async def test_one_part_of_the_sweep_that_fails_keeps_no_other_from_its_work(
    world: World, inbox: SmtpPeer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file store is away; words are deleted all the same, as agreed."""

    async def fails(_: Deps) -> None:
        raise StorageFailed

    sweeping = importlib.import_module("functions.jobs.sweep")  # the package has a function of that name
    monkeypatch.setattr(sweeping, "PARTS", (fails, *sweeping.PARTS))
    world = mailing(world, inbox)
    call = ended_call(world)
    await summarise(world.deps, call.id)
    kept = "select count(*)::int as n from segments where session_id = %s"
    await sweep(world.deps)
    assert world.sql(kept, call.id)[0]["n"] > 0
    world.clock.ahead = timedelta(days=world.deps.settings.transcript_days, minutes=5)
    await sweep(world.deps)
    assert world.sql(kept, call.id)[0]["n"] == 0


async def test_who_wants_only_a_link_gets_no_word_of_the_notes(world: World, inbox: SmtpPeer) -> None:
    world = mailing(world, inbox)
    call, control = ended_call(world), ended_call(world)
    world.sql("update profiles set mail_link_only = true, country = 'GB' where email = %s", call.email)
    for one in (call, control):
        await summarise(world.deps, one.id)
    await drain_once(world.deps)
    bodies = {
        one.id: "".join(part.get_content() for part in read(raw).walk() if part.get_content_maintype() == "text")
        for one in (call, control)
        for to, raw in inbox.mails
        if to == one.email
    }
    assert "knot" not in bodies[call.id]
    assert "knot" in bodies[control.id]
    assert f"/sessions/{call.id}" in bodies[call.id]
    assert "Call 999." in bodies[call.id]
    assert "Call 911." in bodies[control.id]
    assert all("/settings#mail" in body for body in bodies.values())


async def test_the_notes_say_each_time_that_listening_was_agreed(world: World) -> None:
    call = ended_call(world)
    for granted, minutes in ((True, 40), (False, 30), (False, 29), (True, 20), (True, 15)):
        world.sql(
            "insert into consents (session_id, partner_id, kind, granted, version, text_hash, at)"
            " select session_id, id, 'listening', %s, 'listening.v1', repeat('0', 64), ended - make_interval(mins => %s)"
            " from partners, (select ended_at as ended from sessions where id = %s) s where session_id = %s",
            granted, minutes, call.id, call.id,
        )  # fmt: skip
    ended = world.sql("select ended_at from sessions where id = %s", call.id)[0]["ended_at"].astimezone(UTC)
    at = [f"{ended - timedelta(minutes=ago):%H:%M}" for ago in (40, 30, 20)] + [f"{ended:%H:%M}"]
    await summarise(world.deps, call.id)
    async with world.client(call.facilitator_bearer) as client:
        shown = (await client.get(f"/api/sessions/{call.id}/summary")).json()
    assert f"{at[0]}-{at[1]}, {at[2]}-{at[3]} UTC." in shown["text"]
