"""Mail over any SMTP server, from one URL."""

from __future__ import annotations

import email.utils
import logging
from email.message import EmailMessage
from urllib.parse import parse_qs, unquote, urlsplit

from functions.platform.mail import Mail, MailNotSent

log = logging.getLogger(__name__)

TIMEOUT_S = 15.0


class SmtpMailer:
    """`smtp://[user:password@]host[:port]` (STARTTLS when offered, `?starttls=required` insists); `smtps://…`: TLS at once."""

    def __init__(self, url: str, sender: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
            raise ValueError("SMTP_URL must look like smtp://user:password@host:587")
        self._host = parts.hostname
        self._tls = parts.scheme == "smtps"
        self._port = parts.port or (465 if self._tls else 587 if parts.username else 25)
        self._user = unquote(parts.username) if parts.username else None
        self._password = unquote(parts.password) if parts.password else None
        self._must_starttls = parse_qs(parts.query).get("starttls") == ["required"]
        self._sender = sender

    async def send(self, mail: Mail) -> None:
        """Hands the mail over; raises MailNotSent."""
        import aiosmtplib

        try:
            # a password never crosses the wire in the clear: with one, STARTTLS is required even if nobody asked
            await aiosmtplib.send(
                self._message(mail),
                hostname=self._host,
                port=self._port,
                username=self._user,
                password=self._password,
                use_tls=self._tls,
                start_tls=True if (self._must_starttls or self._user) and not self._tls else None,
                timeout=TIMEOUT_S,
            )
        except aiosmtplib.SMTPResponseException as refused:
            raise MailNotSent(f"the mail server answered {refused.code}", permanent=500 <= refused.code < 600) from refused
        except aiosmtplib.SMTPRecipientsRefused as refused:
            codes = sorted({r.code for r in refused.recipients})
            raise MailNotSent(f"the address was refused ({codes})", permanent=all(c >= 500 for c in codes)) from refused
        except ValueError as unfit:
            # a name or an address that would break a header breaks the mail instead
            raise MailNotSent(f"the mail cannot be written ({type(unfit).__name__})", permanent=True) from unfit
        except (aiosmtplib.SMTPException, OSError, TimeoutError) as failed:
            raise MailNotSent(f"the mail server could not be used ({type(failed).__name__})") from failed

    async def ping(self) -> None:
        """Connects and says hello; raises MailNotSent."""
        import aiosmtplib

        client = aiosmtplib.SMTP(hostname=self._host, port=self._port, use_tls=self._tls, timeout=5.0)
        try:
            await client.connect()
            await client.quit()
        except (aiosmtplib.SMTPException, OSError, TimeoutError) as failed:
            raise MailNotSent(f"the mail server could not be used ({type(failed).__name__})") from failed

    def _message(self, mail: Mail) -> EmailMessage:
        message = EmailMessage()
        message["From"] = self._sender
        message["To"] = mail.to
        message["Subject"] = mail.subject
        message["Date"] = email.utils.formatdate()
        message["Message-ID"] = f"<{mail.message_id}>" if mail.message_id else email.utils.make_msgid(domain=self._domain)
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(mail.text)
        message.add_alternative(mail.html, subtype="html")
        return message

    @property
    def _domain(self) -> str:
        return email.utils.parseaddr(self._sender)[1].rpartition("@")[2] or "localhost"
