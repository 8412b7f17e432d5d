"""Settings -> Deps: the only place that chooses adapters."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from functions.coaching import launch
from functions.platform.adapters.folder_storage import FolderStorage
from functions.platform.adapters.http_launcher import HttpLauncher
from functions.platform.adapters.livekit import LiveKit
from functions.platform.adapters.postgres import Database
from functions.platform.adapters.queue import Queue
from functions.platform.adapters.smtp import SmtpMailer
from functions.platform.adapters.supabase_auth import SupabaseAuth
from functions.platform.adapters.supabase_storage import SupabaseStorage
from functions.platform.deps import Deps, Launcher, Storage
from functions.platform.settings import Settings

if TYPE_CHECKING:
    from core.llm.chat import Llm


def bootstrap(settings: Settings | None = None) -> Deps:
    """Real adapters for these settings (default: the environment's). Opens no connection; raises pydantic.ValidationError."""
    settings = settings or Settings()  # type: ignore[call-arg]
    return Deps(
        settings=settings,
        db=Database(settings.database_url),
        auth=SupabaseAuth(
            settings.supabase_url,
            settings.jwt_issuer,
            service_key=settings.supabase_service_role_key,
            hs256_secret=settings.supabase_jwt_secret,
        ),
        livekit=LiveKit(settings.livekit_url, settings.livekit_api_key, settings.livekit_api_secret),
        launcher=_launcher(settings),
        coaching=launch,
        queue=Queue(settings.database_url),
        mailer=SmtpMailer(settings.smtp_url, settings.mail_from),
        storage=_storage(settings),
        llm=_llm(settings),
        now=lambda: datetime.now(UTC),
    )


def _launcher(settings: Settings) -> Launcher:
    if settings.launcher == "modal":
        from functions.platform.adapters.modal_launcher import ModalLauncher

        return ModalLauncher(settings.job_secret)
    return HttpLauncher(settings.agent_url, settings.job_secret, start_command=settings.agent_start_command)


def _storage(settings: Settings) -> Storage:
    if settings.storage == "folder":
        return FolderStorage(Path(settings.storage_folder), settings.app_url, settings.app_secret, now=lambda: datetime.now(UTC))
    return SupabaseStorage(settings.supabase_url, settings.supabase_service_role_key)


def _llm(settings: Settings) -> Llm | None:
    if not settings.llm_configured:
        return None
    from core.llm.chat import open_llm

    return open_llm(settings)
