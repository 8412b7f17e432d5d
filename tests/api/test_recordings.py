"""Recording: only while both agree, only one's own voice, joined at its time, gone when it is deleted."""

from __future__ import annotations

import io
import uuid
from contextlib import aclosing
from datetime import UTC, datetime, timedelta
from typing import Any

import av
import httpx
import numpy as np
import pytest

from functions.jobs import JOBS
from functions.recording.pieces import GRACE_S

from .conftest import World
from .test_consents import choose, partner_of
from .test_invites import invited, redeem, slug

RATE_HZ = 48_000


def tone(seconds: float, hz: float = 440.0) -> bytes:
    """What a browser's recorder makes: mono Opus in WebM."""
    samples = (0.5 * np.sin(2 * np.pi * hz * np.arange(int(seconds * RATE_HZ)) / RATE_HZ)).astype(np.float32)
    out = io.BytesIO()
    with av.open(out, "w", format="webm") as container:
        stream: Any = container.add_stream("libopus", rate=RATE_HZ, layout="mono")
        for at in range(0, samples.size, 960):
            piece = samples[at : at + 960]
            frame = av.AudioFrame.from_ndarray(np.pad(piece, (0, 960 - piece.size)).reshape(1, -1), format="flt", layout="mono")
            frame.sample_rate, frame.pts = RATE_HZ, at
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return out.getvalue()


def samples_of(sound: bytes) -> np.ndarray[Any, Any]:
    with av.open(io.BytesIO(sound)) as container:
        assert container.streams.audio[0].codec_context.name == "aac"
        frames = [frame.to_ndarray()[0] for frame in container.decode(audio=0)]
    return np.concatenate(frames)


def loud(samples: np.ndarray[Any, Any], from_s: float, to_s: float) -> float:
    """Root mean square of this stretch."""
    part = samples[int(from_s * RATE_HZ) : int(to_s * RATE_HZ)]
    return float(np.sqrt(np.mean(part**2)))


async def wish(who: httpx.AsyncClient, session: str, state: str) -> httpx.Response:
    return await who.put(f"/api/sessions/{session}/recording", json={"state": state})


async def seen(who: httpx.AsyncClient, session: str) -> dict[str, Any]:
    answer = await who.get(f"/api/sessions/{session}/recording")
    assert answer.status_code == 200
    body: dict[str, Any] = answer.json()
    return body


async def send(
    who: httpx.AsyncClient,
    session: str,
    part: str,
    n: int,
    sound: bytes,
    *,
    at: datetime | None = None,
    last: bool = False,
    kind: str = "audio/webm;codecs=opus",
) -> httpx.Response:
    asked = {"started_at": (at or datetime.now(UTC)).isoformat(), **({"last": "true"} if last else {})}
    where = f"/api/sessions/{session}/recording/parts/{part}/pieces/{n}"
    return await who.put(where, params=asked, content=sound, headers={"Content-Type": kind})


def part() -> str:
    return str(uuid.uuid4())


async def test_it_runs_only_while_the_partner_agrees_and_the_facilitator_begins(world: World, fresh_name: str) -> None:
    async with world.facilitator(fresh_name) as alex, world.facilitator(fresh_name + "-other") as stranger:
        session, sam = await partner_of(world, alex)
        async with sam:
            assert slug(await wish(alex, session, "running")) == "recording-not-agreed"
            assert slug(await wish(sam, session, "running")) == "recording-not-agreed"
            await choose(sam, True, "recording")
            assert (await seen(alex, session)) | {"now": None} == {
                "state": "off", "agreed": True, "consent": "granted", "paused_by": [], "now": None, "recordings": [],
            }  # fmt: skip
            assert slug(await wish(sam, session, "running")) == "not-recording"
            assert slug(await wish(stranger, session, "running")) == "not-found"
            assert slug(await stranger.get(f"/api/sessions/{session}/recording")) == "not-found"
            started = await wish(alex, session, "running")
            assert (started.status_code, started.json()["state"]) == (200, "running")
            assert (await seen(sam, session))["state"] == "running"

            # each person's pause is theirs
            assert (await wish(sam, session, "paused")).json()["paused_by"] == ["partner"]
            assert (await wish(alex, session, "running")).json()["state"] == "paused"
            assert (await wish(alex, session, "paused")).json()["paused_by"] == ["facilitator", "partner"]
            assert (await wish(sam, session, "running")).json()["paused_by"] == ["facilitator"]
            assert (await wish(alex, session, "running")).json()["state"] == "running"

            # a no stops it for both, and nobody but a new yes and the Facilitator bring it back
            await choose(sam, False, "recording")
            assert (await seen(alex, session))["state"] == "stopped"
            assert slug(await wish(alex, session, "running")) == "recording-not-agreed"
            await choose(sam, True, "recording")
            assert (await seen(alex, session))["state"] == "stopped"
            assert (await wish(alex, session, "running")).json()["state"] == "running"
            await alex.post(f"/api/sessions/{session}/end")
            assert (await seen(sam, session))["state"] == "stopped"
            assert slug(await wish(alex, session, "running")) == "session-ended"


