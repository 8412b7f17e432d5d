"""A write that fails leaves nothing, and what a killed writer leaves is removed; what is being written stays."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from functions.platform.adapters.folder_storage import WRITTEN_WITHIN_S, FolderStorage
from functions.platform.errors import StorageFailed

ROOM = 1024 * 1024


def folder_storage(path: Path) -> FolderStorage:
    return FolderStorage(path, "http://pages.test", "a" * 32, now=lambda: datetime.now(UTC))


def files(path: Path) -> list[str]:
    return sorted(one.name for one in path.rglob("*") if one.is_file())


@contextmanager
def no_file_longer_than(most: int) -> Iterator[None]:
    """The system refuses to write on, as a full disk does."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize("from_file", [False, True])
async def test_a_write_that_fails_leaves_nothing(tmp_path: Path, from_file: bool) -> None:
    storage, folder = folder_storage(tmp_path / "files"), str(uuid.uuid4())
    await storage.put(f"{folder}/a", b"old", "audio/webm")
    data: bytes | Path = b"x" * 600_000
    if from_file:
        (tmp_path / "whole").write_bytes(b"x" * 600_000)
        data = tmp_path / "whole"
    with no_file_longer_than(100_000), pytest.raises(StorageFailed):
        await storage.put(f"{folder}/a", data, "audio/webm")
    assert files(tmp_path / "files") == ["a"]
    assert await storage.get(f"{folder}/a") == b"old"
    await storage.put(f"{folder}/a", data, "audio/webm")
    assert len(await storage.get(f"{folder}/a")) == 600_000


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of one mebibyte."""
    disk = tmp_path / "disk"
    disk.mkdir()
    if os.geteuid() != 0 or subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={ROOM}", "tmpfs", disk], check=False).returncode:
        pytest.skip("no disk can be mounted here; the limit on a file's length stands in for it above")
    yield disk
    subprocess.run(["umount", disk], check=True)


async def test_on_a_full_disk_retries_find_the_space_that_comes_free(small_disk: Path) -> None:
    storage, folder, other = folder_storage(small_disk / "files"), str(uuid.uuid4()), str(uuid.uuid4())
    await storage.put(f"{other}/a", b"x" * 700_000, "audio/webm")
    for _ in range(5):  # were half of each kept, the disk would be full after two
        with pytest.raises(StorageFailed):
            await storage.put(f"{folder}/a", b"x" * 700_000, "audio/webm")
    assert files(small_disk) == ["a"]
    await storage.remove(other)
    await storage.put(f"{folder}/a", b"x" * 700_000, "audio/webm")
    assert files(small_disk) == ["a"]


WRITER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from functions.platform.adapters.folder_storage import FolderStorage
FolderStorage._put(Path(sys.argv[1]), Path(sys.argv[2]))
"""


def test_what_a_killed_writer_left_is_removed_and_a_living_ones_stays(tmp_path: Path) -> None:
    storage, slow = folder_storage(tmp_path / "files"), tmp_path / "slow"
    os.mkfifo(slow)
    target = tmp_path / "files" / str(uuid.uuid4()) / "a.m4a"
    writer = subprocess.Popen([sys.executable, "-c", WRITER, str(target), str(slow)])
    try:
        source = os.open(slow, os.O_WRONLY)  # opens once the writer reads
        os.write(source, b"half a voice")
        [half] = target.parent.iterdir()
        old = time.time() - WRITTEN_WITHIN_S - 1
        os.utime(half, (old, old))
        storage._remove_unfinished()
        assert half.exists(), "its writer lives"
    finally:
        writer.kill()
        writer.wait()
    os.close(source)
    os.utime(half, None)
    storage._remove_unfinished()
    assert half.exists(), "it may just have been made, and not be locked yet"
    os.utime(half, (old, old))
    storage._remove_unfinished()
    assert list(target.parent.iterdir()) == []
