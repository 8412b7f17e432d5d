"""What people agree to: versioned files, filled in from the running configuration, so that none promises what is not so."""

from __future__ import annotations

import hashlib
from functools import cache
from ipaddress import ip_address
from pathlib import Path
from typing import get_args
from urllib.parse import urlsplit

from core.protocol.room_metadata import ConsentKind
from functions.platform.settings import Settings

Kind = ConsentKind
KINDS: tuple[Kind, ...] = get_args(Kind)
CURRENT: dict[Kind, str] = {"listening": "listening.v1", "recording": "recording.v1", "copy": "copy.v1"}
FOLDER = Path(__file__).parent


@cache
def template(version: str, language: str = "en") -> str:
    """The text of a version; KeyError when it was never one of ours."""
    if version not in CURRENT.values():
        raise KeyError(version)
    return (FOLDER / f"{version}.{language}.md").read_text(encoding="utf-8").strip()


def company(base_url: str | None, key: str | None) -> str | None:
    """Who receives what is sent to this endpoint; None when nobody beyond this machine or its private network does."""
    if not base_url:
        return "OpenAI" if key else None
    host = urlsplit(base_url).hostname or ""
    if host == "api.openai.com":
        return "OpenAI"
    try:
        ours = not ip_address(host).is_global
    except ValueError:
        ours = host == "localhost" or "." not in host or host.endswith((".internal", ".local", ".localhost"))
    return None if ours else host


def text_company(settings: Settings) -> str | None:
    """Who gets the Partner's words as text: where the hints and the summary are written."""
    return company(settings.openai_base_url, settings.openai_api_key)


def where(settings: Settings) -> str:
    """One or two whole sentences: where sound becomes text, and where the text goes."""
    text_to = text_company(settings)
    sound_to = None
    if settings.stt_engine == "openai":
        sound_to = company(settings.openai_stt_base_url or settings.openai_base_url, settings.openai_api_key)
    if sound_to and sound_to == text_to:
        return f"Your sound goes to {sound_to}, which turns it into text and writes the hints."
    sound = (
        f"Your sound goes to {sound_to}, which turns it into text." if sound_to else "Your sound becomes text on our own server."
    )
    return f"{sound} The text goes to {text_to}." if text_to else f"{sound} The text goes to no other company."


def filled_values(settings: Settings, kind: Kind) -> dict[str, str]:
    """Everything the text of this choice may name but the Facilitator."""
    days = settings.recording_days if kind == "recording" else settings.transcript_days
    return {"where": where(settings), "days": str(days)}


def fill(text: str, values: dict[str, str]) -> str:
    for name, value in values.items():
        text = text.replace("{" + name + "}", value)
    return text


def text_hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
