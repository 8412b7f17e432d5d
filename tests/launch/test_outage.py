"""What a coach holds when its lease is lost is taken before anything is refused; and a living one gets its lease back."""

from __future__ import annotations

import asyncio
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

from functions.coaching import launch

from .conftest import Call, World
from .test_reports import hint, launched, memory, report, segment


async def relaunched(world: World, call: Call) -> str:
    """The lease ran out while the API was away; the watcher launches anew."""
    world.sql("update agent_leases set lease_until = now() where session_id = %s", call.id)
    return await launched(world, call)


async def claimed(world: World, token: str, by: str | None = None, jti: str | None = None) -> int:
    async with world.client(token) as client:
        return (await client.post("/api/agent/claim", json={"jti": jti or uuid.uuid4().hex, "by": by})).status_code


def hints_of(world: World, call: Call) -> list[tuple[int, int]]:
    found = world.sql("select launch, seq from hints where session_id = %s order by launch, seq", call.id)
    return [(row["launch"], row["seq"]) for row in found]


def words_of(world: World, call: Call) -> list[str]:
    return [row["text"] for row in world.sql("select text from segments where session_id = %s order by launch, seq", call.id)]


async def test_after_a_long_outage_the_running_coach_goes_on_and_nothing_is_lost(world: World) -> None:
    """The watcher has launched anew, but nobody could claim: the coach that is there keeps the room, its numbers and its lease."""
    call = world.new_call()
    running = await launched(world, call)
    assert await claimed(world, running) == 200
    new = await relaunched(world, call)
    held = [hint(seq) for seq in range(1, 6)] + [segment(seq, f"Words {seq}.") for seq in range(1, 6)]
    assert await report(world, running, *held) == {"accepted": 10, "stop": None}
    assert await claimed(world, new) == 409, "the job that came too late does not double the coach"
    assert await report(world, running, hint(6)) == {"accepted": 1, "stop": None}
    assert hints_of(world, call) == [(1, seq) for seq in range(1, 7)]
    assert world.lease(call)["runs"] is True
    assert await launch.launch_if_due(world.deps, call.id) == "running"


async def test_a_coach_that_was_replaced_hands_in_all_it_holds(world: World) -> None:
    call = world.new_call()
    running = await launched(world, call)
    assert await claimed(world, running) == 200
    new = await relaunched(world, call)
    assert await claimed(world, new) == 200
    assert await report(world, new, hint(1, launch=2), segment(1, "Later words.", launch=2)) == {"accepted": 2, "stop": None}
    held = [hint(1), hint(2), segment(1, "Earlier words."), segment(2, "More of them.")]
    assert await report(world, running, *held) == {"accepted": 4, "stop": "replaced"}
    assert await report(world, running, *held) == {"accepted": 0, "stop": "replaced"}
    assert hints_of(world, call) == [(1, 1), (1, 2), (2, 1)]
    assert words_of(world, call) == ["Earlier words.", "More of them.", "Later words."]
    assert await report(world, new) == {"accepted": 0, "stop": None}, "the newer one keeps its lease"


async def test_one_that_left_the_room_hands_in_what_it_holds_and_takes_no_lease_back(world: World) -> None:
    call = world.new_call()
    old = await launched(world, call)
    assert await claimed(world, old) == 200
    new = await relaunched(world, call)
    async with world.client(old) as client:
        reply = await client.post("/api/agent/report", json={"items": [hint(1)], "staying": False})
    assert (reply.json()["accepted"], reply.json()["stop"]) == (1, "replaced")
    assert await claimed(world, new) == 200


async def test_one_that_left_the_room_frees_its_lease_with_its_first_word(world: World) -> None:
    call = world.new_call()
    old = await launched(world, call)
    assert await claimed(world, old) == 200
    async with world.client(old) as client:
        await client.post("/api/agent/report", json={"items": [hint(1)], "staying": False})
    assert world.lease(call)["runs"] is False
    assert hints_of(world, call) == [(1, 1)]


async def test_reports_that_waited_while_the_api_hung_are_of_one_coach(world: World) -> None:
    """All that was sent meanwhile is worked on at once: the one that comes second must not find its own coach replaced."""
    for _ in range(8):
        call = world.new_call()
        running = await launched(world, call)
        assert await claimed(world, running) == 200
        new = await relaunched(world, call)
        batch = [hint(1), hint(2)]
        taken = await asyncio.gather(*(report(world, running, *batch) for _ in range(5)))
        assert {each["stop"] for each in taken} == {None}
        assert sum(each["accepted"] for each in taken) == 2
        assert await claimed(world, new) == 409


async def test_claiming_and_taking_back_at_the_same_moment_leave_one_coach(world: World) -> None:
    for _ in range(8):
        call = world.new_call()
        old = await launched(world, call)
        assert await claimed(world, old) == 200
        new = await relaunched(world, call)
        status, taken = await asyncio.gather(claimed(world, new), report(world, old, hint(1)))
        assert taken["accepted"] == 1
        assert (status, taken["stop"]) in {(200, "replaced"), (409, None)}


