"""Tokens: into the room for people and coach, and the coach's token for reporting."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

import jwt

from core.protocol.job import LIFETIME_S
from core.protocol.room_messages import (
    CONSENT_ATTRIBUTE,
    CONSENT_GRANTED,
    CONSENT_WITHDRAWN,
    LEASE_ATTRIBUTE,
    ROLE_ATTRIBUTE,
    STATE_ATTRIBUTE,
    RoomState,
)
from functions.platform import names
from functions.platform.deps import Deps
from functions.platform.errors import NotFound, SessionEnded, Unauthorized
from functions.platform.principals import Facilitator, Partner
from functions.platform.room_events import Role
from functions.rooms.identities import coach_identity, facilitator_identity, partner_identity, room_name
from functions.rooms.room_state import Place, place_of

REPORT_AUDIENCE = "agent-report"
REPORT_HOURS = 12
COACH_NAME = "Silent Coach"
JOINING: RoomState = "joining"


@dataclass(frozen=True, slots=True)
class Identities:
    """Who may be in the room. `partner`: of the one who has the place now; null while nobody has it."""

    facilitator: str
    partner: str | None
    coach: str


@dataclass(frozen=True, slots=True)
class Entry:
    """What a page needs to join its room. `partner_version`: as in the room's metadata, which may be older or newer than this."""

    url: str
    token: str = field(repr=False)
    room: str
    identity: str
    expires_at: datetime
    identities: Identities
    partner_version: int


@dataclass(frozen=True, slots=True)
class Reporter:
    """Who speaks at the agent's doors: one lease of one session, held by a coach that listens to one Partner."""

    session_id: UUID
    partner_id: UUID
    lease_id: UUID


async def entry_for(deps: Deps, who: Facilitator | Partner, session_id: UUID | None) -> Entry:
    """A fresh join token. Raises NotFound for strangers, SessionEnded once the session is over."""
    if isinstance(who, Partner):
        return await _partner_entry(deps, who, session_id)
    if session_id is None:
        raise NotFound()
    async with deps.db.as_facilitator(who.claims) as tx:
        found = await tx.execute(
            "select s.ended_at, p.display_name as name"
            " from sessions s join profiles p on p.user_id = s.facilitator_id where s.id = %s",
            [session_id],
        )
        session = await found.fetchone()
    if session is None:
        raise NotFound()
    if session["ended_at"] is not None:
        raise SessionEnded()
    async with deps.db.as_service() as tx:
        place = await place_of(tx, session_id)
    return _entry(
        deps, "facilitator", session_id, facilitator_identity(session_id), names.of_facilitator(session["name"]), {}, place
    )


async def _partner_entry(deps: Deps, who: Partner, session_id: UUID | None) -> Entry:
    if session_id is not None and session_id != who.session_id:
        raise NotFound()
    async with deps.db.as_service() as tx:
        found = await tx.execute(
            "select s.ended_at, private.partner_allows(%s, 'listening') as listens from sessions s where s.id = %s",
            [who.id, who.session_id],
        )
        session = await found.fetchone()
        place = await place_of(tx, who.session_id)
    if session is None:
        raise NotFound()
    if session["ended_at"] is not None:
        raise SessionEnded()
    said = {CONSENT_ATTRIBUTE: CONSENT_GRANTED if session["listens"] else CONSENT_WITHDRAWN}
    return _entry(deps, "partner", who.session_id, partner_identity(who.id), who.display_name or "Partner", said, place)


def _entry(deps: Deps, role: Role, session_id: UUID, identity: str, name: str, attributes: dict[str, str], place: Place) -> Entry:
    room, ttl_s = room_name(deps.settings.deployment, session_id), deps.settings.token_ttl_s
    token = deps.livekit.mint(
        role=role, room=room, identity=identity, name=name, attributes={ROLE_ATTRIBUTE: role, **attributes}, ttl_s=ttl_s
    )
    return Entry(
        url=deps.settings.livekit_url,
        token=token,
        room=room,
        identity=identity,
        expires_at=deps.now() + timedelta(seconds=ttl_s),
        identities=Identities(facilitator_identity(session_id), place.identity, coach_identity(session_id)),
        partner_version=place.version,
    )


def coach_token(deps: Deps, session_id: str, lease_id: UUID) -> str:
    """Into one room, to listen and to write; never to publish. Good as long as the job it is in."""
    return deps.livekit.mint(
        role="coach",
        room=room_name(deps.settings.deployment, session_id),
        identity=coach_identity(session_id),
        name=COACH_NAME,
        attributes={ROLE_ATTRIBUTE: "coach", STATE_ATTRIBUTE: JOINING, LEASE_ATTRIBUTE: str(lease_id)},
        ttl_s=LIFETIME_S,
    )


def report_token(deps: Deps, session_id: str, partner_id: UUID, lease_id: UUID) -> str:
    """For the agent's doors of this API, for one lease. Whatever is reported with it belongs to `partner_id`."""
    issued = deps.now()
    claims = {
        "aud": REPORT_AUDIENCE,
        "sub": session_id,
        "partner": str(partner_id),
        "lease": str(lease_id),
        "iat": issued,
        "exp": issued + timedelta(hours=REPORT_HOURS),
    }
    return jwt.encode(claims, deps.settings.app_secret, algorithm="HS256")


def read_report_token(deps: Deps, token: str) -> Reporter:
    """Raises Unauthorized."""
    try:
        claims = jwt.decode(
            token,
            deps.settings.app_secret,
            algorithms=["HS256"],
            audience=REPORT_AUDIENCE,
            options={"require": ["exp", "sub", "aud"], "verify_iat": False},
        )
        return Reporter(UUID(str(claims["sub"])), UUID(str(claims["partner"])), UUID(str(claims["lease"])))
    except (jwt.PyJWTError, KeyError, ValueError, RecursionError) as refused:
        raise Unauthorized("This report token is not valid.") from refused
