"""`nbp check`: the configuration as the programs read it: what is missing, expired, unreachable or wrong. Prints no secret."""

import asyncio
import json
import os
import shlex
import shutil
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any, Literal, TypeVar
from urllib.parse import urlsplit

import httpx
import jwt
import pydantic

from agent.settings import AgentSettings
from functions.platform.settings import Settings
from local import toolchain

T = TypeVar("T", bound=pydantic.BaseModel)
Verdict = Literal["ok", "note", "wrong"]
MARKS = {"ok": "ok   ", "note": "note ", "wrong": "WRONG"}
SOON_S = 14 * 24 * 3600
WITHIN_S = 10.0


@dataclass(frozen=True)
class Line:
    """One finding: which variable or part, whether it holds, and what to do if not."""

    part: str
    verdict: Verdict
    words: str

    def __str__(self) -> str:
        return f"{MARKS[self.verdict]}  {self.part:26} {self.words}"


async def run_checks() -> bool:
    """Prints every line; True when nothing is wrong."""
    stack_env = running_stack_env()
    if stack_env:
        os.environ.update(stack_env)
        print("Checking the stack that runs in this clone.")
    fine = True
    async for line in every_line():
        print(line, flush=True)
        fine = fine and line.verdict != "wrong"
    print("Nothing is wrong." if fine else "Mend the lines marked WRONG; .env.example documents every variable.")
    return fine


def running_stack_env() -> dict[str, str]:
    """What the local stack's programs were started with, when one runs and the environment names no database of its own."""
    home = toolchain.LOCAL / "stack"
    if os.environ.get("DATABASE_URL") or not (home / "stack.json").exists():
        return {}
    try:
        os.kill(json.loads((home / "stack.json").read_text())["pid"], 0)
    except (ProcessLookupError, PermissionError, ValueError):
        return {}
    return dict(one.split("=", 1) for one in shlex.split((home / "env").read_text()))


async def every_line() -> AsyncIterator[Line]:
    settings, problems = read(Settings)
    agent, agent_problems = read(AgentSettings)
    for line in (*problems, *agent_problems):
        yield line
    if agent is not None:
        yield engine(agent)
        if agent.language != "en":
            yield language(agent)
    if settings is None:
        yield Line("everything else", "note", "not looked at until the lines above are mended")
        return
    for line in secrets(settings):
        yield line
    for check in (livekit, database, jobs, auth, storage, model, mail, launcher):
        try:
            async with asyncio.timeout(WITHIN_S):
                async for line in check(settings):
                    yield line
        except TimeoutError:
            yield Line(check.__name__, "wrong", f"no answer within {WITHIN_S:.0f} s")


def read(kind: type[T]) -> tuple[T | None, list[Line]]:
    """The settings, or a line for each variable that is missing or malformed."""
    try:
        return kind(), []
    except pydantic.ValidationError as error:
        lines = []
        for one in error.errors(include_input=False, include_url=False):
            name = str(one["loc"][0]).upper() if one["loc"] else kind.__name__
            lines.append(Line(name, "wrong", "is not set" if one["type"] == "missing" else one["msg"]))
        return None, lines


def engine(agent: AgentSettings) -> Line:
    if agent.stt_engine == "whisper":
        import importlib.util

        there = importlib.util.find_spec("faster_whisper") is not None
        words = f"whisper ({agent.whisper_model}, {agent.whisper_device})"
        return Line(
            "STT_ENGINE", "ok" if there else "wrong", words if there else "whisper needs the extra: pip install '.[whisper]'"
        )
    if agent.stt_engine == "openai":
        configured = bool(agent.openai_api_key or agent.stt_base_url)
        return Line("STT_ENGINE", "ok" if configured else "wrong", "openai" if configured else "openai needs OPENAI_API_KEY")
    from core.speech.stt.moonshine import model_folder

    try:
        model_folder()
    except (OSError, RuntimeError) as missing:
        return Line("STT_ENGINE", "wrong", f"moonshine: {missing}")
    if agent.language != "en":
        return Line("STT_ENGINE", "wrong", f"moonshine hears English only, and LANGUAGE is {agent.language}")
    return Line("STT_ENGINE", "ok", "moonshine, on this machine, English only")


