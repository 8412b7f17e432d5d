"""The Partner's copy of the summary: mailed once to the address they gave for it, which is deleted when the mail is out."""

from __future__ import annotations

import logging
from datetime import timedelta
from uuid import UUID

from functions import help_lines, mail, names
from functions.adapters.smtp import Mail
from functions.deps import Deps
from functions.errors import MailFailed
from functions.notes import sending

log = logging.getLogger(__name__)

CLAIM = """
update partners p
set copy_claimed_until = clock_timestamp() + make_interval(secs => %(sending_s)s), copy_tries = p.copy_tries + 1
from sessions s join profiles f on f.user_id = s.facilitator_id join summaries u on u.session_id = s.id
where s.id = %(session)s and p.session_id = s.id and p.revoked_at is null and private.copy_is_due(s.id)
  and p.copy_email is not null and p.copy_error is null
  and (p.copy_claimed_until is null or p.copy_claimed_until < clock_timestamp())
returning p.id, p.copy_email, p.copy_tries, u.text, u.html, coalesce(s.started_at, s.created_at) as at,
          f.display_name as facilitator_name
"""
RENEW = """
update partners set copy_claimed_until = clock_timestamp() + make_interval(secs => %(seconds)s)
where id = %(id)s and copy_claimed_until is not null
"""
UNSENT = """
select p.session_id::text as id from partners p
where p.revoked_at is null and p.copy_email is not null and p.copy_error is null and private.copy_is_due(p.session_id)
  and (p.copy_claimed_until is null or p.copy_claimed_until < clock_timestamp())
limit %s
"""


async def deliver_soon(deps: Deps, session_id: str, *, in_s: float = 0) -> None:
    await deps.queue.defer("deliver_copy", once=f"deliver_copy:{session_id}", after_s=in_s, session_id=session_id)


async def unsent(deps: Deps, limit: int) -> list[str]:
    """Sessions whose copy is due and whose job may be lost."""
    async with deps.db.as_service() as tx:
        found = await tx.execute(UNSENT, [limit])
        return [row["id"] for row in await found.fetchall()]


async def deliver(deps: Deps, session_id: str) -> None:
    """Claimed before it is sent, so that one sender sends; tried again as `sending` says."""
    async with deps.db.as_service() as tx:
        claimed = await (await tx.execute(CLAIM, {"session": session_id, "sending_s": sending.SENDING_S})).fetchone()
    if claimed is None:
        return
    settings = deps.settings
    letter = mail.partner_copy(
        text=claimed["text"],
        html=claimed["html"],
        at=claimed["at"],
        name=names.of_facilitator(claimed["facilitator_name"]),
        help_line=mail.help_line(*help_lines.for_country(settings.country)),
    )
    message_id = f"copy.{UUID(str(claimed['id'])).hex}@{mail.domain_of(settings.mail_from)}"
    try:
        async with sending.keeping_claim(deps, RENEW, claimed["id"]):
            await deps.mailer.send(Mail(claimed["copy_email"], letter.subject, letter.text, letter.html, message_id))
    except MailFailed as failed:
        await _not_sent(deps, session_id, str(claimed["id"]), failed, tries=claimed["copy_tries"])
        return
    async with deps.db.as_service() as tx:
        await tx.execute(
            "update partners set copy_mailed_at = clock_timestamp(), copy_email = null, copy_claimed_until = null where id = %s",
            [claimed["id"]],
        )
    log.info("session %s: copy mailed", session_id)


async def _not_sent(deps: Deps, session_id: str, partner_id: str, failed: MailFailed, *, tries: int) -> None:
    reason, again_in_s = sending.after(failed, tries)
    async with deps.db.as_service() as tx:
        await tx.execute(
            "update partners set copy_claimed_until = null, copy_error = %s where id = %s",
            [reason if again_in_s is None else None, partner_id],
        )
    log.warning("session %s: copy not mailed (try %s): %s", session_id, tries, reason)
    if again_in_s is not None:
        await deliver_soon(deps, session_id, in_s=again_in_s)


async def forget_addresses(deps: Deps) -> int:
    """Deletes addresses that no mail will go to any more: there was no summary, or it could not be delivered; returns how many."""
    async with deps.db.as_service() as tx:
        gone = await tx.execute(
            "update partners p set copy_email = null from sessions s left join summaries u on u.session_id = s.id"
            " where p.session_id = s.id and p.copy_email is not null"
            " and (p.revoked_at is not null or u.status in ('none', 'deleted') or s.ended_at < %s)",
            [deps.now() - timedelta(days=max(1, deps.settings.transcript_days))],
        )
    return gone.rowcount
