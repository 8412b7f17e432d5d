"""The two sound files of a recording: made when the session is over, opened by link, kept for the days agreed, then gone."""

from __future__ import annotations

import asyncio
import logging
from datetime import datetime, timedelta
from typing import Literal, get_args
from uuid import UUID
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict

from functions.platform.deps import Deps, Row, Tx
from functions.platform.errors import StorageFailed
from functions.platform.principals import Facilitator, Partner
from functions.platform.time_zones import iso_day, zone_of
from functions.recording.limits import GRACE_S, RECORDING_MAX_S
from functions.recording.temporary import TemporaryFolder
from functions.rooms.recording_state import State, Voice, Word, standing, state_of
from functions.rooms.room_state import tell_room
from functions.rooms.session_end import session_end

log = logging.getLogger(__name__)

LINK_S = 3600
AGAIN_S = 3600.0
"""Longer than any store takes to write one file."""
SETTLE_S = 4.0
"""After the end the pages send their last seconds; a part they have not yet begun to send is waited for so long."""
VOICES: tuple[Voice, ...] = get_args(Voice)
MEDIA_TYPE = "audio/mp4"


class SoundFile(BaseModel):
    """`url` plays and seeks, `download` saves; both open without a bearer for an hour."""

    who: Voice
    duration_s: float
    bytes: int
    url: str
    download: str


class Recording(BaseModel):
    """Of one Partner, one of the session's `partners`. `joining`: over, its files are being made. `empty`: no sound arrived."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "id": "5b1c8e52-7a8f-4d6c-9c51-1b6d0a0f7c11",
                    "partner_id": "2f6f3d0e-3f0b-4f0a-8c55-9a4e1c7d2b10",
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
    partner_id: UUID
    state: Literal["running", "paused", "stopped", "joining", "ready", "empty"]
    begun_at: datetime
    deleted_on: datetime | None
    files: list[SoundFile]


class RecordingView(BaseModel):
    """`state`, `agreed`, `consent`, `paused_by`: of the standing Partner, now; `consent` withdrawn is a no after a yes. `now`: our clock,
    by which parts are dated."""

    state: State
    agreed: bool
    consent: Word
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
        now = await standing(tx, session_id, who)
        zone = await _zone(tx, who)
    recordings = [await _recording(deps, row, ended_at, zone) for row in rows]
    return RecordingView(
        state=now.state,
        agreed=now.agreed,
        consent=now.consent,
        paused_by=list(now.paused_by),
        now=deps.now(),
        recordings=recordings,
    )


async def _zone(tx: Tx, who: Facilitator | Partner) -> ZoneInfo | None:
    if isinstance(who, Partner):
        found = await tx.execute("select time_zone from partners where id = %s", [who.id])
    else:
        found = await tx.execute("select time_zone from profiles where user_id = %s", [who.user_id])
    row = await found.fetchone()
    return zone_of(row["time_zone"] if row else None)


async def _recording(deps: Deps, row: Row, ended_at: datetime | None, zone: ZoneInfo | None) -> Recording:
    state: Literal["running", "paused", "stopped", "joining", "ready", "empty"]
    if ended_at is None:
        now = state_of(row)
        state = "stopped" if now == "off" else now
    elif row["joined_at"] is None and not row["files"]:
        state = "joining"
    else:
        state = "ready" if row["files"] else "empty"
    day = iso_day(row["created_at"], zone)
    files = []
    for one in row["files"] if state == "ready" else ():
        key, name = f"{row['id']}/{one['id']}.m4a", f"session-{day}-{one['who']}.m4a"
        url = await deps.storage.link(key, for_s=LINK_S)
        download = await deps.storage.link(key, for_s=LINK_S, save_as=name)
        files.append(SoundFile(who=one["who"], duration_s=one["duration_s"], bytes=one["bytes"], url=url, download=download))
    deleted_on = ended_at + timedelta(days=row["days"]) if ended_at else None
    return Recording(
        id=row["id"],
        partner_id=row["partner_id"],
        state=state,
        begun_at=row["created_at"],
        deleted_on=deleted_on,
        files=files,
    )


async def join_soon(deps: Deps, session_id: UUID | str) -> None:
    async with deps.db.as_service() as tx:
        found = await tx.execute(
            "select 1 as yes from recordings where session_id = %s and joined_at is null limit 1", [session_id]
        )
        if await found.fetchone() is None:
            return
    await deps.queue.defer("join_recording", once=f"join_recording:{session_id}", after_s=SETTLE_S, session_id=str(session_id))


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
    """Removes the files of recordings that were deleted, and the copies of them on this machine.

    Each is emptied a second time an hour later, for what was being written at that moment. Raises StorageFailed; what is left is
    tried again.
    """
    async with deps.db.as_service() as tx:
        rows = await (await tx.execute(TRASH, {"again": deps.now() - timedelta(seconds=AGAIN_S), "most": 100})).fetchall()
    for row in rows:
        await asyncio.to_thread(TemporaryFolder.of(deps.settings).remove, row["recording_id"])
        await deps.storage.remove(str(row["recording_id"]))
        async with deps.db.as_service() as tx:
            # a piece that was on its way when it was deleted puts it back in
            await tx.execute(
                "delete from file_trash where recording_id = %s"
                if row["emptied_at"]
                else "update file_trash set emptied_at = clock_timestamp() where recording_id = %s",
                [row["recording_id"]],
            )


TRASH = """
select recording_id, emptied_at from file_trash where emptied_at is null or emptied_at < %(again)s order by at limit %(most)s
"""


async def sweep(deps: Deps) -> None:
    """Recordings past their days go; pieces go once nothing can be added to their files; lost jobs are put in line again; what
    killed processes left behind goes, and recordings that run for too long are stopped."""
    await empty_left(deps)
    await _stop_endless(deps)
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
        trash = await (await tx.execute(TRASH, {"again": deps.now() - timedelta(seconds=AGAIN_S), "most": 1})).fetchone()
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


async def empty_left(deps: Deps) -> None:
    """Removes what processes that were killed left on this machine: copies of a join, files half written."""
    try:
        left = await asyncio.to_thread(TemporaryFolder.of(deps.settings).sweep)
    except OSError as failed:
        log.error("the temporary folder cannot be emptied: %s", failed)
    else:
        if left:
            log.info("%s folders of joins that did not end removed", left)
    try:
        await deps.storage.remove_unfinished()
    except StorageFailed:
        log.error("files half written cannot be removed: the file store is out of reach")


async def _stop_endless(deps: Deps) -> None:
    async with deps.db.as_service() as tx:
        stopped = await tx.execute(
            "update recordings r set stopped_at = clock_timestamp() where r.stopped_at is null and (select sum(extract(epoch from"
            " coalesce(s.ended_at, clock_timestamp()) - s.started_at)) from recording_spans s where s.recording_id = r.id) > %s"
            " returning r.session_id",
            [RECORDING_MAX_S],
        )
        rows = await stopped.fetchall()
    for row in rows:
        log.info("session %s: its recording is stopped, it is as long as one may be", row["session_id"])
        await tell_room(deps, row["session_id"])