async def test_the_room_is_told_in_what_no_person_can_change(world: World, fresh_name: str) -> None:
    async with world.facilitator(fresh_name) as alex:
        session, sam = await partner_of(world, alex)
        async with sam:
            await choose(sam, True, "recording")
            await wish(alex, session, "running")
            await wish(sam, session, "paused")
            world.livekit.down = True
            await choose(sam, False, "recording")
        room = world.room(session)
        assert [(told, said["recording"]) for told, said in world.livekit.metadata] == [
            (room, {"state": "off", "agreed": False, "consent": "none", "paused_by": []}),  # when the Partner took the place
            (room, {"state": "off", "agreed": True, "consent": "granted", "paused_by": []}),
            (room, {"state": "running", "agreed": True, "consent": "granted", "paused_by": []}),
            (room, {"state": "paused", "agreed": True, "consent": "granted", "paused_by": ["partner"]}),
        ]
        assert world.queue.named("tell_room") == [{"session_id": session}]
        world.livekit.down = False
        await JOBS["tell_room"](world.deps, session_id=session)
        assert world.livekit.metadata[-1][1]["recording"] == {
            "state": "stopped",
            "agreed": False,
            "consent": "withdrawn",
            "paused_by": [],
        }


async def test_the_facilitator_is_told_the_partners_word(world: World, fresh_name: str) -> None:
    """Not asked, agreed, turned off and agreed again, in the session as in the recording; a next Partner has said nothing yet."""
    async with world.facilitator(fresh_name) as alex:
        session, sam = await partner_of(world, alex)

        async def told() -> list[str]:
            one = (await alex.get(f"/api/sessions/{session}")).json()["recording_consent"]
            return [one, (await seen(alex, session))["consent"], world.livekit.metadata[-1][1]["recording"]["consent"]]

        async with sam:
            assert await told() == ["none"] * 3
            await choose(sam, False, "recording")
            assert await told() == ["none"] * 3  # a no that was never a yes takes nothing back
            for granted, word in ((True, "granted"), (False, "withdrawn"), (True, "granted")):
                await choose(sam, granted, "recording")
                assert await told() == [word] * 3
        await alex.delete(f"/api/sessions/{session}/invite")
        assert await told() == ["none"] * 3


async def test_pieces_are_taken_in_order_once_and_from_their_own_speaker(world: World, fresh_name: str) -> None:
    sound = tone(1)
    async with world.facilitator(fresh_name) as alex:
        session, sam = await partner_of(world, alex)
        async with sam:
            mine = part()
            assert slug(await send(sam, session, mine, 0, sound)) == "recording-not-agreed"
            await choose(sam, True, "recording")
            assert slug(await send(sam, session, mine, 0, sound)) == "not-recording"
            await wish(alex, session, "running")
            assert (await send(sam, session, mine, 0, sound)).json() == {"state": "running"}
            assert (await send(sam, session, mine, 0, sound)).status_code == 200
            assert slug(await send(sam, session, mine, 2, sound)) == "conflict"
            assert slug(await send(alex, session, mine, 1, sound)) == "not-found"
            assert (await send(sam, session, mine, 1, sound)).status_code == 200
            assert slug(await send(sam, session, part(), 0, sound, kind="text/html")) == "unsupported-sound"
            assert slug(await send(sam, session, part(), 0, b"x" * (1024 * 1024 + 1))) == "too-large"
            assert slug(await send(sam, session, part(), 0, b"x" * 1024)) == "unsupported-sound"
            assert (await send(sam, session, part(), 0, sound.ljust(500_000, b"x"))).status_code == 200
            assert slug(await send(sam, str(uuid.uuid4()), part(), 0, sound)) == "not-found"
            rows = world.sql("select who, pieces, bytes from recording_parts where id = %s", mine)
            assert rows == [{"who": "partner", "pieces": 2, "bytes": 2 * len(sound)}]
            assert sum(1 for path in world.files.rglob("*") if path.is_file()) == 3

            # after a no nothing more is taken, not even what goes on
            await choose(sam, False, "recording")
            for late in (send(sam, session, mine, 2, sound), send(alex, session, part(), 0, sound)):
                assert slug(await late) == "recording-not-agreed"


