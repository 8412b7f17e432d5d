"""Stand-ins behind the ports of functions/platform/deps.py that remember what was asked and fail when told to."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from core.protocol.job import CoachJob
from functions.platform.adapters.livekit import LiveKit
from functions.platform.errors import LaunchFailed, LiveKitUnreachable, MailFailed
from functions.platform.mail import Mail
from functions.platform.room_events import Present


class FakeLiveKit(LiveKit):
    """Tokens and webhooks are the real ones; calls to the server are only written down."""

    def __init__(self) -> None:
        super().__init__("ws://127.0.0.1:7880", "key", "s" * 32)
        self.down = False
        self.failing_calls = 0
        self.closed: list[str] = []
        self.removed: list[tuple[str, str]] = []
        self.told: list[tuple[str, str, dict[str, str]]] = []
        self.while_telling: Any = None
        self.metadata: list[tuple[str, Any]] = []
        self.present: list[Present] = []

    def _try(self) -> None:
        if self.failing_calls:
            self.failing_calls -= 1
            raise LiveKitUnreachable("once")
        if self.down:
            raise LiveKitUnreachable("down")

    async def who_is_in(self, room: str) -> list[Present]:
        self._try()
        return list(self.present)

    async def set_attributes(self, room: str, identity: str, attributes: Mapping[str, str]) -> bool:
        self._try()
        self.told.append((room, identity, dict(attributes)))
        if self.while_telling:
            once, self.while_telling = self.while_telling, None
            once()
        return True

    async def set_room_metadata(self, room: str, metadata: str) -> bool:
        self._try()
        self.metadata.append((room, json.loads(metadata)))
        return True

    async def remove(self, room: str, identity: str, *, revoke_before_s: int = 0) -> bool:
        self._try()
        self.removed.append((room, identity))
        self.present = [person for person in self.present if person.identity != identity]
        return True

    async def close_room(self, room: str) -> bool:
        self._try()
        self.closed.append(room)
        return True

    async def rooms(self, prefix: str) -> list[str]:
        self._try()
        return []

    async def ping(self) -> None:
        self._try()


class FakeLauncher:
    starting_s = 1.0

    def __init__(self) -> None:
        self.fails = False
        self.launched: list[CoachJob] = []

    async def launch(self, job: CoachJob) -> None:
        if self.fails:
            raise LaunchFailed("told to")
        self.launched.append(job)

    async def aclose(self) -> None:
        """Holds nothing."""


class FakeQueue:
    def __init__(self) -> None:
        self.jobs: list[tuple[str, dict[str, Any]]] = []
        self.waited_s = 0.0

    async def defer(self, name: str, *, once: str | None = None, after_s: float = 0, **arguments: Any) -> bool:
        self.jobs.append((name, arguments))
        return True

    async def oldest_due_s(self) -> float:
        return self.waited_s

    def named(self, name: str) -> list[dict[str, Any]]:
        return [arguments for job, arguments in self.jobs if job == name]

    async def aclose(self) -> None:
        """Holds nothing."""


class FakeMailer:
    def __init__(self) -> None:
        self.fails = False
        self.sent: list[Mail] = []

    async def send(self, mail: Mail) -> None:
        if self.fails:
            raise MailFailed()
        self.sent.append(mail)

    async def ping(self) -> None:
        if self.fails:
            raise MailFailed()
