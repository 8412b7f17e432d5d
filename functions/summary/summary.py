"""The notes of one session: written once after its end, a share for each Partner, shown, and mailed once to the Facilitator."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal
from uuid import UUID

from psycopg.types.json import Jsonb

from functions.platform import help_lines, mail
from functions.platform.deps import Deps, Row, Tx
from functions.platform.errors import Conflict, MailFailed, NotFound, Unavailable
from functions.platform.mail import Mail
from functions.platform.principals import Facilitator
from functions.platform.time_zones import zone_of
from functions.rooms.agreed_spans import agreed_spans
from functions.summary import extraction, mails, partner_copy, sending, shares, writing
from functions.summary.models import Notes, Said

log = logging.getLogger(__name__)

LAST_WORDS_S = 8.0
"""How long after the end the coach may still report before the notes are written without it."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What the session page shows. `text` and `html` are empty until the notes are written.

    `transcript_until`: when the Partner's words are deleted, or were; None where there are none or nothing is decided yet."""

    status: Literal["none", "writing", "ready", "mail_failed", "deleted"]
    source: Literal["ai", "extractive"] | None = None
    text: str = ""
    html: str = ""
    mailed_at: datetime | None = None
    error: str | None = None
    transcript_until: datetime | None = None


async def of_session(deps: Deps, who: Facilitator, session_id: UUID) -> Shown:
    """Raises NotFound for sessions that are not theirs."""
    async with deps.db.as_facilitator(who.claims) as tx:
        found = await tx.execute(
            "select s.ended_at, u.status, u.mailed_at, u.error,"
            " (select f.time_zone from profiles f where f.user_id = s.facilitator_id) as time_zone"
            " from sessions s left join summaries u on u.session_id = s.id where s.id = %s",
            [session_id],
        )
        row = await found.fetchone()
        kept = await shares.standing(tx, session_id)
    if row is None:
        raise NotFound()
    if row["status"] is None:
        return Shown("writing" if row["ended_at"] else "none")
    if row["status"] not in {"ready", "mail_failed"} or not kept:
        return Shown(row["status"], text=mails.COACH_OFF if row["status"] == "none" else "")
    days = deps.settings.transcript_days
    text, html = mails.together(kept, zone_of(row["time_zone"]), days)
    source: Literal["ai", "extractive"] = "ai" if all(share.source == "ai" for share in kept) else "extractive"
    until = max(share.written_at for share in kept) + timedelta(days=days)
    return Shown(row["status"], source, text, html, row["mailed_at"], row["error"], until)


async def send_again(deps: Deps, who: Facilitator, session_id: UUID) -> None:
    """Mails the notes once more, under a new message id. Raises NotFound, or Conflict while there is nothing to send."""
    if (await of_session(deps, who, session_id)).status not in {"ready", "mail_failed"}:
        raise Conflict("There are no notes to send yet.")
    async with deps.db.as_service() as tx:
        # one already under way is left alone: pressing twice sends once
        await tx.execute(
            "update summaries set status = 'ready', error = null, mail_tries = 0,"
            " mail_round = mail_round + case when mailed_at is null then 0 else 1 end, mailed_at = null"
            " where session_id = %s and (mail_claimed_until is null or mail_claimed_until < clock_timestamp())",
            [session_id],
        )
    await deliver_soon(deps, str(session_id))


# ---------------------------------------------------------------------------------------------------------------- writing


async def write(deps: Deps, session_id: str) -> float | None:
    """Writes the notes of an ended session, one share per Partner whom the coach heard; returns seconds to come back in when the
    coach is still reporting."""
    async with deps.db.as_service() as tx:
        session = await (await tx.execute(SESSION, [session_id])).fetchone()
        if session is None or session["ended_at"] is None or session["status"] not in {None, "writing"}:
            return None
        if session["reporting"] and deps.now() < session["ended_at"] + timedelta(seconds=LAST_WORDS_S):
            return 0.5
        await tx.execute("insert into summaries (session_id) values (%s) on conflict (session_id) do nothing", [session_id])
        unwritten = await (await tx.execute(UNWRITTEN.encode(), {"sessions": [session_id]})).fetchall()
    made_at = deps.now()
    for partner in unwritten:
        await _write_share(deps, session_id, partner, made_at)
    async with deps.db.as_service() as tx:
        done = await (await tx.execute(WRITTEN, {"session": session_id})).fetchone()
        kept = await shares.standing(tx, session_id)
    if done is not None and done["status"] == "ready":
        await deliver_soon(deps, session_id)
        for share in kept:
            await partner_copy.deliver_soon(deps, str(share.partner_id))
    return None


