"""Names: what may be one, in every field that takes one, and how an old or foreign one is shown to others."""

from __future__ import annotations

import unicodedata

import httpx
import psycopg
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from livekit.api import TokenVerifier

from functions.platform import names
from functions.platform.adapters.livekit import LiveKit
from functions.platform.limits import INVITED_MAILBOX, NEW_ACCOUNT_MAIL, RULES, mailbox
from functions.platform.profiles import name_in_claims

from .conftest import World

ALLOWED = [
    *("Nguyễn Thị Ánh", "Zoë", "O'Brien", "D’Angelo Jr.", "Jean-Luc", "李小龍", "محمد", "می‌خواهم", "👩‍👩‍👧", "Sam 2"),
    *("J.R.R. Tolkien", "Dr. Anne", "Zoë 🌿 d’A.", "Sam (they/them)", "க்ஷிதி", "ശ്രീ‍", "辻󠄀", "1️⃣", "🏳️‍🌈 Max", "🏴󠁧󠁢󠁳󠁣󠁴󠁿 Ewan"),
    *("Gal·la", "X Æ A-12", "שָׁלוֹם", "བསྒྲུབས", "♥", "👩🏽‍❤️‍💋‍👨🏻", "नमस्‍ते", "Sam <3", "a" * 60, "👩‍👩‍👧" * 40),
]
REFUSED = {
    names.EMPTY: ["...", "- -", "'"],
    names.ONE_LINE: ["a\x00b", "a\nBcc: x@example.org", "a\x1bb", "a\u2028b", "a\x85b", "a\tb"],
    names.HIDDEN: [
        *("\u200b", "\u200d", "Sam\u202e", "\u2066Sam\u2069", "\u200fSam", "a\u00adb", "S\u200bam", "\ufeffSam", "a\u2060b"),
        *("\u3164", "\u2800", "\u115f", "👩\u200d", "A\u200dB", "a\u180eb", "x\U000e0041", "\u034f", "a\ufffcb", "a\ue000b"),
    ],
    names.MARKED: ["Z" + "\u0337\u0327\u0322\u031b\u0317" + "a", "a" + "\ufe0f" * 20],
    names.TOO_LONG: ["a" * 61, "👩‍👩‍👧" * 61, "क्षि" * 61],
    names.ADDRESS: [
        *(
            "Your bank: verify at https://bank.example",
            "example.com",
            "see example。com now",
            "ｅｘａｍｐｌｅ．ｃｏｍ",
            "bank․com",
        ),
        *("a@b", "sam＠home", "@sam", "www.sam", "mailto:sam", "bit.ly/xyz", "пример.рф", "ftp://x", "tel:12", "a\u0301.co"),
    ],
    names.NUMBER: ["+49 170 1234567", "call 0800-123", "①②③④⑤⑥", "1️⃣2️⃣3️⃣4️⃣5️⃣6️⃣", "٠١٢٣٤٥", "192.1.6.8.0.1"],
}


@pytest.mark.parametrize("name", ALLOWED)
def test_a_name_people_have(name: str) -> None:
    assert names.objection(names.normalised(name)) is None
    assert names.shown(name) == names.normalised(name)


@pytest.mark.parametrize(("why", "name"), [(why, name) for why, listed in REFUSED.items() for name in listed])
def test_a_name_that_is_none(why: str, name: str) -> None:
    assert names.objection(names.normalised(name)) == why


PIECES = st.sampled_from(
    [*"aZ é1.@:/- \u200b\u200c\u200d\u202e\u2066\u0337\ufe0f\u3164", "👩", "https", "www", "com", "می", "क्", "\ud800", "\u1160"]
)


@given(st.one_of(st.text(max_size=300), st.lists(PIECES, max_size=90).map("".join)))
@example("")
@example("\u0958" * 60)  # grows when it is normalised
@example("\U00016130")  # a letter since Unicode 16
def test_what_is_accepted_is_short_visible_and_no_address(text: str) -> None:
    name = names.normalised(text)
    assert names.normalised(name) == name
    assert unicodedata.is_normalized("NFC", name)
    if names.objection(name) is not None:
        return
    assert 1 <= len(names.characters(name)) <= names.VISIBLE_CHARACTERS
    # Cn: a letter of a newer Unicode than the standard library's
    assert any(unicodedata.category(c)[0] in "LNS" or unicodedata.category(c) == "Cn" for c in name)
    hidden = {c for c in name if unicodedata.category(c) in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}} - {"\u200c", "\u200d"}
    assert all(0xE0000 < ord(c) < 0xE0080 for c in hidden)  # tags, in a flag
    assert "@" not in unicodedata.normalize("NFKC", name)
    assert "://" not in name
    assert names.shown(name) == name


