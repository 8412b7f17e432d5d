"""Whether a recording runs, and whose pauses hold it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import get_args
from uuid import UUID

from core.protocol.room_messages import CONSENT_GRANTED
from core.protocol.room_metadata import ConsentWord, RecordingState
from core.protocol.room_metadata import Voice as Voice
from functions.platform.deps import Row, Tx
from functions.platform.principals import Facilitator, Partner

State = RecordingState
Word = ConsentWord


@dataclass(frozen=True, slots=True)
class Standing:
    """`off`: the standing Partner has no recording yet. `consent`: their word; withdrawn is a no after a yes. `paused_by`: whose pauses
    hold it."""

    state: State
    consent: Word
    paused_by: tuple[Voice, ...]

    @property
    def agreed(self) -> bool:
        return self.consent == CONSENT_GRANTED


def voice_of(who: Facilitator | Partner) -> Voice:
    return "partner" if isinstance(who, Partner) else "facilitator"


def state_of(row: Row | None) -> State:
    if row is None:
        return "off"
    if row["stopped_at"] is not None:
        return "stopped"
    return "running" if row["running"] else "paused"


def paused_by(row: Row | None) -> tuple[Voice, ...]:
    if row is None or row["stopped_at"] is not None:
        return ()
    voices: tuple[Voice, ...] = get_args(Voice)
    return tuple(voice for voice in voices if row[f"paused_by_{voice}"])


async def newest(tx: Tx, session_id: UUID | str, who: Facilitator | Partner | None = None) -> Row | None:
    """The recording of the Partner who has the place now; for a Partner who asks, their own or none."""
    found = await tx.execute(
        "select r.* from recordings r join partners p on p.id = r.partner_id and p.revoked_at is null"
        " where r.session_id = %(session)s and (%(partner)s::uuid is null or p.id = %(partner)s)",
        {"session": session_id, "partner": _own(who)},
    )
    return await found.fetchone()


async def standing(tx: Tx, session_id: UUID | str, who: Facilitator | Partner | None = None) -> Standing:
    """Of the Partner who has the place now; for a Partner who asks, of themselves: nothing stands once their place ended."""
    row = await newest(tx, session_id, who)
    allowed = await tx.execute(
        "select private.standing_word(%(session)s, 'recording') as word where %(partner)s::uuid is null or exists ("
        " select from partners where id = %(partner)s and revoked_at is null)",
        {"session": session_id, "partner": _own(who)},
    )
    said = await allowed.fetchone()
    return Standing(state_of(row), (said and said["word"]) or "none", paused_by(row))


def _own(who: Facilitator | Partner | None) -> UUID | None:
    return who.id if isinstance(who, Partner) else None
