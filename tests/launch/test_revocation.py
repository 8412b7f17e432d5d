"""A Partner who lost the place and kept every token hears nothing and displaces nobody, whatever they repeat."""

from __future__ import annotations

import asyncio
import contextlib
from typing import Any

import httpx
import pytest
from livekit import rtc

from functions.rooms.identities import partner_identity

from .conftest import World
from .raw_clients import Facilitator, Listener
from .test_real_webhook import told, until

__all__ = ["told"]
pytestmark = pytest.mark.timeout(240)

ALONE, BESIDE = 10, 20
"""How often the former Partner comes back while nobody has the place, and while another has it."""


async def ticket(world: World, bearer: str, **body: str) -> dict[str, Any]:
    async with world.client(bearer) as client:
        return dict((await client.post("/api/livekit/token", json=body)).json())


async def comes_back(url: str, tokens: list[str], times: int) -> tuple[int, list[str]]:
    """Joins again and again on every token there is, each time until removed; returns the frames heard, and all tokens."""
    frames, kept = 0, list(tokens)
    for n in range(times):
        former = Listener()
        with contextlib.suppress(rtc.ConnectError):
            await former.join(url, kept[n % len(kept)])
            for _ in range(50):
                if former.left.is_set():
                    break
                former.insist()
                await asyncio.sleep(0.1)
            assert former.left.is_set(), "the former Partner was not removed"
        frames += former.frames
        kept += [token for token in former.tokens if token not in kept]
        await former.leave()
    return frames, kept


async def test_a_former_partner_hears_nothing_and_displaces_nobody(told: World) -> None:
    call = told.new_call(partner_here=False, consent=False)
    facilitator, first, second = Facilitator(), Listener(), Listener()
    await facilitator.join(await ticket(told, call.facilitator_bearer, session_id=call.id))
    entry = await ticket(told, call.partner_token)
    assert entry["identity"] == partner_identity(call.partner_id)
    await first.join(entry["url"], entry["token"])
    # the control: with the place, the same code hears
    await until(lambda: first.frames > 20, 15)

    async with told.client(call.facilitator_bearer) as client:
        assert (await client.delete(f"/api/sessions/{call.id}/invite")).status_code == 204
    await asyncio.wait_for(first.left.wait(), 10)
    await first.leave()
    frames, tokens = await comes_back(entry["url"], first.tokens, ALONE)
    assert frames == 0, "nobody has the place"
    assert len(tokens) > 2, "each join was answered with a fresh token"

    other = await redeemed(told, call.facilitator_bearer, call.id)
    mine = await ticket(told, other)
    assert mine["identity"] != entry["identity"]
    await second.join(mine["url"], mine["token"])
    await until(lambda: second.frames > 20, 15)
    sid, heard = second.room.local_participant.sid, second.frames
    frames, tokens = await comes_back(entry["url"], tokens, BESIDE)
    assert frames == 0, "another has the place"
    assert (second.left.is_set(), second.room.local_participant.sid) == (False, sid)
    assert second.frames > heard + 20, "and goes on hearing"
    here = "select sid from presences where session_id = %s and role = 'partner' and left_at is null"
    assert [row["sid"] for row in told.sql(here, call.id)] == [sid]
    (row,) = told.sql("select identity, joins from refused_joins where session_id = %s", call.id)
    assert (row["identity"], row["joins"] >= 20) == (entry["identity"], True)
    await second.leave()
    await facilitator.leave()


async def test_also_while_nothing_removes_them(told: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The right to hear is the Facilitator's own word to the media server; removal is not what stops the sound."""
    call = told.new_call(partner_here=False, consent=False)
    facilitator, former = Facilitator(), Listener()
    await facilitator.join(await ticket(told, call.facilitator_bearer, session_id=call.id))
    entry = await ticket(told, call.partner_token)
    await former.join(entry["url"], entry["token"])
    await until(lambda: former.frames > 20, 15)

    async def stays(*_: str) -> bool:
        return True

    monkeypatch.setattr(told.deps.livekit, "remove", stays)
    async with told.client(call.facilitator_bearer) as client:
        assert (await client.delete(f"/api/sessions/{call.id}/invite")).status_code == 204
    await asyncio.sleep(0.5)
    again = Listener()
    await again.join(entry["url"], entry["token"])
    await asyncio.wait_for(former.left.wait(), 10)  # by their own second connection
    for _ in range(20):
        again.insist()
        await asyncio.sleep(0.1)
    assert (again.frames, again.left.is_set()) == (0, False)
    for one in (again, former, facilitator):
        await one.leave()


async def redeemed(world: World, facilitator: str, session: str) -> str:
    """A new Partner's token, by a new link."""
    async with world.client(facilitator) as client:
        invited = await client.post(f"/api/sessions/{session}/invite", json={})
    async with world.client() as client:
        taken: httpx.Response = await client.post("/api/invites/redeem", json={"token": invited.json()["url"].rsplit("/", 1)[1]})
    return str(taken.json()["partner_token"])
