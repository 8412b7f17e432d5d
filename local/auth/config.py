"""What the stand-in is told by its environment, and its refusal to serve anything but this machine."""

import ipaddress
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

ROOT = Path(__file__).resolve().parent.parent.parent


class ConfigRefused(ValueError):
    """The environment asks for something the stand-in must not or cannot do; the message is one clear line."""


@dataclass(frozen=True)
class MailTemplate:
    """One mail: Go-template texts of its subject and HTML body."""

    subject: str
    html: str


@dataclass(frozen=True)
class AuthConfig:
    """Times in seconds. `emails_per_hour` 0 means no total.

    `rate_limit_header`: set only where a proxy in front overwrites it; without it nobody's word about their address is believed, and
    only wrong codes are counted, by the connection's own address: `wrong_codes` at once, as many again in five minutes.
    """

    port: int
    external_url: str
    database_url: str
    smtp_url: str
    site_url: str
    redirects: tuple[str, ...]
    key_file: Path
    jwt_secret: str = field(repr=False)
    mail_from: str = "No Bad Parts <sign-in@nobadparts.localhost>"
    email_interval_s: float = 60.0
    emails_per_hour: int = 0
    rate_limit_header: str = ""
    code_digits: int = 6
    code_life_s: int = 3600
    wrong_codes: int = 30
    token_life_s: int = 3600
    reuse_interval_s: float = 10.0
    flow_life_s: int = 300
    password_length: int = 8
    templates: Mapping[str, MailTemplate] = field(default_factory=dict)

    @property
    def issuer(self) -> str:
        return self.external_url


def read_config(env: Mapping[str, str]) -> AuthConfig:
    """Reads the environment and supabase/config.toml; raises ConfigRefused."""
    wanted = ("AUTH_PORT", "DATABASE_URL", "SMTP_URL", "SITE_URL", "AUTH_KEY_FILE", "AUTH_JWT_SECRET")
    missing = [name for name in wanted if not env.get(name)]
    if missing:
        raise ConfigRefused(f"Set {', '.join(missing)}.")
    if len(env["AUTH_JWT_SECRET"]) < 32:
        raise ConfigRefused("AUTH_JWT_SECRET is shorter than 32 characters.")
    port = number(env, "AUTH_PORT", 0)
    external = env.get("AUTH_EXTERNAL_URL", f"http://127.0.0.1:{port}/auth/v1").rstrip("/")
    if urlsplit(external).path != "/auth/v1":
        raise ConfigRefused("AUTH_EXTERNAL_URL must end in /auth/v1, as it does on a hosted project.")
    require_loopback("AUTH_HOST", env.get("AUTH_HOST", "127.0.0.1"))
    for name, url in (("AUTH_EXTERNAL_URL", external), ("SITE_URL", env["SITE_URL"]), ("SMTP_URL", env["SMTP_URL"])):
        require_loopback(name, urlsplit(url).hostname or "")
    for host in database_hosts(env["DATABASE_URL"]):
        require_loopback("DATABASE_URL", host)
    written = project_config(Path(env.get("AUTH_CONFIG") or ROOT / "supabase" / "config.toml"))
    email = written.get("email", {})
    return AuthConfig(
        port=int(port),
        external_url=external,
        database_url=env["DATABASE_URL"],
        smtp_url=env["SMTP_URL"],
        site_url=env["SITE_URL"].rstrip("/"),
        redirects=tuple(part.strip() for part in env.get("AUTH_REDIRECTS", "").split(",") if part.strip()),
        key_file=Path(env["AUTH_KEY_FILE"]),
        jwt_secret=env["AUTH_JWT_SECRET"],
        mail_from=env.get("MAIL_FROM") or AuthConfig.mail_from,
        email_interval_s=number(env, "AUTH_EMAIL_INTERVAL_S", 60),
        emails_per_hour=int(number(env, "AUTH_EMAILS_PER_HOUR", 0)),
        rate_limit_header=env.get("AUTH_RATE_LIMIT_HEADER", AuthConfig.rate_limit_header),
        code_digits=int(email.get("otp_length", 6)),
        code_life_s=int(email.get("otp_expiry", 3600)),
        token_life_s=int(written.get("jwt_expiry", 3600)),
        password_length=max(8, int(written.get("minimum_password_length", 8))),
        templates=email.get("templates", {}),
    )


def number(env: Mapping[str, str], name: str, default: float) -> float:
    """A number from the environment, not negative."""
    try:
        value = float(env.get(name) or default)
    except ValueError:
        raise ConfigRefused(f"{name} is not a number.") from None
    if value < 0:
        raise ConfigRefused(f"{name} is negative.")
    return int(value) if value == int(value) else value


def is_loopback(host: str) -> bool:
    """True for 127.0.0.0/8, ::1, localhost and names under it."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost" or host.lower().endswith(".localhost")


def require_loopback(name: str, host: str) -> None:
    if not is_loopback(host):
        raise ConfigRefused(
            f"{name} names {host or 'no host'}: this stand-in for Supabase Auth serves loopback only; elsewhere use Supabase."
        )


def database_hosts(dsn: str) -> list[str]:
    """The TCP hosts of a Postgres URL; a Unix socket gives none."""
    parts = urlsplit(dsn)
    if parts.scheme not in ("postgres", "postgresql"):
        raise ConfigRefused("DATABASE_URL is not a postgresql:// address.")
    asked = parse_qs(parts.query)
    named = [parts.netloc.rpartition("@")[2], *asked.get("host", []), *asked.get("hostaddr", [])]
    hosts = [host for group in named for host in group.split(",")]
    return [urlsplit(f"//{host}").hostname or host for host in hosts if host and not host.startswith(("/", "%2F", "%2f"))]


def project_config(path: Path) -> dict[str, Any]:
    """The [auth] table of supabase/config.toml, mail templates read in; {} without such a file."""
    if not path.exists():
        return {}
    auth: dict[str, Any] = tomllib.loads(path.read_text()).get("auth", {})
    email = auth.setdefault("email", {})
    email["templates"] = {
        kind: MailTemplate(entry.get("subject", ""), template_file(path, entry["content_path"]).read_text())
        for kind, entry in email.get("template", {}).items()
        if "content_path" in entry
    }
    return auth


def template_file(config: Path, content_path: str) -> Path:
    """The CLI reads template paths from the folder that holds supabase/, older ones from supabase/ itself."""
    for base in (config.parent.parent, config.parent):
        if (base / content_path).is_file():
            return base / content_path
    raise ConfigRefused(f"{config.name} names the mail template {content_path}, which is not there.")
