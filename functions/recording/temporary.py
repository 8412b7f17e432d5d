"""Temporary copies of recorded sound: one folder of this deployment on this machine, in it a folder for each join.

A join's folder is locked by the worker that joins, so that a folder without a lock is one whose worker has died.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import re
import shutil
import stat
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from functions.platform.settings import Settings

NAME = re.compile(r"join-([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})-[0-9a-f]{8}")
LOCK = ".lock"


@dataclass(frozen=True, slots=True)
class TemporaryFolder:
    """`path` is made when it is needed. Whatever in it is not named as a join is left alone."""

    path: Path

    @classmethod
    def of(cls, settings: Settings) -> TemporaryFolder:
        """TEMPORARY_FOLDER, or a folder under the system's own that no other deployment has."""
        if settings.temporary_folder:
            return cls(Path(settings.temporary_folder))
        name = hashlib.sha256(b"temporary\0" + settings.app_secret.encode()).hexdigest()[:12]
        return cls(Path(tempfile.gettempdir()) / f"nbp-recordings-{name}")

    @contextmanager
    def held(self, recording_id: UUID) -> Iterator[Path]:
        """A new folder for one join of this recording, removed with all in it at the end. Raises OSError."""
        with self._locked():
            folder = self.path / f"join-{recording_id}-{os.urandom(4).hex()}"
            folder.mkdir(mode=0o700)
            lock = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
            fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)
            os.close(lock)

    def sweep(self) -> int:
        """Removes the folders of joins whose worker has died; returns how many. Raises OSError."""
        return self._remove(lambda folder, _: _is_left(folder))

    def remove(self, recording_id: UUID) -> int:
        """Removes every copy of this recording, also from under a join that runs (which then fails). Raises OSError."""
        return self._remove(lambda _, whose: whose == str(recording_id))

    def _remove(self, which: Callable[[Path, str], bool]) -> int:
        if not self.path.is_dir():
            return 0
        removed = 0
        with self._locked():
            for folder in self.path.iterdir():
                named = NAME.fullmatch(folder.name)
                if named and folder.is_dir() and not folder.is_symlink() and which(folder, named[1]):
                    shutil.rmtree(folder, ignore_errors=True)
                    removed += 1
        return removed

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """Alone in this folder: nobody sweeps between a new folder and its lock."""
        self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        found = self.path.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid():
            raise PermissionError(f"{self.path.name} is another user's; set TEMPORARY_FOLDER to a folder of one's own")
        lock = os.open(self.path / LOCK, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
        finally:
            os.close(lock)


def _is_left(folder: Path) -> bool:
    """Whether no living process holds it."""
    try:
        lock = os.open(folder / LOCK, os.O_RDWR | os.O_NOFOLLOW)
    except FileNotFoundError:  # its maker died before it could lock it: makers and sweepers take turns
        return True
    try:
        with contextlib.suppress(BlockingIOError):
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        return False
    finally:
        os.close(lock)
