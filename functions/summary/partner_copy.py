"""The Partner's copy of the summary: mailed once to the address they gave for it, which is deleted when the mail is out."""

from __future__ import annotations

import logging
from uuid import UUID

from functions.platform import help_lines, mail, names
from functions.platform.deps import Deps
from functions.platform.errors import MailFailed
from functions.platform.mail import Mail
from functions.platform.time_zones import zone_of
from functions.summary import mails, sending, shares

log = logging.getLogger(__name__)

CLAIM = """
update partners p
set copy_claimed_until = clock_timestamp() + make_interval(secs => %(sending_s)s), copy_tries = p.copy_tries + 1
from sessions s join profiles f on f.user_id = s.facilitator_id, summary_shares h
where p.id = %(partner)s and s.id = p.session_id and h.partner_id = p.id and private.is_copy_due(p.id)
  and p.copy_email is not null and p.copy_error is null
  and (p.copy_claimed_until is null or p.copy_claimed_until < clock_timestamp())
returning p.session_id::text as session_id, p.copy_email, p.copy_tries, p.time_zone,
          coalesce(s.started_at, s.created_at) as at, f.display_name as facilitator_name
"""
RENEW = """
update partners set copy_claimed_until = clock_timestamp() + make_interval(secs => %(seconds)s)
where id = %(id)s and copy_claimed_until is not null
"""
UNSENT = """
select p.id::text as id from partners p
where p.copy_email is not null and p.copy_error is null and private.is_copy_due(p.id)
  and (p.copy_claimed_until is null or p.copy_claimed_until < clock_timestamp())
limit %s
"""


async def deliver_soon(deps: Deps, partner_id: str, *, in_s: float = 0) -> None:
    await deps.queue.defer("deliver_copy", once=f"deliver_copy:{partner_id}", after_s=in_s, partner_id=partner_id)


async def unsent(deps: Deps, limit: int) -> list[str]:
    """Partners whose copy is due and whose job may be lost."""
    async with deps.db.as_service() as tx:
        found = await tx.execute(UNSENT, [limit])
        return [row["id"] for row in await found.fetchall()]


async def deliver(deps: Deps, partner_id: str) -> None:
    """Mails a Partner their own share. Claimed before it is sent, so that one sender sends; tried again as `sending` says."""
    async with deps.db.as_service() as tx:
        claimed = await (await tx.execute(CLAIM, {"partner": partner_id, "sending_s": sending.SENDING_S})).fetchone()
        kept = await shares.standing(tx, claimed["session_id"]) if claimed else []
    share = next((one for one in kept if str(one.partner_id) == partner_id), None)
    if claimed is None or share is None:
        return
    settings, zone = deps.settings, zone_of(claimed["time_zone"])
    text, html = mails.dated(share, zone, settings.transcript_days)
    letter = mails.partner_copy(
        text=text,
        html=html,
        at=claimed["at"],
        zone=zone,
        name=names.of_facilitator(claimed["facilitator_name"]),
        my_data_url=f"{settings.app_url}/my-data",
        help_line=mail.help_line(*help_lines.for_country(settings.country)),
    )
    message_id = f"copy.{UUID(partner_id).hex}@{mail.domain_of(settings.mail_from)}"
    try:
        async with sending.keeping_claim(deps, RENEW, partner_id):
            await deps.mailer.send(Mail(claimed["copy_email"], letter.subject, letter.text, letter.html, message_id))
    except MailFailed as failed:
        await _not_sent(deps, claimed["session_id"], partner_id, failed, tries=claimed["copy_tries"])
        return
    async with deps.db.as_service() as tx:
        await tx.execute(
            "update partners set copy_mailed_at = clock_timestamp(), copy_email = null, copy_claimed_until = null where id = %s",
            [partner_id],
        )
    log.info("session %s: copy mailed", claimed["session_id"])


async def _not_sent(deps: Deps, session_id: str, partner_id: str, failed: MailFailed, *, tries: int) -> None:
    reason, again_in_s = sending.after(failed, tries)
    async with deps.db.as_service() as tx:
        await tx.execute(
            "update partners set copy_claimed_until = null, copy_error = %s where id = %s",
            [reason if again_in_s is None else None, partner_id],
        )
    log.warning("session %s: copy not mailed (try %s): %s", session_id, tries, reason)
    if again_in_s is not None:
        await deliver_soon(deps, partner_id, in_s=again_in_s)
