"""Mail over SMTP: both forms, honest failures, no password in the clear."""

import email
import email.policy

import pytest

from functions.platform.adapters.smtp import SmtpMailer
from functions.platform.errors import MailFailed
from functions.platform.mail import Mail, MailNotSent
from local.inbox import wait_for_mail
from local.servers import MailDev, free_port

from .smtp_peer import SmtpPeer

MAIL = Mail("sam@example.org", "Grüße, ja", "Plain — text\n", "<p>Plain — text</p>", "one@nbp.test")


async def test_both_forms_arrive() -> None:
    async with SmtpPeer() as peer:
        mailer = SmtpMailer(peer.url, "No Bad Parts <notes@nbp.test>")
        await mailer.ping()
        await mailer.send(MAIL)
        ((to, raw),) = peer.mails
    message = email.message_from_bytes(raw, policy=email.policy.default)
    assert to == message["To"] == MAIL.to
    assert (message["Subject"], message["From"], message["Message-ID"]) == (
        MAIL.subject, "No Bad Parts <notes@nbp.test>", "<one@nbp.test>",
    )  # fmt: skip
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    assert message.get_body(("plain",)).get_content() == MAIL.text


@pytest.mark.parametrize(("answer", "permanent"), [("550 no", True), ("451 later", False)])
async def test_a_refusal_says_whether_to_try_again(answer: str, permanent: bool) -> None:
    async with SmtpPeer() as peer:
        peer.answer = answer
        with pytest.raises(MailNotSent) as failed:
            await SmtpMailer(peer.url, "notes@nbp.test").send(MAIL)
    assert failed.value.permanent is permanent
    assert "sam@" not in str(failed.value) + failed.value.reason


async def test_no_server_is_said_so() -> None:
    mailer = SmtpMailer(f"smtp://127.0.0.1:{free_port()}", "notes@nbp.test")
    with pytest.raises(MailFailed):
        await mailer.send(MAIL)
    with pytest.raises(MailFailed):
        await mailer.ping()


async def test_a_password_is_not_sent_in_the_clear() -> None:
    async with SmtpPeer() as peer:
        with pytest.raises(MailFailed):
            await SmtpMailer(peer.url.replace("smtp://", "smtp://user:secret@"), "notes@nbp.test").send(MAIL)
        assert peer.mails == []


@pytest.mark.parametrize("url", ["http://x", "smtp://", "mail.example.org:25"])
def test_a_wrong_url_is_said_at_once(url: str) -> None:
    with pytest.raises(ValueError, match="SMTP_URL"):
        SmtpMailer(url, "notes@nbp.test")


async def test_the_local_inbox_shows_it(maildev: MailDev) -> None:
    await SmtpMailer(maildev.smtp_url, "No Bad Parts <notes@nbp.test>").send(MAIL)
    shown = await wait_for_mail(maildev.web_url, MAIL.to)
    assert (shown.subject, shown.html.strip(), shown.text.strip()) == (MAIL.subject, MAIL.html, MAIL.text.strip())
