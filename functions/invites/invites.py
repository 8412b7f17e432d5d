"""Invitations: a link that shows without being spent, and is bound to one Partner by a click."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from functions.invites import mails
from functions.platform import names
from functions.platform.deps import Deps, Row, Tx
from functions.platform.errors import (
    InviteExpired,
    InviteRevoked,
    InviteUnknown,
    InviteUsed,
    MailFailed,
    NotFound,
    QuotaReached,
    SessionEnded,
)
from functions.platform.limits import INVITES_PER_SESSION
from functions.platform.mail import Mail
from functions.platform.principals import INVITE_PREFIX, PARTNER_PREFIX, Facilitator, new_token, token_hash
from functions.rooms.admission import remove_strangers
from functions.rooms.consent_attribute import tell_consent
from functions.rooms.room_state import tell_room
from functions.rooms.session_end import must_be_open

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Invite:
    url: str = field(repr=False)
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Look:
    """What an opened link shows."""

    facilitator_name: str | None
    status: Literal["open", "yours"]
    expires_at: datetime
    facilitator_here: bool


@dataclass(frozen=True, slots=True)
class Redeemed:
    partner_token: str = field(repr=False)
    partner_id: UUID
    session_id: UUID


async def create(deps: Deps, who: Facilitator, session_id: UUID) -> Invite:
    """A new link; the one before opens no more. Who came in by it stays until somebody else takes the new one."""
    await must_be_open(deps, who, session_id)
    token = new_token(INVITE_PREFIX)
    expires_at = deps.now() + timedelta(hours=deps.settings.invite_hours)
    async with deps.db.as_service() as tx:
        standing = await tx.execute("select from sessions where id = %s and ended_at is null for update", [session_id])
        if await standing.fetchone() is None:
            raise SessionEnded()
        made = await (await tx.execute("select count(*) as n from invites where session_id = %s", [session_id])).fetchone()
        if made is not None and made["n"] >= INVITES_PER_SESSION:
            raise QuotaReached("Many links were made for this session. Make a new session for another one.")
        await tx.execute(
            "update invites set revoked_at = %s where session_id = %s and revoked_at is null", [deps.now(), session_id]
        )
        await tx.execute(
            "insert into invites (session_id, token_hash, expires_at) values (%s, %s, %s)",
            [session_id, token_hash(token), expires_at],
        )
    return Invite(f"{deps.settings.app_url}/p/{token}", expires_at)


async def withdraw(deps: Deps, who: Facilitator, session_id: UUID) -> None:
    """The link opens no more, and whoever came in by it is out. Withdrawing nothing is no error."""
    async with deps.db.as_facilitator(who.claims) as tx:
        if await (await tx.execute("select from sessions where id = %s", [session_id])).fetchone() is None:
            raise NotFound()
    async with deps.db.as_service() as tx:
        await tx.execute("select from sessions where id = %s for update", [session_id])
        await tx.execute(
            "update invites set revoked_at = %s where session_id = %s and revoked_at is null", [deps.now(), session_id]
        )
        out = await tx.execute(
            "update partners set revoked_at = %s where session_id = %s and revoked_at is null", [deps.now(), session_id]
        )
    if out.rowcount:
        # the Facilitator's page, told, takes back the right to hear them, whether or not they can be removed
        await asyncio.gather(tell_room(deps, session_id), remove_strangers(deps, session_id))


FIND = """
select i.id, i.session_id, i.expires_at, i.revoked_at, i.redeemed_at, s.ended_at, f.display_name as facilitator_name,
       p.id as partner_id, p.token_hash as partner_hash, former.id as former_id, private.is_here(s.id, 'facilitator') as facilitator_here
from invites i
join sessions s on s.id = i.session_id
join profiles f on f.user_id = s.facilitator_id
left join partners p on p.session_id = s.id and p.revoked_at is null
left join partners former on former.session_id = s.id and former.revoked_at is not null and former.token_hash = %(bearer)s
where i.token_hash = %(invite)s
"""
TAKE_PLACE = """
insert into partners (session_id, invite_id, token_hash, display_name, time_zone)
values (%(session)s, %(invite)s, %(token)s, %(name)s, %(zone)s)
returning id
"""
TAKE_PLACE_AGAIN = """
update partners set revoked_at = null, invite_id = %(invite)s, display_name = coalesce(%(name)s, display_name),
  time_zone = coalesce(time_zone, %(zone)s)
