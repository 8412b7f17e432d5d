"""Removes the files of deleted recordings from the file store."""

from __future__ import annotations

from functions.deps import Deps
from functions.recording import files


async def empty_trash(deps: Deps) -> None:
    await files.empty_trash(deps)
