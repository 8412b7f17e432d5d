"""Every limit of the API in one table: how often each write may be asked for, by one person and from one address.

`docs/limits.md` shows the same table. A write without an entry fails tests/api/test_limits.py. Stopping the coach, withdrawing a
consent, leaving, ending and deleting are never refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from fastapi import Request

from functions.platform.addresses import address_of
from functions.platform.deps import D, Deps
from functions.platform.errors import RateLimited
from functions.platform.principals import ADataPartner, AFacilitator, APartner, Either, EitherForData, Partner
from functions.platform.rate import Bucket, Rate, consume

MINUTE, HOUR, DAY = 60, 3600, 86400

OPEN_SESSIONS = 100
"""Sessions of one account that have not ended."""
INVITES_PER_SESSION = 100
"""Links ever made for one session."""


@dataclass(frozen=True, slots=True)
class Rule:
    """The limits of one call. `person` is an account, a Partner or a coach's lease.

    `counted`: which of its calls count, where not all do; then the route itself calls `count`. `why`: the reason for a limit that
    is left out.
    """

    person: Rate | None = None
    address: Rate | None = None
    says: str = "Too many tries."
    counted: str = ""
    why: str = ""


NEVER = Rule(why="A person who stops, withdraws, leaves, ends or deletes is never refused.")
ORDINARY = Rule(Rate(60, MINUTE), Rate(600, MINUTE))
MAILING = Rule(Rate(20, HOUR), Rate(100, HOUR), "Many mails were asked for in a short time.")

NEW_ACCOUNT_MAIL = "POST /sessions/{session_id}/invite/mail (new account)"
INVITED_MAILBOX = "POST /sessions/{session_id}/invite/mail (one mailbox)"
CODE_MAILBOX = "POST /my-data/codes (one mailbox)"
COPY_ADDRESS = "PUT /partner/consents/copy"

RULES: Mapping[str, Rule] = {
    "PATCH /me": ORDINARY,
    "GET /me/everything": Rule(Rate(20, HOUR), Rate(100, HOUR), "This was downloaded many times in a short time."),
    "DELETE /me": NEVER,
    "POST /sessions": Rule(Rate(40, DAY), Rate(400, DAY), "Many sessions were made in a short time."),
    "PATCH /sessions/{session_id}": ORDINARY,
    "DELETE /sessions/{session_id}": NEVER,
    "POST /sessions/{session_id}/end": NEVER,
    "POST /sessions/{session_id}/invite": Rule(Rate(60, HOUR), Rate(600, HOUR), "Many links were made in a short time."),
    "DELETE /sessions/{session_id}/invite": NEVER,
    "POST /sessions/{session_id}/invite/mail": MAILING,
    NEW_ACCOUNT_MAIL: Rule(
        Rate(5, DAY),
        says="A new account sends few invitations. Copy the link and send it yourself.",
        counted="mails of an account in its first day",
    ),
    INVITED_MAILBOX: Rule(
        Rate(5, DAY),
        says="This address got many invitations. Copy the link and send it yourself.",
        counted="mails to one mailbox, from all accounts together",
    ),
    "POST /invites/look": Rule(
        address=Rate(120, MINUTE),
        counted="links we do not know, so that no guesser behind the same address keeps a guest outside",
    ),
    "POST /invites/redeem": Rule(
        Rate(30, MINUTE), Rate(30, MINUTE), counted="by the Partner's token shown, every call; by address, links we do not know"
    ),
    "POST /livekit/token": ORDINARY,
    "POST /livekit/webhook": Rule(why="Signed by the media server; the signature is checked before the body is read."),
    "POST /agent/claim": Rule(Rate(20, MINUTE), why="No limit by address: coaches share machines."),
    "POST /agent/report": Rule(Rate(1200, MINUTE), why="No limit by address: coaches share machines."),
    "POST /sessions/{session_id}/coach": ORDINARY,
    "PUT /sessions/{session_id}/hints/{hint_id}/mark": Rule(Rate(120, MINUTE), Rate(1200, MINUTE)),
    "PUT /partner/time-zone": ORDINARY,
    "PUT /partner/consents/{kind}": Rule(
        Rate(30, 10 * MINUTE),
        Rate(300, 10 * MINUTE),
        "This was switched on many times in a short time.",
        counted="a yes; a no is never refused",
    ),
    COPY_ADDRESS: Rule(
        Rate(10, HOUR), Rate(100, HOUR), "Many addresses were named in a short time.", counted="a yes with an address"
    ),
    "GET /partner/data/package": Rule(Rate(20, HOUR), Rate(100, HOUR), "This was downloaded many times in a short time."),
    "DELETE /partner/data": NEVER,
    "POST /partner/address": Rule(Rate(5, HOUR), Rate(50, HOUR), "Many codes were asked for in a short time."),
    "POST /partner/address/confirm": Rule(Rate(30, 10 * MINUTE), Rate(300, 10 * MINUTE)),
    "DELETE /partner/address": NEVER,
    "POST /my-data/codes": Rule(
        address=Rate(5, HOUR), says="Many codes were asked for in a short time.", why="Who asks is not known; see one mailbox."
    ),
    CODE_MAILBOX: Rule(
        Rate(10, DAY),
        says="Many codes went to this address.",
        counted="codes to one mailbox, asked for by anybody and known or not; more than one address may use up",
    ),
    "POST /my-data/token": Rule(address=Rate(30, 10 * MINUTE), why="Who asks is not known; a request takes 5 tries."),
    "POST /sessions/{session_id}/summary/mail": MAILING,
    "PUT /sessions/{session_id}/notes": Rule(Rate(120, MINUTE), Rate(1200, MINUTE)),
    "PUT /sessions/{session_id}/recording": Rule(
        Rate(30, 10 * MINUTE),
        Rate(300, 10 * MINUTE),
        "This was started many times in a short time.",
        counted="starting and going on; pausing and stopping are never refused",
    ),
    "PUT /sessions/{session_id}/recording/parts/{part_id}/pieces/{n}": Rule(Rate(600, 10 * MINUTE), Rate(6000, 10 * MINUTE)),
    "DELETE /sessions/{session_id}/recording": NEVER,
}


def key_of(request: Request) -> str:
    """The route's entry in RULES: method and path template, without /api."""
    return f"{request.method} {request.scope['route'].path}"


