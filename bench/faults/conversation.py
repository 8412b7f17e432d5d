"""One coached session on the running stack, and what of it was lost once it is over."""

from __future__ import annotations

import asyncio
import itertools
import json
import re
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import psycopg

from core.protocol.room_messages import ACKNOWLEDGE
from local.inbox import mails_to
from local.people import FacilitatorScreen, PartnerVoice, ReceivedHint, load_speech
from local.stack import Stack
from local.walk import PromiseBroken, Walk

SPEECH = Path(__file__).resolve().parent.parent.parent / "local" / "speech"
ORDER = (1, 2, 6, 4, 7, 3, 9, 13, 19, 16, 14, 17, 8, 18, 23)
"""Clips that call for a hint each, in an order in which no step comes twice in a row."""
HEARING = ("listening", "thinking")
ANSWER_S = 8.0
STORED_S = 60.0
MAIL_S = 90.0
SAME_WORDS = 0.5
"""A sentence counts as kept when this share of its words stands together in what was stored."""


@dataclass
class Losses:
    """What one session lost; empty is the aim. `spoken`: sentences said while the coach listened and nothing kept it from it."""

    spoken: int = 0
    unanswered: int = 0
    hints_shown: int = 0
    hints_not_stored: int = 0
    numbers_given_twice: int = 0
    sentences_missing: int = 0
    mails: int = 1
    texts_at_partner: int = 0
    notes: list[str] = field(default_factory=list)
    measured: list[str] = field(default_factory=list)
    skipped: str = ""

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

    def __add__(self, other: Losses) -> Losses:
        """Of several sessions of one scenario."""
        total = Losses(
            mails=self.mails if self.mails != 1 else other.mails,
            notes=self.notes + other.notes,
            measured=self.measured + other.measured,
        )
        for name in ("spoken", "unanswered", "hints_shown", "hints_not_stored", "numbers_given_twice", "sentences_missing"):
            setattr(total, name, getattr(self, name) + getattr(other, name))
        total.texts_at_partner = self.texts_at_partner + other.texts_at_partner
        return total


