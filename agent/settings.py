"""What the agent reads from its environment; every name is documented in `.env.example`."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

SttEngine = Literal["moonshine", "whisper", "openai"]


class AgentSettings(BaseSettings):
    """Field `job_secret` is read from JOB_SECRET (or the same name in `.env`), and so on; times are seconds."""

    model_config = SettingsConfigDict(env_file=".env", env_ignore_empty=True, extra="ignore", populate_by_name=True)

    job_secret: SecretStr = SecretStr("")
    agent_host: str = "127.0.0.1"
    agent_port: int = 7890
    agent_idle_exit_s: Annotated[float, Field(ge=0)] = 60.0  # 0 = never
    agent_alone_s: Annotated[float, Field(gt=0)] = 60.0
    agent_max_sessions: Annotated[int, Field(ge=1)] = 8

    stt_engine: SttEngine = "moonshine"
    stt_timeout_s: Annotated[float, Field(gt=0)] = 1.5
    whisper_model: str = "base.en"
    whisper_device: str = "auto"
    openai_stt_model: str = "whisper-1"
    openai_stt_base_url: str | None = None
    openai_stt_api_key: SecretStr | None = None

    openai_api_key: SecretStr | None = None
    openai_base_url: str | None = None
    openai_model: str = "gpt-4o-mini"
    llm_first_token_s: Annotated[float, Field(gt=0)] = 2.0
    llm_second_opinion: bool = False
    system_prompt: str | None = None
    country: str = "US"
    language: Annotated[str, Field(pattern=r"^[a-z]{2}$")] = "en"

    @property
    def llm_configured(self) -> bool:
        """A key alone means OpenAI; an address alone means a local endpoint that needs no key."""
        return self.openai_api_key is not None or self.openai_base_url is not None

    @property
    def stt_base_url(self) -> str | None:
        """Where OpenAI-compatible transcription is asked for; None is OpenAI itself."""
        return self.openai_stt_base_url or self.openai_base_url
