"""One coached session on the running stack, and what of it was lost once it is over."""

from __future__ import annotations

import asyncio
import json
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import psycopg

from local.inbox import mails_to
from local.people import FacilitatorScreen, PartnerVoice, load_speech
from local.stack import Stack
from local.walk import PromiseBroken, Walk

SPEECH = Path(__file__).resolve().parent.parent.parent / "local" / "speech"
ANSWER_S = 8.0
STORED_S = 60.0
MAIL_S = 90.0


@dataclass
class Losses:
    """What one session lost; empty is the aim. `spoken`: sentences said while the coach listened and nothing was broken."""

    spoken: int = 0
    unanswered: int = 0
    hints_shown: int = 0
    hints_not_stored: int = 0
    numbers_given_twice: int = 0
    sentences_stored: int = 0
    sentences_missing: int = 0
    mails: int = 0
    texts_at_partner: int = 0
    notes: list[str] = field(default_factory=list)

    @property
    def none(self) -> bool:
        return not (
            self.unanswered
            or self.hints_not_stored
            or self.numbers_given_twice
            or self.sentences_missing
            or self.mails != 1
            or self.texts_at_partner
            or self.notes
        )


class Conversation:
    """A Facilitator and a consenting Partner in one session; each with an address of its own, so that mails can be counted."""

    def __init__(self, stack: Stack) -> None:
        self.stack, self.walk = stack, Walk(stack)
        self.page, self.voice = FacilitatorScreen(), PartnerVoice()
        self.email = f"faults-{uuid4().hex[:8]}@example.com"
        self.losses = Losses()
        self.clips = json.loads((SPEECH / "manifest.json").read_text())["clips"]
        self.next_clip = 0

    async def begin(self) -> None:
        self.token, _ = await self.walk.sign_in(self.email, "Ann")
        self.session_id, invite = await self.walk.invite(self.token, "Robin")
        self.partner, _ = await self.walk.redeem(invite, "Robin")
        await self.enter()

    async def enter(self) -> None:
        """Both go into the room and the coach listens."""
        grant = await self.walk.seat(self.partner)
        self.ids = grant["identities"]
        await self.page.join(await self.walk.seat(self.token, self.session_id))
        await self.voice.join(grant)
        self.voice.allow(self.ids["facilitator"], self.ids["coach"])
        await self.voice.open_microphone()
        await self.listening()

    async def enter_again(self) -> None:
        """New connections, as pages make them when the media server was away."""
        shown, safety = self.page.hints, self.page.safety
        for person in (self.page, self.voice):
            await person.leave()
        texts = self.voice.texts_received
        self.page, self.voice = FacilitatorScreen(), PartnerVoice()
        self.page.hints, self.page.safety, self.voice.texts_received = shown, safety, texts
        await self.enter()

    async def listening(self, within_s: float = 40.0) -> None:
        await self.page.until_attribute(self.ids["coach"], "coach.state", "listening", within_s)

    async def say(self, *, counts: bool = True) -> None:
        """One sentence; with `counts` it must be answered and kept."""
        already = len(self.page.hints)
        clip = self.clips[self.next_clip % len(self.clips)]
        self.next_clip += 1
        await self.voice.speak(load_speech(SPEECH / clip["file"]))
        if not counts:
            return
        self.losses.spoken += 1
        until = time.monotonic() + ANSWER_S
        while time.monotonic() < until:
            if len(self.page.hints) > already and self.page.hints[-1].whole:
                return
            await asyncio.sleep(0.05)
        self.losses.unanswered += 1

    async def finish(self, *, mail: bool = True) -> Losses:
        """Ends the session and counts what is missing."""
        await self._until_stored()
        await self._retried(lambda: self.walk.end(self.session_id, self.token))
        for person in (self.page, self.voice):
            await person.leave()
        self.losses.texts_at_partner = self.voice.texts_received
        self.losses.mails = await self._mails() if mail else 1
        await self.walk.http.aclose()
        return self.losses

    async def _until_stored(self) -> None:
        shown = [hint for hint in self.page.hints if hint.whole and hint.text.strip()]
        until = time.monotonic() + STORED_S
        while True:
            stored = await self._retried(lambda: self.walk.call("GET", f"/api/sessions/{self.session_id}/hints", self.token))
            kept = [one["text"].strip() for one in stored["hints"]]
            missing = [hint for hint in shown if hint.text.strip() not in kept]
            sentences = self._sentences()
            if (not missing and sentences >= self.losses.spoken) or time.monotonic() > until:
                break
            await asyncio.sleep(0.5)
        self.losses.hints_shown = len(shown)
        self.losses.hints_not_stored = len(missing)
        numbers = [hint.seq for hint in self.page.hints if hint.text.strip()]
        self.losses.numbers_given_twice = len(numbers) - len(set(numbers))
        self.losses.sentences_stored = sentences
        self.losses.sentences_missing = max(0, self.losses.spoken - sentences)

    def _sentences(self) -> int:
        with psycopg.connect(self.stack.env["MIGRATIONS_DATABASE_URL"], autocommit=True) as connection:
            row = connection.execute("select count(*) from segments where session_id = %s", [self.session_id]).fetchone()
        return int(row[0]) if row else 0

    async def _mails(self) -> int:
        """How many notes came; waits a little after the first for one too many."""
        until = time.monotonic() + MAIL_S
        while time.monotonic() < until:
            if self._notes_mailed():
                await asyncio.sleep(3)
                break
            await asyncio.sleep(0.5)
        return self._notes_mailed()

    def _notes_mailed(self) -> int:
        found = mails_to(self.stack.urls["inbox"], self.email)
        return sum(mail.subject.startswith("Your session notes") for mail in found)

    @staticmethod
    async def _retried(call: Any, within_s: float = 30.0) -> Any:
        until = time.monotonic() + within_s
        while True:
            try:
                return await call()
            except (PromiseBroken, httpx.HTTPError):
                if time.monotonic() > until:
                    raise
                await asyncio.sleep(0.5)