def language(agent: AgentSettings) -> Line:
    """The on-device engine and Whisper's `.en` models would write English words for whatever they hear."""
    english = agent.stt_engine == "moonshine" or (agent.stt_engine == "whisper" and agent.whisper_model.endswith(".en"))
    if english:
        engines = "STT_ENGINE=openai, or whisper with a WHISPER_MODEL without .en"
        return Line("LANGUAGE", "wrong", f"{agent.language}, but this recogniser understands English only: {engines}")
    return Line(
        "LANGUAGE", "note", f"{agent.language}; no engine stands in when the recogniser fails, the one on this machine is English"
    )


def secrets(settings: Settings) -> list[Line]:
    """Things that can be seen without asking anybody."""
    lines = []
    same = settings.app_secret == settings.job_secret
    words = "is the same as JOB_SECRET: the agent's machine could then sign reports" if same else "differs from JOB_SECRET"
    lines.append(Line("APP_SECRET", "wrong" if same else "ok", words))
    for name, key, role in (
        ("SUPABASE_ANON_KEY", settings.supabase_anon_key, "anon"),
        ("SUPABASE_SERVICE_ROLE_KEY", settings.supabase_service_role_key, "service_role"),
    ):
        lines.append(api_key(name, key, role))
    remote = urlsplit(settings.app_url).hostname not in ("127.0.0.1", "localhost", "::1")
    if remote and urlsplit(settings.app_url).scheme != "https":
        lines.append(Line("APP_URL", "wrong", "browsers give a camera to https pages only"))
    if urlsplit(settings.app_url).scheme == "https" and urlsplit(settings.livekit_url).scheme == "ws":
        lines.append(Line("LIVEKIT_URL", "wrong", "an https page cannot reach a ws:// address; use wss://"))
    lines.append(deployment(settings))
    return lines


def deployment(settings: Settings) -> Line:
    """Sessions in a database of this machine's own, rooms on a media server that others use: SUPABASE_URL tells them apart no more."""
    local = ("127.0.0.1", "localhost", "::1")
    shared = urlsplit(settings.livekit_url).hostname not in local and urlsplit(settings.supabase_url).hostname in local
    if shared and not settings.deployment_id:
        return Line("DEPLOYMENT_ID", "wrong", "must be set: another machine's rooms on this LiveKit would be taken for its own")
    return Line("DEPLOYMENT_ID", "ok", f"rooms are named nbp-{settings.deployment}-…")


def api_key(name: str, key: str, role: str) -> Line:
    """Old keys are JWTs that name their role and end; new ones (`sb_…`) are opaque."""
    if key.startswith("sb_"):
        right = key.startswith("sb_secret_" if role == "service_role" else "sb_publishable_")
        return Line(name, "ok" if right else "wrong", "an opaque key" if right else f"is not a key of the kind {role}")
    try:
        claims: dict[str, Any] = jwt.decode(key, options={"verify_signature": False})
    except jwt.PyJWTError:
        return Line(name, "wrong", "is neither a JWT nor an sb_… key")
    if claims.get("role") != role:
        return Line(name, "wrong", f"is a key for the role {claims.get('role')!r}, not {role!r}")
    left_s = int(claims.get("exp", 0)) - time.time()
    if left_s <= 0:
        return Line(name, "wrong", "has expired")
    return Line(name, "note" if left_s < SOON_S else "ok", f"expires in {left_s / 86400:.0f} days")


async def livekit(settings: Settings) -> AsyncIterator[Line]:
    from livekit import api

    try:
        token = api.AccessToken(settings.livekit_api_key, settings.livekit_api_secret).with_identity("check").to_jwt()
        jwt.decode(token, settings.livekit_api_secret, algorithms=["HS256"], issuer=settings.livekit_api_key)
        yield Line("token signing", "ok", "a token signed with LIVEKIT_API_SECRET verifies")
    except (jwt.PyJWTError, ValueError) as wrong:
        yield Line("token signing", "wrong", f"LIVEKIT_API_KEY and LIVEKIT_API_SECRET sign no token: {wrong}")
        return
    server = api.LiveKitAPI(settings.livekit_url, settings.livekit_api_key, settings.livekit_api_secret)
    try:
        await server.room.list_rooms(api.ListRoomsRequest())
        yield Line("LIVEKIT_URL and keys", "ok", f"{settings.livekit_url} answers and takes the keys")
    except api.TwirpError as refused:
        words = "refuses the keys" if refused.status in (401, 403) else f"answered {refused.status}"
        yield Line("LIVEKIT_API_KEY", "wrong", f"{settings.livekit_url} {words}")
    except (OSError, ValueError) as unreachable:
        yield Line("LIVEKIT_URL", "wrong", f"{settings.livekit_url} cannot be reached: {type(unreachable).__name__}")
    finally:
        await server.aclose()