SESSION = """
select s.ended_at, u.status, coalesce(l.claimed_at is not null and l.state not in ('left', 'offline'), false) as reporting
from sessions s
left join agent_leases l on l.session_id = s.id
left join summaries u on u.session_id = s.id
where s.id = %s
"""
UNWRITTEN = f"""
select p.* from ({shares.PLACES}) p
where not private.is_partner_forgotten(p.id)
  and not exists (select from summary_shares h where h.partner_id = p.id)
  and (exists (select from segments g where g.partner_id = p.id) or exists (select from hints h where h.partner_id = p.id)
       or exists (select from agent_leases l where l.partner_id = p.id and l.claimed_at is not null))
order by p.number
"""  # noqa: S608 - both halves are ours
WRITTEN = """
update summaries u
set written_at = clock_timestamp(), status = case
  when exists (select from summary_shares h where h.session_id = u.session_id) then 'ready'
  when exists (select from partners p where p.session_id = u.session_id and private.is_partner_forgotten(p.id)) then 'deleted'
  else 'none' end
where u.session_id = %(session)s and u.status = 'writing'
returning u.status
"""
KEEP_SHARE = """
insert into summary_shares (partner_id, session_id, source, text, html, since, until, agreed, written_at)
select p.id, p.session_id, %(source)s, %(text)s, %(html)s, %(since)s, %(until)s, %(agreed)s, %(made_at)s from partners p
where p.id = %(partner)s and not private.is_partner_forgotten(p.id)
on conflict (partner_id) do nothing
"""


async def _write_share(deps: Deps, session_id: str, partner: Row, made_at: datetime) -> None:
    """Writes the notes of what one Partner said; keeps nothing when they have everything deleted meanwhile.

    `made_at` is the same for all Partners of the session: the day on which transcripts are deleted is counted from it."""
    async with deps.db.as_service() as tx:
        said, steps = await _material(tx, partner["id"])
        agreed = await _agreed(tx, partner["id"], partner["until"])
    written = await _notes(deps, said, steps)
    text, html = mails.notes_forms(written)
    values = {
        "partner": partner["id"],
        "source": written.source,
        "text": text,
        "html": html,
        "since": partner["since"],
        "until": partner["until"],
        "agreed": Jsonb([[since.isoformat(), until.isoformat()] for since, until in agreed]),
        "made_at": made_at,
    }
    async with deps.db.as_service() as tx:
        await tx.execute("select from partners where id = %s for update", [partner["id"]])
        await tx.execute(KEEP_SHARE, values)
    log.info("session %s: notes of one partner written", session_id)


async def _agreed(tx: Tx, partner_id: UUID, until: datetime) -> list[tuple[datetime, datetime]]:
    found = await tx.execute(
        "select granted, at from consents where partner_id = %s and kind = 'listening' order by at, id", [partner_id]
    )
    return agreed_spans([(row["granted"], row["at"]) for row in await found.fetchall()], until)


async def _material(tx: Tx, partner_id: UUID) -> tuple[list[Said], list[str]]:
    segments = await tx.execute(
        "select text, start_s, end_s from segments where partner_id = %s order by launch, seq", [partner_id]
    )
    said = [Said(row["text"], row["start_s"], row["end_s"]) for row in await segments.fetchall()]
    hints = await tx.execute(
        "select step from hints where partner_id = %s and step is not null order by launch, seq", [partner_id]
    )
    return said, [row["step"] for row in await hints.fetchall()]


