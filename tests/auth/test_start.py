"""Starting: what it refuses, what it keeps, what it mails."""

import html
import os
import stat
import subprocess
import sys
import uuid
from pathlib import Path

import httpx
import jwt
import psycopg
import pytest

from local.auth import ConfigRefused, issue_keys, read_config
from local.auth.config import database_hosts
from local.auth.mail import PLAIN, TemplateBroken, render
from local.auth.server import create_app
from local.servers import MailDev, Postgres, free_port

from .conftest import SECRET, SHAPE, Server, closed_port, config_for, new_address

ROOT = Path(__file__).resolve().parents[2]


def env(folder: Path, **changes: str) -> dict[str, str]:
    known = {
        "AUTH_PORT": "9999",
        "DATABASE_URL": "postgresql://postgres:@/postgres?host=/somewhere",
        "SMTP_URL": "smtp://127.0.0.1:1025",
        "SITE_URL": "http://localhost:3000",
        "AUTH_KEY_FILE": str(folder / "key.pem"),
        "AUTH_JWT_SECRET": SECRET,
        "AUTH_CONFIG": str(folder / "none.toml"),
    }
    return {**known, **changes}


def test_reads_its_environment(tmp_path: Path) -> None:
    config = read_config(env(tmp_path, AUTH_REDIRECTS="https://a.example/**, https://b.example/x", AUTH_EMAIL_INTERVAL_S="0.5"))
    assert config.issuer == "http://127.0.0.1:9999/auth/v1"
    assert config.redirects == ("https://a.example/**", "https://b.example/x")
    assert (config.email_interval_s, config.emails_per_hour, config.rate_limit_header) == (0.5, 0, "")
    assert SECRET not in repr(config)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("AUTH_HOST", "0.0.0.0"),
        ("AUTH_HOST", "192.168.1.5"),
        ("AUTH_EXTERNAL_URL", "https://auth.nobadparts.app/auth/v1"),
        ("SITE_URL", "https://nobadparts.app"),
        ("SMTP_URL", "smtp://smtp.example.com:587"),
        ("DATABASE_URL", "postgresql://postgres@db.example.supabase.co:5432/postgres"),
        ("DATABASE_URL", "postgresql:///postgres?host=db.example.com"),
        ("DATABASE_URL", "postgresql://127.0.0.1,db.example.com/postgres"),
    ],
)
def test_refuses_anything_but_loopback(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(ConfigRefused, match=f"{name} names .* loopback only"):
        read_config(env(tmp_path, **{name: value}))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("AUTH_JWT_SECRET", "short"),
        ("AUTH_EXTERNAL_URL", "http://127.0.0.1:1/"),
        ("AUTH_PORT", ""),
        ("AUTH_EMAIL_INTERVAL_S", "-1"),
        ("AUTH_PORT", "x"),
    ],
)
def test_refuses_what_cannot_work(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(ConfigRefused, match=name):
        read_config(env(tmp_path, **{name: value}))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("AUTH_HOST", "127.0.0.1"),
        ("SITE_URL", "http://127.0.0.1:5173"),
        ("SMTP_URL", "smtp://localhost:1"),
        ("DATABASE_URL", "postgresql://u@[::1]:1/x"),
    ],
)
def test_accepts_loopback(tmp_path: Path, name: str, value: str) -> None:
    assert read_config(env(tmp_path, **{name: value})).issuer.startswith("http://")


def test_unix_sockets_are_this_machine() -> None:
    assert database_hosts("postgresql://postgres:@/postgres?host=/tmp/x") == []
    assert database_hosts("postgresql://postgres@%2Ftmp%2Fx/postgres") == []


def test_the_program_refuses_in_one_line(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "local.auth"]
    refused = subprocess.run(
        command, env={**os.environ, **env(tmp_path, AUTH_HOST="0.0.0.0")}, cwd=ROOT, capture_output=True, text=True, timeout=30
    )
    assert refused.returncode == 2
    assert refused.stderr.count("\n") == 1
    assert "loopback only" in refused.stderr
    keys = subprocess.run(
        [*command, "keys"], env={**os.environ, "AUTH_JWT_SECRET": SECRET}, cwd=ROOT, capture_output=True, text=True, timeout=30
    )
    anon, service = issue_keys(SECRET)
    assert keys.stdout == f"SUPABASE_ANON_KEY={anon}\nSUPABASE_SERVICE_ROLE_KEY={service}\n"


