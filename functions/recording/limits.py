"""How much sound one person can send: what a microphone makes in the time that passed, and no more."""

from __future__ import annotations

GRACE_S = 120.0
"""What was recorded before the end may still arrive so long after it."""
CLOCKS_S = 5.0
"""How far a browser's idea of our time may be off."""
BYTES_PER_S = 32_000
"""256 kbit/s: pages ask for 48, browsers that choose for themselves make up to 192."""
SLACK_BYTES = 20 * BYTES_PER_S
"""Containers' own bytes, recorders that hand over in bursts, clocks."""
PARTS_MAX = 200
"""Of one voice in one recording. A part is ten minutes, or as long as nothing is paused and no device is changed."""
PIECES_MAX = 2000
"""Of one part; pages send one every three seconds."""
RECORDING_MAX_S = 6 * 3600.0
"""What of a recording is kept; one that runs longer is stopped."""


def most_bytes(seconds: float) -> int:
    """What a microphone may have made in this time."""
    return SLACK_BYTES + round(BYTES_PER_S * max(0.0, min(seconds, RECORDING_MAX_S)))
