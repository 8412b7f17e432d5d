"""The Facilitator's own notes: saved on top of what was read, kept from everybody else."""

from __future__ import annotations

from .conftest import World


async def test_notes_are_saved_and_a_second_tab_loses_nothing(world: World, fresh_name: str) -> None:
    async with world.facilitator(fresh_name) as alex:
        at = f"/api/sessions/{(await alex.post('/api/sessions')).json()['id']}/notes"
        assert (await alex.get(at)).json() == {"text": "", "version": 0, "saved_at": None}
        first = await alex.put(at, json={"text": "The knot.\nAsk again.", "version": 0})
        assert (first.status_code, first.json()["version"]) == (200, 1)
        second = (await alex.put(at, json={"text": "The knot, and the guard.", "version": 1})).json()
        assert (await alex.get(at)).json() == second
        assert second["saved_at"] > first.json()["saved_at"]

        for stale in (0, 1):
            refused = await alex.put(at, json={"text": "From the other tab.", "version": stale})
            assert refused.status_code == 409
            assert refused.json()["type"].endswith("/conflict")
            assert (await alex.get(at)).json() == second
        # an answer that was lost: the same save again changes nothing
        again = await alex.put(at, json={"text": "The knot, and the guard.", "version": 1})
        assert (again.status_code, again.json()) == (200, second)
        assert (await alex.put(at, json={"text": "", "version": 2})).json()["text"] == ""


async def test_nobody_else_reads_or_writes_them(world: World, fresh_name: str) -> None:
    async with world.facilitator(fresh_name) as alex, world.facilitator(f"other-{fresh_name}") as kim, world.client() as anyone:
        session = (await alex.post("/api/sessions")).json()["id"]
        at = f"/api/sessions/{session}/notes"
        await alex.put(at, json={"text": "mine", "version": 0})
        await kim.get("/api/me")
        token = (await alex.post(f"/api/sessions/{session}/invite")).json()["url"].rsplit("/", 1)[1]
        partner = (await anyone.post("/api/invites/redeem", json={"token": token})).json()["partner_token"]
        async with world.client(partner) as sam:
            for asker, status in ((kim, 404), (anyone, 401), (sam, 401)):
                assert (await asker.get(at)).status_code == status
                assert (await asker.put(at, json={"text": "theirs", "version": 1})).status_code == status
        assert (await alex.get(at)).json()["text"] == "mine"
        await alex.delete(f"/api/sessions/{session}")
        assert (await alex.get(at)).status_code == 404
        assert world.sql("select from private_notes where session_id = %s", session) == []


async def test_what_does_not_fit_is_refused_and_what_just_fits_is_kept(world: World, fresh_name: str) -> None:
    async with world.facilitator(fresh_name) as alex:
        at = f"/api/sessions/{(await alex.post('/api/sessions')).json()['id']}/notes"
        assert (await alex.put(at, json={"text": "语" * 15_001, "version": 0})).status_code == 422
        assert (await alex.put(at, json={"text": "a\x00b", "version": 0})).status_code == 422
        assert (await alex.put(at, json={"text": "语" * 15_000, "version": 0})).status_code == 200
