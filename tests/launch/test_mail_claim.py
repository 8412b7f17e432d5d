"""One sender at a time has a mail: as long as it lives and sends, and no longer."""

from __future__ import annotations

import asyncio
import dataclasses
import re
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from functions.platform.adapters.smtp import SmtpMailer
from functions.platform.errors import Unavailable
from functions.platform.mail import Mail
from functions.summary import sending
from functions.summary.jobs import deliver_copy, deliver_mail, summarise

from .conftest import Call, World
from .programs import python
from .smtp_peer import SmtpPeer
from .test_partner_copy import ask
from .test_summary import ended_call, read

KINDS = ("notes", "copy")
DELIVER = {"notes": deliver_mail, "copy": deliver_copy}
CLAIMED = {
    "notes": "select mail_claimed_until as until from summaries where session_id = %s",
    "copy": "select copy_claimed_until as until from partners where session_id = %s",
}
OF = {"notes": lambda call: call.id, "copy": lambda call: call.partner_id}
"""What a job is given: the notes of a session, the copy of a Partner."""
AGED = {
    "notes": "update summaries set mail_claimed_until = mail_claimed_until - make_interval(secs => %s) where session_id = %s",
    "copy": "update partners set copy_claimed_until = copy_claimed_until - make_interval(secs => %s) where session_id = %s",
}


class HeldMailer:
    """A mail server that takes as long as it is held. `asked`: how many mails it was handed, `sent`: those it took."""

    def __init__(self) -> None:
        self.open = asyncio.Event()
        self.begun = asyncio.Event()
        self.asked = 0
        self.sent: list[Mail] = []

    async def send(self, mail: Mail) -> None:
        self.asked += 1
        self.begun.set()
        await self.open.wait()
        self.sent.append(mail)

    async def ping(self) -> None:
        """Always there."""


class SilentSmtp(SmtpPeer):
    """An SMTP server that takes a connection and then says nothing more than hello."""

    def __init__(self) -> None:
        super().__init__()
        self.reached = asyncio.Event()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 peer\r\n")
        await reader.readline()
        self.reached.set()
        await reader.read()
        writer.close()


@pytest_asyncio.fixture(loop_scope="session")
async def silent() -> AsyncIterator[SilentSmtp]:
    async with SilentSmtp() as peer:
        yield peer


async def due(world: World, kind: str) -> Call:
    call = ended_call(world)
    if kind == "copy":
        await ask(world, call)
    await summarise(world.deps, call.id)
    return call


@pytest.mark.parametrize("kind", KINDS)
async def test_a_slow_sender_keeps_its_mail(world: World, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    monkeypatch.setattr(sending, "BEAT_S", 0.02)
    mailer = HeldMailer()
    deps = dataclasses.replace(world.deps, mailer=mailer)
    call = await due(world, kind)
    slow = asyncio.create_task(DELIVER[kind](deps, OF[kind](call)))
    await mailer.begun.wait()
    first = world.sql(CLAIMED[kind], call.id)[0]["until"]
    while world.sql(CLAIMED[kind], call.id)[0]["until"] <= first:
        assert not slow.done(), await slow
        await asyncio.sleep(0.02)
    await DELIVER[kind](deps, OF[kind](call))
    assert mailer.asked == 1, "another sender was let in beside a slow one"
    mailer.open.set()
    await slow
    assert len(mailer.sent) == 1
    await DELIVER[kind](deps, OF[kind](call))
    assert len(mailer.sent) == 1


@pytest.mark.parametrize("kind", KINDS)
async def test_a_killed_sender_loses_its_mail_within_seconds(world: World, silent: SilentSmtp, kind: str) -> None:
    call = await due(world, kind)
    program = (
        "import asyncio, sys\n"
        "from functions.bootstrap import bootstrap\n"
        "from functions.jobs import JOBS\n"
        "asyncio.run(JOBS[sys.argv[1]](bootstrap(), sys.argv[2]))\n"
    )
    name = DELIVER[kind].__name__
    async with python(world.deps.settings, "-c", program, name, OF[kind](call), SMTP_URL=silent.url) as sender:
        await silent.reached.wait()
        sender.kill()
        await sender.wait()
    async with SmtpPeer() as inbox:
        deps = dataclasses.replace(world.deps, mailer=SmtpMailer(inbox.url, "No Bad Parts <notes@nbp.test>"))
        await DELIVER[kind](deps, OF[kind](call))
        assert inbox.mails == [], "the claim of a sender that may live is respected"
        world.sql(AGED[kind], sending.SENDING_S, call.id)  # as if so many seconds had passed
        await DELIVER[kind](deps, OF[kind](call))
        [(_, raw)] = inbox.mails
    assert re.search(rf"<{kind}\.[0-9a-f]", str(read(raw)["Message-ID"]))


def test_a_dead_sender_is_known_in_twenty_seconds() -> None:
    assert sending.SENDING_S <= 20
    assert sending.BEAT_S * 3 < sending.SENDING_S


class AwayAfterTheClaim:
    """A database that is lost for good after its first transaction."""

    def __init__(self, db: Any) -> None:
        self.db, self.taken = db, 0

    def as_service(self) -> Any:
        self.taken += 1
        if self.taken > 1:
            raise Unavailable()
        return self.db.as_service()


@pytest.mark.parametrize("kind", KINDS)
async def test_a_sender_whose_claim_cannot_be_renewed_stops_before_it_runs_out(
    world: World, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.setattr(sending, "BEAT_S", 0.05)
    monkeypatch.setattr(sending, "SENDING_S", 0.3)
    mailer = HeldMailer()
    call = await due(world, kind)
    deps = dataclasses.replace(world.deps, mailer=mailer, db=AwayAfterTheClaim(world.deps.db))
    with pytest.raises(Unavailable):
        await DELIVER[kind](deps, OF[kind](call))
    assert (mailer.asked, mailer.sent) == (1, [])
