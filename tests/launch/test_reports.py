"""The agent's doors: a job is taken once, a report counts once, and the coach is told when to go."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest

from functions.coaching import launch

from .conftest import Call, World


async def launched(world: World, call: Call) -> str:
    await launch.launch_if_due(world.deps, call.id)
    return world.launches.jobs[-1].report_token


def segment(seq: int, text: str = "It is like a knot.", *, launch: int = 1, end_s: float = 2.5) -> dict:
    item = {"type": "segment", "id": str(uuid.uuid4()), "launch": launch, "seq": seq, "text": text}
    return item | {"start_s": max(0.0, end_s - 1.5), "end_s": end_s}


def hint(seq: int, *, launch: int = 1) -> dict:
    return {
        "type": "hint", "id": str(uuid.uuid4()), "launch": launch, "seq": seq, "text": "SUMMARY: …", "source": "ai",
        "step": "focus", "label": None, "at": datetime.now(UTC).isoformat(), "latency_ms": 612.4,
    }  # fmt: skip


async def report(world: World, token: str, *items: dict) -> dict:
    async with world.client(token) as client:
        reply = await client.post("/api/agent/report", json={"items": list(items)})
    assert reply.status_code == 200, reply.text
    taken = reply.json()
    assert abs(datetime.fromisoformat(taken.pop("server_time")) - datetime.now(UTC)) < timedelta(minutes=5)
    return taken


async def test_a_job_is_taken_once(world: World) -> None:
    call = world.new_call()
    token = await launched(world, call)
    async with world.client(token) as client:
        assert (await client.post("/api/agent/claim", json={"jti": "a"})).status_code == 200
        again = await client.post("/api/agent/claim", json={"jti": "a"})
    assert (again.status_code, again.json()["type"].rpartition("/")[2]) == (409, "job-replayed")
    assert world.lease(call)["claimed_at"] is not None


async def test_an_ended_session_has_no_jobs(world: World) -> None:
    call = world.new_call()
    token = await launched(world, call)
    world.end(call)
    async with world.client(token) as client:
        reply = await client.post("/api/agent/claim", json={"jti": "b"})
    assert (reply.status_code, reply.json()["type"].rpartition("/")[2]) == (410, "session-ended")


async def test_a_superseded_job_is_refused(world: World) -> None:
    call = world.new_call()
    old = await launched(world, call)
    world.sql("update agent_leases set lease_until = now() where session_id = %s", call.id)
    new = await launched(world, call)
    async with world.client(old) as client:
        assert (await client.post("/api/agent/claim", json={"jti": "old"})).status_code == 409
    async with world.client(new) as client:
        assert (await client.post("/api/agent/claim", json={"jti": "new"})).status_code == 200
    assert await report(world, old, segment(1)) == {"accepted": 1, "stop": "replaced"}, "what it held is taken all the same"
    assert await report(world, new, segment(1)) == {"accepted": 1, "stop": None}


async def test_reports_count_once(world: World) -> None:
    call = world.new_call()
    token = await launched(world, call)
    card = str(uuid.uuid4())
    at = datetime.now(UTC).isoformat()
    batch = [segment(1), segment(2), hint(1), {"type": "safety", "id": card, "launch": 1, "seq": 1, "kind": "self", "at": at}]
    assert await report(world, token, *batch) == {"accepted": 4, "stop": None}
    assert await report(world, token, *batch) == {"accepted": 0, "stop": None}
    ack = {"type": "safety_ack", "id": card, "at": at}
    assert (await report(world, token, ack))["accepted"] == 1
    assert (await report(world, token, ack))["accepted"] == 0
    async with world.client(call.facilitator_bearer) as client:
        kept = (await client.get(f"/api/sessions/{call.id}/hints")).json()
    assert [h["seq"] for h in kept["hints"]] == [1]
    assert kept["hints"][0]["latency_ms"] == 612
    assert kept["safety"][0]["acknowledged_at"] is not None
    other = world.new_call()
    async with world.client(other.facilitator_bearer) as client:
        assert (await client.get(f"/api/sessions/{call.id}/hints")).status_code == 404
        assert (await client.get(f"/api/sessions/{other.id}/hints")).json() == {"hints": [], "safety": []}


async def test_each_report_renews_the_lease_and_the_last_one_frees_it(make_world) -> None:
    world: World = make_world(lease_s=30.0)
    call = world.new_call()
    token = await launched(world, call)
    world.sql("update agent_leases set lease_until = now() - interval '1 s' where session_id = %s", call.id)
    await report(world, token)
    assert world.lease(call)["runs"] is True
    at = datetime.now(UTC)
    await report(world, token, {"type": "status", "state": "listening", "at": at.isoformat()})
    assert world.lease(call)["state"] == "listening"
    await report(world, token, {"type": "status", "state": "idle", "at": (at - timedelta(seconds=5)).isoformat()})
    assert world.lease(call)["state"] == "listening"
    await report(world, token, {"type": "status", "state": "left", "at": datetime.now(UTC).isoformat()})
    assert world.lease(call)["runs"] is False
    assert world.lease(call)["state"] == "left"


async def test_when_the_coach_is_told_to_stop(world: World) -> None:
    call = world.new_call()
    token = await launched(world, call)
    assert (await report(world, token))["stop"] is None
    world.listening(call, False)
    assert (await report(world, token))["stop"] is None, "just withdrawn: it may be granted again"
    withdrawn = world.new_call()
    token = await launched(world, withdrawn)
    world.sql(
        "insert into consents (session_id, partner_id, kind, granted, version, text_hash, at)"
        " values (%s, %s, 'listening', false, 'listening.v1', %s, now() - interval '2 minutes')",
        withdrawn.id, withdrawn.partner_id, "0" * 64,
    )  # fmt: skip
    assert (await report(world, token))["stop"] == "consent"

    ended = world.new_call()
    token = await launched(world, ended)
    world.end(ended)
    assert await report(world, token, segment(1)) == {"accepted": 1, "stop": "ended"}, "last words are taken"
    world.end(ended, ago_s=25 * 60)
    assert await report(world, token, segment(2)) == {"accepted": 1, "stop": "ended"}, "also after an outage"
    world.end(ended, ago_s=31 * 60)
    assert await report(world, token, segment(3)) == {"accepted": 0, "stop": "ended"}

    stopped = world.new_call()
    token = await launched(world, stopped)
    world.sql("update launch_gate set open = false")
    assert (await report(world, token))["stop"] == "ended"

    deleted = world.new_call()
    world.sql("update launch_gate set open = true")
    token = await launched(world, deleted)
    world.sql("delete from sessions where id = %s", deleted.id)
    assert (await report(world, token))["stop"] == "ended"


async def test_only_the_agent_reports(world: World) -> None:
    call = world.new_call()
    token = await launched(world, call)
    for bearer in (None, call.facilitator_bearer, call.partner_token, token + "x"):
        async with world.client(bearer) as client:
            assert (await client.post("/api/agent/report", json={"items": []})).status_code == 401
            assert (await client.post("/api/agent/claim", json={"jti": "c"})).status_code == 401
    assert (await report(world, token))["stop"] is None


@pytest.mark.parametrize(
    "bad",
    [
        {"type": "segment", "seq": 0, "text": "x", "start_s": 0, "end_s": 1},
        {"type": "hint", "seq": 1, "id": "no", "text": "x", "source": "ai", "at": "2026-01-01T00:00:00Z"},
        {"type": "wish", "seq": 1},
    ],
)
async def test_a_malformed_report_names_no_words(world: World, bad: dict) -> None:
    call = world.new_call()
    token = await launched(world, call)
    async with world.client(token) as client:
        reply = await client.post("/api/agent/report", json={"items": [segment(1, "something private"), bad]})
    assert reply.status_code == 422
    assert "private" not in reply.text
    assert world.sql("select * from segments where session_id = %s", call.id) == []


def memory(seq: int, *names: str) -> dict:
    parts = [{"name": name, "toward": "open", "place": "your chest"} for name in names]
    return {"type": "memory", "seq": seq, "named": {"parts": parts, "offered": ["focus"], "reached": "focus"}}


async def test_the_next_coach_is_told_what_was_named(world: World) -> None:
    call = world.new_call()
    token = await launched(world, call)
    async with world.client(token) as client:
        first = await client.post("/api/agent/claim", json={"jti": "one"})
    assert first.json()["memory"] is None
    await report(world, token, segment(1), memory(1, "the critic"), segment(2), memory(2, "the critic", "this sad part"))
    assert (await report(world, token, memory(1, "an old one")))["accepted"] == 0
    world.sql("update agent_leases set lease_until = now() where session_id = %s", call.id)
    async with world.client(await launched(world, call)) as client:
        kept = (await client.post("/api/agent/claim", json={"jti": "two"})).json()["memory"]
    assert [part["name"] for part in kept["parts"]] == ["the critic", "this sad part"]
    assert kept == memory(2, "the critic", "this sad part")["named"]


async def test_memory_goes_with_the_transcript(world: World) -> None:
    call, other = world.new_call(), world.new_call()
    for each in (call, other):
        await report(world, await launched(world, each), segment(1), memory(1, "the critic"))
    count = "select count(*)::int as n from session_memories where session_id = %s"
    assert world.sql(count, call.id)[0]["n"] == 1
    world.sql("delete from segments where session_id = %s", call.id)
    assert world.sql(count, call.id)[0]["n"] == 0
    assert world.sql(count, other.id)[0]["n"] == 1


async def test_a_memory_larger_than_it_may_be_is_refused(world: World) -> None:
    call = world.new_call()
    token = await launched(world, call)
    async with world.client(token) as client:
        too_many = await client.post("/api/agent/report", json={"items": [memory(1, *"abcde")]})
        too_long = await client.post("/api/agent/report", json={"items": [memory(1, "x" * 41)]})
        control = await client.post("/api/agent/report", json={"items": [memory(1, *"abcd")]})
    assert (too_many.status_code, too_long.status_code, control.status_code) == (422, 422, 200)