def database_rights(url: str) -> str:
    """What this login can do beyond becoming the three roles; empty when nothing. Raises psycopg.Error."""
    import psycopg

    with psycopg.connect(url, autocommit=True, prepare_threshold=None, connect_timeout=5) as connection:
        row = connection.execute(RIGHTS).fetchone()
    assert row is not None
    lacking = [role for role in ("anon", "authenticated", "service_role") if role not in row[2]]
    found = [
        word
        for word, has in zip(
            ("is a superuser", "may make roles", "may make databases", "passes row-level security"), row[0], strict=True
        )
        if has
    ]
    more = sorted(set(row[2]) - {"anon", "authenticated", "service_role"})
    found += [f"can become {', '.join(more)}"] if more else []
    found += ["owns tables or may make them"] if row[1] else []
    found += [f"cannot become {', '.join(lacking)}"] if lacking else []
    return ", ".join(found)


RIGHTS = """
select array[r.rolsuper, r.rolcreaterole, r.rolcreatedb, r.rolbypassrls],
       has_schema_privilege(r.oid, 'public', 'create') or exists (select from pg_class c where c.relowner = r.oid),
       array(select m.rolname::text from pg_roles m where m.oid <> r.oid and pg_has_role(r.oid, m.oid, 'member'))
from pg_roles r where r.rolname = current_user
"""


async def database(settings: Settings) -> AsyncIterator[Line]:
    import psycopg

    from local.migrate import pending

    try:
        excess = await asyncio.to_thread(database_rights, settings.database_url)
    except psycopg.Error as error:
        yield Line("DATABASE_URL", "wrong", f"cannot be used: {type(error).__name__}")
        return
    yield Line("DATABASE_URL", "ok", "the database answers")
    words = f"{excess}: log in as a role that can only become anon, authenticated and service_role (docs/running.md)"
    yield Line("database role", "wrong" if excess else "ok", words if excess else "can do no more than it needs")
    try:
        waiting = await asyncio.to_thread(pending, os.environ.get("MIGRATIONS_DATABASE_URL") or settings.database_url)
    except psycopg.errors.InsufficientPrivilege:
        yield Line("migrations", "note", "cannot be seen by this role; MIGRATIONS_DATABASE_URL (the owner's) shows them")
        return
    except psycopg.Error as error:
        yield Line("MIGRATIONS_DATABASE_URL", "wrong", f"cannot be used: {type(error).__name__}")
        return
    words = f"{len(waiting)} not applied: {', '.join(waiting)}; run `supabase db push`" if waiting else "all applied"
    yield Line("migrations", "wrong" if waiting else "ok", words)


async def jobs(settings: Settings) -> AsyncIterator[Line]:
    from functions.bootstrap import bootstrap
    from functions.platform.errors import Unavailable
    from functions.platform.liveness import JOB_LATE_S, SWEEP_LATE_S, liveness

    deps = bootstrap(settings)
    try:
        alive = await liveness(deps)
    except Unavailable:
        yield Line("jobs", "note", "not looked at: the database cannot be used")
        return
    finally:
        await deps.aclose()
    words = {
        "ok": "are worked",
        "dead": f"no worker has swept in {SWEEP_LATE_S:.0f} s: start `python -m functions.jobs`, or deploy the Modal app",
        "stuck": f"a due job has waited over {JOB_LATE_S:.0f} s: look at the worker's log",
    }
    yield Line("jobs", "ok" if alive == "ok" else "wrong", words[alive])


async def auth(settings: Settings) -> AsyncIterator[Line]:
    base = f"{settings.supabase_url}/auth/v1"
    async with httpx.AsyncClient(timeout=WITHIN_S, headers={"apikey": settings.supabase_anon_key}) as http:
        try:
            keys = (await http.get(f"{base}/.well-known/jwks.json")).json().get("keys", [])
            if keys:
                kinds = ", ".join(sorted({str(key.get("alg")) for key in keys}))
                yield Line("auth keys (JWKS)", "ok", f"{len(keys)} published, {kinds}")
            elif settings.supabase_jwt_secret:
                yield Line("auth keys (JWKS)", "note", "none published; SUPABASE_JWT_SECRET is used (HS256)")
            else:
                yield Line(
                    "auth keys (JWKS)", "wrong", "none published: move the project to signing keys, or set SUPABASE_JWT_SECRET"
                )
            yield issuer(settings)
            opened = await http.get(f"{base}/settings")
            yield Line("SUPABASE_URL", "ok" if opened.is_success else "wrong", f"auth answered {opened.status_code}")
            admin = await http.get(
                f"{base}/admin/users",
                params={"per_page": 1},
                headers={
                    "apikey": settings.supabase_service_role_key,
                    "Authorization": f"Bearer {settings.supabase_service_role_key}",
                },
            )
            words = "is taken" if admin.is_success else f"is refused ({admin.status_code})"
            yield Line("service role", "ok" if admin.is_success else "wrong", f"SUPABASE_SERVICE_ROLE_KEY {words}")
        except (httpx.HTTPError, ValueError) as unreachable:
            yield Line("SUPABASE_URL", "wrong", f"auth cannot be reached: {type(unreachable).__name__}")


