"""The code is found whatever else came, before it or after."""

from __future__ import annotations

import smtplib
from email.message import EmailMessage
from urllib.parse import urlsplit

import pytest

from local.inbox import NoMail, mails_to, wait_for_code
from local.servers import MailDev

TO = "inbox@example.com"


def post(maildev: MailDev, subject: str) -> None:
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = "a@example.com", TO, subject
    letter.set_content("Hello.")
    where = urlsplit(maildev.smtp_url)
    with smtplib.SMTP(str(where.hostname), where.port or 0) as smtp:
        smtp.send_message(letter)


async def test_a_code_is_found_behind_a_mail_that_came_after_it(maildev: MailDev) -> None:
    post(maildev, "111111 is your sign-in code")
    before = mails_to(maildev.web_url, TO)[0]
    with pytest.raises(NoMail):  # the one already seen is none
        await wait_for_code(maildev.web_url, TO, after=before, within_s=0)
    post(maildev, "222222 is your sign-in code")
    post(maildev, "Your session notes")
    code, mail = await wait_for_code(maildev.web_url, TO, after=before)
    assert (code, mail.subject) == ("222222", "222222 is your sign-in code")
