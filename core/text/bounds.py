"""How much is read at once. The rules' time grows faster than the length of what they read, so longer talk is read in windows."""

from __future__ import annotations

WINDOW = 1000
"""Characters: over a minute of speech without a pause."""
OVERLAP = 200
"""Of two windows that follow each other, so that no sentence is cut in both."""
MOST = 1200
"""Characters any single rule ever reads; a window may grow a little while it is folded."""


def windows(text: str) -> tuple[str, ...]:
    """The text in pieces of at most WINDOW characters, oldest first, cut at spaces where there are any; each begins with the last OVERLAP or fewer of the one before."""
    pieces, start = [], 0
    while len(text) - start > WINDOW:
        end = text.rfind(" ", start + WINDOW // 2, start + WINDOW)
        end = start + WINDOW if end < 0 else end
        pieces.append(text[start:end])
        shared = text.find(" ", end - OVERLAP, end)
        start = end - OVERLAP if shared < 0 else shared + 1
    return (*pieces, text[start:])


def newest(text: str, most: int = WINDOW) -> str:
    """The last `most` characters, from a word's beginning where there is one."""
    if len(text) <= most:
        return text
    cut = text[-most:]
    space = cut.find(" ", 0, most // 2)
    return cut if space < 0 else cut[space + 1 :]