async def _notes(deps: Deps, said: list[Said], steps: list[str]) -> Notes:
    if deps.llm is not None and said:
        from core.llm.chat import LlmFailed

        try:
            return await writing.write(deps.llm, said, steps)
        except (LlmFailed, writing.NotesRefused) as refused:
            log.warning("notes without a model: %s", refused.reason)
    return extraction.extract(said, steps)


# ----------------------------------------------------------------------------------------------------------------- mailing


async def deliver_soon(deps: Deps, session_id: str, *, in_s: float = 0) -> None:
    await deps.queue.defer("deliver_mail", once=f"deliver_mail:{session_id}", after_s=in_s, session_id=session_id)


CLAIM = """
update summaries u
set mail_claimed_until = clock_timestamp() + make_interval(secs => %(sending_s)s), mail_tries = u.mail_tries + 1
from sessions s join profiles p on p.user_id = s.facilitator_id
where u.session_id = %(session)s and s.id = u.session_id and u.status = 'ready' and u.mailed_at is null
  and (u.mail_claimed_until is null or u.mail_claimed_until < clock_timestamp())
returning u.mail_round, u.mail_tries, coalesce(s.started_at, s.created_at) as at,
          p.email, p.country, p.mail_link_only, p.time_zone
"""
RENEW = """
update summaries set mail_claimed_until = clock_timestamp() + make_interval(secs => %(seconds)s)
where session_id = %(id)s and mail_claimed_until is not null and mailed_at is null
"""


async def deliver(deps: Deps, session_id: str) -> None:
    """Mails the notes: claimed before it is sent, so that one sender sends; tried again as `sending` says."""
    async with deps.db.as_service() as tx:
        claimed = await (await tx.execute(CLAIM, {"session": session_id, "sending_s": sending.SENDING_S})).fetchone()
        kept = await shares.standing(tx, session_id)
    if claimed is None or not kept:
        return
    settings, zone = deps.settings, zone_of(claimed["time_zone"])
    text, html = mails.together(kept, zone, settings.transcript_days)
    place: dict[str, Any] = {
        "at": claimed["at"],
        "zone": zone,
        "session_url": f"{settings.app_url}/sessions/{session_id}",
        "settings_url": f"{settings.app_url}/settings#mail",
        "help_line": mail.help_line(*help_lines.for_country(claimed["country"] or settings.country)),
    }
    letter = mails.only_link(**place) if claimed["mail_link_only"] else mails.summary(text=text, html=html, **place)
    message_id = f"notes.{UUID(session_id).hex}.{claimed['mail_round']}@{mail.domain_of(settings.mail_from)}"
    try:
        async with sending.keeping_claim(deps, RENEW, session_id):
            await deps.mailer.send(Mail(claimed["email"], letter.subject, letter.text, letter.html, message_id))
    except MailFailed as failed:
        await _not_sent(deps, session_id, failed, tries=claimed["mail_tries"])
        return
    await _sent(deps, session_id)
    log.info("session %s: notes mailed", session_id)


async def _sent(deps: Deps, session_id: str) -> None:
    """Insists: a mail that went out and is not known to have gone goes out again, SENDING_S later, under the same message id."""
    for wait_s in (0.2, 1.0, 4.0, None):
        try:
            async with deps.db.as_service() as tx:
                await tx.execute(
                    "update summaries set mailed_at = clock_timestamp(), mail_claimed_until = null, error = null"
                    " where session_id = %s",
                    [session_id],
                )
        except Unavailable:
            if wait_s is None:
                raise
            await asyncio.sleep(wait_s)
        else:
            return


async def _not_sent(deps: Deps, session_id: str, failed: MailFailed, *, tries: int) -> None:
    reason, again_in_s = sending.after(failed, tries)
    async with deps.db.as_service() as tx:
        await tx.execute(
            "update summaries set mail_claimed_until = null, error = %s, status = %s where session_id = %s",
            [reason, "mail_failed" if again_in_s is None else "ready", session_id],
        )
    log.warning("session %s: notes not mailed (try %s): %s", session_id, tries, reason)
    if again_in_s is not None:
        await deliver_soon(deps, session_id, in_s=again_in_s)
