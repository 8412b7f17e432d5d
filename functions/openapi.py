"""The description as a file: `python -m functions.openapi > docs/openapi.json`."""

from __future__ import annotations

import json
import sys

from fastapi import FastAPI

from functions.api import create_app
from functions.bootstrap import bootstrap
from functions.platform.description import describe
from functions.platform.settings import Settings


def offline_app() -> FastAPI:
    """The app with placeholder settings: enough to describe it, no door is opened."""
    settings = Settings.model_validate(
        {
            "database_url": "postgresql:///none",
            "supabase_url": "http://127.0.0.1",
            "supabase_anon_key": "-",
            "supabase_service_role_key": "-",
            "livekit_url": "ws://127.0.0.1",
            "livekit_api_key": "-",
            "livekit_api_secret": "-",
            "app_url": "http://127.0.0.1",
            "app_secret": "-" * 32,
            "job_secret": "-" * 32,
            "launcher": "http",
            "openai_api_key": None,
            "openai_base_url": None,
            "static_dir": None,
        }
    )
    return create_app(bootstrap(settings))


if __name__ == "__main__":
    sys.stdout.write(json.dumps(describe(offline_app()), indent=2, sort_keys=True, ensure_ascii=False) + "\n")