def person_of(who: object) -> str:
    """What a person is counted by."""
    if isinstance(who, Partner):
        return f"partner:{who.id}"
    return f"facilitator:{who.user_id}" if hasattr(who, "user_id") else str(who)


async def count(deps: Deps, request: Request, person: str | None, *, key: str = "", address: bool = True) -> None:
    """Counts one call against its rule (`key`: another than the route's). Raises RateLimited, or Unavailable."""
    key = key or key_of(request)
    rule = RULES.get(key, ORDINARY)
    buckets = []
    if rule.person and person:
        buckets.append(Bucket(key, person, rule.person))
    if rule.address and address:
        buckets.append(Bucket(key, f"address:{address_of(request, deps.settings)}", rule.address))
    if wait_s := await consume(deps, buckets):
        raise RateLimited(wait_s, rule.says)


async def _each_call(deps: Deps, request: Request, person: str | None) -> None:
    """Reading is not counted unless RULES names it; nor what the route counts itself."""
    rule = RULES.get(key_of(request), ORDINARY if request.method not in ("GET", "HEAD") else NEVER)
    if not rule.counted:
        await count(deps, request, person)


async def by_facilitator(deps: D, request: Request, who: AFacilitator) -> None:
    await _each_call(deps, request, person_of(who))


async def by_partner(deps: D, request: Request, who: APartner) -> None:
    await _each_call(deps, request, person_of(who))


async def by_data_partner(deps: D, request: Request, who: ADataPartner) -> None:
    await _each_call(deps, request, person_of(who))


async def by_either_for_data(deps: D, request: Request, who: EitherForData) -> None:
    await _each_call(deps, request, person_of(who))


async def by_either(deps: D, request: Request, who: Either) -> None:
    await _each_call(deps, request, person_of(who))


async def by_address(deps: D, request: Request) -> None:
    await _each_call(deps, request, None)


def mailbox(address: str) -> str:
    """The mailbox an address ends in, as most providers have it: no case, nothing after a plus sign."""
    local, _, domain = address.strip().lower().rpartition("@")
    return f"{local.partition('+')[0]}@{domain}"
