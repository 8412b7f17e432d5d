"""A participant in the coach's place on the real wire, that says what a test tells it to: for the Facilitator's page."""

import asyncio
import time
import uuid
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress

from livekit import api, rtc

from core.protocol import room_messages
from functions.rooms.identities import coach_identity, facilitator_identity, room_name
from local.stack import Stack

from .leases import give_lease


class ScriptedCoach:
    """Beats like a coach, streams hints to one Facilitator, and writes down what it is asked. `asked`: (method, payload)."""

    def __init__(self, session: str) -> None:
        self.session = session
        self.state: room_messages.PanelState = "listening"
        self.concern = False
        self.answer = "ok"
        self.asked: list[tuple[str, str]] = []
        self._room = rtc.Room()
        self._beats = 0
        self._seq = 0
        self.hint_ids: list[str] = []
        self._beating: asyncio.Task[None] | None = None

    async def join(self, stack: Stack) -> None:
        room = room_name(stack.env["DEPLOYMENT_ID"], self.session)
        grants = api.VideoGrants(room_join=True, room=room, can_publish=False, can_update_own_metadata=True)
        token = (
            api.AccessToken(stack.env["LIVEKIT_API_KEY"], stack.env["LIVEKIT_API_SECRET"])
            .with_identity(coach_identity(self.session))
            .with_name("Silent Coach")
            .with_kind("agent")
            .with_attributes({"lease": give_lease(stack, self.session)})
            .with_grants(grants)
        )
        await self._room.connect(stack.env["LIVEKIT_URL"], token.to_jwt(), rtc.RoomOptions(auto_subscribe=False))
        for method in (room_messages.GENERATE, room_messages.PAUSE, room_messages.ACKNOWLEDGE):
            self._room.local_participant.register_rpc_method(method, self._asked)
        await self._room.local_participant.set_attributes({room_messages.STATE_ATTRIBUTE: "listening"})
        self._beating = asyncio.create_task(self._beat())

    async def leave(self) -> None:
        if self._beating:
            self._beating.cancel()
            # a session that ended put us out in the middle of a beat
            with suppress(asyncio.CancelledError, rtc.StreamError):
                await self._beating
        await self._room.disconnect()

    async def _asked(self, call: rtc.RpcInvocationData) -> str:
        self.asked.append((call.method, call.payload))
        if call.method == room_messages.PAUSE:
            self.state = "paused" if call.payload == "on" else "listening"
        return self.answer

    async def _beat(self) -> None:
        while True:
            self._beats += 1
            await self.send(
                room_messages.STATUS_TOPIC, room_messages.Status(self.state, "built-in", self.concern).json(self._beats)
            )
            await asyncio.sleep(room_messages.STATUS_EVERY_S)

    async def send(self, topic: str, text: str) -> None:
        """A whole text to the Facilitator."""
        writer = await self._to_facilitator(topic, None)
        await writer.write(text)
        await writer.aclose()

    async def hint(self, pieces: Sequence[str], *, pause_s: float = 0.0) -> int:
        """Streams one hint piece by piece; returns its number."""
        self._seq += 1
        self.hint_ids.append(str(uuid.uuid4()))
        attributes = room_messages.hint_attributes(
            self.session, self.hint_ids[-1], 1, self._seq, "built-in", round(time.time() * 1000)
        )
        writer = await self._to_facilitator(room_messages.HINT_TOPIC, attributes)
        for piece in pieces:
            await writer.write(piece)
            await asyncio.sleep(pause_s)
        await writer.aclose()
        return self._seq

    async def _to_facilitator(self, topic: str, attributes: dict[str, str] | None) -> rtc.TextStreamWriter:
        return await self._room.local_participant.stream_text(
            destination_identities=[facilitator_identity(self.session)], topic=topic, attributes=attributes
        )


@asynccontextmanager
async def scripted_coach(stack: Stack, session: str) -> AsyncIterator[ScriptedCoach]:
    """One that is in the room, for a stack whose own coach never comes."""
    coach = ScriptedCoach(session)
    await coach.join(stack)
    try:
        yield coach
    finally:
        await coach.leave()
