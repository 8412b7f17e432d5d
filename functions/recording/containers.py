"""What a browser's MediaRecorder sends: two containers, two codecs. Nothing else is opened, and no container is guessed.

Chromium and Firefox write Opus in WebM; Safari writes AAC in fragmented MP4, newer ones also Opus in either.
"""

from __future__ import annotations

from core.protocol.room_metadata import MediaType as MediaType

DEMUXERS: dict[MediaType, str] = {"audio/webm": "matroska", "audio/mp4": "mp4"}
"""FFmpeg's names, given to it so that it does not look for others."""
CODECS: dict[MediaType, frozenset[str]] = {"audio/webm": frozenset({"opus"}), "audio/mp4": frozenset({"aac", "opus"})}

EBML = b"\x1a\x45\xdf\xa3"
DOCTYPE = b"\x42\x82"
HEAD_BYTES = 512
"""A container says what it is within its first bytes."""


def begins_like(media_type: MediaType, head: bytes) -> bool:
    """Whether these first bytes of a part begin this container. Fewer than it takes to tell are taken for its beginning."""
    head = head[:HEAD_BYTES]
    return _begins_webm(head) if media_type == "audio/webm" else _begins_mp4(head)


def _begins_webm(head: bytes) -> bool:
    """An EBML header whose DocType is `webm`."""
    if head[:4] != EBML[: len(head)]:
        return False
    at, header = _size(head, 4)
    if at is None:
        return True
    end = at + header
    while at < end:
        if at >= len(head):
            return True
        named = at + max(1, 9 - head[at].bit_length())
        name = head[at:named]
        at, size = _size(head, named)
        if at is None:
            return True
        value = head[at : at + size]
        if name == DOCTYPE:
            return value == b"webm"[: len(value)] if at + size > len(head) else value.rstrip(b"\0") == b"webm"
        at += size
    return False


def _size(data: bytes, at: int) -> tuple[int | None, int]:
    """Where an EBML element's content begins (None: not told yet), and how long it is. One of unknown length is endless."""
    if at >= len(data):
        return None, 0
    length = 9 - data[at].bit_length()
    if length > 8:
        return at + 1, 0
    if at + length > len(data):
        return None, 0
    return at + length, int.from_bytes(data[at : at + length], "big") & ((1 << 7 * length) - 1)


def _begins_mp4(head: bytes) -> bool:
    """A file type box of a length that such boxes have."""
    if len(head) < 8:
        return b"ftyp".startswith(head[4:]) and head[:3] == bytes(len(head[:3]))
    return head[4:8] == b"ftyp" and 8 < int.from_bytes(head[:4], "big") <= HEAD_BYTES