class Conversation:
    """A Facilitator and a consenting Partner in one session; each with an address of its own, so that mails can be counted."""

    def __init__(self, stack: Stack, *, first_clip: int = 0) -> None:
        self.stack, self.walk = stack, Walk(stack)
        self.page, self.voice = FacilitatorScreen(), PartnerVoice()
        self.email = f"faults-{uuid4().hex[:8]}@example.com"
        self.losses = Losses()
        clips = json.loads((SPEECH / "manifest.json").read_text())["clips"]
        self.clips = [clips[number - 1] for number in ORDER]
        self.next_clip = first_clip
        self.said: list[str] = []
        self.cards: set[object] = set()

    async def begin(self, *, within_s: float = 40.0) -> None:
        await self.set_out()
        await self.enter(within_s=within_s)

    async def set_out(self) -> None:
        """Sign-in, invitation and consent."""
        self.token, _ = await self.walk.sign_in(self.email, "Ann")
        self.session_id, invite = await self.walk.invite(self.token, "Robin")
        self.partner, self.version = await self.walk.redeem(invite, "Robin")

    async def enter(self, *, within_s: float = 40.0) -> None:
        """Both go into the room and the coach listens."""
        grant = await self.walk.seat(self.partner)
        self.ids = grant["identities"]
        await self.page.join(await self.walk.seat(self.token, self.session_id))
        await self.voice.join(grant)
        self.voice.allow(self.ids["facilitator"], self.ids["coach"])
        await self.voice.open_microphone()
        await self.listening(within_s)

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
        """Waits until the coach says to both people that it listens: an attribute of a dead one stands for a while, its beat does
        not. Raises TimeoutError."""
        asked_at = time.monotonic()
        async with asyncio.timeout(within_s):
            await self.page.until_attribute(self.ids["coach"], "coach.state", "listening", within_s)
            await self.read_cards()
            while not any(at > asked_at and status["state"] in HEARING for at, status in reversed(self.page.statuses)):  # noqa: ASYNC110
                await asyncio.sleep(0.05)

    async def read_cards(self) -> None:
        """Hints rest while a safety card waits to be read: this Facilitator reads each at once."""
        for card in self.page.safety:
            if card["id"] not in self.cards:
                await self.page.room.local_participant.perform_rpc(
                    destination_identity=self.ids["coach"], method=ACKNOWLEDGE, payload=str(card["id"])
                )
                self.cards.add(card["id"])

    @property
    def next_words(self) -> str:
        """What is said next."""
        return str(self.clips[self.next_clip % len(self.clips)]["transcript"])

    async def say(self, *, counts: bool = True, answer_s: float = ANSWER_S) -> None:
        """One sentence; with `counts` it must be answered and kept."""
        already = len(self.page.hints)
        clip = self.clips[self.next_clip % len(self.clips)]
        self.next_clip += 1
        await self.voice.speak(load_speech(SPEECH / clip["file"]))
        if counts:
            await self.count(clip["transcript"], already, answer_s)

    async def count(self, sentence: str, already: int, answer_s: float = ANSWER_S) -> None:
        """Waits for the whole hint after the `already` known ones, or a card, and remembers that this sentence must be kept."""
        self.losses.spoken += 1
        self.said.append(sentence)
        until = time.monotonic() + answer_s
        while time.monotonic() < until:
            if len(self.page.hints) > already and self.page.hints[-1].whole:
                return
            if any(card["id"] not in self.cards for card in self.page.safety):
                self.losses.measured.append(f"a safety card at: {sentence}")
                return await self.read_cards()
            await asyncio.sleep(0.05)
        self.losses.unanswered += 1

    async def finish(self, *, mail: bool = True, close: bool = True) -> Losses:
        """Ends the session and counts what is missing. Without `close` the line to the API stays open."""
        await self._until_stored()
        await self.retried(lambda: self.walk.end(self.session_id, self.token))
        await self.leave()
        self.losses.mails = await self._mails() if mail else 1
        if close:
            await self.walk.http.aclose()
        return self.losses

    async def leave(self) -> None:
        for person in (self.page, self.voice):
            await person.leave()
        self.losses.texts_at_partner = self.voice.texts_received

    async def _until_stored(self) -> None:
        shown = [hint for hint in self.page.hints if hint.whole and hint.text.strip()]
        until = time.monotonic() + STORED_S
        while True:
            stored = await self.retried(lambda: self.walk.call("GET", f"/api/sessions/{self.session_id}/hints", self.token))
            kept = {one["id"]: one["text"].strip() for one in stored["hints"]}
            missing = [hint for hint in shown if not _is_kept(hint, kept.get(hint.id, ""))]
            lost = lost_sentences(self.said, self._segments())
            if (not missing and not lost) or time.monotonic() > until:
                break
            await asyncio.sleep(0.5)
        self.losses.hints_shown = len(shown)
        self.losses.hints_not_stored = len(missing)
        self.losses.notes += [f"shown {one.text!r}, stored {kept.get(one.id)!r}" for one in missing]
        numbers = [(one["launch"], one["seq"]) if "launch" in one else one["seq"] for one in stored["hints"]]
        self.losses.numbers_given_twice = len(numbers) - len(set(numbers))
        self.losses.sentences_missing = len(lost)
        self.losses.notes += [f"missing: {one}" for one in lost]

    def _segments(self) -> list[str]:
        with psycopg.connect(self.stack.env["MIGRATIONS_DATABASE_URL"], autocommit=True) as connection:
            rows = connection.execute(
                "select text from segments where session_id = %s order by start_s, launch, seq", [self.session_id]
            )
            return [str(row[0]) for row in rows.fetchall()]

    async def _mails(self) -> int:
        """How many notes came; waits a little after the first for one too many."""
        until = time.monotonic() + MAIL_S
        while time.monotonic() < until:
            if self.notes_mailed():
                await asyncio.sleep(3)
                break
            await asyncio.sleep(0.5)
        return self.notes_mailed()

    def notes_mailed(self) -> int:
        found = mails_to(self.stack.urls["inbox"], self.email)
        return sum(mail.subject.startswith("Your session notes") for mail in found)

    @staticmethod
    async def retried(call: Callable[[], Awaitable[Any]], within_s: float = 30.0) -> Any:
        """As a page does it while the API is away."""
        until = time.monotonic() + within_s
        while True:
            try:
                return await call()
            except (PromiseBroken, httpx.HTTPError):
                if time.monotonic() > until:
                    raise
                await asyncio.sleep(0.5)


def lost_sentences(said: list[str], segments: list[str]) -> list[str]:
    """The sentences of which no segment, and no two neighbours, hold the words."""
    beside = [*segments, *(f"{a} {b}" for a, b in itertools.pairwise(segments))]
    held = [words_of(text) for text in beside]
    return [one for one in said if not any(len(words_of(one) & each) >= SAME_WORDS * len(words_of(one)) for each in held)]


def words_of(text: str) -> set[str]:
    return set(re.findall(r"[a-z']+", text.lower()))


def _is_kept(hint: ReceivedHint, stored: str) -> bool:
    """Whether a hint is stored as the page shows it: of one that was cut off the page keeps the whole sentences."""
    if hint.aborted:
        return bool(stored) and hint.text.startswith(stored)
    return stored == hint.text.strip()
