"""Mail with codes and links: the project's Go templates, sent over SMTP while the request waits."""

import html
import re
from collections.abc import Callable, Mapping
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from typing import Any
from urllib.parse import unquote, urlsplit

import aiosmtplib

from .config import AuthConfig, MailTemplate
from .refusals import Refusal

SEND_TIMEOUT_S = 10.0
PLAIN_HTML = (
    "<h2>{{ .Token }}</h2><p>Type this code on the page where you asked for it, or "
    '<a href="{{ .SiteURL }}/sign-in?token_hash={{ .TokenHash }}&amp;type=email">continue with this link</a>.</p>'
    "<p>It works once, for an hour. If you did not ask for it, ignore this mail.</p>"
)
PLAIN = MailTemplate("{{ .Token }} is your sign-in code", PLAIN_HTML)
FAILED = {
    "confirmation": "confirmation email",
    "magic_link": "magic link email",
    "recovery": "recovery email",
    "invite": "invite email",
}


class TemplateBroken(ValueError):
    """A template uses something of Go's templates that this renderer does not know."""


async def send_mail(config: AuthConfig, kind: str, to: str, values: Mapping[str, Any]) -> None:
    """Renders the template of this kind and hands it to the SMTP server; raises Refusal 500 when that fails."""
    template = config.templates.get(kind, PLAIN)
    message = EmailMessage()
    message["Subject"] = " ".join(render(template.subject or PLAIN.subject, values, str).split())
    message["From"], message["To"] = config.mail_from, to
    message["Date"], message["Message-ID"] = formatdate(usegmt=True), make_msgid(domain="nobadparts.localhost")
    message.set_content(render(template.html, values, html.escape), subtype="html", cte="quoted-printable")
    server = urlsplit(config.smtp_url)
    try:
        await aiosmtplib.send(
            message,
            hostname=server.hostname,
            port=server.port or 25,
            username=unquote(server.username) if server.username else None,
            password=unquote(server.password) if server.password else None,
            use_tls=server.scheme == "smtps",
            timeout=SEND_TIMEOUT_S,
        )
    except (aiosmtplib.SMTPException, OSError) as error:
        raise Refusal(500, "unexpected_failure", f"Error sending {FAILED[kind]}") from error


def render(template: str, values: Mapping[str, Any], escape: Callable[[str], str]) -> str:
    """Fills `{{ .Name }}`, `{{ .Data.key }}` and `{{ if .Name }}…{{ else }}…{{ end }}` (not nested); raises TemplateBroken."""

    def choose(match: re.Match[str]) -> str:
        yes, _, no = match["body"].partition("\0else\0")
        return yes if look_up(values, match["name"]) else no

    marked = re.sub(r"\{\{-?\s*else\s*-?\}\}", "\0else\0", template)
    chosen = re.sub(
        r"\{\{-?\s*if\s+(?P<name>\.[\w.]+)\s*-?\}\}(?P<body>(?:(?!\{\{-?\s*if\b).)*?)\{\{-?\s*end\s*-?\}\}",
        choose,
        marked,
        flags=re.S,
    )
    filled = re.sub(r"\{\{-?\s*(\.[\w.]+)\s*-?\}\}", lambda match: escape(str(look_up(values, match[1]) or "")), chosen)
    unknown = re.search(r"\{\{.*?\}\}|\0", re.sub(r"\{\{-?\s*\.[\w.]+\s*-?\}\}", "", chosen), flags=re.S)
    if unknown:
        raise TemplateBroken(f"The mail template holds {unknown.group()!r}, which this server does not render.")
    return filled


def look_up(values: Mapping[str, Any], name: str) -> Any:
    """`.Data.name` in nested mappings; None when absent."""
    found: Any = values
    for part in name.strip(".").split("."):
        found = found.get(part) if isinstance(found, Mapping) else None
    return found