def test_the_program_serves_and_stops(tmp_path: Path, postgres: Postgres) -> None:
    port = free_port()
    settings = env(tmp_path, AUTH_PORT=str(port), DATABASE_URL=postgres.database(f"auth_{uuid.uuid4().hex}"))
    process = subprocess.Popen(
        [sys.executable, "-m", "local.auth"], env={**os.environ, **settings}, cwd=ROOT, stderr=subprocess.PIPE
    )
    try:
        transport = httpx.HTTPTransport(retries=40)
        with httpx.Client(transport=transport) as http:
            while True:
                try:
                    assert http.get(f"http://127.0.0.1:{port}/auth/v1/health").json()["name"] == "GoTrue"
                    break
                except httpx.ConnectError:
                    assert process.poll() is None
    finally:
        process.terminate()
        process.wait(10)
        assert process.stderr is not None
        process.stderr.close()


def test_project_keys_are_hosted_shaped_and_stable() -> None:
    anon, service = issue_keys(SECRET)
    assert issue_keys(SECRET) == (anon, service)
    for key, role in ((anon, "anon"), (service, "service_role")):
        assert "kid" not in jwt.get_unverified_header(key)
        claims = jwt.decode(key, SECRET, ["HS256"])
        assert set(claims) == {"iss", "ref", "role", "iat", "exp"}
        assert (claims["iss"], claims["role"]) == ("supabase", role)


def test_restart_keeps_key_users_and_sessions(tmp_path: Path, postgres: Postgres, maildev: MailDev) -> None:
    config = config_for(tmp_path, postgres.database(f"auth_{uuid.uuid4().hex}"), maildev.smtp_url)  # an empty database, no shape
    _, service = issue_keys(SECRET)
    http = httpx.Client(
        headers={"apikey": service, "Authorization": f"Bearer {service}"}, base_url=config.external_url, timeout=20
    )
    email = new_address()
    with Server(create_app(config), config.port):
        http.post("/admin/users", json={"email": email, "password": "correct horse", "email_confirm": True}).raise_for_status()
        session = http.post("/token?grant_type=password", json={"email": email, "password": "correct horse"}).json()
    assert stat.S_IMODE(config.key_file.stat().st_mode) == 0o600
    with Server(create_app(config), config.port):
        bearer = {"Authorization": f"Bearer {session['access_token']}"}
        assert http.get("/user", headers=bearer).json()["email"] == email
        assert http.post("/token?grant_type=refresh_token", json={"refresh_token": session["refresh_token"]}).status_code == 200
    http.close()


def test_users_are_rows_others_may_refer_to(tmp_path: Path, postgres: Postgres, maildev: MailDev) -> None:
    dsn = postgres.database(f"auth_{uuid.uuid4().hex}")
    config = config_for(tmp_path, dsn, maildev.smtp_url)
    _, service = issue_keys(SECRET)
    with psycopg.connect(dsn, autocommit=True) as db:
        db.execute(SHAPE.read_text())
        db.execute("create table public.things (owner uuid not null references auth.users on delete cascade)")
        with Server(create_app(config), config.port):
            http = httpx.Client(headers={"apikey": service, "Authorization": f"Bearer {service}"}, base_url=config.external_url)
            made = http.post("/admin/users", json={"email": new_address()}).json()
            db.execute("insert into public.things values (%s)", [made["id"]])
            stored = db.execute("select email, encrypted_password from auth.users").fetchone()
            assert stored is not None
            assert stored[0] == made["email"]
            assert stored[1].startswith("scrypt$")
            assert http.delete(f"/admin/users/{made['id']}").status_code == 200
            assert db.execute("select count(*) from public.things").fetchone() == (0,)
            http.close()


