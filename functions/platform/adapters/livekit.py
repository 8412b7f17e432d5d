"""LiveKit's server side: tokens of least grants, verified webhooks, and the few room calls this project makes."""

from __future__ import annotations

import asyncio
import base64
import datetime as dt
import hashlib
import hmac
import logging
import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import jwt

from core import bounded_json
from functions.platform import names
from functions.platform.errors import LiveKitUnreachable
from functions.platform.room_events import Present, Role, RoomEvent

if TYPE_CHECKING:
    from livekit.api import LiveKitAPI

log = logging.getLogger(__name__)

EMPTY_TIMEOUT_S = 300  # a room nobody entered
DEPARTURE_TIMEOUT_S = 120  # longer than an agent waits alone, so that the agent leaves before the room does
WEBHOOK_LEEWAY_S = 60
CALL_S = 5.0
TELL_S = 1.5
"""Of a call that people wait for and that may be made again: one that hangs is given up early, and made again."""
NAME_BYTES = 256  # of a participant; the server refuses a longer one at the door
PEOPLE_PUBLISH = ["camera", "microphone", "screen_share", "screen_share_audio"]


class WebhookRefused(Exception):
    """The body was not sent by our LiveKit server."""


class LiveKit:
    """Opened lazily: nothing heavy is imported and no connection is made before the first call."""

    def __init__(self, url: str, api_key: str, api_secret: str) -> None:
        self.url = url
        self._key = api_key
        self._secret = api_secret
        self._api: LiveKitAPI | None = None

    def mint(self, *, role: Role, room: str, identity: str, name: str, attributes: Mapping[str, str], ttl_s: int) -> str:
        """A join token for one room, one identity, and no more than the role needs."""
        from livekit.api import AccessToken, VideoGrants
        from livekit.protocol.room import RoomConfiguration

        coach = role == "coach"
        grants = VideoGrants(
            room_join=True,
            room=room,
            can_subscribe=True,
            can_publish=not coach,
            can_publish_sources=None if coach else list(PEOPLE_PUBLISH),
            can_publish_data=role != "partner",
            can_update_own_metadata=True if coach else None,
        )
        token = (
            AccessToken(self._key, self._secret)
            .with_identity(identity)
            .with_name(names.cut(name, max_bytes=NAME_BYTES))
            .with_kind("agent" if coach else "standard")
            .with_grants(grants)
            .with_attributes(dict(attributes))
            .with_ttl(dt.timedelta(seconds=ttl_s))
            .with_room_config(RoomConfiguration(empty_timeout=EMPTY_TIMEOUT_S, departure_timeout=DEPARTURE_TIMEOUT_S))
        )
        return str(token.to_jwt())

    def signed_hash(self, authorization: str) -> bytes:
        """The SHA-256 of the body our server signed a webhook for; raises WebhookRefused. Needs no body, so it comes first."""
        try:
            claims = jwt.decode(
                authorization,
                self._secret,
                algorithms=["HS256"],
                issuer=self._key,
                leeway=WEBHOOK_LEEWAY_S,
                options={"require": ["exp", "iss"]},
            )
            return base64.b64decode(str(claims.get("sha256", "")), validate=True)
        except (jwt.PyJWTError, ValueError, RecursionError) as refused:
            raise WebhookRefused(type(refused).__name__) from refused

    def receive(self, body: bytes, authorization: str) -> RoomEvent:
        """The event in a webhook's raw body; raises WebhookRefused unless our server signed exactly these bytes."""
        signed = self.signed_hash(authorization)
        if not hmac.compare_digest(signed, hashlib.sha256(body).digest()):
            raise WebhookRefused("body differs from what was signed")
        try:
            return _event(bounded_json.loads(body))
        except (ValueError, TypeError, AttributeError, LookupError) as malformed:
            raise WebhookRefused("malformed") from malformed

    async def who_is_in(self, room: str) -> list[Present]:
        """Everybody connected now; an absent room is an empty one."""
        from livekit.protocol.room import ListParticipantsRequest

        reply = await self._call(lambda api: api.room.list_participants(ListParticipantsRequest(room=room)))
        people = [] if reply is None else reply.participants
        return [Present(p.identity, p.sid, p.joined_at_ms or p.joined_at * 1000, p.name, dict(p.attributes)) for p in people]

    async def set_attributes(self, room: str, identity: str, attributes: Mapping[str, str]) -> bool:
        """Writes attributes that the participant's own token cannot change; False when they are not in the room."""
        from livekit.protocol.room import UpdateParticipantRequest

        request = UpdateParticipantRequest(room=room, identity=identity, attributes=dict(attributes))
        return await self._call(lambda api: api.room.update_participant(request), within_s=TELL_S) is not None

    async def set_room_metadata(self, room: str, metadata: str) -> bool:
        """What everybody in the room reads and nobody in it can write; False when there is no room."""
        from livekit.protocol.room import UpdateRoomMetadataRequest

        request = UpdateRoomMetadataRequest(room=room, metadata=metadata)
        return await self._call(lambda api: api.room.update_room_metadata(request), within_s=TELL_S) is not None

    async def remove(self, room: str, identity: str, *, revoke_before_s: int = 0) -> bool:
        """Removes one participant; False when they were not there.

        LiveKit's hosted service also revokes this identity's tokens that were minted before `revoke_before_s` (unix seconds), or
        before now when that is 0: a Partner may be given the place again. The open server revokes nothing.
        """
        from livekit.protocol.room import RoomParticipantIdentity

        request = RoomParticipantIdentity(room=room, identity=identity, revoke_token_ts=revoke_before_s or int(time.time()))
        return await self._call(lambda api: api.room.remove_participant(request)) is not None

    async def close_room(self, room: str) -> bool:
        """Puts everybody out; False when the room did not exist."""
        from livekit.protocol.room import DeleteRoomRequest

        return await self._call(lambda api: api.room.delete_room(DeleteRoomRequest(room=room))) is not None

    async def rooms(self, prefix: str) -> list[str]:
        """Names of the rooms that stand now and begin so."""
        from livekit.protocol.room import ListRoomsRequest

        reply = await self._call(lambda api: api.room.list_rooms(ListRoomsRequest()))
        return [] if reply is None else [room.name for room in reply.rooms if room.name.startswith(prefix)]

    async def ping(self) -> None:
        """One cheap signed call; raises LiveKitUnreachable when address or keys are wrong."""
        from livekit.protocol.room import ListRoomsRequest

        await self._call(lambda api: api.room.list_rooms(ListRoomsRequest(names=["nbp-none"])))

    async def aclose(self) -> None:
        if self._api is not None:
            await self._api.aclose()
            self._api = None

    async def _call(self, call: Callable[[LiveKitAPI], Any], *, within_s: float = CALL_S) -> Any | None:
        import aiohttp
        from livekit.api import LiveKitAPI, TwirpError, TwirpErrorCode

        if self._api is None:
            url = self.url.replace("ws", "http", 1)
            self._api = LiveKitAPI(url, self._key, self._secret, timeout=aiohttp.ClientTimeout(total=CALL_S))
        try:
            async with asyncio.timeout(within_s):
                return await call(self._api)
        except TwirpError as error:
            if error.code == TwirpErrorCode.NOT_FOUND:
                return None
            raise LiveKitUnreachable(error.code) from error
        except (aiohttp.ClientError, TimeoutError) as error:
            raise LiveKitUnreachable(type(error).__name__) from error


def _event(body: Mapping[str, Any]) -> RoomEvent:
    """Webhook JSON (protojson: 64-bit numbers are strings). ValueError when it has no id or kind."""
    person = body.get("participant") or {}
    who = None
    if person:
        joined_ms = int(person.get("joinedAtMs") or 0) or int(person.get("joinedAt") or 0) * 1000
        said = {str(name): str(value) for name, value in (person.get("attributes") or {}).items()}
        who = Present(str(person["identity"]), str(person.get("sid", "")), joined_ms, str(person.get("name", "")), said)
    if not body.get("id") or not body.get("event"):
        raise ValueError("an event needs id and kind")
    room = (body.get("room") or {}).get("name", "")
    return RoomEvent(str(body["id"]), str(body["event"]), str(room), int(body.get("createdAt") or 0), who)