async def test_a_part_that_begins_in_a_pause_is_refused(world: World, fresh_name: str) -> None:
    async with world.facilitator(fresh_name) as alex:
        session, sam = await partner_of(world, alex)
        async with sam:
            await choose(sam, True, "recording")
            await wish(alex, session, "running")
            began = part()
            assert (await send(alex, session, began, 0, tone(1))).status_code == 200
            await wish(sam, session, "paused")
            assert (await send(alex, session, began, 1, b"rest", last=True)).json() == {"state": "paused"}
            assert slug(await send(alex, session, part(), 0, tone(1))) == "not-recording"
            hour_ago = datetime.now(UTC) - timedelta(hours=1)
            assert slug(await send(alex, session, part(), 0, tone(1), at=hour_ago)) == "not-recording"


async def test_what_was_said_before_the_end_may_come_after_it_but_not_for_ever(world: World, fresh_name: str) -> None:
    async with world.facilitator(fresh_name) as alex:
        session, sam = await partner_of(world, alex)
        async with sam:
            await choose(sam, True, "recording")
            await wish(alex, session, "running")
            mine = part()
            await send(sam, session, mine, 0, tone(1))
            await alex.post(f"/api/sessions/{session}/end")
            assert (await send(sam, session, mine, 1, b"rest")).json() == {"state": "stopped"}
            world.clock.ahead = timedelta(seconds=GRACE_S + 1)
            assert slug(await send(sam, session, mine, 2, b"late", last=True)) == "session-ended"


async def test_another_partner_neither_goes_on_with_it_nor_hears_it(world: World, fresh_name: str) -> None:
    async with world.facilitator(fresh_name) as alex:
        session, sam = await partner_of(world, alex)
        async with sam:
            await choose(sam, True, "recording")
            await wish(alex, session, "running")
        link = (await alex.post(f"/api/sessions/{session}/invite")).json()["url"].rpartition("/")[2]
        async with world.client((await redeem(world, link)).json()["partner_token"]) as robin:
            view = await seen(robin, session)
            assert (view["state"], view["agreed"], view["recordings"]) == ("off", False, [])
            assert slug(await wish(alex, session, "running")) == "recording-not-agreed"
            assert [one["state"] for one in (await seen(alex, session))["recordings"]] == ["stopped"]


async def ended_with_sound(world: World, alex: httpx.AsyncClient) -> tuple[str, httpx.AsyncClient]:
    """Alex is heard from the first second, Sam from the third; 2 s of the 8 were a pause of Sam's, who spoke on."""
    session, sam = await partner_of(world, alex)
    await choose(sam, True, "recording")
    await wish(alex, session, "running")
    begun = datetime.now(UTC)
    await send(alex, session, part(), 0, tone(8), at=begun, last=True)
    theirs, sound = part(), tone(5, 880)
    half = len(sound) // 2
    await send(sam, session, theirs, 0, sound[:half], at=begun + timedelta(seconds=3))
    await send(sam, session, theirs, 1, sound[half:], at=begun + timedelta(seconds=3), last=True)
    world.sql("delete from recording_spans where recording_id = (select id from recordings where session_id = %s)", session)
    for from_s, to_s in ((0, 4), (6, 8)):
        world.sql(
            "insert into recording_spans select id, %s, %s from recordings where session_id = %s",
            begun + timedelta(seconds=from_s), begun + timedelta(seconds=to_s), session,
        )  # fmt: skip
    await alex.post(f"/api/sessions/{session}/end")
    return session, sam


async def test_two_files_as_long_as_the_recording_with_each_voice_at_its_time(world: World, fresh_name: str) -> None:
    async with world.facilitator(fresh_name) as alex:
        session, sam = await ended_with_sound(world, alex)
        async with aclosing(sam), world.client() as nobody:
            assert [one["state"] for one in (await seen(sam, session))["recordings"]] == ["joining"]
            await JOBS["join_recording"](world.deps, session_id=session)
            assert [one["state"] for one in (await seen(sam, session))["recordings"]] == ["joining"]
            world.clock.ahead = timedelta(seconds=10)
            await JOBS["join_recording"](world.deps, session_id=session)
            [recording] = (await seen(sam, session))["recordings"]
            assert recording["state"] == "ready"
            files = {one["who"]: one for one in recording["files"]}
            assert {who: round(one["duration_s"], 2) for who, one in files.items()} == {"facilitator": 6.0, "partner": 6.0}

            sounds = {}
            for who, one in files.items():
                answer = await nobody.get(one["url"])
                assert (answer.status_code, answer.headers["content-type"]) == (200, "audio/mp4")
                assert len(answer.content) == one["bytes"]
                sounds[who] = samples_of(answer.content)
                some = await nobody.get(one["url"], headers={"Range": "bytes=0-99"})
                assert (some.status_code, len(some.content)) == (206, 100)
                saved = await nobody.get(one["download"])
                assert saved.headers["content-disposition"].startswith("attachment")
            # 0-3 s Alex alone, 3-4 s both, then the pause is cut out: 4-6 s both
            assert loud(sounds["facilitator"], 0.1, 5.9) > 0.3
            assert loud(sounds["partner"], 0, 2.9) < 0.01
            assert loud(sounds["partner"], 3.1, 5.9) > 0.3

            # a link opens nothing else, and not for ever
            assert (await nobody.get(files["partner"]["url"].replace("signature=", "signature=0")[:-1])).status_code == 404
            other = files["partner"]["url"].split("?")[0] + "?" + files["facilitator"]["url"].split("?")[1]
            assert (await nobody.get(other)).status_code == 404
            world.clock.ahead = timedelta(hours=2)
            assert (await nobody.get(files["partner"]["url"])).status_code == 404
            assert (await nobody.get((await seen(alex, session))["recordings"][0]["files"][0]["url"])).status_code == 200


