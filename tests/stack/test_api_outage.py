"""The API is away for longer than a lease, in the middle of a conversation: nothing is lost and the coach stays."""

from __future__ import annotations

import asyncio
import itertools
import json
import signal
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import pytest
from test_session import Meeting

from local import servers
from local.demo import agent_processes
from local.servers import Process
from local.stack import Stack
from local.walk import Walk

pytestmark = [pytest.mark.stack, pytest.mark.timeout(240), pytest.mark.long]
AWAY_S = 22.0  # longer than a lease, and than the first lease that the watcher takes meanwhile


@asynccontextmanager
async def killed(stack: Stack) -> AsyncIterator[None]:
    """The API's process is gone; another one comes in its place. Its agent, if it started one, lives on."""
    api = next(program for program in stack.programs if program.name == "api")
    api.popen.kill()
    api.popen.wait()
    try:
        yield
    finally:
        again = Process.start("api", list(api.popen.args), log=api.log, env=stack.env)  # type: ignore[arg-type]
        stack.programs[stack.programs.index(api)] = again
        stack.closers.append(again.stop)
        await asyncio.to_thread(again.wait_until, lambda: servers.answers(f"{stack.env['API_URL']}/api/health"))


@asynccontextmanager
async def hanging(stack: Stack) -> AsyncIterator[None]:
    """The API answers nothing, and then everything that was asked meanwhile."""
    api = next(program for program in stack.programs if program.name == "api")
    api.popen.send_signal(signal.SIGSTOP)
    try:
        yield
    finally:
        api.popen.send_signal(signal.SIGCONT)


async def talk(meeting: Meeting, speech: Path, clips: Iterator[int], hints: int) -> None:
    """The Partner talks, and the Facilitator asks, until they have read so many hints more; not every sentence has one."""
    wanted = len([hint for hint in meeting.page.hints if hint.whole]) + hints
    for clip in itertools.islice(clips, 8):
        await meeting.say(speech, clip)
        for waited in range(100):
            if len([hint for hint in meeting.page.hints if hint.whole]) >= wanted:
                return
            if waited == 40:
                await meeting.page.room.local_participant.perform_rpc(
                    destination_identity=meeting.ids["coach"], method="coach.generate", payload="", response_timeout=8
                )
            await asyncio.sleep(0.05)
    raise AssertionError(f"the hints did not come; the coach: {[status for _, status in meeting.page.statuses[-3:]]}")


@pytest.mark.parametrize("away", [killed, hanging])
async def test_an_outage_of_the_api_loses_nothing_and_replaces_nobody(
    stack: Stack, walk: Walk, speech_folder: Path, away: Callable[[Stack], AbstractAsyncContextManager[None]]
) -> None:
    async with Meeting(walk) as meeting:
        clips = itertools.count(1)
        await talk(meeting, speech_folder, clips, 1)
        (coach,) = agent_processes(stack)
        async with away(stack):
            until = asyncio.get_running_loop().time() + AWAY_S
            await talk(meeting, speech_folder, clips, 2)
            await asyncio.sleep(max(0.0, until - asyncio.get_running_loop().time()))
            beats = len(meeting.page.statuses)
        await talk(meeting, speech_folder, clips, 1)

        shown = {hint.id: hint.text for hint in meeting.page.hints if hint.whole}
        stored = await until_all_stored(walk, meeting, set(shown))
        assert {hint_id: stored[hint_id] for hint_id in shown} == shown
        assert [hint.seq for hint in meeting.page.hints] == list(range(1, len(meeting.page.hints) + 1))
        assert coach.is_running()
        assert {process.pid for process in agent_processes(stack)} <= {coach.pid}
        assert "leaving" not in [status["state"] for _, status in meeting.page.statuses[beats:]]
    # the next test's agent is to be a child of the API that runs then
    await asyncio.to_thread(coach.wait, 60)


async def until_all_stored(walk: Walk, meeting: Meeting, wanted: set[str]) -> dict[str, str]:
    stored: dict[str, str] = {}
    for _ in range(150):
        found = await walk.call("GET", f"/api/sessions/{meeting.session_id}/hints", meeting.facilitator)
        stored = {hint["id"]: hint["text"] for hint in found["hints"]}
        if wanted <= set(stored):
            return stored
        await asyncio.sleep(0.1)
    raise AssertionError(f"{len(wanted - set(stored))} of {len(wanted)} hints were not stored: {json.dumps(sorted(stored))}")
