"""Tokens: into the room for people and coach, and the coach's token for reporting."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

import jwt

from functions.calls.rooms import ROLES, Role, identity, room_name
from functions.deps import Deps
from functions.errors import NotFound, SessionEnded, Unauthorized
from functions.people.bearers import Facilitator, Partner

REPORT_AUDIENCE = "agent-report"
REPORT_HOURS = 12
COACH_NAME = "Silent Coach"


@dataclass(frozen=True, slots=True)
class Entry:
    """What a page needs to join its room."""

    url: str
    token: str = field(repr=False)
    room: str
    identity: str
    expires_at: datetime
    identities: dict[Role, str]


@dataclass(frozen=True, slots=True)
class Reporter:
    """Who speaks at the agent's doors: one lease of one session."""

    session_id: UUID
    lease_id: UUID


async def entry_for(deps: Deps, who: Facilitator | Partner, session_id: UUID | None) -> Entry:
    """A fresh join token. Raises NotFound for strangers, SessionEnded once the session is over."""
    if isinstance(who, Partner):
        return await _partner_entry(deps, who, session_id)
    if session_id is None:
        raise NotFound()
    async with deps.db.as_facilitator(who.claims) as tx:
        found = await tx.execute(
            "select s.ended_at, coalesce(p.display_name, 'Your facilitator') as name"
            " from sessions s join profiles p on p.user_id = s.facilitator_id where s.id = %s",
            [session_id],
        )
        session = await found.fetchone()
    if session is None:
        raise NotFound()
    if session["ended_at"] is not None:
        raise SessionEnded()
    return _entry(deps, "facilitator", str(session_id), session["name"], {})


async def _partner_entry(deps: Deps, who: Partner, session_id: UUID | None) -> Entry:
    if session_id is not None and session_id != who.session_id:
        raise NotFound()
    async with deps.db.as_service() as tx:
        found = await tx.execute(
            "select s.ended_at, private.listens(s.id) as listens from sessions s where s.id = %s", [who.session_id]
        )
        session = await found.fetchone()
    if session is None:
        raise NotFound()
    if session["ended_at"] is not None:
        raise SessionEnded()
    # `partner`: a token given to somebody who lost the place is known by it, see invites.remove_partner
    said = {"partner": str(who.id), "consent.listening": "granted" if session["listens"] else "withdrawn"}
    return _entry(deps, "partner", str(who.session_id), who.display_name or "Partner", said)


def _entry(deps: Deps, role: Role, session_id: str, name: str, attributes: dict[str, str]) -> Entry:
    room, who, ttl_s = room_name(session_id), identity(role, session_id), deps.settings.token_ttl_s
    token = deps.livekit.mint(role=role, room=room, identity=who, name=name, attributes={"role": role, **attributes}, ttl_s=ttl_s)
    everybody = {each: identity(each, session_id) for each in ROLES}
    return Entry(deps.settings.livekit_url, token, room, who, deps.now() + timedelta(seconds=ttl_s), everybody)


def coach_token(deps: Deps, session_id: str) -> str:
    """Into one room, to listen and to write; never to publish."""
    return deps.livekit.mint(
        role="coach",
        room=room_name(session_id),
        identity=identity("coach", session_id),
        name=COACH_NAME,
        attributes={"role": "coach", "coach.state": "joining"},
        ttl_s=deps.settings.token_ttl_s,
    )


def report_token(deps: Deps, session_id: str, lease_id: UUID) -> str:
    """For the agent's doors of this API, for one lease; worthless once the lease is another's."""
    issued = deps.now()
    claims = {
        "aud": REPORT_AUDIENCE,
        "sub": session_id,
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
        return Reporter(UUID(str(claims["sub"])), UUID(str(claims["lease"])))
    except (jwt.PyJWTError, KeyError, ValueError) as refused:
        raise Unauthorized("This report token is not valid.") from refused
