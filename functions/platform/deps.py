"""The ports of the functions on one page, and the value that carries them: adapters in bootstrap.py, fakes in tests."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Protocol
from uuid import UUID

from fastapi import Depends, Request
from psycopg import AsyncConnection

from functions.platform.settings import Settings

if TYPE_CHECKING:
    from core.llm.chat import Llm
    from core.protocol.job import CoachJob
    from functions.platform.mail import Mail
    from functions.platform.room_events import Present, Role, RoomEvent

Row = dict[str, Any]
Tx = AsyncConnection[Row]
"""One open transaction; rows come as dicts. Leaving its block commits, an exception rolls back."""


class Database(Protocol):
    """Each block is one transaction under one database role. Raises errors.Unavailable when the database cannot serve it."""

    def as_facilitator(self, claims: Mapping[str, Any]) -> AbstractAsyncContextManager[Tx]: ...

    def as_partner(self, partner_id: UUID | str, session_id: UUID | str) -> AbstractAsyncContextManager[Tx]: ...

    def as_anonymous(self) -> AbstractAsyncContextManager[Tx]: ...

    def as_service(self) -> AbstractAsyncContextManager[Tx]: ...

    async def ping(self) -> None: ...

    async def aclose(self) -> None: ...


class Auth(Protocol):
    """Verifies access tokens and ends accounts. Raises errors.Unauthorized, or errors.Unavailable when Auth is out of reach."""

    async def verify(self, token: str) -> Mapping[str, Any]: ...

    async def delete_account(self, user_id: UUID) -> None: ...

    async def ping(self) -> None: ...

    async def aclose(self) -> None: ...


class LiveKit(Protocol):
    """The media server's side door. Raises errors.LiveKitUnreachable; a room or person that is not there answers False."""

    @property
    def url(self) -> str: ...

    def mint(self, *, role: Role, room: str, identity: str, name: str, attributes: Mapping[str, str], ttl_s: int) -> str: ...

    def signed_hash(self, authorization: str) -> bytes: ...

    def receive(self, body: bytes, authorization: str) -> RoomEvent: ...

    async def who_is_in(self, room: str) -> list[Present]: ...

    async def set_attributes(self, room: str, identity: str, attributes: Mapping[str, str]) -> bool: ...

    async def set_room_metadata(self, room: str, metadata: str) -> bool: ...

    async def remove(self, room: str, identity: str, *, revoke_before_s: int = 0) -> bool: ...

    async def close_room(self, room: str) -> bool: ...

    async def rooms(self, prefix: str) -> list[str]: ...

    async def ping(self) -> None: ...

    async def aclose(self) -> None: ...


class Launcher(Protocol):
    """Starts a coach somewhere. Raises errors.LaunchFailed. `starting_s`: from the return of `launch` to the agent's claim, at most."""

    @property
    def starting_s(self) -> float: ...

    async def launch(self, job: CoachJob) -> None: ...

    async def gone(self) -> bool:
        """True only when the agent machine certainly runs nothing."""
        ...

    async def aclose(self) -> None: ...


class Coaching(Protocol):
    """The coach of a session, for those who learn that one may be due or is gone; the module functions.coaching.launch keeps it.

    Raises errors.Unavailable."""

    async def launch_if_due(self, deps: Deps, session_id: str) -> object:
        """Safe to call any number of times. Raises errors.LaunchFailed too."""
        ...

    async def expect_silence(self, deps: Deps, session_id: str) -> None:
        """The coach's connection is gone: without a report its lease ends sooner."""
        ...


class Queue(Protocol):
    """Puts a job in line by its name. `once`: at most one waiting job of this key; False when one waits already."""

    async def defer(self, name: str, *, once: str | None = None, after_s: float = 0, **arguments: Any) -> bool: ...

    async def oldest_due_s(self) -> float:
        """How long the longest waiting job has been due, seconds; 0 when none is. Raises errors.Unavailable."""
        ...

    async def aclose(self) -> None: ...


class Mailer(Protocol):
    """Hands one mail over, in both forms. Raises errors.MailFailed."""

    async def send(self, mail: Mail) -> None: ...

    async def ping(self) -> None: ...


class Storage(Protocol):
    """Private files by opaque keys, `folder/name`. Raises errors.StorageFailed; a file that is not there is NotFound."""

    async def put(self, key: str, data: bytes | Path, media_type: str) -> None:
        """In place of what was there."""
        ...

    async def get(self, key: str) -> bytes: ...

    async def remove(self, folder: str, *, keep: Collection[str] = ()) -> None:
        """Every file of the folder but those keys. An absent folder is an empty one."""
        ...

    async def remove_unfinished(self) -> None:
        """Whatever a writer that was killed left half written."""
        ...

    async def link(self, key: str, *, for_s: int, save_as: str | None = None) -> str:
        """An address that opens this file without a bearer for so long; with `save_as` the browser saves it under that name."""
        ...

    async def ping(self) -> None: ...

    async def aclose(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Deps:
    settings: Settings
    db: Database
    auth: Auth
    livekit: LiveKit
    launcher: Launcher
    coaching: Coaching
    queue: Queue
    mailer: Mailer
    storage: Storage
    llm: Llm | None
    now: Callable[[], datetime]

    async def aclose(self) -> None:
        """Gives every connection back; called once, when the process ends."""
        for part in (self.launcher, self.queue, self.livekit, self.storage, self.auth, self.db):
            await part.aclose()


def _deps(request: Request) -> Deps:
    deps: Deps = request.app.state.deps
    return deps


D = Annotated[Deps, Depends(_deps)]
"""`async def route(deps: D)`: the composition root, as a typed dependency."""
