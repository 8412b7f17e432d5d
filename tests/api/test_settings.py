"""Configuration: every variable documented with its real default, secrets never printed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pydantic import ValidationError
from pydantic_core import PydanticUndefined

from agent.settings import AgentSettings
from functions.platform.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
NEEDED = {
    "database_url": "postgresql://u:hush@h/d",
    "supabase_url": "https://abc.supabase.co/",
    "supabase_anon_key": "anon",
    "supabase_service_role_key": "hush-service",
    "livekit_url": "wss://x.livekit.cloud/",
    "livekit_api_key": "key",
    "livekit_api_secret": "hush-livekit",
    "app_url": "https://pages.example/",
    "app_secret": "hush" * 8,
    "job_secret": "hush" * 8,
}


def documented() -> dict[str, str | None]:
    """Name -> default as `.env.example` shows it; None for those that must be set."""
    lines = re.findall(r"^(#?)([A-Z][A-Z0-9_]+)=(.*)$", (ROOT / ".env.example").read_text(), flags=re.M)
    assert len(lines) == len({name for _, name, _ in lines})
    return {name: value if optional else None for optional, name, value in lines}


ASKED = re.compile(r"""(?:environ|\benv|import\.meta\.env)(?:\.get)?[(\[]+"([A-Z][A-Z0-9_]+)"|number\(env, "([A-Z0-9_]+)\"""")
OF_OTHERS = {"PATH", "MODAL_TOKEN_ID"}  # the system's, and Modal's own


def asked_for() -> set[str]:
    """Every variable that any program of ours names when it asks its environment."""
    folders = [ROOT / name for name in ("core", "agent", "functions", "local", "bench", "tests", "frontend_static/src")]
    files = [
        path
        for folder in folders
        for end in ("*.py", "*.ts", "*.tsx")
        for path in folder.rglob(end)
        if "node_modules" not in path.parts
    ]
    texts = [path.read_text() for path in (*files, ROOT / "modal_app.py")]
    return {one or other for text in texts for one, other in ASKED.findall(text)} - OF_OTHERS


def test_every_variable_of_every_program_is_documented_and_no_other() -> None:
    read = {name.upper() for settings in (Settings, AgentSettings) for name in settings.model_fields}
    assert set(documented()) == read | asked_for()


@pytest.mark.parametrize("settings", [Settings, AgentSettings])
def test_documented_defaults_are_the_real_ones(settings: type[Settings] | type[AgentSettings]) -> None:
    for name, field in settings.model_fields.items():
        shown = documented()[name.upper()]
        if field.is_required():
            assert shown is None, name
        elif shown is not None:
            real = field.default
            assert real is not PydanticUndefined
            empty = real is None or real in ("", ())
            assert (shown == "") if empty else (shown in (str(real), str(real).lower()) or float(shown) == float(real)), name


def test_all_that_is_missing_is_said_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    with pytest.raises(ValidationError) as missing:
        Settings(_env_file=None)  # type: ignore[call-arg]
    assert {error["loc"][0] for error in missing.value.errors()} == set(NEEDED)


def test_derived_values_and_no_secret_in_print(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    settings = Settings(_env_file=None, **NEEDED, cors_origins="https://a.example, https://b.example")  # type: ignore[arg-type]
    assert settings.jwt_issuer == "https://abc.supabase.co/auth/v1"
    assert settings.api_base == "https://pages.example"
    assert settings.cors_origins == ("https://a.example", "https://b.example")
    assert "hush" not in repr(settings)
    assert "hush" not in str(settings)
