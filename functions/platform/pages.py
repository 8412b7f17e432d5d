"""The built pages, where the API serves them itself (on one machine); elsewhere a static host does."""

from __future__ import annotations

from pathlib import Path

from fastapi import FastAPI
from fastapi.routing import APIRoute
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Match
from starlette.types import Scope

from functions.platform.errors import NotFound
from functions.platform.security_headers import FOREVER, INVITATION

ASK_AGAIN = "no-cache"


def mount(app: FastAPI, folder: str | None) -> None:
    """Every path outside /api: the file of that name, else index.html, which finds its way by itself. Without folder: nothing."""
    if not folder:
        return
    root = Path(folder).resolve()

    async def page(request: Request) -> Response:
        path = str(request.path_params["path"])
        if wanted := _file(root, path):
            hashed = path.startswith("assets/")
            return FileResponse(wanted, headers={"Cache-Control": FOREVER if hashed else ASK_AGAIN})
        if path.startswith("assets/") or not (root / "index.html").is_file():
            raise NotFound()
        return FileResponse(root / "index.html", headers=INVITATION if path.startswith("p/") else {"Cache-Control": ASK_AGAIN})

    app.router.routes.append(Page("/{path:path}", page, methods=["GET", "HEAD"], include_in_schema=False))


class Page(APIRoute):
    """Never under /api: there an unknown path is unknown and a wrong method is wrong, with pages beside it or without."""

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        if scope["type"] == "http" and (scope["path"] == "/api" or scope["path"].startswith("/api/")):
            return Match.NONE, {}
        return super().matches(scope)


def _file(root: Path, path: str) -> Path | None:
    """The file of that name under root, if there is one and no part of its name begins with a dot."""
    try:
        wanted = (root / path).resolve()
        inside = wanted.is_relative_to(root) and wanted.is_file()
    except (ValueError, OSError):  # a NUL, or longer than any name
        return None
    return wanted if inside and not any(part.startswith(".") for part in wanted.relative_to(root).parts) else None