@given(st.one_of(st.text(max_size=2000), st.lists(PIECES, max_size=900).map("".join)))
def test_what_is_shown_is_always_a_name(text: str) -> None:
    shown = names.shown(text)
    assert shown is None or (shown == names.normalised(shown) and names.objection(shown) is None)


@given(st.text(max_size=120), st.integers(0, 300))
def test_a_cut_name_fits_and_is_whole(text: str, max_bytes: int) -> None:
    text = text.encode("utf-8", "ignore").decode()
    kept = names.cut(text, max_bytes=max_bytes)
    assert len(kept.encode()) <= max_bytes
    assert text.startswith(kept)
    assert names.characters(kept) == names.characters(text)[: len(names.characters(kept))]


async def session_of(alex: httpx.AsyncClient) -> str:
    return str((await alex.post("/api/sessions", json={})).json()["id"])


@pytest.mark.parametrize("why", REFUSED)
async def test_every_field_that_takes_a_name_says_what_to_do(world: World, fresh_name: str, why: str) -> None:
    name = REFUSED[why][0]
    async with world.facilitator(fresh_name) as alex:
        session = await session_of(alex)
        token = (await alex.post(f"/api/sessions/{session}/invite")).json()["url"].rpartition("/")[2]
        for answer, field in (
            (await alex.patch("/api/me", json={"display_name": name}), "display_name"),
            (await alex.post("/api/sessions", json={"partner_label": name}), "partner_label"),
            (await alex.patch(f"/api/sessions/{session}", json={"partner_label": name}), "partner_label"),
            (await alex.post("/api/invites/redeem", json={"token": token, "display_name": name}), "display_name"),
        ):
            assert answer.status_code == 422
            assert answer.json()["errors"] == [{"pointer": f"/body/{field}", "detail": why}]
        nfd = unicodedata.normalize("NFD", "Zoë")
        assert (await alex.patch("/api/me", json={"display_name": f" {nfd}  2 "})).json()["display_name"] == "Zoë 2"
        assert (await alex.post("/api/invites/redeem", json={"token": token, "display_name": nfd})).status_code == 200
        assert len((await alex.get("/api/sessions", params={"q": nfd})).json()["sessions"]) == 1


async def test_an_old_name_breaks_no_page_and_is_told_to_nobody(world: World, fresh_name: str) -> None:
    async with world.facilitator(fresh_name) as alex:
        session = await session_of(alex)
        await alex.patch("/api/me", json={"display_name": "Alex"})
        token = (await alex.post(f"/api/sessions/{session}/invite")).json()["url"].rpartition("/")[2]
        async with world.client() as anybody:
            assert (await anybody.post("/api/invites/look", json={"token": token})).json()["facilitator_name"] == "Alex"
            world.sql("update profiles set display_name = 'pay at bank.example' where email = %s", f"{fresh_name}@example.org")
            assert (await anybody.post("/api/invites/look", json={"token": token})).json()["facilitator_name"] == names.UNNAMED
            taken = (await anybody.post("/api/invites/redeem", json={"token": token, "display_name": "Sam"})).json()
        assert taken["session"]["facilitator_name"] == names.UNNAMED
        assert (await alex.get("/api/me")).json()["display_name"] is None
        assert (await alex.get(f"/api/sessions/{session}")).json()["partner_name"] == "Sam"
        world.sql("update partners set display_name = 'sam.example' where session_id = %s", session)
        assert (await alex.get(f"/api/sessions/{session}")).json()["partner_name"] is None
        async with world.client(taken["partner_token"]) as sam:
            held = (await sam.get("/api/partner/data")).json()
            assert (held["facilitator_name"], held["display_name"]) == (names.UNNAMED, None)
            await alex.delete(f"/api/sessions/{session}/invite")
            withdrawn = await sam.get("/api/partner")
            assert (withdrawn.status_code, "name" in withdrawn.json()) == (410, False)


async def test_the_database_keeps_its_part_of_the_rule(world: World, fresh_name: str) -> None:
    async with world.facilitator(fresh_name) as alex:
        await session_of(alex)
    mail = f"{fresh_name}@example.org"
    for name in ("می‌خواهم", "👩‍👩‍👧", "a" * 240):
        world.sql("update profiles set display_name = %s where email = %s", name, mail)
    for name in ("a@b", "x://y", "a\u202eb", "\u200b", "Zoe\u0308", " a", "a" * 241, "a\nb", "\u3164"):
        with pytest.raises(psycopg.errors.CheckViolation):
            world.sql("update profiles set display_name = %s where email = %s", name, mail)


