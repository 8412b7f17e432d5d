"""Reads the local inbox (maildev) as a person would: the newest mail to an address, the code and the link in it."""

import asyncio
import contextlib
import html as html_text
import itertools
import re
import time
from dataclasses import dataclass
from datetime import datetime

import httpx


class NoMail(LookupError):
    """Nothing fitting came within the time given."""


@dataclass(frozen=True)
class Mail:
    """One received mail; `received` is when the inbox took it in (UTC), `html` and `text` may be empty."""

    id: str
    to: tuple[str, ...]
    subject: str
    text: str
    html: str
    received: datetime


def mails_to(web_url: str, to: str) -> list[Mail]:
    """Every mail to `to`, newest first."""
    reply = httpx.get(f"{web_url.rstrip('/')}/api/email", timeout=5.0)
    reply.raise_for_status()
    in_order = [read_mail(item) for item in reply.json()]  # as they arrived
    return [mail for mail in reversed(in_order) if to.lower() in mail.to]


def latest_mail(web_url: str, to: str, *, after: Mail | None = None, within_s: float = 10.0) -> Mail:
    """The newest mail to `to`, waiting up to `within_s` for one newer than `after`; raises NoMail."""
    until = time.monotonic() + within_s
    while True:
        if found := since(mails_to(web_url, to), after):
            return found[0]
        if time.monotonic() >= until:
            raise NoMail(f"No mail to {to} within {within_s:.0f} s.")
        time.sleep(0.05)


async def wait_for_mail(web_url: str, to: str, *, after: Mail | None = None, within_s: float = 10.0) -> Mail:
    """`latest_mail` for a running event loop."""
    return await asyncio.to_thread(latest_mail, web_url, to, after=after, within_s=within_s)


def read_mail(item: dict[str, object]) -> Mail:
    """One entry of maildev's `GET /api/email`."""
    people = item.get("to")
    addresses = [str(person.get("address", "")).lower() for person in people] if isinstance(people, list) else []
    return Mail(
        id=str(item["id"]),
        to=tuple(addresses),
        subject=str(item.get("subject") or ""),
        text=str(item.get("text") or ""),
        html=str(item.get("html") or ""),
        received=datetime.fromisoformat(str(item.get("time") or item.get("date")).replace("Z", "+00:00")),
    )


async def wait_for_code(web_url: str, to: str, *, after: Mail | None = None, within_s: float = 30.0) -> tuple[str, Mail]:
    """The newest sign-in code mailed to `to` since `after`, and its mail; other mails are passed over. Raises NoMail."""
    until = time.monotonic() + within_s
    while True:
        for mail in since(await asyncio.to_thread(mails_to, web_url, to), after):
            with contextlib.suppress(NoMail):
                return code_in(mail), mail
        if time.monotonic() >= until:
            raise NoMail(f"No code mailed to {to} within {within_s:.0f} s.")
        await asyncio.sleep(0.05)


def since(mails: list[Mail], after: Mail | None) -> list[Mail]:
    """Those that came after the one already seen, newest first."""
    return list(itertools.takewhile(lambda mail: after is None or mail.id != after.id, mails))


def code_in(mail: Mail) -> str:
    """The sign-in code (6 to 10 digits), looked for in the subject, then in what the reader sees; raises NoMail."""
    for place in (mail.subject, re.sub(r"<style.*?</style>|<[^>]+>", " ", mail.html, flags=re.S), mail.text):
        found = re.search(r"(?<![\w#&])\d{6,10}(?!\w)", place)
        if found:
            return found.group()
    raise NoMail("The mail holds no code.")


def link_in(mail: Mail) -> str:
    """The first http link of the mail, HTML before text; raises NoMail."""
    found = re.search(r"""href=["'](https?://[^"']+)""", mail.html) or re.search(r"(https?://[^\s<>\"]+)", mail.text)
    if not found:
        raise NoMail("The mail holds no link.")
    return html_text.unescape(found.group(1))
