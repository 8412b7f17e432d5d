"""Services that fail: mail, the language model, the recogniser, and a media server that floods us with events."""

from __future__ import annotations

import asyncio
import base64
import json
import multiprocessing
from collections.abc import Awaitable, Callable
from concurrent.futures import ProcessPoolExecutor
from hashlib import sha256
from uuid import uuid4

import httpx
import jwt
import psycopg

from bench.faults.breaking import Setting, until
from bench.faults.conversation import Conversation, Losses
from bench.faults.peers import ModelMode, SmtpMode

MENDED = ("451", "hang", "drop", "drop-after")
TRIED_S = 40.0


async def mail_refused_hanging_and_cut(setting: Setting) -> Losses:
    """Sessions side by side, each with a mail server of its own kind; all but 550 work again after their first try."""
    modes: tuple[SmtpMode, ...] = ("451", "hang", "drop", "drop-after", "550")
    talks = [Conversation(setting.stack, first_clip=n) for n in range(len(modes))]
    for talk in talks:
        await talk.begin()
        await talk.say()
    ended = await asyncio.gather(*(_mailed(setting, talk, mode) for talk, mode in zip(talks, modes, strict=True)))
    return sum(ended[1:], ended[0])


async def _mailed(setting: Setting, talk: Conversation, mode: SmtpMode) -> Losses:
    setting.smtp.modes[talk.email] = mode
    ending = asyncio.create_task(talk.finish(mail=mode != "550"))
    if not await until(lambda: setting.smtp.tried[talk.email] > 1, TRIED_S):  # the first was the sign-in's code
        talk.losses.notes.append(f"{mode}: no mail was tried within {TRIED_S:.0f} s")
    await asyncio.sleep(1)
    if mode != "550":
        del setting.smtp.modes[talk.email]
    losses = await ending
    if mode == "550":
        losses.notes += await _refused_mail_stands_on_the_page(setting, talk)
    if mode == "drop-after":
        losses.mails = await _told_apart(setting, talk)
    return losses


async def _told_apart(setting: Setting, talk: Conversation) -> int:
    """Mails of the notes by Message-ID: a server that accepted and did not say so gets the same mail again, as the same."""

    def ids() -> list[str]:
        items = httpx.get(f"{setting.stack.urls['inbox']}/api/email", timeout=5.0).json()
        mine = [one for one in items if talk.email in {to["address"] for to in one["to"]} and "notes" in one["subject"]]
        return [str(one.get("messageId") or one["headers"]["message-id"]) for one in mine]

    await until(lambda: len(ids()) > 1, 30.0)
    return len(set(ids()))


async def _refused_mail_stands_on_the_page(setting: Setting, talk: Conversation) -> list[str]:
    status = None
    async with httpx.AsyncClient(base_url=setting.stack.urls["api"]) as http:
        for _ in range(60):
            reply = await http.get(f"/api/sessions/{talk.session_id}/summary", headers={"Authorization": f"Bearer {talk.token}"})
            status = reply.json().get("status")
            if status == "mail_failed":
                return []
            await asyncio.sleep(0.5)
    return [f"the page says {status!r} of a mail that was refused for good"]


async def model_slow_hanging_and_nonsense(setting: Setting) -> Losses:
    talk = Conversation(setting.stack)
    await talk.begin()
    await talk.say()
    modes: tuple[ModelMode, ...] = ("slow", "hang", "nonsense", "babble", "cut", "error")
    try:
        for mode in modes:
            setting.models.llm = mode
            await talk.say()
    finally:
        setting.models.llm = "answer"
    await talk.say()
    return await talk.finish()


async def notes_while_the_model_hangs(setting: Setting) -> Losses:
    talk = Conversation(setting.stack)
    await talk.begin()
    await talk.say()
    await talk.say()
    setting.models.llm = "hang"
    try:
        return await talk.finish()
    finally:
        setting.models.llm = "answer"


async def recogniser_slow_hanging_and_nonsense(setting: Setting) -> Losses:
    """On a stack whose recogniser is remote. It answers, then fails in one way, then answers again, in turn."""
    talk = Conversation(setting.stack)
    failing: tuple[ModelMode, ...] = ("slow", "hang", "nonsense", "babble", "error")
    await talk.begin()
    for mode in (each for pair in zip(("answer",) * len(failing), failing, strict=True) for each in pair):
        setting.models.stt = mode  # type: ignore[assignment]
        setting.models.words = talk.next_words
        asked = setting.models.asked[f"stt {mode}"]
        await talk.say()
        if setting.models.asked[f"stt {mode}"] == asked:
            talk.losses.notes.append(f"the recogniser that answers {mode} was not asked")
    setting.models.stt = "answer"
    return await talk.finish()


def webhook_token(body: bytes, key: str, secret: str) -> str:
    """What LiveKit's server signs a webhook with."""
    digest = base64.b64encode(sha256(body).digest()).decode()
    return jwt.encode({"iss": key, "exp": 4102444800, "sha256": digest}, secret, algorithm="HS256")


def send_all(api_url: str, requests: list[tuple[bytes, str]]) -> list[int]:
    """Sends webhooks all at once; the statuses."""

    async def send() -> list[int]:
        async with httpx.AsyncClient(base_url=api_url, timeout=60) as http:
            replies = (
                http.post(
                    "/api/livekit/webhook",
                    content=body,
                    headers={"Authorization": token, "Content-Type": "application/webhook+json"},
                )
                for body, token in requests
            )
            return [reply.status_code for reply in await asyncio.gather(*replies)]

    return asyncio.run(send())


async def webhook_storm(setting: Setting) -> Losses:
    """500 signed events in a burst, a third sent twice, while people talk; the session is launched once."""
    talk = Conversation(setting.stack)
    await talk.begin()
    env = setting.stack.env
    with psycopg.connect(env["MIGRATIONS_DATABASE_URL"], autocommit=True) as connection:
        found = connection.execute("select sid from presences where session_id = %s and left_at is null", [talk.session_id])
        sids = [str(row[0]) for row in found.fetchall()]
    room = talk.page.room.name

    bodies = []
    for n in range(350):
        who = {"identity": talk.ids["partner"], "sid": setting.chance.choice(sids), "joinedAtMs": "1"}
        event = {"id": f"EV_{uuid4().hex}", "event": "participant_joined", "room": {"name": room}, "participant": who}
        bodies += [json.dumps(event).encode()] * (2 if n % 10 < 4 else 1)
    requests = [(body, webhook_token(body, env["LIVEKIT_API_KEY"], env["LIVEKIT_API_SECRET"])) for body in bodies]
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as apart:  # the voice must not falter
        speaking = asyncio.create_task(talk.say())
        statuses = await asyncio.get_running_loop().run_in_executor(apart, send_all, setting.stack.urls["api"], requests)
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


def scenarios() -> dict[str, Callable[[Setting], Awaitable[Losses]]]:
    return {
        each.__name__: each
        for each in (
            mail_refused_hanging_and_cut,
            model_slow_hanging_and_nonsense,
            notes_while_the_model_hangs,
            webhook_storm,
            recogniser_slow_hanging_and_nonsense,
        )
    }