where id = %(former)s returning id
"""


async def _find(tx: Tx, token: str, bearer: str | None) -> Row:
    known = {"invite": token_hash(token), "bearer": token_hash(bearer) if bearer else None}
    row = await (await tx.execute(FIND, known)).fetchone()
    if row is None:
        raise InviteUnknown()
    return row


def _is_theirs(invite: Row, bearer: str | None) -> bool:
    return bool(bearer and bearer.startswith(PARTNER_PREFIX) and invite["partner_hash"] == token_hash(bearer))


def _admit(invite: Row, now: datetime) -> None:
    """Raises what stands in a newcomer's way."""
    if invite["revoked_at"] is not None:
        raise InviteRevoked(names.shown(invite["facilitator_name"]))
    if invite["redeemed_at"] is not None:
        raise InviteUsed()
    if invite["expires_at"] <= now:
        raise InviteExpired(names.shown(invite["facilitator_name"]))


async def look(deps: Deps, token: str, bearer: str | None) -> Look:
    """Reads only: a mail scanner may do it a hundred times. Raises InviteUnknown, SessionEnded or what _admit raises."""
    async with deps.db.as_service() as tx:
        invite = await _find(tx, token, bearer)
    if invite["ended_at"] is not None:
        raise SessionEnded()
    theirs = _is_theirs(invite, bearer)
    if not theirs:
        _admit(invite, deps.now())
    return Look(invite["facilitator_name"], "yours" if theirs else "open", invite["expires_at"], invite["facilitator_here"])


async def redeem(deps: Deps, token: str, bearer: str | None, display_name: str | None, time_zone: str | None = None) -> Redeemed:
    """Binds the link to whoever clicks first. Coming again with the own bearer changes nothing but the name, if given, and a
    time zone that is still missing.

    Who had the place before and brings their bearer to a link that is good for a newcomer is the same Partner again, with the same
    data; what they had allowed ended with their place, so that they are asked anew.
    """
    async with deps.db.as_service() as tx:
        invite = await _find(tx, token, bearer)
        await tx.execute("select from sessions where id = %s for update", [invite["session_id"]])
        invite = await _find(tx, token, bearer)
        if invite["ended_at"] is not None:
            raise SessionEnded()
        if bearer and _is_theirs(invite, bearer):
            await tx.execute(
                "update partners set display_name = coalesce(%s, display_name), time_zone = coalesce(time_zone, %s) where id = %s",
                [display_name, time_zone, invite["partner_id"]],
            )
            if invite["revoked_at"] is None and invite["redeemed_at"] is None:
                await tx.execute("update invites set redeemed_at = %s where id = %s", [deps.now(), invite["id"]])
            return Redeemed(bearer, invite["partner_id"], invite["session_id"])
        _admit(invite, deps.now())
        replaced = invite["partner_id"] is not None
        await tx.execute(
            "update partners set revoked_at = %s where session_id = %s and revoked_at is null", [deps.now(), invite["session_id"]]
        )
        partner_token = bearer if bearer and invite["former_id"] else new_token(PARTNER_PREFIX)
        made = await tx.execute(
            TAKE_PLACE_AGAIN if invite["former_id"] else TAKE_PLACE,
            {
                "session": invite["session_id"],
                "invite": invite["id"],
                "token": token_hash(partner_token),
                "name": display_name,
                "zone": time_zone,
                "former": invite["former_id"],
            },
        )
        partner = await made.fetchone()
        await tx.execute("update invites set redeemed_at = %s where id = %s", [deps.now(), invite["id"]])
    if partner is None:
        raise InviteUnknown()
    await tell_room(deps, invite["session_id"])
    if replaced:
        await remove_strangers(deps, invite["session_id"])
    if invite["former_id"] is not None:
        # a connection of theirs that was never put out still says what they had allowed before
        await tell_consent(deps, invite["session_id"])
    return Redeemed(partner_token, partner["id"], invite["session_id"])


async def mail(deps: Deps, who: Facilitator, session_id: UUID, to: str) -> Invite:
    """A new link, sent. When the mail fails the link stands: the problem carries it, to be copied instead."""
    invite = await create(deps, who, session_id)
    async with deps.db.as_facilitator(who.claims) as tx:
        row = await (await tx.execute("select display_name from profiles where user_id = %s", [who.user_id])).fetchone()
    letter = mails.invitation(name=names.shown(row and row["display_name"]), url=invite.url, expires_at=invite.expires_at)
    try:
        await deps.mailer.send(Mail(to, letter.subject, letter.text, letter.html))
    except MailFailed as failed:
        more = {"url": invite.url, "expires_at": invite.expires_at.isoformat()}
        raise MailFailed(more=more) from failed
    return invite
