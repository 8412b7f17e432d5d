"""The HTTP application: routers, one error mapping, security headers, static pages. `python -m functions` serves it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from fastapi.middleware.cors import CORSMiddleware
from starlette.exceptions import HTTPException

from functions import config
from functions.accounts import routes as accounts
from functions.coaching import agent_routes as agent
from functions.coaching import routes as coaching
from functions.consent import routes as consent
from functions.invites import routes as invites
from functions.notes import routes as notes
from functions.platform import description, health, pages
from functions.platform.deps import Deps
from functions.platform.errors import Problem
from functions.platform.middleware import ResponseMiddleware, answer_http, answer_invalid, answer_problem
from functions.platform.readiness import Readiness
from functions.privacy import routes as privacy
from functions.recording import routes as recording
from functions.rooms import routes as rooms
from functions.sessions import routes as sessions
from functions.summary import routes as summary


def create_app(deps: Deps) -> FastAPI:
    """The whole API over these deps; it owns them and gives their connections back when it stops."""

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        await deps.aclose()

    app = FastAPI(
        title="No Bad Parts",
        version="0.1.0",
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        redirect_slashes=False,
    )
    app.state.deps = deps
    app.state.readiness = Readiness(deps)
    app.add_exception_handler(Problem, answer_problem)
    app.add_exception_handler(HTTPException, answer_http)
    app.add_exception_handler(RequestValidationError, answer_invalid)
    app.include_router(consent.data, prefix="/api")  # before the rest of /partner: its copy is not {kind}
    for capability in (health, config, accounts, sessions, invites, consent, rooms, agent, coaching, summary, notes, recording):
        app.include_router(capability.router, prefix="/api")
    app.include_router(privacy.data, prefix="/api")
    app.include_router(privacy.router, prefix="/api")
    app.include_router(recording.kept, prefix="/api")
    app.include_router(recording.folder, prefix="/api")
    description.mount(app)
    pages.mount(app, deps.settings.static_dir)
    if deps.settings.cors_origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=list(deps.settings.cors_origins),
            allow_methods=["GET", "POST", "PUT", "PATCH", "DELETE"],
            allow_headers=["Authorization", "Content-Type", "If-Match"],
            expose_headers=["Date", "ETag", "Retry-After", "X-Request-Id"],
            max_age=600,
        )
    app.add_middleware(ResponseMiddleware, settings=deps.settings)
    return app


def serve() -> FastAPI:
    """The application as the environment describes it."""
    from functions.bootstrap import bootstrap

    return create_app(bootstrap())
