"""The two sound files of a recording: made when the session is over, opened by link, kept for the days agreed, then gone."""

from __future__ import annotations

import asyncio
import json
import logging
import tempfile
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal
from uuid import UUID, uuid4

from pydantic import BaseModel, ConfigDict

from functions.calls.room_state import tell_room
from functions.calls.session_end import session_end
from functions.deps import Deps, Row
from functions.errors import NotFound
from functions.people.bearers import Facilitator, Partner
from functions.recording.pieces import GRACE_S, piece_key
from functions.recording.state import State, Voice, standing, state_of

log = logging.getLogger(__name__)

LINK_S = 3600
SETTLE_S = 4.0
"""After the end the pages send their last seconds; a part they have not yet begun to send is waited for so long."""
VOICES: tuple[Voice, ...] = ("facilitator", "partner")
MEDIA_TYPE = "audio/mp4"


class SoundFile(BaseModel):
    """`url` plays and seeks, `download` saves; both open without a bearer for an hour."""

    who: Voice
    duration_s: float
    bytes: int
    url: str
    download: str


class Recording(BaseModel):
    """`joining`: over, its files are being made. `empty`: no sound arrived."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "id": "5b1c8e52-7a8f-4d6c-9c51-1b6d0a0f7c11",
                    "state": "ready",
                    "begun_at": "2026-11-22T19:31:00Z",
                    "deleted_on": "2026-12-22T20:19:00Z",
                    "files": [
                        {
                            "who": "partner",
                            "duration_s": 1834.2,
                            "bytes": 14673600,
                            "url": "https://nobadparts.app/api/files/…",
                            "download": "https://nobadparts.app/api/files/…",
                        }
                    ],
                }
            ]
        }
    )

    id: UUID
    state: Literal["running", "paused", "stopped", "joining", "ready", "empty"]
    begun_at: datetime
    deleted_on: datetime | None
    files: list[SoundFile]


class RecordingView(BaseModel):
    """`state`, `agreed`, `paused_by`: of the standing Partner, now. `now`: our clock, by which parts are dated."""

    state: State
    agreed: bool
    paused_by: list[Voice]
    now: datetime
    recordings: list[Recording]


async def view(deps: Deps, who: Facilitator | Partner, session_id: UUID) -> RecordingView:
    """What this person may hear: a Facilitator of own sessions, a Partner where it is their own voice. Raises NotFound."""
    ended_at = await session_end(deps, who, session_id)
    as_them = deps.db.as_partner(who.id, who.session_id) if isinstance(who, Partner) else deps.db.as_facilitator(who.claims)
    async with as_them as tx:
        found = await tx.execute("select * from recordings where session_id = %s order by created_at", [session_id])
        rows = await found.fetchall()
    async with deps.db.as_service() as tx:
        now = await standing(tx, session_id)
    recordings = [await _recording(deps, row, ended_at) for row in rows]
    return RecordingView(state=now.state, agreed=now.agreed, paused_by=list(now.paused_by), now=deps.now(), recordings=recordings)


async def _recording(deps: Deps, row: Row, ended_at: datetime | None) -> Recording:
    state: Literal["running", "paused", "stopped", "joining", "ready", "empty"]
    if ended_at is None:
        now = state_of(row)
        state = "stopped" if now == "off" else now
    elif row["joined_at"] is None and not row["files"]:
        state = "joining"
    else:
        state = "ready" if row["files"] else "empty"
    day = row["created_at"].strftime("%Y-%m-%d")
    files = []
    for one in row["files"] if state == "ready" else ():
        key, name = f"{row['id']}/{one['id']}.m4a", f"session-{day}-{one['who']}.m4a"
        url = await deps.storage.link(key, for_s=LINK_S)
        download = await deps.storage.link(key, for_s=LINK_S, save_as=name)
        files.append(SoundFile(who=one["who"], duration_s=one["duration_s"], bytes=one["bytes"], url=url, download=download))
    deleted_on = ended_at + timedelta(days=row["days"]) if ended_at else None
    return Recording(id=row["id"], state=state, begun_at=row["created_at"], deleted_on=deleted_on, files=files)


async def join_soon(deps: Deps, session_id: UUID | str) -> None:
    async with deps.db.as_service() as tx:
        found = await tx.execute(
            "select 1 as yes from recordings where session_id = %s and joined_at is null limit 1", [session_id]
        )
        if await found.fetchone() is None:
            return
    await deps.queue.defer("join_recording", once=f"join_recording:{session_id}", after_s=SETTLE_S, session_id=str(session_id))


async def join(deps: Deps, session_id: str) -> float | None:
    """Makes the files of an ended session's recordings. Seconds to wait when pages may still be sending; None when done."""
    async with deps.db.as_service() as tx:
        found = await tx.execute(
            # a page sends its parts in order: whatever came before a newer part will get no more
            # and after a no nothing is taken from anybody
            "select r.*, private.allows(r.session_id, 'recording') and exists (select from recording_parts p where p.recording_id = r.id and not p.whole"
            "  and not exists (select from recording_parts n where n.recording_id = r.id and n.who = p.who"
            "    and n.started_at > p.started_at)) as open"
            " from recordings r join sessions s on s.id = r.session_id"
            " where r.session_id = %s and s.ended_at is not null and r.stopped_at is not null and r.joined_at is null",
            [session_id],
        )
        recordings = await found.fetchall()
    wait_s: float | None = None
    for recording in recordings:
        since_s = (deps.now() - recording["stopped_at"]).total_seconds()
        if since_s < SETTLE_S or (recording["open"] and since_s < GRACE_S):
            wait_s = 2.0
        else:
            await _join_one(deps, recording)
    return wait_s


