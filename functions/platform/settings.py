"""What the functions read from their surroundings, and nothing else reads the environment."""

from __future__ import annotations

import hashlib
import ipaddress
from typing import Annotated, Literal

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

Secret = Annotated[str, Field(repr=False)]


class Settings(BaseSettings):
    """Every variable, by its lower-case name. Missing or malformed ones raise pydantic.ValidationError, all at once."""

    model_config = SettingsConfigDict(
        env_file=".env", env_ignore_empty=True, extra="ignore", frozen=True, hide_input_in_errors=True
    )

    database_url: Annotated[str, Field(repr=False, description="Postgres, a pooler in transaction mode is fine")]
    supabase_url: str
    supabase_anon_key: Secret
    supabase_service_role_key: Secret
    supabase_jwt_issuer: str = ""
    supabase_jwt_secret: Annotated[str | None, Field(repr=False, description="only for projects that still sign HS256")] = None

    livekit_url: Annotated[str, Field(description="ws:// or wss://, as browsers reach it")]
    livekit_api_key: str
    livekit_api_secret: Secret

    deployment_id: Annotated[
        str, Field(pattern=r"^[a-z0-9]{0,16}$", description="part of every LiveKit room's name; default: from SUPABASE_URL")
    ] = ""

    app_url: Annotated[str, Field(description="where people find the pages")]
    api_url: Annotated[str, Field(description="how the agent reaches the API; default APP_URL")] = ""
    app_secret: Annotated[str, Field(repr=False, min_length=32, description="signs report tokens; only the API has it")]
    job_secret: Annotated[str, Field(repr=False, min_length=32, description="shared with the agent host")]

    launcher: Literal["http", "modal"] = "http"
    agent_url: str = "http://127.0.0.1:7890"
    agent_start_command: str | None = None

    smtp_url: Annotated[str, Field(repr=False)] = "smtp://127.0.0.1:1025"
    mail_from: str = "No Bad Parts <notes@nobadparts.app>"

    invite_hours: Annotated[int, Field(gt=0)] = 72
    token_ttl_s: Annotated[int, Field(gt=0)] = 30
    lease_s: Annotated[float, Field(gt=0)] = 6
    transcript_days: Annotated[int, Field(ge=0)] = 7
    recording_days: Annotated[int, Field(ge=0, description="after the session; the consent text says this number")] = 30
    country: Annotated[str, Field(pattern=r"^[A-Z]{2}$")] = "US"
    language: Annotated[str, Field(pattern=r"^[a-z]{2}$", description="of the sessions, ISO 639-1; the agent's too")] = "en"
    whisper_model: Annotated[str, Field(description="the agent's; one that ends in .en hears English only")] = "base.en"

    storage: Literal["supabase", "folder"] = "supabase"
    storage_folder: Annotated[str, Field(description="with STORAGE=folder; the API and the jobs must share it")] = ".local/files"
    temporary_folder: Annotated[
        str,
        Field(description="where recordings are joined; default a folder of this deployment's under the system's temporary one"),
    ] = ""

    static_dir: str | None = None
    cors_origins: Annotated[tuple[str, ...], NoDecode] = ()
    trusted_proxies: Annotated[
        tuple[str, ...], NoDecode, Field(description="networks whose word about the caller's address is believed; * for any peer")
    ] = ()
    proxy_address_header: Annotated[str, Field(description="where trusted proxies put the caller's address")] = "X-Forwarded-For"

    openai_api_key: Annotated[str | None, Field(repr=False)] = None
    openai_base_url: str | None = None
    openai_model: str = "gpt-4o-mini"
    stt_engine: Annotated[
        Literal["moonshine", "whisper", "openai"], Field(description="the agent's; the consent text says where sound goes")
    ] = "moonshine"
    openai_stt_base_url: str | None = None

    @field_validator("cors_origins", "trusted_proxies", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        """A comma-separated line, as environments carry lists."""
        return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value

    @field_validator("trusted_proxies")
    @classmethod
    def _networks(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for network in value:
            if network != "*":
                ipaddress.ip_network(network, strict=False)
        return value

    @field_validator("supabase_url", "livekit_url", "app_url", "api_url", "agent_url", "supabase_jwt_issuer")
    @classmethod
    def _no_slash(cls, value: str) -> str:
        return value.rstrip("/")

    @property
    def deployment(self) -> str:
        """What tells this deployment's LiveKit rooms from another's. Whose sessions they are is decided by the database they are
        kept in, and each project's database has an address of its own: staging and production differ without being told to."""
        return self.deployment_id or hashlib.sha256(self.supabase_url.encode()).hexdigest()[:8]

    @property
    def jwt_issuer(self) -> str:
        return self.supabase_jwt_issuer or f"{self.supabase_url}/auth/v1"

    @property
    def api_base(self) -> str:
        """Where the agent reports to."""
        return self.api_url or self.app_url

    @property
    def llm_configured(self) -> bool:
        return bool(self.openai_api_key or self.openai_base_url)