async def test_late_words_are_kept_only_where_they_were_said_with_consent(world: World) -> None:
    call = world.new_call()
    old = await launched(world, call)
    assert await claimed(world, old) == 200
    new = await relaunched(world, call)
    assert await claimed(world, new) == 200
    # consent stood from minute 0 to minute 10 of the listening
    world.sql("update partners set zero_at = now() - interval '30 minutes' where id = %s", call.partner_id)
    rewrite_ledger(world, call, (True, 31), (False, 20))
    now = datetime.now(UTC)

    def shown(minutes_ago: float) -> dict[str, Any]:
        return hint(round(minutes_ago)) | {"at": (now - timedelta(minutes=minutes_ago)).isoformat()}

    late = [segment(1, "Said with a yes.", end_s=300), segment(2, "Said after a no.", end_s=900), shown(25), shown(15), memory(9)]
    assert await report(world, old, *late) == {"accepted": 2, "stop": "replaced"}
    assert words_of(world, call) == ["Said with a yes."]
    assert hints_of(world, call) == [(1, 25)]


def rewrite_ledger(world: World, call: Call, *choices: tuple[bool, float]) -> None:
    """The ledger is only ever added to, so a test that needs another past has another Partner's rows in it first."""
    world.sql("alter table consents disable trigger user")
    world.sql("delete from consents where session_id = %s", call.id)
    for granted, minutes_ago in choices:
        world.sql(
            "insert into consents (session_id, partner_id, kind, granted, version, text_hash, at)"
            " values (%s, %s, 'listening', %s, 'listening.v1', %s, now() - make_interval(secs => %s))",
            call.id, call.partner_id, granted, "0" * 64, minutes_ago * 60,
        )  # fmt: skip
    world.sql("alter table consents enable trigger user")


async def test_two_coaches_that_give_the_same_number_lose_nothing(world: World) -> None:
    """The first one died before it reported, so the second one counts from the same number on."""
    call = world.new_call()
    old = await launched(world, call)
    new = await relaunched(world, call)
    assert [job.launch for job in world.launches.jobs] == [1, 2]
    assert world.launches.jobs[1].segments_so_far == 0
    at = datetime.now(UTC).isoformat()
    first, second = (
        {"type": "safety", "id": str(uuid.uuid4()), "launch": number, "seq": 1, "kind": "self", "at": at} for number in (1, 2)
    )
    await report(world, old, segment(1, "One."), hint(1), first)
    assert await claimed(world, new) == 409  # it reported after all, and has its lease back
    await report(world, new, segment(1, "Two.", launch=2), hint(1, launch=2), second)
    assert words_of(world, call) == ["One.", "Two."]
    assert hints_of(world, call) == [(1, 1), (2, 1)]
    await report(world, old, {"type": "safety_ack", "id": second["id"], "at": at})
    read = world.sql("select id::text, acknowledged_at is not null as read from safety_events where session_id = %s", call.id)
    assert {row["id"]: row["read"] for row in read} == {first["id"]: False, second["id"]: True}


async def test_the_memory_of_an_earlier_coach_does_not_take_the_place_of_a_later_ones(world: World) -> None:
    call = world.new_call()
    old = await launched(world, call)
    assert await claimed(world, old) == 200
    new = await relaunched(world, call)
    assert await claimed(world, new) == 200
    await report(world, new, memory(1, "the critic") | {"launch": 2})
    await report(world, old, memory(40, "an old one") | {"launch": 1})
    kept = world.sql("select named from session_memories where partner_id = %s", call.partner_id)
    assert [part["name"] for part in kept[0]["named"]["parts"]] == ["the critic"]


async def test_an_agent_from_before_reports_without_ids(world: World) -> None:
    """A coach goes on through a deployment of the API."""
    call = world.new_call()
    token = await launched(world, call)
    at = datetime.now(UTC).isoformat()
    said = {"type": "segment", "seq": 1, "text": "One.", "start_s": 1, "end_s": 2}
    card = {"type": "safety", "seq": 1, "kind": "self", "at": at}
    assert (await report(world, token, said, card))["accepted"] == 2
    assert (await report(world, token, said, card, {"type": "safety_ack", "seq": 1, "at": at}))["accepted"] == 1
    async with world.client(token) as client:
        none = await client.post("/api/agent/report", json={"items": [{"type": "safety_ack", "at": at}]})
    assert none.status_code == 422


async def test_a_claim_whose_answer_was_lost_may_be_asked_for_again_by_whoever_made_it(world: World) -> None:
    call = world.new_call()
    token = await launched(world, call)
    mine, others = str(uuid.uuid4()), str(uuid.uuid4())
    assert await claimed(world, token, mine, "j") == 200
    assert await claimed(world, token, mine, "j") == 200
    assert await claimed(world, token, others, "j") == 409
    assert await claimed(world, token, None, "j") == 409


async def test_the_zero_of_the_times_is_kept_for_every_coach_of_a_partner(world: World) -> None:
    call = world.new_call()
    await launched(world, call)
    await relaunched(world, call)
    first, second = world.launches.jobs
    assert first.zero_ms == second.zero_ms
    assert abs(first.zero_ms / 1000 - datetime.now(UTC).timestamp()) < 300

    begun = world.new_call()  # both were there when the session began: the times count from its start
    world.sql("update sessions set started_at = now() + interval '7 minutes' where id = %s", begun.id)
    await launched(world, begun)
    started = world.sql("select started_at from sessions where id = %s", begun.id)[0]["started_at"]
    assert world.launches.jobs[-1].zero_ms == round(started.timestamp() * 1000)

    later = world.new_call()  # one who came after another had begun the session has a zero of their own
    world.sql("update sessions set started_at = now() - interval '7 minutes' where id = %s", later.id)
    await launched(world, later)
    assert abs(world.launches.jobs[-1].zero_ms / 1000 - datetime.now(UTC).timestamp()) < 300
