"""A place taken back ends the place, never the rights over one's data: by the Partner's own token, and by a code to a confirmed address."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import httpx
import pytest

from functions.jobs.sweep import sweep
from functions.platform.limits import CODE_MAILBOX, RULES
from functions.privacy.data_access import CODE_MINUTES, TRIES

from .conftest import World

YES = {"granted": True, "version": "listening.v1"}


def slug(answer: httpx.Response) -> str:
    return str(answer.json()["type"]).rpartition("/")[2]


class Call:
    """A session of one Facilitator with one Partner, who has said two sentences."""

    def __init__(self, world: World, name: str) -> None:
        self.world, self.name = world, name
        self.session = self.token = ""

    async def begin(self) -> Call:
        async with self.alex() as alex:
            await alex.patch("/api/me", json={"display_name": "Alex"})
            self.session = (await alex.post("/api/sessions", json={})).json()["id"]
        self.token = await self.join("Sam")
        self.partner = self.partner_id()
        self.world.sql(
            "insert into segments (session_id, partner_id, seq, text, start_s, end_s)"
            " select %s, %s, n, 'sentence ' || n, n, n + 1 from generate_series(1, 2) n",
            self.session,
            self.partner,
        )
        return self

    def alex(self) -> httpx.AsyncClient:
        return self.world.facilitator(self.name)

    async def join(self, name: str) -> str:
        async with self.alex() as alex, self.world.client() as anybody:
            link = (await alex.post(f"/api/sessions/{self.session}/invite")).json()["url"].rpartition("/")[2]
            return str(
                (await anybody.post("/api/invites/redeem", json={"token": link, "display_name": name})).json()["partner_token"]
            )

    def partner_id(self) -> str:
        rows = self.world.sql("select id::text from partners where session_id = %s and revoked_at is null", self.session)
        return str(rows[0]["id"])

    async def withdraw(self) -> None:
        async with self.alex() as alex:
            assert (await alex.delete(f"/api/sessions/{self.session}/invite")).status_code == 204


def code_in(world: World) -> str:
    found = re.search(r"\b(\d{3}) (\d{3})\b", world.mailer.sent[-1].text)
    assert found
    return found[1] + found[2]


def other_than(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


async def confirmed(world: World, call: Call, email: str) -> None:
    async with world.client(call.token) as sam:
        asked = await sam.post("/api/partner/address", json={"email": email})
        assert asked.status_code == 202
        done = await sam.post("/api/partner/address/confirm", json={"request": asked.json()["request"], "code": code_in(world)})
        assert done.status_code == 200
        assert done.json()["address_confirmed_at"]


async def data_client(world: World, email: str) -> httpx.AsyncClient:
    async with world.client() as anybody:
        request = (await anybody.post("/api/my-data/codes", json={"email": email})).json()["request"]
        opened = await anybody.post("/api/my-data/token", json={"request": request, "code": code_in(world)})
        assert opened.status_code == 200
        assert opened.json()["token"].startswith("nbp_d_")
    return world.client(opened.json()["token"])


@pytest.fixture
async def call(world: World, fresh_name: str) -> Call:
    return await Call(world, fresh_name).begin()


async def test_a_token_that_was_taken_back_opens_data_and_nothing_else(world: World, call: Call) -> None:
    async with world.client(call.token) as sam:
        at = f"/api/sessions/{call.session}/recording"
        data: list[tuple[str, str, dict[str, Any]]] = [
            ("GET", "/api/partner/data", {}),
            ("GET", "/api/partner/data/package", {}),
            ("GET", at, {}),
            ("PUT", "/api/partner/consents/copy", {"json": {"granted": True, "version": "copy.v1", "email": "sam@example.org"}}),
            ("PUT", "/api/partner/consents/copy", {"json": {"granted": False, "version": "copy.v1"}}),
            ("DELETE", at, {}),
            ("DELETE", "/api/partner/address", {}),
            ("DELETE", "/api/partner/data", {}),
        ]
        rest: list[tuple[str, str, dict[str, Any]]] = [
            ("GET", "/api/partner", {}),
            ("PUT", "/api/partner/consents/listening", {"json": YES}),
            ("PUT", "/api/partner/consents/recording", {"json": {"granted": False, "version": "recording.v1"}}),
            ("POST", "/api/livekit/token", {"json": {}}),
            ("PUT", at, {"json": {"state": "paused"}}),
        ]
        for method, path, more in rest:
            answer = await sam.request(method, path, **more)
            assert answer.status_code != 410, path  # the control: all of it is theirs while they have the place
            assert answer.status_code < 500, path
        await call.withdraw()
        for method, path, more in rest:
            answer = await sam.request(method, path, **more)
            assert (answer.status_code, slug(answer)) == (410, "invite-revoked"), path
        for method, path, more in data:
            answer = await sam.request(method, path, **more)
            assert answer.status_code in (200, 204), (path, answer.text)
    assert world.sql("select from segments where session_id = %s", call.session) == []


async def test_the_data_stays_theirs_when_another_has_the_place_or_it_is_over(world: World, call: Call) -> None:
    second = await call.join("Robin")
    async with world.client(call.token) as sam, world.client(second) as robin, call.alex() as alex:
        assert [one["text"] for one in (await sam.get("/api/partner/data/package")).json()["words"]] == [
            "sentence 1",
            "sentence 2",
        ]
        assert (await robin.get("/api/partner/data/package")).json()["words"] == []
        assert (await alex.post(f"/api/sessions/{call.session}/end")).status_code < 300
        held = (await sam.get("/api/partner/data")).json()
        assert (held["sentences"], held["display_name"], held["session_id"]) == (2, "Sam", call.session)
        assert (await robin.delete("/api/partner/data")).status_code == 200
        assert (await sam.get("/api/partner/data")).json()["sentences"] == 2
        gone = (await sam.delete("/api/partner/data")).json()
        assert (gone["sentences"], bool(gone["forgotten_at"])) == (0, True)


async def test_the_link_alone_opens_no_data(world: World, call: Call) -> None:
    async with call.alex() as alex:
        link = (await alex.post(f"/api/sessions/{call.session}/invite")).json()["url"].rpartition("/")[2]
    for bearer in (link, None, "nbp_d_" + "x" * 43, "nbp_p_" + "x" * 43):
        async with world.client(bearer) as stranger:
            for path in ("/api/partner/data", f"/api/partner/data?partner={call.partner}", "/api/my-data"):
                assert (await stranger.get(path)).status_code == 401
    async with world.client(call.token) as sam:
        assert (await sam.get("/api/partner/data")).status_code == 200


async def test_by_a_code_to_a_confirmed_address_from_another_browser(world: World, call: Call, fresh_name: str) -> None:
    email = f"{fresh_name}@mail.example"
    await confirmed(world, call, email)
    other = await Call(world, fresh_name + "-2").begin()
    await confirmed(world, other, email.upper())
    stranger = await Call(world, fresh_name + "-3").begin()
    await call.withdraw()
    async with await data_client(world, email) as sam:
        places = (await sam.get("/api/my-data")).json()["places"]
        assert [(one["partner_id"], one["facilitator_name"]) for one in places] == [
            (other.partner, "Alex"),
            (call.partner, "Alex"),
        ]
        held = await sam.get("/api/partner/data", params={"partner": call.partner})
        assert held.json()["sentences"] == 2
        # somebody else's, and nobody's: refused alike
        assert (await sam.get("/api/partner/data", params={"partner": stranger.partner})).status_code == 401
        assert (await sam.get("/api/partner/data")).status_code == 401
        # a room is never opened by it
        room = await sam.post("/api/livekit/token", json={})
        assert (room.status_code, (await sam.get("/api/partner")).status_code, (await sam.get("/api/me")).status_code) == (
            401,
            401,
            401,
        )
        yes = await sam.put("/api/partner/consents/listening", json=YES, params={"partner": call.partner})
        assert yes.status_code == 401
        at = f"/api/sessions/{call.session}/recording"
        assert (await sam.get(at, params={"partner": call.partner})).status_code == 200
        assert (await sam.get(at, params={"partner": other.partner})).status_code == 404  # not of that call
        gone = await sam.delete("/api/partner/data", params={"partner": call.partner})
        assert (gone.status_code, gone.json()["sentences"]) == (200, 0)
        # with the data went the address; the other call's stands
        assert [one["partner_id"] for one in (await sam.get("/api/my-data")).json()["places"]] == [other.partner]
        assert (await sam.get("/api/partner/data", params={"partner": call.partner})).status_code == 401


async def test_no_address_is_kept(world: World, call: Call, fresh_name: str) -> None:
    email = f"{fresh_name}@mail.example"
    await confirmed(world, call, email)
    await (await data_client(world, email)).aclose()
    for table in ("partner_addresses", "access_codes", "access_tokens", "rate_limits"):
        assert fresh_name not in str(world.sql(f"select * from {table}"))  # noqa: S608
    async with world.client(call.token) as sam:
        assert (await sam.delete("/api/partner/address")).json()["address_confirmed_at"] is None
    assert world.sql("select from partner_addresses where partner_id = %s", call.partner) == []


async def test_an_unknown_address_is_answered_alike_and_gets_no_mail(world: World, call: Call, fresh_name: str) -> None:
    known, unknown = f"{fresh_name}@mail.example", f"{fresh_name}-no@mail.example"
    await confirmed(world, call, known)
    before = len(world.mailer.sent)
    async with world.client() as anybody:
        answers = [await anybody.post("/api/my-data/codes", json={"email": email}) for email in (known, unknown)]
        assert [(one.status_code, list(one.json())) for one in answers] == [(202, ["request"])] * 2
        assert [mail.to for mail in world.mailer.sent[before:]] == [known]
        # also when the mail cannot go out, and at a wrong code
        world.mailer.fails = True
        again = [await anybody.post("/api/my-data/codes", json={"email": email}) for email in (known, unknown)]
        assert [one.status_code for one in again] == [202, 202]
        wrong = other_than(code_in(world))
        tried = [
            await anybody.post("/api/my-data/token", json={"request": one.json()["request"], "code": wrong}) for one in answers
        ]
        assert [(one.status_code, slug(one)) for one in tried] == [(422, "code-invalid")] * 2


async def test_a_stranger_s_wrong_tries_burn_no_code_but_their_own(world: World, call: Call, fresh_name: str) -> None:
    email = f"{fresh_name}@mail.example"
    await confirmed(world, call, email)
    async with world.client() as sam, world.client() as stranger:
        mine = (await sam.post("/api/my-data/codes", json={"email": email})).json()["request"]
        code = code_in(world)
        theirs = (await stranger.post("/api/my-data/codes", json={"email": email})).json()["request"]
        wrong = other_than(code_in(world))
        for n in range(TRIES + 2):
            tried = await stranger.post("/api/my-data/token", json={"request": theirs, "code": wrong})
            assert slug(tried) == ("code-invalid" if n < TRIES else "code-expired")
        assert slug(await stranger.post("/api/my-data/token", json={"request": theirs, "code": code_in(world)})) == "code-expired"
        assert (await sam.post("/api/my-data/token", json={"request": mine, "code": code})).status_code == 200
        # one use
        assert slug(await sam.post("/api/my-data/token", json={"request": mine, "code": code})) == "code-expired"


async def test_codes_are_bound_to_what_they_were_asked_for(world: World, call: Call, fresh_name: str) -> None:
    other = await Call(world, fresh_name + "-2").begin()
    async with world.client(call.token) as sam, world.client(other.token) as robin, world.client() as anybody:
        request = (await sam.post("/api/partner/address", json={"email": f"{fresh_name}@mail.example"})).json()["request"]
        given = {"request": request, "code": code_in(world)}
        assert slug(await robin.post("/api/partner/address/confirm", json=given)) == "code-expired"
        assert slug(await anybody.post("/api/my-data/token", json=given)) == "code-expired"
        assert (await sam.post("/api/partner/address/confirm", json=given)).status_code == 200
        for bad in ("12345", "1234567", "abcdef", "٠١٢٣٤٥", ""):
            assert (await sam.post("/api/partner/address/confirm", json=given | {"code": bad})).status_code == 422


async def test_codes_and_tokens_run_out_and_are_swept(world: World, call: Call, fresh_name: str) -> None:
    email = f"{fresh_name}@mail.example"
    await confirmed(world, call, email)
    async with world.client() as anybody, await data_client(world, email) as sam:
        request = (await anybody.post("/api/my-data/codes", json={"email": email})).json()["request"]
        world.clock.ahead = timedelta(minutes=CODE_MINUTES, seconds=5)
        late = await anybody.post("/api/my-data/token", json={"request": request, "code": code_in(world)})
        assert (late.status_code, slug(late)) == (410, "code-expired")
        assert (await sam.get("/api/my-data")).status_code == 200
        world.clock.ahead = timedelta(minutes=61)
        assert (await sam.get("/api/my-data")).status_code == 401
        assert (await sam.get("/api/partner/data", params={"partner": call.partner})).status_code == 401
        await sweep(world.deps)
    assert world.sql("select from access_codes") == []
    assert world.sql("select from access_tokens") == []
    assert len(world.sql("select from partner_addresses where partner_id = %s", call.partner)) == 1


async def test_sending_codes_is_limited_by_who_asks_and_by_mailbox(world: World, fresh_name: str) -> None:
    each, mailbox = RULES["POST /my-data/codes"].address, RULES[CODE_MAILBOX].person
    assert each is not None
    assert mailbox is not None
    email = f"{fresh_name}@mail.example"
    answers = []
    async with world.client() as one:
        for _ in range(each.allowed):
            answers.append((await one.post("/api/my-data/codes", json={"email": email})).status_code)
        assert answers == [202] * each.allowed
        assert (await one.post("/api/my-data/codes", json={"email": f"x{email}"})).status_code == 429
    async with world.client() as sam:  # a stranger at one address has not used up the mailbox
        assert (await sam.post("/api/my-data/codes", json={"email": email})).status_code == 202
    refused = 0
    for _ in range(mailbox.allowed):
        async with world.client() as another:
            refused += (await another.post("/api/my-data/codes", json={"email": email})).status_code == 429
    assert refused > 0