async def test_a_piece_that_comes_late_is_joined_too_and_pieces_go_in_the_end(world: World, fresh_name: str) -> None:
    async with world.facilitator(fresh_name) as alex:
        session, sam = await ended_with_sound(world, alex)
        async with aclosing(sam):
            world.clock.ahead = timedelta(seconds=10)
            await JOBS["join_recording"](world.deps, session_id=session)
            began = world.sql("select started_at from recording_spans order by started_at desc limit 1")[0]["started_at"]
            assert (await send(sam, session, part(), 0, tone(1), at=began, last=True)).status_code == 200
            assert {"session_id": session} in world.queue.named("join_recording")
            await JOBS["join_recording"](world.deps, session_id=session)
            world.clock.ahead = timedelta(seconds=GRACE_S + 70)
            await JOBS["sweep"](world.deps)
            [recording] = (await seen(alex, session))["recordings"]
            kept = world.files / recording["id"]
            assert len(list(kept.iterdir())) == len(recording["files"]) == 2


@pytest.mark.parametrize("whose", ["facilitator", "partner"])
async def test_either_person_deletes_it_and_its_files(world: World, fresh_name: str, whose: str) -> None:
    async with world.facilitator(fresh_name) as alex, world.facilitator(fresh_name + "-other") as stranger:
        session, sam = await ended_with_sound(world, alex)
        async with aclosing(sam):
            world.clock.ahead = timedelta(seconds=10)
            await JOBS["join_recording"](world.deps, session_id=session)
            assert slug(await stranger.delete(f"/api/sessions/{session}/recording")) == "not-found"
            await JOBS["empty_trash"](world.deps)
            assert any(path.is_file() for path in world.files.rglob("*"))
            who = alex if whose == "facilitator" else sam
            assert (await who.delete(f"/api/sessions/{session}/recording")).status_code == 204
            await JOBS["empty_trash"](world.deps)
            assert [path for path in world.files.rglob("*") if path.is_file()] == []
            for each in (alex, sam):
                assert (await seen(each, session))["recordings"] == []


async def test_it_goes_after_the_days_that_were_agreed_and_with_its_session(world: World, fresh_name: str) -> None:
    async with world.facilitator(fresh_name) as alex:
        session, sam = await ended_with_sound(world, alex)
        async with aclosing(sam):
            assert world.sql("select days from recordings where session_id = %s", session) == [{"days": 30}]
            for days, left in ((29, 1), (31, 0)):
                world.clock.ahead = timedelta(days=days)
                await JOBS["sweep"](world.deps)
                assert len(world.sql("select from recordings where session_id = %s", session)) == left
        world.clock.ahead = timedelta()
        again, sam = await ended_with_sound(world, alex)
        async with aclosing(sam):
            assert (await alex.delete(f"/api/sessions/{again}")).status_code == 204
        await JOBS["empty_trash"](world.deps)
        assert [path for path in world.files.rglob("*") if path.is_file()] == []


async def test_a_part_that_only_begins_like_sound_leaves_the_rest(world: World, fresh_name: str) -> None:
    async with world.facilitator(fresh_name) as alex:
        session, token = await invited(alex)
        async with world.client((await redeem(world, token)).json()["partner_token"]) as sam:
            await choose(sam, True, "recording")
            await wish(alex, session, "running")
            begun = datetime.now(UTC)
            assert (
                await send(sam, session, part(), 0, tone(1)[:48] + b"no sound at all", at=begun, last=True)
            ).status_code == 200
            await send(sam, session, part(), 0, tone(1), at=begun + timedelta(seconds=1), last=True)
            world.sql(
                "update recording_spans set started_at = %s, ended_at = %s where ended_at is null",
                begun, begun + timedelta(seconds=2),
            )  # fmt: skip
            await alex.post(f"/api/sessions/{session}/end")
            world.clock.ahead = timedelta(seconds=10)
            await JOBS["join_recording"](world.deps, session_id=session)
            [recording] = (await seen(alex, session))["recordings"]
            [file] = recording["files"]
            assert (file["who"], round(file["duration_s"], 1)) == ("partner", 2.0)
