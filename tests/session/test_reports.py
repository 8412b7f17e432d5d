"""Reports arrive once, in order, however the API fares, and never hold anything up."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from session_world import FakeApi, fake_api, until

from agent import report
from agent.api_line import Answer, ApiLine, Unreachable
from agent.log import SessionLog
from agent.report import ClaimRefused, Reporter


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
    monkeypatch.setattr(report, "HEARTBEAT_S", 0.05)
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
            line = ApiLine(api.url, threads)
            assert (await line.post("/api/agent/claim", {"jti": "a"}, "t")).status == 204
            assert line._connection is not None
            assert line._connection.sock is not None
            line._connection.sock.close()
            assert (await line.post("/api/agent/claim", {"jti": "b"}, "t")).status == 204
            await line.close()
        assert isinstance(api, FakeApi)
        assert api.claims == ["a", "b"]
