"""Every write has a limit, the limits hold, and none keeps a person from stopping, leaving or deleting."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute

from functions.coaching.agent_routes import by_lease
from functions.limits_table import table
from functions.openapi import offline_app
from functions.platform import limits
from functions.platform.limits import RULES, Rule
from functions.platform.rate import Bucket, Rate, consume, forget_full
from functions.rooms.tokens import report_token

from .conftest import World

LIMITERS = {
    limits.by_facilitator,
    limits.by_partner,
    limits.by_data_partner,
    limits.by_either,
    limits.by_either_for_data,
    limits.by_address,
    by_lease,
}
WRITES = {"POST", "PUT", "PATCH", "DELETE"}
ONCE = Rule(Rate(1, 3600), Rate(1000, 3600), "Once an hour.")


def api_routes(app: FastAPI) -> Iterator[APIRoute]:
    for included in app.routes:
        for route in getattr(getattr(included, "original_router", None), "routes", [included]):
            if isinstance(route, APIRoute):
                yield route


def dependencies(route: APIRoute) -> set[Callable[..., Any] | None]:
    router = [depends.dependency for depends in route.dependencies]
    return {*router, *(part.call for part in route.dependant.dependencies)}


def keys(methods: set[str]) -> dict[str, APIRoute]:
    return {f"{method} {route.path}": route for route in api_routes(offline_app()) for method in route.methods & methods}


def test_every_write_has_a_rule_and_something_that_counts_it() -> None:
    writes = keys(WRITES)
    assert len(writes) > 20
    assert sorted(set(writes) - set(RULES)) == []
    assert sorted({key.partition(" (")[0] for key in RULES} - set(keys(WRITES | {"GET"}))) == []
    unsigned = {key: route for key, route in writes.items() if RULES[key].person or RULES[key].address}
    assert [key for key, route in unsigned.items() if not dependencies(route) & LIMITERS] == []


def test_what_has_no_limit_says_why() -> None:
    for key, rule in RULES.items():
        if rule.person is None and rule.address is None:
            assert rule.why, key
        elif rule.person is None or rule.address is None:
            assert rule.why or rule.counted, key


async def with_partner(world: World, name: str) -> tuple[httpx.AsyncClient, httpx.AsyncClient, str]:
    alex = world.facilitator(name)
    session = (await alex.post("/api/sessions", json={})).json()["id"]
    token = (await alex.post(f"/api/sessions/{session}/invite")).json()["url"].rpartition("/")[2]
    async with world.client() as anybody:
        redeemed = await anybody.post("/api/invites/redeem", json={"token": token})
    return alex, world.client(redeemed.json()["partner_token"]), session


def path_of(key: str, session: str) -> str:
    path = "/api" + key.partition(" ")[2]
    for name, value in {"session_id": session, "part_id": str(uuid.uuid4()), "seq": "1", "n": "0", "kind": "listening"}.items():
        path = path.replace("{" + name + "}", value)
    return path


@pytest.mark.parametrize(
    "key", [key for key, rule in RULES.items() if rule.person and not rule.counted and not key.endswith(")")]
)
async def test_one_more_than_allowed_is_refused_and_another_person_goes_on(
    world: World, fresh_name: str, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    alex, sam, session = await with_partner(world, fresh_name)
    kim, lee, other = await with_partner(world, fresh_name + "2")
    world.sql("delete from rate_limits")
    monkeypatch.setitem(RULES, key, ONCE)  # type: ignore[misc]
    if "/agent/" in key:
        alex, kim = (world.client(report_token(world.deps, at, uuid.uuid4(), uuid.uuid4())) for at in (session, other))
    asking, beside = (sam, lee) if "/partner/" in key else (alex, kim)
    method = key.partition(" ")[0]
    first = await asking.request(method, path_of(key, session))
    assert first.status_code != 429
    second = await asking.request(method, path_of(key, session))
    assert (second.status_code, second.json()["type"].rpartition("/")[2]) == (429, "rate-limited")
    assert second.json()["detail"].startswith("Once an hour. Try again in ")
    assert 3500 < int(second.headers["retry-after"]) <= 3600
    assert (await beside.request(method, path_of(key, other))).status_code != 429


async def test_the_address_counts_across_accounts(world: World, fresh_name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(RULES, "POST /sessions", Rule(Rate(9, 3600), Rate(2, 3600)))  # type: ignore[misc]
    address = world.client()
    answers = []
    for n in range(3):
        token = world.keys.token(email=f"{fresh_name}{n}@example.org", sub=str(uuid.uuid4()))
        answers.append((await address.post("/api/sessions", headers={"Authorization": f"Bearer {token}"})).status_code)
    assert answers == [201, 201, 429]
    assert (await world.client(token).post("/api/sessions")).status_code == 201


async def test_who_stops_withdraws_leaves_or_deletes_is_never_refused(
    world: World, fresh_name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    alex, sam, session = await with_partner(world, fresh_name)
    for key in RULES:
        if RULES[key].person:
            monkeypatch.setitem(RULES, key, replace(RULES[key], person=ONCE.person))  # type: ignore[misc]
    yes, no = ({"granted": granted, "version": "listening.v1"} for granted in (True, False))
    assert (await sam.put("/api/partner/consents/listening", json=yes)).status_code == 200
    assert (await sam.put("/api/partner/consents/listening", json=yes)).status_code == 429
    for _ in range(100):
        assert (await sam.put("/api/partner/consents/listening", json=no)).status_code == 200
    assert len(world.sql("select from consents where session_id = %s", session)) == 2  # saying no again adds no row
    for _ in range(3):
        for state in ("paused", "stopped"):
            assert (await alex.put(f"/api/sessions/{session}/recording", json={"state": state})).status_code in (200, 409)
    assert (await alex.put(f"/api/sessions/{session}/recording", json={"state": "running"})).status_code == 409  # no consent
    assert (await alex.put(f"/api/sessions/{session}/recording", json={"state": "running"})).status_code == 429
    for key, rule in sorted(RULES.items(), key=lambda entry: "/partner/" not in entry[0]):  # the Partner before their place goes
        if rule is limits.NEVER and key not in ("DELETE /me", "DELETE /sessions/{session_id}"):
            for _ in range(5):
                client = sam if "/partner/" in key else alex
                answer = await client.request(key.partition(" ")[0], path_of(key, session))
                assert answer.status_code in (200, 204, 404), key
    for _ in range(3):
        assert (await alex.delete(f"/api/sessions/{session}")).status_code in (204, 404)
    for _ in range(3):
        assert (await alex.delete("/api/me", params={"confirm": "DELETE"})).status_code == 204


async def test_an_account_has_so_many_open_sessions(world: World, fresh_name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from functions.sessions import sessions

    monkeypatch.setattr(sessions, "OPEN_SESSIONS", 3)
    async with world.facilitator(fresh_name) as alex:
        answers = await asyncio.gather(*(alex.post("/api/sessions", json={}) for _ in range(6)))
        assert sorted(answer.status_code for answer in answers) == [201, 201, 201, 409, 409, 409]
        refused = next(answer for answer in answers if answer.status_code == 409).json()
        assert refused["type"].endswith("/quota-reached")
        assert "End or delete some first." in refused["detail"]
        made = next(answer for answer in answers if answer.status_code == 201).json()["id"]
        assert (await alex.post(f"/api/sessions/{made}/end")).status_code == 200
        assert (await alex.post("/api/sessions", json={})).status_code == 201


async def test_a_session_has_so_many_links(world: World, fresh_name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from functions.invites import invites

    monkeypatch.setattr(invites, "INVITES_PER_SESSION", 2)
    async with world.facilitator(fresh_name) as alex:
        session = (await alex.post("/api/sessions", json={})).json()["id"]
        at = f"/api/sessions/{session}/invite"
        assert [(await alex.post(at)).status_code for _ in range(3)] == [201, 201, 409]
        assert (await alex.delete(at)).status_code == 204


def bucket(allowed: int, window_s: int, whose: str = "") -> Bucket:
    return Bucket(f"t-{uuid.uuid4().hex}", whose or "somebody", Rate(allowed, window_s))


async def test_a_bucket_refills_one_by_one_and_never_gives_twice_its_size_at_an_edge(world: World) -> None:
    one = bucket(7, 60)
    assert [await consume(world.deps, [one]) for _ in range(8)] == [0] * 7 + [9]  # 60 s / 7, rounded up
    world.sql("update rate_limits set full_at = full_at - interval '9 seconds'")
    assert [await consume(world.deps, [one]) > 0 for _ in range(3)] == [False, True, True]
    world.sql("update rate_limits set full_at = full_at - interval '1 hour'")
    assert [await consume(world.deps, [one]) for _ in range(8)].count(0) == 7


async def test_a_refused_try_takes_nothing_from_any_bucket(world: World) -> None:
    small, large = bucket(1, 3600), bucket(2, 3600)
    assert await consume(world.deps, [small, large]) == 0
    for _ in range(5):
        assert await consume(world.deps, [large, small]) > 3000
    assert [await consume(world.deps, [large]) > 0 for _ in range(2)] == [False, True]


async def test_many_at_once_get_exactly_what_is_allowed(world: World) -> None:
    one, other = bucket(10, 3600), bucket(1000, 3600)
    waits = await asyncio.gather(*(consume(world.deps, [one, other] if n % 2 else [other, one]) for n in range(40)))
    assert waits.count(0) == 10


async def test_full_buckets_are_forgotten_and_others_kept(world: World) -> None:
    world.sql("delete from rate_limits")
    await consume(world.deps, [bucket(1, 3600)])
    await consume(world.deps, [bucket(1, 60)])
    world.sql("update rate_limits set full_at = full_at - interval '2 minutes'")
    assert await forget_full(world.deps) == 1
    assert world.sql("select count(*)::int as n from rate_limits") == [{"n": 1}]


async def test_without_postgres_nothing_is_let_through(world: World, fresh_name: str) -> None:
    from functions.platform.adapters.postgres import Database
    from functions.platform.errors import Unavailable

    gone = Database("postgresql://127.0.0.1:1/none?connect_timeout=1")
    with pytest.raises(Unavailable):
        await consume(replace(world.deps, db=gone), [bucket(1, 60)])
    await gone.aclose()


def test_the_page_of_limits_is_the_table_s() -> None:
    page = Path(__file__).resolve().parents[2] / "docs" / "limits.md"
    assert page.read_text() == table(), "stale: python -m functions.limits_table > docs/limits.md"
    assert all(f"| `{key}` |" in page.read_text() for key in RULES)
