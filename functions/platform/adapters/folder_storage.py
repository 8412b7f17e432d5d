"""Files in a folder of one machine, for where there is no Supabase Storage; links are signed by the API itself."""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import hashlib
import hmac
import os
import re
import shutil
import time
from collections.abc import Callable, Collection
from datetime import datetime
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlencode

from functions.platform.errors import NotFound, StorageFailed

T = TypeVar("T")
KEY = re.compile(r"[0-9a-f-]{36}/[0-9a-z.-]{1,80}")
HALF = ".half"
WRITTEN_WITHIN_S = 60.0
"""From the making of a half file to its lock, at most."""
COPIED_BYTES = 1024 * 1024


class FolderStorage:
    """`now` decides when a link has run out. Files are readable by their owner alone and appear whole or not at all."""

    def __init__(self, folder: Path, app_url: str, secret: str, *, now: Callable[[], datetime]) -> None:
        self._folder = folder
        self._app_url = app_url
        self._secret = hashlib.sha256(b"files\0" + secret.encode()).digest()
        self._now = now

    async def put(self, key: str, data: bytes | Path, media_type: str) -> None:
        await _aside(self._put, self._path(key), data)

    async def get(self, key: str) -> bytes:
        return await _aside(self._path(key).read_bytes)

    async def remove(self, folder: str, *, keep: Collection[str] = ()) -> None:
        await _aside(self._remove, self._path(f"{folder}/x").parent, {self._path(key) for key in keep})

    async def remove_unfinished(self) -> None:
        await _aside(self._remove_unfinished)

    async def link(self, key: str, *, for_s: int, save_as: str | None = None) -> str:
        until = int(self._now().timestamp()) + for_s
        asked = {"until": str(until), "save_as": save_as or "", "signature": self._sign(key, until, save_as or "")}
        return f"{self._app_url}/api/files/{key}?{urlencode(asked)}"

    def opened(self, key: str, *, until: int, save_as: str, signature: str) -> Path:
        """The file behind a link this storage made. Raises NotFound for any other, and once it has run out."""
        good = hmac.compare_digest(signature.encode(), self._sign(key, until, save_as).encode())
        path = self._path(key)
        if not good or until < self._now().timestamp() or not path.is_file():
            raise NotFound()
        return path

    async def ping(self) -> None:
        await _aside(lambda: self._folder.mkdir(mode=0o700, parents=True, exist_ok=True))

    async def aclose(self) -> None:
        """Holds nothing open."""

    def _path(self, key: str) -> Path:
        if not KEY.fullmatch(key) or ".." in key:
            raise NotFound()
        return self._folder / key

    def _sign(self, key: str, until: int, save_as: str) -> str:
        return hmac.new(self._secret, f"{key}\0{until}\0{save_as}".encode(), hashlib.sha256).hexdigest()

    @staticmethod
    def _put(path: Path, data: bytes | Path) -> None:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        half = path.with_name(f"{path.name}.{os.urandom(4).hex()}{HALF}")
        try:
            with half.open("xb") as out:
                fcntl.flock(out, fcntl.LOCK_EX)  # until it is whole: nobody sweeps it away
                half.chmod(0o600)
                if isinstance(data, Path):
                    with data.open("rb") as whole:
                        shutil.copyfileobj(whole, out, COPIED_BYTES)
                else:
                    out.write(data)
                out.flush()
                half.replace(path)
        except BaseException:
            half.unlink(missing_ok=True)
            raise

    def _remove_unfinished(self) -> None:
        for half in self._folder.glob(f"*/*{HALF}"):
            with contextlib.suppress(FileNotFoundError):
                if time.time() - half.stat().st_mtime > WRITTEN_WITHIN_S and _is_left(half):
                    half.unlink()

    @staticmethod
    def _remove(folder: Path, keep: set[Path]) -> None:
        if not folder.is_dir():
            return
        for path in folder.iterdir():
            if path not in keep:
                path.unlink(missing_ok=True)
        if not keep:
            shutil.rmtree(folder)


def _is_left(half: Path) -> bool:
    """Whether no living process writes it."""
    with half.open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
    return True


async def _aside(work: Callable[..., T], *values: object) -> T:
    try:
        return await asyncio.to_thread(work, *values)
    except FileNotFoundError as absent:
        raise NotFound() from absent
    except OSError as failed:
        raise StorageFailed() from failed
