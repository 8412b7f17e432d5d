"""One coached session on the real stack: who hears, who reads, and what happens when the agent dies."""

import asyncio
import json
import signal
import time
from pathlib import Path

import pytest

from local.demo import agent_processes
from local.people import FacilitatorScreen, PartnerVoice, load_speech
from local.stack import Stack
from local.walk import Walk

pytestmark = pytest.mark.stack
FACILITATOR = "ann@example.com"
PATIENT_S = 60.0  # for slow machines; speed is measured by the benches


class Meeting:
    """A Facilitator and a consenting Partner, both in the room."""

    def __init__(self, walk: Walk) -> None:
        self.walk, self.page, self.voice = walk, FacilitatorScreen(), PartnerVoice()

    async def __aenter__(self) -> "Meeting":
        self.facilitator, _ = await self.walk.sign_in(FACILITATOR, "Ann")
        self.session_id, invite = await self.walk.invite(self.facilitator, "Robin")
        self.partner, self.version = await self.walk.redeem(invite, "Robin")
        await self.page.join(await self.walk.seat(self.facilitator, self.session_id))
        grant = await self.walk.seat(self.partner)
        self.ids = grant["identities"]
        await self.voice.join(grant)
        self.voice.allow(self.ids["facilitator"], self.ids["coach"])
        await self.voice.open_microphone()
        await self.listening(PATIENT_S)
        return self

    async def listening(self, within_s: float) -> None:
        await self.page.until_attribute(self.ids["coach"], "coach.state", "listening", within_s)

    async def say(self, speech: Path, clip: int) -> None:
        manifest = json.loads((speech / "manifest.json").read_text())
        await self.voice.speak(load_speech(speech / manifest["clips"][clip]["file"]))

    async def next_hint(self, already: int, within_s: float = PATIENT_S) -> None:
        until = time.monotonic() + within_s
        while len(self.page.hints) <= already or not self.page.hints[-1].whole:
            assert time.monotonic() < until, "no hint came"
            await asyncio.sleep(0.02)

    async def __aexit__(self, *_: object) -> None:
        await self.walk.end(self.session_id, self.facilitator)
        await self.voice.leave()
        await self.page.leave()


async def test_a_hint_reaches_the_facilitator_and_nobody_else(walk: Walk, speech_folder: Path) -> None:
    async with Meeting(walk) as meeting:
        await meeting.say(speech_folder, 1)
        await meeting.next_hint(0)
        hint = meeting.page.hints[0]
        assert hint.text.startswith("SUMMARY: ")
        assert hint.sender == meeting.ids["coach"]
        assert meeting.voice.texts_received == 0
        kept = await until_stored(walk, meeting, hint.seq)
        assert kept == hint.text


async def until_stored(walk: Walk, meeting: Meeting, seq: int) -> str:
    for _ in range(100):
        stored = await walk.call("GET", f"/api/sessions/{meeting.session_id}/hints", meeting.facilitator)
        for hint in stored["hints"]:
            if hint["seq"] == seq:
                return str(hint["text"])
        await asyncio.sleep(0.1)
    raise AssertionError("the hint was not stored")


async def test_a_dead_agent_is_replaced_and_numbers_go_on(stack: Stack, walk: Walk, speech_folder: Path) -> None:
    async with Meeting(walk) as meeting:
        await meeting.say(speech_folder, 1)
        await meeting.next_hint(0)
        await until_stored(walk, meeting, 1)
        before = {process.pid for process in agent_processes(stack)}
        for process in agent_processes(stack):
            process.send_signal(signal.SIGKILL)
        died_at = time.monotonic()
        while not {process.pid for process in agent_processes(stack)} - before:
            assert time.monotonic() - died_at < PATIENT_S, "no new agent"
            await asyncio.sleep(0.05)
        beats = len(meeting.page.statuses)
        while not any(status["state"] == "listening" for _, status in meeting.page.statuses[beats:]):
            assert time.monotonic() - died_at < PATIENT_S, "the new agent does not listen"
            await asyncio.sleep(0.05)
        await meeting.say(speech_folder, 2)
        await meeting.next_hint(1)
        assert [hint.seq for hint in meeting.page.hints] == [1, 2]


async def test_stop_listening_means_no_more_hints_until_the_partner_turns_it_on(walk: Walk, speech_folder: Path) -> None:
    async with Meeting(walk) as meeting:
        await walk.consent(meeting.partner, meeting.version, granted=False)
        await meeting.page.until_attribute(meeting.ids["coach"], "coach.state", "idle", 1.0)
        await meeting.say(speech_folder, 1)
        await asyncio.sleep(2)  # longer than any endpoint: what does not come cannot be waited for
        assert meeting.page.hints == []
        await walk.consent(meeting.partner, meeting.version, granted=True)
        await meeting.listening(PATIENT_S)
        await meeting.say(speech_folder, 1)
        await meeting.next_hint(0)


async def test_when_the_session_ends_the_agent_leaves_and_its_process_sleeps(stack: Stack, walk: Walk) -> None:
    async with Meeting(walk) as meeting:
        assert agent_processes(stack)
        await walk.end(meeting.session_id, meeting.facilitator)
        assert await meeting.page.until_gone(meeting.ids["coach"], 5)
    until = time.monotonic() + 15
    while agent_processes(stack):
        assert time.monotonic() < until, "the agent's process still runs"
        await asyncio.sleep(0.1)
