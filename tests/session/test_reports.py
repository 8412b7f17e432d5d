"""Reports arrive once, in order, however the API fares, and never hold anything up."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from session_world import FakeApi, fake_api, until

from agent.log import SessionLog
from agent.runtime import report
from agent.runtime.api_client import Answer, ApiClient, Unreachable
from agent.runtime.report import ClaimRefused, Reporter
from agent.server_clock import ServerClock


class Line:
    """An API that answers what it is told to."""

    def __init__(self, *answers: int | type[Exception], stop: str | None = None) -> None:
        self.answers, self.stop = list(answers), stop
        self.sent: list[tuple[list[Any], str]] = []

    async def post(self, path: str, body: dict[str, Any], token: str) -> Answer:
        answer = self.answers.pop(0) if self.answers else 200
        if not isinstance(answer, int):
            raise answer
        items = body.get("items", [])
        if any(item.get("seq") == -1 for item in items):
            answer = 422
        if answer == 200:
            self.sent.append((items, token))
        return Answer(answer, {"stop": self.stop})


@pytest.fixture(autouse=True)
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(report, "REPORT_EVERY_S", 0.05)
    monkeypatch.setattr(report, "BACKOFF_S", (0.01,))
    monkeypatch.setattr(report, "GATHER_S", 0.0)


def reporter(line: Any, stops: list[str] | None = None) -> Reporter:
    return Reporter(line, "first", SessionLog("test", "s"), (stops if stops is not None else []).append)


def seqs(line: Line) -> list[int]:
    return [item["seq"] for items, _ in line.sent for item in items if "seq" in item]


async def test_an_outage_loses_nothing_and_keeps_the_order() -> None:
    line = Line(Unreachable, 503, 200, Unreachable)
    told = reporter(line)
    told.start()
    for seq in range(1, 121):
        told.put({"type": "segment", "seq": seq})
        if seq % 40 == 0:
            await asyncio.sleep(0.02)
    await told.close({"type": "status", "state": "left"})
    assert seqs(line) == list(range(1, 121))
    assert line.sent[-1][0][-1]["state"] == "left"


async def test_silence_beats() -> None:
    line = Line()
    told = reporter(line)
    told.start()
    await until(lambda: len(line.sent) >= 3)
    assert all(items == [] for items, _ in line.sent)
    await told.close(None)


async def test_one_unreadable_item_does_not_hold_up_the_others() -> None:
    line = Line()
    told = reporter(line)
    for seq in (1, -1, 2):
        told.put({"type": "hint", "seq": seq})
    told.start()
    await until(lambda: seqs(line) == [1, 2])
    assert told.dropped == 1
    await told.close(None)


async def test_what_waits_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(report, "HELD", 3)
    line = Line()
    told = reporter(line)
    for seq in range(1, 6):
        told.put({"type": "segment", "seq": seq})
    told.start()
    await until(lambda: seqs(line) == [3, 4, 5])
    assert told.dropped == 2
    await told.close(None)


@pytest.mark.parametrize(
    ("line", "stop"),
    [(Line(stop="ended"), "ended"), (Line(stop="consent"), "consent"), (Line(401), "replaced"), (Line(410), "ended")],
)
async def test_the_apis_stop_is_heeded(line: Line, stop: str) -> None:
    stops: list[str] = []
    told = reporter(line, stops)
    told.start()
    await until(lambda: stops)
    assert stops[0] == stop
    await told.close(None)


async def test_a_newer_lease_is_used_from_then_on() -> None:
    line = Line()
    told = reporter(line)
    told.start()
    await until(lambda: line.sent)
    told.rearm("second")
    told.put({"type": "hint", "seq": 1})
    await until(lambda: seqs(line) == [1])
    assert line.sent[-1][1] == "second"
    await told.close(None)


async def test_an_api_that_stays_away_does_not_keep_the_coach() -> None:
    line = Line(*[Unreachable] * 10_000)
    told = reporter(line)
    told.start()
    told.put({"type": "hint", "seq": 1})
    began = asyncio.get_running_loop().time()
    await told.close({"type": "status", "state": "left"}, within_s=0.2)
    assert asyncio.get_running_loop().time() - began < 1.0


@pytest.mark.parametrize(
    ("answers", "reason"),
    [((409,), "job-replayed"), ((410,), "session-ended"), ((401,), "refused"), ((Unreachable,) * 3, "unreachable")],
)
async def test_a_claim_is_refused(answers: Any, reason: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ClaimRefused) as refused:
        await reporter(Line(*answers)).claim("j")
    assert refused.value.reason == reason
    await reporter(Line(Unreachable, 204)).claim("j")  # the control: one hiccup is nothing


async def test_a_connection_the_server_closed_is_opened_again() -> None:
    async with fake_api() as api:
        with ThreadPoolExecutor(1) as threads:
            line = ApiClient(api.url, threads)
            assert (await line.post("/api/agent/claim", {"jti": "a"}, "t")).status == 204
            assert line._connection is not None
            assert line._connection.sock is not None
            line._connection.sock.close()
            assert (await line.post("/api/agent/claim", {"jti": "b"}, "t")).status == 204
            await line.close()
        assert isinstance(api, FakeApi)
        assert api.claims == ["a", "b"]


async def test_of_statuses_and_memories_only_the_newest_waits_and_what_lasts_is_never_given_up_for_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(report, "HELD", 4)
    line = Line()
    told = reporter(line)
    told.put({"type": "safety", "seq": 1})
    for seq in range(1, 4):
        told.put({"type": "segment", "seq": seq})
        for number in range(50):
            told.put({"type": "status", "state": f"{seq}.{number}"})
            told.put({"type": "memory", "seq": number + 1})
    told.start()
    await until(lambda: line.sent)
    sent = [(item["type"], item.get("seq", item.get("state"))) for item in line.sent[0][0]]
    assert sent == [("safety", 1), ("segment", 1), ("segment", 2), ("segment", 3), ("status", "3.49"), ("memory", 50)]
    assert told.dropped == 0
    await told.close(None)


async def test_where_something_must_go_a_safety_event_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(report, "HELD", 2)
    line = Line()
    told = reporter(line)
    told.put({"type": "safety", "seq": 7})
    for seq in range(1, 4):
        told.put({"type": "segment", "seq": seq})
    told.start()
    await until(lambda: seqs(line) == [7, 3])
    assert told.dropped == 2
    await told.close(None)


async def test_what_a_refused_token_could_not_deliver_waits_for_a_better_one() -> None:
    stops: list[str] = []
    line = Line(401)
    told = reporter(line, stops)
    told.put({"type": "hint", "seq": 1})
    told.start()
    await until(lambda: stops == ["replaced"])
    told.rearm("second")
    await until(lambda: seqs(line) == [1])
    await told.close(None)
    assert (seqs(line), stops) == ([1], ["replaced"])


async def test_what_nobody_else_holds_is_delivered_after_the_coach_has_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(report, "LAST_WORD_S", 0.05)
    line = Line(*[Unreachable] * 20)
    told = reporter(line)
    told.start()
    told.put({"type": "hint", "seq": 1})
    await told.close({"type": "status", "state": "left"}, within_s=60)
    assert seqs(line) == [1]
    assert line.sent[-1][0][-1]["state"] == "left"

    away = Line(*[Unreachable] * 10_000)  # the control: a status alone keeps nobody
    told = reporter(away)
    told.start()
    began = asyncio.get_running_loop().time()
    await told.close({"type": "status", "state": "left"}, within_s=60)
    assert asyncio.get_running_loop().time() - began < 30


async def test_a_coach_that_is_there_insists_on_its_newer_job(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(report, "CLAIM_AGAIN_S", 0.01)
    line = Line(*[Unreachable] * 8, 503, 200)
    assert await reporter(line).claim("j", insist=lambda: True) is None
    assert line.answers == []
    with pytest.raises(ClaimRefused) as refused:  # the control: it is superseded
        await reporter(Line(*[Unreachable] * 8)).claim("j", insist=lambda: False)
    assert refused.value.reason == "unreachable"


async def test_a_claim_whose_answer_was_lost_is_asked_for_again_by_the_same_claimant() -> None:
    claimed: list[dict[str, Any]] = []

    class Claims(Line):
        async def post(self, path: str, body: dict[str, Any], token: str) -> Answer:
            claimed.append(body)
            return await super().post(path, body, token)

    line = Claims(Unreachable, 200)
    await reporter(line).claim("j")
    await reporter(line).claim("j")
    first, again, another = (claim["by"] for claim in claimed)
    assert first == again != another


class Ticks:
    """A monotonic clock that is set by hand."""

    def __init__(self) -> None:
        self.at = 100.0

    def __call__(self) -> float:
        return self.at


def test_times_are_the_apis_whatever_the_local_clock_says() -> None:
    ticks = Ticks()
    clock = ServerClock(monotonic=ticks, wall=lambda: 5_000.0)
    assert clock.now() == 5_000.0
    clock.learn("1970-01-01T02:00:00+00:00", 99.0, 101.0)  # 7200 s at monotonic 100
    assert clock.now() == 7200.0
    clock.learn("1970-01-01T03:00:00+00:00", 90.0, 110.0)  # a slower answer says less
    clock.learn("no time", 100.0, 100.0)
    clock.learn("1970-01-01T03:00:00", 100.0, 100.0)  # of no zone
    clock.learn(None, 100.0, 100.0)
    assert clock.now() == 7200.0
    ticks.at = 160.0
    assert clock.iso() == "1970-01-01T02:01:00.000+00:00"
    assert clock.unix(130.0) == 7230.0
    clock.learn("1970-01-01T02:01:00.500+00:00", 159.9, 160.1)  # a quicker one says more
    assert clock.now() == 7260.5
