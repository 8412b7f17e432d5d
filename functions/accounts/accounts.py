"""All of a Facilitator's account: told as one document, or deleted with everything that hangs on it."""

from __future__ import annotations

import logging
from typing import Any

from functions.accounts import mails
from functions.platform.deps import Deps
from functions.platform.errors import MailFailed, NotFound
from functions.platform.mail import Mail
from functions.platform.principals import Facilitator
from functions.platform.time_zones import zone_of
from functions.sessions import sessions
from functions.summary import shares
from functions.summary.mails import dated

log = logging.getLogger(__name__)

EVERYTHING = """
select to_jsonb(s) - 'facilitator_id' || jsonb_build_object(
  'invitations', (select coalesce(jsonb_agg(jsonb_build_object('created_at', i.created_at, 'expires_at', i.expires_at,
      'redeemed_at', i.redeemed_at, 'revoked_at', i.revoked_at) order by i.created_at), '[]') from invites i where i.session_id = s.id),
  'partners', (select coalesce(jsonb_agg(jsonb_build_object('id', p.id, 'display_name', p.display_name,
      'created_at', p.created_at, 'revoked_at', p.revoked_at) order by p.created_at), '[]') from partners p where p.session_id = s.id),
  'consents', (select coalesce(jsonb_agg(to_jsonb(c) - 'session_id' order by c.id), '[]')
      from consents c where c.session_id = s.id),
  'in_the_room', (select coalesce(jsonb_agg(to_jsonb(r) - 'session_id' - 'sid' order by r.joined_at), '[]')
      from presences r where r.session_id = s.id),
  'hints', (select coalesce(jsonb_agg(to_jsonb(h) - 'session_id' order by h.launch, h.seq), '[]') from hints h where h.session_id = s.id),
  'safety_cards', (select coalesce(jsonb_agg(to_jsonb(e) - 'session_id' order by e.launch, e.seq), '[]')
      from safety_events e where e.session_id = s.id),
  'recordings', (select coalesce(jsonb_agg(to_jsonb(r) - 'session_id' order by r.created_at), '[]')
      from recordings r where r.session_id = s.id),
  'summary', (select to_jsonb(u) - 'session_id' || jsonb_build_object('shares', (
      select coalesce(jsonb_agg(to_jsonb(h) - 'session_id' - 'html' order by h.written_at), '[]')
      from summary_shares h where h.session_id = s.id)) from summaries u where u.session_id = s.id),
  'own_notes', (select to_jsonb(n) - 'session_id' from private_notes n where n.session_id = s.id)
) as session
from sessions s order by s.created_at
"""


async def everything(deps: Deps, who: Facilitator) -> dict[str, Any]:
    """What row-level security shows them of their own, oldest session first. Sound and the Partner's words are not theirs to take."""
    async with deps.db.as_facilitator(who.claims) as tx:
        profile = await (
            await tx.execute("select email, display_name, country, mail_link_only, time_zone, created_at from profiles")
        ).fetchone()
        told = [row["session"] for row in await (await tx.execute(EVERYTHING)).fetchall()]
        kept = {str(one.partner_id): one for one in await shares.of_sessions(tx, [session["id"] for session in told])}
    zone = zone_of(profile["time_zone"] if profile else None)
    for share in (share for session in told for share in (session["summary"] or {}).get("shares", ())):
        share["text"], _ = dated(kept[share["partner_id"]], zone, deps.settings.transcript_days)
    return {"made_at": deps.now(), "profile": profile, "sessions": told}


async def delete(deps: Deps, who: Facilitator) -> None:
    """Ends what runs, deletes every session, then the account and its profile. Raises Unavailable half-way: asking again goes on.

    Deleting an account that is gone is no error."""
    async with deps.db.as_facilitator(who.claims) as tx:
        mine = await (await tx.execute("select id from sessions")).fetchall()
    for row in mine:
        try:
            await sessions.delete(deps, who, row["id"])
        except NotFound:
            continue  # another tab was quicker
    await deps.auth.delete_account(who.user_id)
    async with deps.db.as_service() as tx:
        # the account's own trigger does the same; where accounts live elsewhere it is done here
        await tx.execute("insert into forgotten_accounts (user_id) values (%s) on conflict do nothing", [who.user_id])
        gone = await tx.execute("delete from profiles where user_id = %s", [who.user_id])
    log.info("account %s deleted with %d sessions", who.user_id, len(mine))
    if mine or gone.rowcount:
        await _tell(deps, who)


async def _tell(deps: Deps, who: Facilitator) -> None:
    """The last mail to that address; what is deleted stays deleted if it cannot go out."""
    letter = mails.account_deleted()
    try:
        await deps.mailer.send(Mail(who.email, letter.subject, letter.text, letter.html))
    except MailFailed:
        log.warning("account %s: the mail about its deletion did not go out", who.user_id)
