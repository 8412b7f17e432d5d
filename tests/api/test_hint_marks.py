"""What a Facilitator thinks of a hint is kept, is theirs alone to say, and can be taken back."""

import uuid
from typing import Any

import httpx

from .conftest import World


async def a_session(client: httpx.AsyncClient, world: World) -> tuple[str, str]:
    """(session, hint)"""
    made = (await client.post("/api/sessions", json={"partner_label": "Sam"})).json()["id"]
    url = (await client.post(f"/api/sessions/{made}/invite")).json()["url"]
    async with world.client() as newcomer:
        await newcomer.post("/api/invites/redeem", json={"token": url.rsplit("/", 1)[-1]})
    hint = str(uuid.uuid4())
    world.sql(
        "insert into hints (session_id, partner_id, seq, id, text, source, at)"
        " select session_id, id, 1, %s, 't', 'built-in', now() from partners where session_id = %s",
        hint, made,
    )  # fmt: skip
    return str(made), hint


async def marks(client: httpx.AsyncClient, session: str) -> list[Any]:
    return [hint["mark"] for hint in (await client.get(f"/api/sessions/{session}/hints")).json()["hints"]]


async def test_a_mark_is_kept_and_taken_back(world: World, fresh_name: str) -> None:
    async with world.facilitator(fresh_name) as client:
        session, hint = await a_session(client, world)
        assert await marks(client, session) == [None]
        for mark in ("helped", "not-now", None):
            assert (await client.put(f"/api/sessions/{session}/hints/{hint}/mark", json={"mark": mark})).status_code == 204
            assert await marks(client, session) == [mark]


async def test_only_the_own_facilitator_marks_and_only_what_there_is(world: World, fresh_name: str) -> None:
    async with (
        world.facilitator(fresh_name) as client,
        world.facilitator(f"{fresh_name}-other") as other,
        world.client() as nobody,
    ):
        session, hint = await a_session(client, world)
        at = f"/api/sessions/{session}/hints/{hint}/mark"
        assert (await nobody.put(at, json={"mark": "helped"})).status_code == 401
        assert (await other.put(at, json={"mark": "helped"})).status_code == 404
        assert await marks(client, session) == [None]
        assert (
            await client.put(f"/api/sessions/{session}/hints/{uuid.uuid4()}/mark", json={"mark": "helped"})
        ).status_code == 404
        assert (await client.put(f"/api/sessions/{session}/hints/1/mark", json={"mark": "helped"})).status_code == 422
        assert (await client.put(at, json={"mark": "wonderful"})).status_code == 422
        assert (await client.put(at, json={"mark": "helped"})).status_code == 204