async def _join_one(deps: Deps, recording: Row) -> None:
    recording_id = recording["id"]
    async with deps.db.as_service() as tx:
        spans = await (
            await tx.execute(
                "select extract(epoch from started_at)::float8 as start_s, extract(epoch from ended_at)::float8 as end_s"
                " from recording_spans where recording_id = %s and ended_at is not null order by started_at",
                [recording_id],
            )
        ).fetchall()
        parts = await (
            await tx.execute(
                "select *, extract(epoch from started_at)::float8 as start_s from recording_parts"
                " where recording_id = %s and pieces > 0 order by started_at",
                [recording_id],
            )
        ).fetchall()
    with tempfile.TemporaryDirectory(prefix="nbp-join-") as folder:
        files = [
            await _join_voice(deps, recording_id, voice, [part for part in parts if part["who"] == voice], spans, Path(folder))
            for voice in VOICES
            if any(part["who"] == voice for part in parts)
        ]
    async with deps.db.as_service() as tx:
        pieces = sum(part["pieces"] for part in parts)
        # a piece that came meanwhile is in none of these files: then all of it is joined again
        kept = await tx.execute(
            "update recordings set files = %s, joined_at = case when (select coalesce(sum(pieces), 0) from recording_parts"
            " where recording_id = %s) = %s then clock_timestamp() end, tidied_at = null where id = %s returning joined_at",
            [json.dumps(files), recording_id, pieces, recording_id],
        )
        row = await kept.fetchone()
    if row is None:
        await deps.storage.remove(str(recording_id))  # deleted while it was joined
    elif row["joined_at"] is None:
        await deps.queue.defer(
            "join_recording", once=f"join_recording:{recording['session_id']}", after_s=2, session_id=str(recording["session_id"])
        )
    log.info("recording %s: joined, %s files of %s parts", recording_id, len(files), len(parts))


