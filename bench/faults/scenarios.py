"""Each fault: what is broken, when, and how it comes back. Every one holds a session before, during and after it."""

from __future__ import annotations

import asyncio
import json
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from hashlib import sha256
from uuid import uuid4

import httpx
import jwt
import psycopg

from bench.faults.conversation import Conversation, Losses
from bench.faults.peers import FaultyModels, FaultySmtp
from local.demo import agent_processes
from local.servers import Process, answers
from local.stack import Stack

OUTAGE_S = 10.0
"""Longer than a lease (6 s) and than what Procrastinate's worker survives."""


@dataclass(frozen=True)
class Setting:
    """What a fault may break."""

    stack: Stack
    smtp: FaultySmtp
    models: FaultyModels
    chance: random.Random

    def program(self, name: str) -> Process:
        return next(process for process in self.stack.programs if process.name == name)


async def _during(setting: Setting, breaks: Callable[[], Awaitable[None]], *, rejoin: bool = False) -> Losses:
    """A sentence, the fault in the middle of the next one, and two sentences after it."""
    talk = Conversation(setting.stack)
    await talk.begin()
    await talk.say()
    speaking = asyncio.create_task(talk.say(counts=False))
    await asyncio.sleep(setting.chance.uniform(0.3, 2.5))
    await breaks()
    await speaking
    if rejoin:
        await talk.enter_again()
    else:
        await talk.listening()
    await asyncio.sleep(2)
    await talk.say()
    await talk.say()
    return await talk.finish()


async def agent_killed(setting: Setting) -> Losses:
    async def breaks() -> None:
        for process in agent_processes(setting.stack):
            process.kill()
        await asyncio.sleep(1)

    return await _during(setting, breaks)


async def agent_stopped(setting: Setting) -> Losses:
    async def breaks() -> None:
        stopped = agent_processes(setting.stack)
        for process in stopped:
            process.suspend()
        await asyncio.sleep(OUTAGE_S)
        for process in stopped:
            if process.is_running():
                process.resume()

    return await _during(setting, breaks)


async def _restarted(setting: Setting, name: str, away_s: float) -> None:
    process = setting.program(name)
    process.kill()
    await asyncio.sleep(away_s)
    process.start_again()
    if name == "api":
        await asyncio.to_thread(process.wait_until, lambda: answers(f"{setting.stack.urls['api']}/api/health"))


async def api_killed(setting: Setting) -> Losses:
    """The coach goes on meanwhile: what it says in the outage must be stored afterwards."""
    talk = Conversation(setting.stack)
    await talk.begin()
    await talk.say()
    process = setting.program("api")
    process.kill()
    for _ in range(3):
        await talk.say()
    await asyncio.sleep(OUTAGE_S)
    process.start_again()
    await asyncio.to_thread(process.wait_until, lambda: answers(f"{setting.stack.urls['api']}/api/health"))
    await talk.listening()
    await asyncio.sleep(2)
    await talk.say()
    return await talk.finish()


async def worker_killed(setting: Setting) -> Losses:
    return await _during(setting, lambda: _restarted(setting, "jobs", OUTAGE_S))


async def worker_killed_while_writing_notes(setting: Setting) -> Losses:
    talk = Conversation(setting.stack)
    await talk.begin()
    await talk.say()
    ending = asyncio.create_task(talk.finish())
    await asyncio.sleep(setting.chance.uniform(0.0, 3.0))
    await _restarted(setting, "jobs", 1.0)
    return await ending


async def postgres_away(setting: Setting) -> Losses:
    async def breaks() -> None:
        assert setting.stack.postgres is not None
        await asyncio.to_thread(setting.stack.postgres.server.stop)
        await asyncio.sleep(12)
        await asyncio.to_thread(setting.stack.postgres.server.start)

    return await _during(setting, breaks)


async def livekit_killed(setting: Setting) -> Losses:
    async def breaks() -> None:
        assert setting.stack.media is not None
        process, port = setting.stack.media.process, setting.stack.media.port
        process.kill()
        await asyncio.sleep(3)
        process.start_again()
        await asyncio.to_thread(process.wait_until, lambda: answers(f"http://127.0.0.1:{port}/"))

    return await _during(setting, breaks, rejoin=True)


async def _mail_fault(setting: Setting, mode: str, mends: bool) -> Losses:
    """A session whose mail meets a failing server; `mends`: the server works again after its first try."""
    talk = Conversation(setting.stack)
    await talk.begin()
    await talk.say()
    setting.smtp.mode = mode  # type: ignore[assignment]
    setting.smtp.tried.clear()
    ending = asyncio.create_task(talk.finish(mail=mends))
    await setting.smtp.tried.wait()
    await asyncio.sleep(1)
    if mends:
        setting.smtp.mode = "pass"
    losses = await ending
    setting.smtp.mode = "pass"
    if not mends:
        losses.notes += await _refused_mail_stands_on_the_page(setting, talk)
    return losses