def test_signed_in_people_cannot_read_the_auth_tables(tmp_path: Path, postgres: Postgres, maildev: MailDev) -> None:
    dsn = postgres.database(f"auth_{uuid.uuid4().hex}")
    config = config_for(tmp_path, dsn, maildev.smtp_url)
    with psycopg.connect(dsn, autocommit=True) as db:
        db.execute(SHAPE.read_text())
        with Server(create_app(config), config.port):
            for table in ("users", "sessions", "refresh_tokens", "one_time_tokens", "flow_state"):
                query = f"select * from auth.{table}"  # noqa: S608 - names of this test
                db.execute(query)
                db.execute("set role authenticated")
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    db.execute(query)
                db.execute("reset role")


def test_mail_down_leaves_no_user_behind(tmp_path: Path, postgres: Postgres) -> None:
    config = config_for(tmp_path, postgres.database(f"auth_{uuid.uuid4().hex}"), f"smtp://127.0.0.1:{closed_port()}")
    _, service = issue_keys(SECRET)
    headers = {"apikey": service, "Authorization": f"Bearer {service}", "X-Supabase-Api-Version": "2024-01-01"}
    with Server(create_app(config), config.port), httpx.Client(headers=headers, base_url=config.external_url, timeout=20) as http:
        failed = http.post("/otp", json={"email": new_address()})
        assert failed.status_code == 500
        assert failed.json() == {"code": "unexpected_failure", "message": "Error sending confirmation email"}
        assert http.get("/admin/users").json()["users"] == []


def test_templates_are_filled_and_escaped() -> None:
    values = {"Token": "123456", "Data": {"name": "<Ann>"}, "SiteURL": "http://x"}
    assert (
        render("{{ .Token }}|{{.Data.name}}|{{ .Data.none }}|{{- .SiteURL -}}", values, html.escape)
        == "123456|&lt;Ann&gt;||http://x"
    )
    conditional = "{{ if .Data.name }}Hello {{ .Data.name }}{{ else }}Hello{{ end }}, {{ if .Email }}x{{ end }}."
    assert render(conditional, values, str) == "Hello <Ann>, ."
    assert render("{{ .Data.name }}", {"Data": {"name": "{{ .Token }}"}}, str) == "{{ .Token }}"  # data is never a template
    for broken in ("{{ range .Data }}{{ end }}", "{{ .Token | upper }}", "{{ if .Token }}"):
        with pytest.raises(TemplateBroken):
            render(broken, values, str)


def test_templates_come_from_the_project(tmp_path: Path) -> None:
    (tmp_path / "supabase" / "templates").mkdir(parents=True)
    (tmp_path / "supabase" / "templates" / "code.html").write_text("<b>{{ .Token }}</b>")
    written = tmp_path / "supabase" / "config.toml"
    entry = '[auth.email.template.magic_link]\nsubject = "{{ .Token }} it is"\ncontent_path = "./supabase/templates/code.html"\n'
    written.write_text("[auth]\njwt_expiry = 1800\n[auth.email]\notp_length = 8\notp_expiry = 600\n" + entry)
    config = read_config(env(tmp_path, AUTH_CONFIG=str(written)))
    assert (config.token_life_s, config.code_digits, config.code_life_s) == (1800, 8, 600)
    assert config.templates["magic_link"].subject == "{{ .Token }} it is"
    written.write_text(entry.replace("code.html", "gone.html"))
    with pytest.raises(ConfigRefused, match=r"gone\.html"):
        read_config(env(tmp_path, AUTH_CONFIG=str(written)))


@pytest.mark.parametrize("kind", ["confirmation", "magic_link", "recovery", "invite"])
def test_every_mail_of_this_project_opens_the_sign_in_page(tmp_path: Path, kind: str) -> None:
    settings = env(tmp_path)
    del settings["AUTH_CONFIG"]
    template = read_config(settings).templates.get(kind, PLAIN)
    values = {"Token": "123456", "TokenHash": "ab" * 28, "SiteURL": "http://site", "Email": "ann@example.com", "Data": {}}
    shown = render(template.html, values, html.escape)
    kinds = ("email", "recovery") if kind == "recovery" else ("email",)
    links = [f"http://site/sign-in?token_hash={values['TokenHash']}&type={name}" for name in kinds]
    assert any(link in html.unescape(shown) for link in links)
    if kind in ("confirmation", "magic_link"):
        assert render(template.subject, values, str).startswith("123456 is your sign-in code")
        assert "123456" in shown
