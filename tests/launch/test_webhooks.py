"""Webhooks: only our server's, each once, in any order."""

import asyncio
import json
import random
import time

import jwt
import pytest

from .conftest import Call, World
from .signed import event, post, signature


def here(world: World, call: Call, role: str) -> list[str]:
    rows = world.sql("select sid from presences where session_id = %s and role = %s and left_at is null", call.id, role)
    return [row["sid"] for row in rows]


async def test_only_our_server_is_believed(world: World) -> None:
    call = world.new_call(partner_here=False)
    body = event(call, "participant_joined", "partner")
    raw = json.dumps(body).encode()
    settings = world.deps.settings
    good = jwt.decode(signature(world, raw), options={"verify_signature": False})
    refused = {
        "no signature": "nonsense",
        "another's secret": jwt.encode(good, "x" * 32, algorithm="HS256"),
        "another body": signature(world, raw + b" "),
        "no hash": jwt.encode({k: v for k, v in good.items() if k != "sha256"}, settings.livekit_api_secret, algorithm="HS256"),
        "no end": jwt.encode({k: v for k, v in good.items() if k != "exp"}, settings.livekit_api_secret, algorithm="HS256"),
        "over": signature(world, raw, exp=int(time.time()) - 3600),
        "another key": signature(world, raw, iss="somebody"),
        "unsigned": jwt.encode(good, "", algorithm="none"),
    }
    for what, authorization in refused.items():
        assert (await post(world, body, authorization=authorization)).status_code == 401, what
    assert (await post(world, body, content_type="application/json")).status_code == 422
    assert here(world, call, "partner") == []
    assert world.launches.jobs == []
    reply = await post(world, body)
    assert (reply.status_code, reply.json()) == (200, {})
    assert here(world, call, "partner") == ["PA_1"]
    assert len(world.launches.jobs) == 1


async def test_the_same_event_counts_once(world: World) -> None:
    call = world.new_call(partner_here=False)
    body = event(call, "participant_joined", "partner")
    replies = await asyncio.gather(*(post(world, body) for _ in range(5)))
    assert {reply.status_code for reply in replies} == {200}
    assert len(world.launches.jobs) == 1
    assert len(world.sql("select id from webhook_events where session_id = %s", call.id)) == 1


async def test_a_late_left_does_not_undo_a_newer_joined(world: World) -> None:
    call = world.new_call(partner_here=False, consent=False)
    now = int(time.time() * 1000)
    first = event(call, "participant_joined", "partner", sid="PA_old", joined_ms=now)
    again = event(call, "participant_joined", "partner", sid="PA_new", joined_ms=now + 500)
    left = event(call, "participant_left", "partner", sid="PA_old", joined_ms=now)
    for order in ([first, again, left], [again, first, left], [left, again, first], [again, left, first], [left, first, again]):
        world.sql("delete from presences where session_id = %s", call.id)
        world.sql("delete from webhook_events where session_id = %s", call.id)
        for body in order:
            assert (await post(world, body)).status_code == 200
        assert here(world, call, "partner") == ["PA_new"], [body["event"] for body in order]


async def test_left_before_joined_stays_left(world: World) -> None:
    call = world.new_call(partner_here=False)
    now = int(time.time() * 1000)
    await post(world, event(call, "participant_left", "partner", sid="PA_x", joined_ms=now))
    await post(world, event(call, "participant_joined", "partner", sid="PA_x", joined_ms=now))
    assert here(world, call, "partner") == []
    assert world.launches.jobs == []


async def test_ten_reloads_one_coach(world: World) -> None:
    call = world.new_call(partner_here=False)
    now = int(time.time() * 1000)
    news = []
    for n in range(10):
        news.append(event(call, "participant_joined", "partner", sid=f"PA_{n}", joined_ms=now + n * 100))
        if n < 9:
            news.append(event(call, "participant_left", "partner", sid=f"PA_{n}", joined_ms=now + n * 100))
    news += random.Random(7).sample(news, 8)
    random.Random(3).shuffle(news)
    await asyncio.gather(*(post(world, body) for body in news))
    assert here(world, call, "partner") == ["PA_9"]
    assert len(world.launches.jobs) == 1


async def test_the_session_begins_when_both_are_there(world: World) -> None:
    call = world.new_call(partner_here=False)
    await post(world, event(call, "participant_joined", "partner", sid="PA_p"))
    assert world.sql("select started_at from sessions where id = %s", call.id)[0]["started_at"] is None
    await post(world, event(call, "participant_joined", "facilitator", sid="PA_f"))
    began = world.sql("select started_at from sessions where id = %s", call.id)[0]["started_at"]
    assert began is not None
    await post(world, event(call, "participant_joined", "facilitator", sid="PA_g", joined_ms=int(time.time() * 1000) + 900))
    assert world.sql("select started_at from sessions where id = %s", call.id)[0]["started_at"] == began


async def test_a_finished_room_is_empty_and_others_are_not_ours(world: World) -> None:
    call = world.new_call(partner_here=False, consent=False)
    await post(world, event(call, "participant_joined", "partner"))
    stranger = event(call, "participant_joined", "facilitator", sid="PA_z")
    stranger["participant"]["identity"] = "somebody-else"
    await post(world, stranger)
    assert here(world, call, "facilitator") == []
    foreign = event(call, "room_finished", room={"name": "another-project"})
    assert (await post(world, foreign)).status_code == 200
    assert here(world, call, "partner") == ["PA_1"]
    assert (await post(world, event(call, "room_finished"))).status_code == 200
    assert here(world, call, "partner") == []


@pytest.mark.parametrize("consent", [True, False])
async def test_no_coach_without_consent(world: World, consent: bool) -> None:
    call = world.new_call(partner_here=False, consent=consent)
    await post(world, event(call, "participant_joined", "partner"))
    assert len(world.launches.jobs) == int(consent)


async def test_the_facilitator_alone_launches_nobody(world: World) -> None:
    call = world.new_call(partner_here=False)
    await post(world, event(call, "participant_joined", "facilitator", sid="PA_f"))
    assert world.launches.jobs == []
    await post(world, event(call, "participant_joined", "partner"))
    assert len(world.launches.jobs) == 1


async def test_a_gone_coach_loses_its_lease_sooner(make_world) -> None:
    world: World = make_world(lease_s=60.0)
    call = world.new_call(partner_here=False)
    now = int(time.time() * 1000)
    await post(world, event(call, "participant_joined", "partner"))
    world.sql("update agent_leases set claimed_at = now(), lease_until = now() + interval '60 s' where session_id = %s", call.id)
    await post(
        world,
        event(call, "participant_joined", "coach", sid="PA_c", joined_ms=now, said={"lease": str(world.lease(call)["lease_id"])}),
    )
    left = "select extract(epoch from lease_until - clock_timestamp())::float as s from agent_leases where session_id = %s"
    assert world.sql(left, call.id)[0]["s"] > 50
    # the connection before this one: nothing happens
    await post(world, event(call, "participant_left", "coach", sid="PA_b", joined_ms=now - 5000))
    assert world.sql(left, call.id)[0]["s"] > 50
    await post(world, event(call, "participant_left", "coach", sid="PA_c", joined_ms=now))
    assert world.sql(left, call.id)[0]["s"] < 31
