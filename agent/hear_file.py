"""What the live path would hear in an audio file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from agent.stt import SpeechSettings


async def hear_file(path: Path | str, settings: SpeechSettings) -> dict[str, Any]:
    """-> {"file", "text", "utterances": [{"start_s", "end_s", "text"}]}, through the very same listen(). Raises OSError, soundfile.LibsndfileError."""
    raise NotImplementedError
