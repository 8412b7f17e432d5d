"""The Facilitator starts a recording once the Partner has agreed, either pauses it, each lifts their own pause."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from functions.platform.deps import Deps, Tx
from functions.platform.errors import NotRecording, RecordingNotAgreed
from functions.platform.principals import Facilitator, Partner
from functions.rooms.recording_state import standing, voice_of
from functions.rooms.room_state import tell_room
from functions.rooms.session_end import must_be_open

Wish = Literal["running", "paused", "stopped"]


async def change(deps: Deps, who: Facilitator | Partner, session_id: UUID, wish: Wish) -> None:
    """Raises NotFound, SessionEnded, RecordingNotAgreed; NotRecording when a Partner lifts a pause that is none."""
    await must_be_open(deps, who, session_id)
    voice = voice_of(who)
    async with deps.db.as_service() as tx:
        # the ledger's own lock: a yes and a no at the same moment come one after the other
        locked = await tx.execute("select id from partners where session_id = %s and revoked_at is null for update", [session_id])
        partner = await locked.fetchone()
        if isinstance(who, Partner) and (partner is None or partner["id"] != who.id):
            raise NotRecording()  # another has the place by now
        if wish == "running":
            now = await standing(tx, session_id)
            if partner is None or not now.agreed:
                raise RecordingNotAgreed()
            if voice == "facilitator":
                await _start(deps, tx, session_id, partner["id"])
            elif now.state not in ("running", "paused"):
                raise NotRecording()
        if wish == "stopped":
            await tx.execute(
                "update recordings set stopped_at = clock_timestamp() where session_id = %s and stopped_at is null", [session_id]
            )
        else:
            mine = "paused_by_partner" if voice == "partner" else "paused_by_facilitator"
            await tx.execute(
                f"update recordings set {mine} = %s where session_id = %s and stopped_at is null",  # noqa: S608
                [wish == "paused", session_id],
            )
    await tell_room(deps, session_id)


START = """
insert into recordings as r (session_id, partner_id, days)
select c.session_id, c.partner_id, least(%(days)s, coalesce((c.filled ->> 'days')::integer, %(days)s))
from consents c where c.partner_id = %(partner)s and c.kind = 'recording' order by c.id desc limit 1
on conflict (session_id, partner_id) do update
  set stopped_at = null, paused_by_partner = r.paused_by_partner and r.stopped_at is null, days = least(r.days, excluded.days)
"""


async def _start(deps: Deps, tx: Tx, session_id: UUID, partner_id: UUID) -> None:
    """Goes on with the recording there is. A pause of the Partner's stays until they lift it, or until it was stopped."""
    await tx.execute(START, {"days": deps.settings.recording_days, "partner": partner_id})
