"""Somebody really in the room, with the token the API would give them."""

from __future__ import annotations

import asyncio

from livekit import rtc

from functions.platform.deps import Deps
from functions.platform.room_events import Role
from functions.rooms.identities import coach_identity, facilitator_identity, partner_identity, room_name


async def lease_attribute(deps: Deps, session_id: str, role: Role) -> dict[str, str]:
    """What a coach's token says of its lease, while the session has one."""
    if role != "coach":
        return {}
    async with deps.db.as_service() as tx:
        found = await tx.execute("select lease_id::text as lease from agent_leases where session_id = %s", [session_id])
        row = await found.fetchone()
    return {"lease": row["lease"]} if row else {}


class Guest:
    """A connected participant; `left` is set when the server puts them out."""

    def __init__(self, room: rtc.Room) -> None:
        self.room = room
        self.left = asyncio.Event()
        room.on("disconnected", lambda *_: self.left.set())

    @classmethod
    async def enter(cls, deps: Deps, session_id: str, role: Role) -> Guest:
        if role == "partner":
            async with deps.db.as_service() as tx:
                found = await tx.execute("select id from partners where session_id = %s and revoked_at is null", [session_id])
                row = await found.fetchone()
            assert row is not None, "nobody has the Partner's place"
            identity = partner_identity(row["id"])
        else:
            identity = facilitator_identity(session_id) if role == "facilitator" else coach_identity(session_id)
        token = deps.livekit.mint(
            role=role,
            room=room_name(deps.settings.deployment, session_id),
            identity=identity,
            name=role,
            attributes={"role": role} | await lease_attribute(deps, session_id, role),
            ttl_s=60,
        )
        return await cls.enter_with(deps.livekit.url, token)

    @classmethod
    async def enter_with(cls, url: str, token: str) -> Guest:
        guest = cls(rtc.Room())
        await guest.room.connect(url, token, rtc.RoomOptions(auto_subscribe=False))
        return guest

    @classmethod
    async def turned_away(cls, url: str, token: str, *, within_s: float = 30.0) -> None:
        """Tries to enter and returns once the room has put them out, before their connection stood or after."""
        try:
            guest = await cls.enter_with(url, token)
        except rtc.ConnectError:
            return
        await asyncio.wait_for(guest.left.wait(), within_s)

    @property
    def sid(self) -> str:
        return self.room.local_participant.sid

    @property
    def attributes(self) -> dict[str, str]:
        return dict(self.room.local_participant.attributes)

    async def leave(self) -> None:
        await self.room.disconnect()
