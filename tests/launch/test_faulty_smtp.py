"""The failing mail server of bench.faults fails as it says, against the real client; and what each failure means for a mail."""

from __future__ import annotations

from email import message_from_bytes

import pytest

from bench.faults.peers import FaultySmtp, SmtpMode
from functions.platform.adapters.smtp import SmtpMailer
from functions.platform.mail import Mail, MailNotSent
from local.servers import free_port

from .smtp_peer import SmtpPeer

MAIL = Mail("robin@example.com", "Your session notes", "text", "<p>text</p>", message_id="one@nobadparts.example")


@pytest.mark.parametrize(
    ("mode", "permanent", "kept"), [("451", False, 0), ("550", True, 0), ("drop", False, 0), ("drop-after", False, 1)]
)
async def test_a_failing_server_is_told_apart(mode: SmtpMode, permanent: bool, kept: int) -> None:
    async with SmtpPeer() as real:
        faulty = FaultySmtp(real.url, free_port())
        await faulty.start()
        mailer = SmtpMailer(f"smtp://127.0.0.1:{faulty.port}", "notes@nobadparts.example")
        faulty.modes[MAIL.to] = mode
        with pytest.raises(MailNotSent) as failed:
            await mailer.send(MAIL)
        assert failed.value.permanent is permanent
        assert len(real.mails) == kept
        del faulty.modes[MAIL.to]
        await mailer.send(MAIL)
        assert faulty.tried[MAIL.to] == 2
        # a server that took it and could not say so gets it again, as the same mail
        assert {message_from_bytes(raw)["Message-ID"] for _, raw in real.mails} == {"<one@nobadparts.example>"}
        assert len(real.mails) == kept + 1
        await faulty.stop()