def test_a_name_from_the_account_is_a_name_or_none() -> None:
    claims = {"user_metadata": {"display_name": "Go to https://bank.example", "full_name": "\u202eAlex\u200b", "name": "x"}}
    assert name_in_claims(claims) == "Alex"
    assert name_in_claims({"user_metadata": {"name": 5}}) is None
    assert name_in_claims({"user_metadata": {"name": "a" * 500}}) == "a" * names.VISIBLE_CHARACTERS


def test_the_room_takes_the_longest_name() -> None:
    """The media server refuses a participant whose name has more than 256 bytes."""
    name = "क्षि" * 60
    assert names.objection(name) is None
    token = LiveKit("ws://127.0.0.1", "key", "s" * 32).mint(
        role="partner", room="r", identity="i", name=name, attributes={}, ttl_s=60
    )
    told = TokenVerifier("key", "s" * 32).verify(token).name
    assert name.startswith(told)
    assert 240 < len(told.encode()) <= 256


async def test_the_invitation_opens_with_our_words_and_keeps_the_name_apart(world: World, fresh_name: str) -> None:
    async with world.facilitator(fresh_name) as alex:
        session = await session_of(alex)
        await alex.patch("/api/me", json={"display_name": "מאיה <b>"})
        assert (await alex.post(f"/api/sessions/{session}/invite/mail", json={"email": "sam@example.org"})).status_code == 202
        mail = world.mailer.sent[-1]
        assert mail.subject == "An invitation to a call on No Bad Parts"
        first = "Somebody who uses No Bad Parts invites you to a call. They call themselves: \u2068מאיה <b>\u2069\n"
        assert mail.text.startswith(first)
        assert "They call themselves: <bdi>מאיה &lt;b&gt;</bdi></p>" in mail.html
        assert mail.html.index("Somebody who uses No Bad Parts") < mail.html.index("מאיה")
        assert "Then do nothing." in mail.text
        await alex.patch("/api/me", json={"display_name": None})
        await alex.post(f"/api/sessions/{session}/invite/mail", json={"email": "sam@example.org"})
        assert "They have not told us a name." in world.mailer.sent[-1].text
        assert "They have not told us a name." in world.mailer.sent[-1].html


async def test_a_new_account_sends_few_and_an_older_one_more(world: World, fresh_name: str) -> None:
    few, many = RULES[NEW_ACCOUNT_MAIL].person, RULES["POST /sessions/{session_id}/invite/mail"].person
    assert few is not None
    assert many is not None
    async with world.facilitator(fresh_name) as alex:
        at = f"/api/sessions/{await session_of(alex)}/invite/mail"

        async def send(n: int) -> httpx.Response:
            return await alex.post(at, json={"email": f"{fresh_name}-{n}@example.org"})

        for n in range(few.allowed):
            assert (await send(n)).status_code == 202
        refused = await send(99)
        assert refused.status_code == 429
        assert refused.json()["detail"].startswith("A new account sends few invitations. Copy the link and send it yourself.")
        assert (await alex.post(at.removesuffix("/mail"))).status_code == 201  # a link to copy
        world.sql("update profiles set created_at = now() - interval '25 hours' where email = %s", f"{fresh_name}@example.org")
        for n in range(many.allowed - few.allowed - 1):
            assert (await send(100 + n)).status_code == 202


async def test_one_mailbox_is_not_filled_by_many_accounts(world: World, fresh_name: str) -> None:
    rate = RULES[INVITED_MAILBOX].person
    assert rate is not None
    for n in range(rate.allowed):
        async with world.facilitator(f"{fresh_name}-{n}") as one:
            at = f"/api/sessions/{await session_of(one)}/invite/mail"
            assert (await one.post(at, json={"email": f"Victim+{n}@{fresh_name}.example"})).status_code == 202
    async with world.facilitator(f"{fresh_name}-last") as one:
        at = f"/api/sessions/{await session_of(one)}/invite/mail"
        refused = await one.post(at, json={"email": f"victim@{fresh_name}.example"})
        assert (refused.status_code, refused.json()["retry_after"] > 0) == (429, True)
        assert "This address got many invitations." in refused.json()["detail"]
        assert (await one.post(at, json={"email": f"other@{fresh_name}.example"})).status_code == 202
    kept = str(world.sql("select * from rate_limits"))
    assert "victim" not in kept.lower()


def test_one_mailbox_has_many_spellings() -> None:
    assert mailbox(" Sam+a+b@Example.ORG") == mailbox("sam@example.org") == "sam@example.org"
    assert mailbox("sam.a@example.org") != mailbox("sama@example.org")
