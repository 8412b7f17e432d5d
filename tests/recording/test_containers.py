"""What a part's first bytes say of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.recording.containers import HEAD_BYTES, MediaType, begins_like

from . import media

SOUNDS: dict[MediaType, bytes] = {"audio/webm": media.recorded(0.2), "audio/mp4": media.recorded(0.2, "mp4")}


@pytest.mark.parametrize("media_type", SOUNDS)
def test_every_beginning_of_a_real_file_is_taken(media_type: MediaType) -> None:
    """A recorder may hand over as little as one byte first."""
    for length in range(HEAD_BYTES):
        assert begins_like(media_type, SOUNDS[media_type][:length]), length


def test_other_containers_are_refused() -> None:
    webm, mp4 = SOUNDS["audio/webm"], SOUNDS["audio/mp4"]
    assert not begins_like("audio/webm", mp4)
    assert not begins_like("audio/mp4", webm)
    for data in (media.sdp(9), media.hls("a"), media.flac_bomb(1), b"RIFF....WAVE", bytes(64), media.in_ebml(b"", b"matroska")):
        assert not begins_like("audio/webm", data)
        assert not begins_like("audio/mp4", data)


@given(st.binary(max_size=600), st.sampled_from(["audio/webm", "audio/mp4"]), st.sampled_from([b"", b"\x1a\x45\xdf\xa3"]))
def test_any_bytes_have_an_answer(data: bytes, media_type: MediaType, head: bytes) -> None:
    assert begins_like(media_type, head + data) in (True, False)