def issuer(settings: Settings) -> Line:
    usual = f"{settings.supabase_url}/auth/v1"
    if settings.jwt_issuer == usual:
        return Line("token issuer", "ok", usual)
    return Line("token issuer", "note", f"SUPABASE_JWT_ISSUER is {settings.jwt_issuer}, not {usual}")


async def storage(settings: Settings) -> AsyncIterator[Line]:
    from functions.bootstrap import bootstrap
    from functions.platform.errors import StorageFailed

    kept = bootstrap(settings).storage
    where = settings.storage_folder if settings.storage == "folder" else f"{settings.supabase_url}/storage/v1"
    try:
        await kept.ping()
        yield Line("STORAGE", "ok", f"recordings go to {where}, for {settings.recording_days} days")
    except StorageFailed:
        yield Line("STORAGE", "wrong", f"{where} cannot be used for recordings")
    finally:
        await kept.aclose()


async def model(settings: Settings) -> AsyncIterator[Line]:
    if not settings.llm_configured:
        yield Line("language model", "note", "not configured: the built-in coach speaks")
        return
    from core.llm.chat import LlmFailed, open_llm

    llm = open_llm(AgentSettings())
    assert llm is not None
    began = time.monotonic()
    try:
        await llm.complete([{"role": "user", "content": "Say ok."}], max_tokens=5, timeout_s=WITHIN_S - 1)
        yield Line("language model", "ok", f"{settings.openai_model} answered in {(time.monotonic() - began) * 1000:.0f} ms")
    except LlmFailed as failed:
        if failed.reason == "empty":
            yield Line("language model", "ok", f"{settings.openai_model} is reachable")
        else:
            yield Line(
                "language model", "wrong", f"{settings.openai_model}: {failed.reason}; the built-in coach speaks meanwhile"
            )


async def mail(settings: Settings) -> AsyncIterator[Line]:
    from functions.platform.adapters.smtp import SmtpMailer
    from functions.platform.errors import MailFailed

    where = urlsplit(settings.smtp_url)
    try:
        await SmtpMailer(settings.smtp_url, settings.mail_from).ping()
        yield Line("SMTP_URL", "ok", f"{where.hostname} takes mail from {settings.mail_from.rsplit('@', 1)[-1].rstrip('>')}")
    except MailFailed as refused:
        yield Line("SMTP_URL", "wrong", f"{where.hostname}: {getattr(refused, 'reason', 'cannot be reached')}")
    except ValueError as malformed:
        yield Line("SMTP_URL", "wrong", str(malformed))


async def launcher(settings: Settings) -> AsyncIterator[Line]:
    if settings.launcher == "modal":
        there = bool(os.environ.get("MODAL_TOKEN_ID")) or os.path.exists(os.path.expanduser("~/.modal.toml"))
        yield Line("LAUNCHER", "ok" if there else "wrong", "modal" if there else "modal needs a token: run `modal token new`")
        return
    async with httpx.AsyncClient(timeout=WITHIN_S) as http:
        try:
            health = await http.get(f"{settings.agent_url}/healthz")
            yield Line("AGENT_URL", "ok" if health.is_success else "wrong", f"the agent's machine answered {health.status_code}")
        except httpx.HTTPError:
            command = settings.agent_start_command
            program = shlex.split(command)[0] if command else None
            if program and (shutil.which(program) or os.path.exists(program)):
                yield Line("AGENT_URL", "ok", "asleep; the next job starts it")
            elif program:
                yield Line("AGENT_START_COMMAND", "wrong", f"{program} is not there")
            else:
                yield Line("AGENT_URL", "wrong", "nobody answers, and AGENT_START_COMMAND is not set")
