"""Takes the sound in pieces of a few seconds, each from the person who spoke it, while both agree."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from functions.platform.deps import Deps, Row, Tx
from functions.platform.errors import (
    Conflict,
    NotFound,
    NotRecording,
    RecordingNotAgreed,
    SessionEnded,
    TooMuchSound,
    UnsupportedSound,
)
from functions.platform.principals import Facilitator, Partner
from functions.recording.containers import MediaType, begins_like
from functions.recording.limits import CLOCKS_S, GRACE_S, PARTS_MAX, PIECES_MAX, most_bytes
from functions.rooms.recording_state import State, Voice, newest, standing, state_of, voice_of
from functions.rooms.session_end import session_end


def piece_key(recording_id: UUID, part_id: UUID, n: int) -> str:
    return f"{recording_id}/{part_id}-{n:06d}"


async def take(
    deps: Deps,
    who: Facilitator | Partner,
    session_id: UUID,
    part_id: UUID,
    n: int,
    *,
    started_at: datetime,
    media_type: MediaType,
    last: bool,
    sound: bytes,
) -> State:
    """Keeps piece `n` (from 0, in order; one that is kept already is not kept twice) and says what stands now.

    An empty `last` piece only says that the part is whole.

    `started_at`: when the part began, by our clock. Raises NotFound (also for somebody else's part), RecordingNotAgreed,
    NotRecording, SessionEnded, Conflict when a piece before this one is missing, UnsupportedSound, TooMuchSound.
    """
    ended_at = await session_end(deps, who, session_id)
    if ended_at is not None and deps.now() > ended_at + timedelta(seconds=GRACE_S):
        raise SessionEnded()
    voice = voice_of(who)
    async with deps.db.as_service() as tx:
        recording = await newest(tx, session_id, who)
        now = await standing(tx, session_id, who)
        if not now.agreed:
            raise RecordingNotAgreed()
        if recording is None:
            raise NotRecording()
        # one piece after the other is counted, also while others are being stored
        await tx.execute("select from recordings where id = %s for update", [recording["id"]])
        part = await (await tx.execute("select * from recording_parts where id = %s", [part_id])).fetchone()
        if part is None:
            if n:
                raise Conflict(f"Piece 0 of this part is missing, not {n}.")
            if not begins_like(media_type, sound):
                raise UnsupportedSound()
            await _may_begin(deps, tx, recording, started_at, voice)
            await tx.execute(
                "insert into recording_parts (id, recording_id, who, media_type, started_at) values (%s, %s, %s, %s, %s)"
                " on conflict (id) do nothing",
                [part_id, recording["id"], voice, media_type, started_at],
            )
        elif part["recording_id"] != recording["id"] or part["who"] != voice:
            raise NotFound()
        elif n < part["pieces"]:
            return now.state
        elif n > part["pieces"]:
            raise Conflict(f"Piece {part['pieces']} of this part is missing.")
        if n >= PIECES_MAX:
            raise TooMuchSound("This part is full. Begin another.")
        await _reserve(deps, tx, recording, part_id, voice, len(sound), started_at if part is None else part["started_at"])
    if sound:
        await deps.storage.put(piece_key(recording["id"], part_id, n), sound, media_type)
    return await _count(deps, recording, part_id, n, len(sound), last, voice)


async def _reserve(deps: Deps, tx: Tx, recording: Row, part_id: UUID, voice: Voice, size: int, started_at: datetime) -> None:
    """Sets aside the bytes of a piece that is stored next, within what a microphone made since this part began and while the
    recording ran. Raises TooMuchSound."""
    counted = await tx.execute(
        "select coalesce(sum(bytes + pending_bytes) filter (where id <> %(part)s), 0)::bigint as others,"
        " coalesce(max(bytes) filter (where id = %(part)s), 0)::bigint as already, (select coalesce(sum(extract(epoch from"
        " coalesce(s.ended_at, %(now)s) - s.started_at)), 0)::float8 from recording_spans s where s.recording_id = %(recording)s)"
        " as ran_s from recording_parts where recording_id = %(recording)s and who = %(who)s",
        {"part": part_id, "recording": recording["id"], "who": voice, "now": deps.now()},
    )
    row = await counted.fetchone()
    assert row is not None
    until = min(deps.now(), recording["stopped_at"] or deps.now())
    mine = row["already"] + size
    if mine > most_bytes((until - started_at).total_seconds()) or row["others"] + mine > most_bytes(row["ran_s"]):
        raise TooMuchSound()
    await tx.execute("update recording_parts set pending_bytes = %s where id = %s", [size, part_id])


async def _may_begin(deps: Deps, tx: Tx, recording: Row, started_at: datetime, voice: Voice) -> None:
    """A part begins while the recording runs, or had begun before it was paused or stopped, and of each voice there are only so
    many. Raises NotRecording, TooMuchSound."""
    slack = timedelta(seconds=CLOCKS_S)
    stopped_at = recording["stopped_at"]
    over = stopped_at is not None and deps.now() > stopped_at + timedelta(seconds=GRACE_S)
    ran = await tx.execute(
        "select 1 as yes from recording_spans where recording_id = %s and (ended_at is null or ended_at > %s) limit 1",
        [recording["id"], started_at],
    )
    within = recording["created_at"] - slack <= started_at <= deps.now() + slack
    if over or not within or await ran.fetchone() is None:
        raise NotRecording()
    begun = await tx.execute(
        "select count(*)::int as n from recording_parts where recording_id = %s and who = %s", [recording["id"], voice]
    )
    row = await begun.fetchone()
    if row is None or row["n"] >= PARTS_MAX:
        raise TooMuchSound("This recording has as many parts as it can have. Stop sending.")


async def _count(deps: Deps, recording: Row, part_id: UUID, n: int, size: int, last: bool, voice: Voice) -> State:
    async with deps.db.as_service() as tx:
        counted = await tx.execute(
            "update recording_parts set pieces = %s, bytes = bytes + %s, pending_bytes = 0, whole = whole or %s"
            " where id = %s and who = %s and pieces = %s returning recording_id",
            [n + 1 if size else n, size, last, part_id, voice, n],
        )
        if await counted.fetchone() is None:
            still = await tx.execute("select 1 as yes from recordings where id = %s", [recording["id"]])
            if await still.fetchone() is None:
                # deleted while this piece was on its way: it goes where the others went
                await tx.execute(
                    "insert into file_trash (recording_id) values (%s) on conflict (recording_id) do update set emptied_at = null",
                    [recording["id"]],
                )
                raise NotRecording()
        reopened = await tx.execute(
            "update recordings set joined_at = null where id = %s and joined_at is not null and %s returning session_id",
            [recording["id"], size > 0],
        )
        late = await reopened.fetchone()
        state = state_of(await newest(tx, recording["session_id"]))
    if late is not None:
        await deps.queue.defer("join_recording", once=f"join_recording:{late['session_id']}", session_id=str(late["session_id"]))
    return state
