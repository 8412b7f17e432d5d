"""The HTTP application: routers, one error mapping, security headers, static pages. `python -m functions` serves it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from fastapi.middleware.cors import CORSMiddleware
from starlette.exceptions import HTTPException

from functions import description, pages
from functions.deps import Deps
from functions.errors import Problem
from functions.middleware import ResponseMiddleware, answer_http, answer_invalid, answer_problem
from functions.readiness import Readiness
from functions.routes import (
    agent,
    coach,
    config,
    health,
    invites,
    livekit,
    me,
    my_data,
    partner,
    private_notes,
    recordings,
    sessions,
    summary,
)


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
    app.include_router(partner.data, prefix="/api")  # before the rest of /partner: its copy is not {kind}
    for capability in (health, config, me, sessions, invites, partner, livekit, agent, coach, summary, private_notes, recordings):
        app.include_router(capability.router, prefix="/api")
    app.include_router(my_data.router, prefix="/api")
    app.include_router(recordings.kept, prefix="/api")
    app.include_router(recordings.folder, prefix="/api")
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
