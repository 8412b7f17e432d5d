"""A recording takes what a microphone can make, from containers that browsers write, and nothing beside that."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from functions.jobs import JOBS
from functions.recording import limits, pieces

from ..recording import media
from .conftest import World
from .test_consents import choose, partner_of
from .test_invites import slug
from .test_recordings import part, seen, send, tone, wish


@asynccontextmanager
async def running(world: World, alex: httpx.AsyncClient) -> AsyncIterator[tuple[str, httpx.AsyncClient]]:
    session, sam = await partner_of(world, alex)
    async with sam:
        await choose(sam, True, "recording")
        await wish(alex, session, "running")
        yield session, sam


def kept_files(world: World) -> int:
    return sum(1 for path in world.files.rglob("*") if path.is_file())


async def test_only_what_browsers_record_is_taken(world: World, fresh_name: str) -> None:
    refused = {
        "audio/webm": (
            media.sdp(9),
            media.ffconcat(world.files),
            media.hls("http://127.0.0.1/a"),
            media.flac_bomb(1),
            media.recorded(0.1, "mp4"),
        ),
        "audio/mp4": (media.sdp(9), media.recorded(0.1), bytes(100)),
        "audio/ogg": (media.recorded(0.1, "ogg", codec="libopus"),),
    }
    async with world.facilitator(fresh_name) as alex, running(world, alex) as (session, sam):
        for kind, sounds in refused.items():
            for sound in sounds:
                answer = await send(sam, session, part(), 0, sound, kind=kind)
                assert (answer.status_code, slug(answer)) == (415, "unsupported-sound")
                assert "audio/webm with Opus" in answer.json()["detail"]
        assert world.sql("select from recording_parts") == []
        assert kept_files(world) == 0
        for kind, form in (("audio/webm;codecs=opus", "webm"), ("audio/mp4", "mp4"), ("audio/mp4; codecs=mp4a.40.2", "mp4")):
            assert (await send(sam, session, part(), 0, media.recorded(0.2, form), kind=kind)).status_code == 200
        first = part()  # a recorder may hand over its first byte alone
        sound = tone(1)
        assert (await send(sam, session, first, 0, sound[:1])).status_code == 200
        assert (await send(sam, session, first, 1, sound[1:])).status_code == 200


async def test_no_more_than_a_microphone_makes_in_the_time_that_passed(world: World, fresh_name: str) -> None:
    big = tone(1).ljust(600_000, b"x")
    async with world.facilitator(fresh_name) as alex, running(world, alex) as (session, sam):
        mine = part()
        begun = datetime.now(UTC)
        assert (await send(sam, session, mine, 0, big, at=begun)).status_code == 200
        refused = await send(sam, session, mine, 1, big, at=begun)
        assert (refused.status_code, slug(refused)) == (413, "too-much-sound")
        # another part is no way round it, nor is the same piece again, which is kept once
        assert slug(await send(sam, session, part(), 0, big, at=begun)) == "too-much-sound"
        assert (await send(sam, session, mine, 0, big, at=begun)).status_code == 200
        # the other voice has its own measure, and time brings more
        assert (await send(alex, session, part(), 0, big, at=begun)).status_code == 200
        world.clock.ahead = timedelta(seconds=60)
        assert (await send(sam, session, mine, 1, big, at=begun)).status_code == 200
        # after the end nothing more was spoken, however long ago that is
        await alex.post(f"/api/sessions/{session}/end")
        world.sql("update recordings set stopped_at = %s where session_id = %s", begun + timedelta(seconds=30), session)
        world.sql("update recording_spans set ended_at = %s where ended_at > %s", begun + timedelta(seconds=30), begun)
        assert slug(await send(sam, session, mine, 2, big, at=begun)) == "too-much-sound"
        assert (await send(sam, session, mine, 2, b"x" * 40_000, at=begun)).status_code == 200


async def test_many_at_once_are_counted_too(world: World, fresh_name: str) -> None:
    big = tone(1).ljust(300_000, b"x")
    async with world.facilitator(fresh_name) as alex, running(world, alex) as (session, sam):
        answers = await asyncio.gather(*(send(sam, session, part(), 0, big) for _ in range(8)))
        taken = sum(answer.status_code == 200 for answer in answers)
        assert 1 <= taken <= limits.most_bytes(20) // len(big)
        assert {slug(answer) for answer in answers if answer.status_code != 200} == {"too-much-sound"}


async def test_parts_and_pieces_are_counted(world: World, fresh_name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pieces, "PARTS_MAX", 3)
    monkeypatch.setattr(pieces, "PIECES_MAX", 2)
    sound = tone(0.2)
    async with world.facilitator(fresh_name) as alex, running(world, alex) as (session, sam):
        mine = [part() for _ in range(4)]
        for one in mine[:3]:
            assert (await send(sam, session, one, 0, sound)).status_code == 200
        assert slug(await send(sam, session, mine[3], 0, sound)) == "too-much-sound"
        assert (await send(sam, session, mine[0], 1, b"more")).status_code == 200
        assert slug(await send(sam, session, mine[0], 2, b"more")) == "too-much-sound"
        assert (await send(alex, session, part(), 0, sound)).status_code == 200


async def test_twenty_hostile_parts_end_and_the_honest_voice_is_whole(world: World, fresh_name: str) -> None:
    bomb = media.flac_bomb(1)
    async with world.facilitator(fresh_name) as alex, running(world, alex) as (session, sam):
        begun = datetime.now(UTC)
        for n in range(20):
            hostile = media.in_ebml((media.sdp(9), bomb, media.ffconcat(world.files))[n % 3])
            assert (await send(sam, session, part(), 0, hostile, at=begun, last=True)).status_code == 200
        assert (await send(alex, session, part(), 0, tone(2), at=begun, last=True)).status_code == 200
        world.sql(
            "update recording_spans set started_at = %s, ended_at = %s where ended_at is null",
            begun,
            begun + timedelta(seconds=2),
        )
        await alex.post(f"/api/sessions/{session}/end")
        world.clock.ahead = timedelta(seconds=10)
        await JOBS["join_recording"](world.deps, session_id=session)
        [recording] = (await seen(alex, session))["recordings"]
        assert {one["who"]: round(one["duration_s"]) for one in recording["files"]} == {"facilitator": 2, "partner": 2}


async def test_a_recording_that_runs_for_ever_is_stopped(world: World, fresh_name: str) -> None:
    async with world.facilitator(fresh_name) as alex, running(world, alex) as (session, _):
        await JOBS["sweep"](world.deps)
        assert (await seen(alex, session))["state"] == "running"
        world.sql("update recording_spans set started_at = started_at - make_interval(secs => %s)", limits.RECORDING_MAX_S)
        await JOBS["sweep"](world.deps)
        assert (await seen(alex, session))["state"] == "stopped"
        assert world.livekit.metadata[-1][1]["recording"]["state"] == "stopped"
