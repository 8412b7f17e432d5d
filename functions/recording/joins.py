"""The job that makes the files of an ended session's recordings, and ends when they are deleted meanwhile."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from functions.platform.deps import Deps, Row
from functions.platform.errors import NotFound, StorageFailed, Unavailable
from functions.recording.files import MEDIA_TYPE, SETTLE_S, VOICES
from functions.recording.limits import CLOCKS_S, GRACE_S, RECORDING_MAX_S
from functions.recording.pieces import piece_key
from functions.recording.temporary import TemporaryFolder

if TYPE_CHECKING:
    from functions.recording.joining import Part, Span

log = logging.getLogger(__name__)

LOOK_S = 1.0
"""How often a join asks whether its recording was deleted."""
TRIES = 5
"""After so many joins that had to be killed a recording is left without that voice."""


async def join(deps: Deps, session_id: str) -> float | None:
    """Makes the files of an ended session's recordings. Seconds to wait when pages may still be sending; None when done.

    Raises StorageFailed when there is no room or no store: to be tried again.
    """
    async with deps.db.as_service() as tx:
        found = await tx.execute(
            # a page sends its parts in order: whatever came before a newer part will get no more
            # and after a no nothing is taken from anybody
            "select r.*, private.partner_allows(r.partner_id, 'recording') and exists"
            " (select from recording_parts p where p.recording_id = r.id and not p.whole"
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
            await _unless_deleted(deps, recording)
    return wait_s


async def _unless_deleted(deps: Deps, recording: Row) -> None:
    """Joins it; a recording that is deleted meanwhile ends that at once, with every process and every copy."""
    joining = asyncio.create_task(_join_one(deps, recording), name="join")
    watching = asyncio.create_task(_until_deleted(deps, recording["id"]), name="watch for deletion")
    try:
        await asyncio.wait({joining, watching}, return_when=asyncio.FIRST_COMPLETED)
        if joining.done():
            return await joining
        await watching
    finally:
        for task in (joining, watching):
            task.cancel()
        await asyncio.gather(joining, watching, return_exceptions=True)
    await deps.storage.remove(str(recording["id"]))
    log.info("recording %s: deleted while it was joined", recording["id"])


async def _until_deleted(deps: Deps, recording_id: UUID) -> None:
    while True:
        await asyncio.sleep(LOOK_S)
        with contextlib.suppress(Unavailable):
            async with deps.db.as_service() as tx:
                found = await tx.execute("select 1 as yes from recordings where id = %s", [recording_id])
                if await found.fetchone() is None:
                    return


async def _join_one(deps: Deps, recording: Row) -> None:
    from functions.recording.join_process import JoinFailed

    recording_id = recording["id"]
    spans = await _spans(deps, recording_id)
    async with deps.db.as_service() as tx:
        parts = await (
            await tx.execute(
                "select *, extract(epoch from started_at)::float8 as start_s from recording_parts"
                " where recording_id = %s and pieces > 0 order by started_at",
                [recording_id],
            )
        ).fetchall()
    files = []
    for voice in VOICES:
        theirs = [part for part in parts if part["who"] == voice]
        if not theirs:
            continue
        try:
            files.append(await _join_voice(deps, recording, voice, theirs, spans))
        except JoinFailed as failed:
            if await _may_try_again(deps, recording_id):
                raise
            log.error("recording %s: the %s's voice cannot be joined: %s", recording_id, voice, failed)
        except OSError as full:
            raise StorageFailed() from full
    async with deps.db.as_service() as tx:
        pieces = sum(part["pieces"] for part in parts)
        # a piece that came meanwhile is in none of these files: then all of it is joined again
        kept = await tx.execute(
            "update recordings set files = %s, join_tries = 0, joined_at = case when (select coalesce(sum(pieces), 0)"
            " from recording_parts where recording_id = %s) = %s then clock_timestamp() end, tidied_at = null"
            " where id = %s returning joined_at",
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


async def _spans(deps: Deps, recording_id: UUID) -> list[Span]:
    """When it ran, no longer than a recording may be."""
    from functions.recording.joining import Span

    async with deps.db.as_service() as tx:
        found = await tx.execute(
            "select extract(epoch from started_at)::float8 as start_s, extract(epoch from ended_at)::float8 as end_s"
            " from recording_spans where recording_id = %s and ended_at is not null order by started_at",
            [recording_id],
        )
        rows = await found.fetchall()
    spans, left_s = [], RECORDING_MAX_S
    for row in rows:
        end_s = min(row["end_s"], row["start_s"] + left_s)
        left_s -= end_s - row["start_s"]
        if end_s > row["start_s"]:
            spans.append(Span(row["start_s"], end_s))
    return spans


async def _may_try_again(deps: Deps, recording_id: UUID) -> bool:
    async with deps.db.as_service() as tx:
        counted = await tx.execute(
            "update recordings set join_tries = join_tries + 1 where id = %s returning join_tries", [recording_id]
        )
        row = await counted.fetchone()
    return row is None or row["join_tries"] < TRIES


async def _join_voice(deps: Deps, recording: Row, voice: str, parts: Sequence[Row], spans: Sequence[Span]) -> dict[str, object]:
    """Makes and stores one voice's file. Raises JoinFailed, OSError, StorageFailed."""
    from functions.recording import join_process

    recording_id = recording["id"]
    with TemporaryFolder.of(deps.settings).held(recording_id) as folder:
        laid = [await _fetched(deps, recording_id, part, most_s, folder) for part, most_s in _bounded(parts, spans)]
        name, to = uuid4(), folder / f"{voice}.m4a"
        joined = await join_process.run(laid, spans, to)
        for n, why in joined.early:
            log.warning("recording %s: part %s of %s ends early: %s", recording_id, n + 1, len(laid), why)
        size = to.stat().st_size
        await deps.storage.put(f"{recording_id}/{name}.m4a", to, MEDIA_TYPE)
    return {"who": voice, "id": str(name), "bytes": size, "duration_s": round(joined.duration_s, 3)}


def _bounded(parts: Sequence[Row], spans: Sequence[Span]) -> list[tuple[Row, float]]:
    """Each part with the seconds that can have been spoken in it: until the next part began, or the recording ended."""
    last_s = spans[-1].end_s if spans else 0.0
    ends = [*(part["start_s"] for part in parts[1:]), last_s]
    slack_s = 2 * CLOCKS_S
    return [
        (part, min(max(0.0, min(end_s, last_s) - part["start_s"]) + slack_s, RECORDING_MAX_S))
        for part, end_s in zip(parts, ends, strict=True)
    ]


async def _fetched(deps: Deps, recording_id: UUID, part: Row, most_s: float, folder: Path) -> Part:
    from functions.recording.joining import Part

    path = folder / str(part["id"])
    with path.open("wb") as out:
        for n in range(part["pieces"]):
            try:
                out.write(await deps.storage.get(piece_key(recording_id, part["id"], n)))
            except NotFound:
                log.warning("recording %s: a piece is missing", recording_id)
                break
    return Part(part["start_s"], most_s, part["media_type"], path)