async def _refused_mail_stands_on_the_page(setting: Setting, talk: Conversation) -> list[str]:
    async with httpx.AsyncClient(base_url=setting.stack.urls["api"]) as http:
        for _ in range(60):
            reply = await http.get(f"/api/sessions/{talk.session_id}/summary", headers={"Authorization": f"Bearer {talk.token}"})
            if reply.json().get("status") == "mail_failed":
                return []
            await asyncio.sleep(0.5)
    return [f"the page says {reply.json().get('status')!r} of a mail that was refused for good"]


async def smtp_451(setting: Setting) -> Losses:
    return await _mail_fault(setting, "451", mends=True)


async def smtp_drop(setting: Setting) -> Losses:
    return await _mail_fault(setting, "drop", mends=True)


async def smtp_hang(setting: Setting) -> Losses:
    return await _mail_fault(setting, "hang", mends=True)


async def smtp_550(setting: Setting) -> Losses:
    return await _mail_fault(setting, "550", mends=False)


async def _model_fault(setting: Setting, mode: str) -> Losses:
    talk = Conversation(setting.stack)
    await talk.begin()
    await talk.say()
    setting.models.llm = mode  # type: ignore[assignment]
    try:
        await talk.say()
        await talk.say()
    finally:
        setting.models.llm = "answer"
    await talk.say()
    return await talk.finish()


async def model_slow(setting: Setting) -> Losses:
    return await _model_fault(setting, "slow")


async def model_hangs(setting: Setting) -> Losses:
    return await _model_fault(setting, "hang")


async def model_nonsense(setting: Setting) -> Losses:
    return await _model_fault(setting, "nonsense")


async def _recogniser_fault(setting: Setting, mode: str) -> Losses:
    setting.models.stt = mode  # type: ignore[assignment]
    try:
        talk = Conversation(setting.stack)
        await talk.begin()
        await talk.say()
        await talk.say()
        return await talk.finish()
    finally:
        setting.models.stt = "error"


async def recogniser_slow(setting: Setting) -> Losses:
    return await _recogniser_fault(setting, "slow")


async def recogniser_hangs(setting: Setting) -> Losses:
    return await _recogniser_fault(setting, "hang")


async def recogniser_nonsense(setting: Setting) -> Losses:
    return await _recogniser_fault(setting, "nonsense")


async def webhook_storm(setting: Setting) -> Losses:
    """500 signed events in a burst, three in ten sent twice, while people talk; the session is launched once."""
    talk = Conversation(setting.stack)
    await talk.begin()
    env = setting.stack.env
    with psycopg.connect(env["MIGRATIONS_DATABASE_URL"], autocommit=True) as connection:
        found = connection.execute("select sid from presences where session_id = %s and left_at is null", [talk.session_id])
        sids = [str(row[0]) for row in found.fetchall()]
    room = talk.page.room.name

    async def send(http: httpx.AsyncClient, body: bytes) -> int:
        claims = {"iss": env["LIVEKIT_API_KEY"], "exp": 4102444800, "sha256": _base64(sha256(body).digest())}
        token = jwt.encode(claims, env["LIVEKIT_API_SECRET"], algorithm="HS256")
        headers = {"Authorization": token, "Content-Type": "application/webhook+json"}
        return (await http.post("/api/livekit/webhook", content=body, headers=headers)).status_code

    bodies = []
    for n in range(350):
        who = {"identity": talk.ids["partner"], "sid": setting.chance.choice(sids), "joinedAtMs": "1"}
        event = {"id": f"EV_{uuid4().hex}", "event": "participant_joined", "room": {"name": room}, "participant": who}
        bodies += [json.dumps(event).encode()] * (2 if n % 10 < 4 else 1)
    speaking = asyncio.create_task(talk.say())
    async with httpx.AsyncClient(base_url=setting.stack.urls["api"], timeout=None) as http:
        statuses = await asyncio.gather(*(send(http, body) for body in bodies))
    await speaking
    await talk.say()
    with psycopg.connect(env["MIGRATIONS_DATABASE_URL"], autocommit=True) as connection:
        launches = connection.execute("select launches from agent_leases where session_id = %s", [talk.session_id]).fetchone()
    losses = await talk.finish()
    if refused := sum(status >= 500 for status in statuses):
        losses.notes.append(f"{refused} of {len(statuses)} events got a 5xx")
    if launches is None or launches[0] != 1:
        losses.notes.append(f"launched {launches and launches[0]} times")
    return losses


def _base64(raw: bytes) -> str:
    import base64

    return base64.b64encode(raw).decode()


SCENARIOS: dict[str, Callable[[Setting], Awaitable[Losses]]] = {
    scenario.__name__: scenario
    for scenario in (
        agent_killed,
        agent_stopped,
        api_killed,
        worker_killed,
        worker_killed_while_writing_notes,
        postgres_away,
        livekit_killed,
        smtp_451,
        smtp_550,
        smtp_hang,
        smtp_drop,
        model_slow,
        model_hangs,
        model_nonsense,
        recogniser_slow,
        recogniser_hangs,
        recogniser_nonsense,
        webhook_storm,
    )
}
