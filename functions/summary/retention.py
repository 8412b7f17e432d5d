"""How long a Partner's words and the address for their copy are kept. A recording's days are in `functions/recording/files.py`."""

from __future__ import annotations

from datetime import timedelta

from functions.platform.deps import Deps


async def forget_transcripts(deps: Deps) -> int:
    """Deletes what each Partner said, TRANSCRIPT_DAYS after the notes of it were made (else the session's end); returns how many.

    In a session that nobody ends (the Partner spoke, the Facilitator never came) the days count from each sentence.
    """
    now, days = deps.now(), deps.settings.transcript_days
    async with deps.db.as_service() as tx:
        gone = await tx.execute(
            "delete from segments g using sessions s"
            " where g.session_id = s.id and case when s.ended_at is null then g.stored_at < %(open)s"
            " else coalesce((select h.written_at from summary_shares h where h.partner_id = g.partner_id), s.ended_at) < %(ended)s end",
            # while a call lasts its notes are still to be written, also where nothing is kept for a day
            {"ended": now - timedelta(days=days), "open": now - timedelta(days=max(days, 1))},
        )
    return gone.rowcount


FORGET = """
update partners p set copy_email = null
from sessions s left join summaries u on u.session_id = s.id
where p.session_id = s.id and p.copy_email is not null and (
  u.status <> 'writing' and not exists (select from summary_shares h where h.partner_id = p.id)
  or coalesce(s.ended_at, p.revoked_at) < %s
)
"""


async def forget_addresses(deps: Deps) -> int:
    """Deletes addresses that no mail will go to any more: there are no notes of theirs, or these could not be delivered.

    Returns how many. A Partner whose place ended keeps their wish for a copy until the notes are written, or for the days agreed.
    """
    async with deps.db.as_service() as tx:
        gone = await tx.execute(FORGET, [deps.now() - timedelta(days=max(1, deps.settings.transcript_days))])
    return gone.rowcount