async def _join_voice(
    deps: Deps, recording_id: UUID, voice: Voice, parts: Sequence[Row], spans: Sequence[Row], folder: Path
) -> dict[str, object]:
    from functions.recording.joining import Part, Span, join

    laid: list[Part] = []
    for part in parts:
        path = folder / str(part["id"])
        with path.open("wb") as out:
            for n in range(part["pieces"]):
                try:
                    out.write(await deps.storage.get(piece_key(recording_id, part["id"], n)))
                except NotFound:
                    log.warning("recording %s: a piece is missing", recording_id)
                    break
        laid.append(Part(part["start_s"], path))
    name, to = uuid4(), folder / f"{voice}.m4a"
    ran = [Span(span["start_s"], span["end_s"]) for span in spans]
    duration_s = await asyncio.to_thread(join, laid, ran, to)
    size = to.stat().st_size
    await deps.storage.put(f"{recording_id}/{name}.m4a", to, MEDIA_TYPE)
    return {"who": voice, "id": str(name), "bytes": size, "duration_s": round(duration_s, 3)}


async def delete(deps: Deps, who: Facilitator | Partner, session_id: UUID) -> None:
    """Stops it if it runs and removes every piece and file of it, for both people. Deleting nothing is no error."""
    ended_at = await session_end(deps, who, session_id)
    theirs = "and partner_id = %(partner)s" if isinstance(who, Partner) else ""
    async with deps.db.as_service() as tx:
        await tx.execute(
            f"delete from recordings where session_id = %(session)s {theirs}",  # noqa: S608
            {"session": session_id, "partner": who.id if isinstance(who, Partner) else None},
        )
    await deps.queue.defer("empty_trash", once="empty_trash")
    if ended_at is None:
        await tell_room(deps, session_id)


async def empty_trash(deps: Deps) -> None:
    """Removes the files of recordings that were deleted. Raises StorageFailed; what is left is tried again."""
    async with deps.db.as_service() as tx:
        rows = await (await tx.execute("select recording_id from file_trash order by at limit 100")).fetchall()
    for row in rows:
        await deps.storage.remove(str(row["recording_id"]))
        async with deps.db.as_service() as tx:
            # a piece that was on its way when it was deleted puts it back in
            await tx.execute("delete from file_trash where recording_id = %s", [row["recording_id"]])


async def sweep(deps: Deps) -> None:
    """Recordings past their days go; pieces go once nothing can be added to their files; lost jobs are put in line again."""
    async with deps.db.as_service() as tx:
        over = await tx.execute(
            "delete from recordings r using sessions s where s.id = r.session_id"
            " and coalesce(s.ended_at, r.created_at + interval '1 day') + make_interval(days => r.days) < %s",
            [deps.now()],
        )
        unjoined = await (
            await tx.execute(
                "select distinct r.session_id::text as id from recordings r join sessions s on s.id = r.session_id"
                " where r.joined_at is null and s.ended_at < %s",
                [deps.now() - timedelta(seconds=60)],
            )
        ).fetchall()
        untidy = await (
            await tx.execute(
                "select r.id, r.files from recordings r join sessions s on s.id = r.session_id"
                " where r.joined_at is not null and r.tidied_at is null and s.ended_at < %s limit 100",
                [deps.now() - timedelta(seconds=GRACE_S + 60)],
            )
        ).fetchall()
        trash = await (await tx.execute("select 1 as yes from file_trash limit 1")).fetchone()
    if over.rowcount:
        log.info("%s recordings deleted, as agreed", over.rowcount)
    for row in unjoined:
        await deps.queue.defer("join_recording", once=f"join_recording:{row['id']}", session_id=row["id"])
    for row in untidy:
        await deps.storage.remove(str(row["id"]), keep=[f"{row['id']}/{one['id']}.m4a" for one in row["files"]])
        async with deps.db.as_service() as tx:
            await tx.execute("update recordings set tidied_at = clock_timestamp() where id = %s", [row["id"]])
    if over.rowcount or trash:
        await deps.queue.defer("empty_trash", once="empty_trash")
