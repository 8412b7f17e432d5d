"""Keeps the process small while a model is loaded and used: glibc otherwise holds on to tens of megabytes that were only
needed on the way."""

from __future__ import annotations

import ctypes
import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager

_TRIM_THRESHOLD, _MMAP_THRESHOLD, _ARENA_MAX = -1, -3, -8  # malloc.h


def _glibc() -> ctypes.CDLL | None:
    if not sys.platform.startswith("linux"):
        return None
    libc = ctypes.CDLL(None)
    return libc if hasattr(libc, "mallopt") and hasattr(libc, "malloc_trim") else None


@contextmanager
def lean_loading() -> Iterator[None]:
    """Inside: large blocks come straight from the system and go straight back. Afterwards: few arenas, and freed memory
    beyond 8 MB is returned."""
    libc = _glibc()
    if libc is None:
        yield
        return
    libc.mallopt(_ARENA_MAX, 2)
    libc.mallopt(_MMAP_THRESHOLD, 128 * 1024)
    try:
        yield
    finally:
        libc.mallopt(_MMAP_THRESHOLD, 4 * 1024 * 1024)
        libc.mallopt(_TRIM_THRESHOLD, 8 * 1024 * 1024)
        libc.malloc_trim(0)


def let_go_of_loading() -> None:
    """Gives back what imports and models needed on the way; what is loaded stays for good, so the collector need not look at it
    again."""
    gc.collect()
    gc.freeze()
    give_back_free_memory()


def give_back_free_memory() -> None:
    """Returns the free pages inside the heap to the system; by itself glibc returns only what is free at its end. Blocks for 3 to
    12 ms at 230 MB, without the interpreter's lock."""
    libc = _glibc()
    if libc is not None:
        libc.malloc_trim(0)
