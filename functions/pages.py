"""The built pages, where the API serves them itself (on one machine); elsewhere a static host does."""

from __future__ import annotations

from pathlib import Path

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import FileResponse, Response

from functions.errors import NotFound

FOREVER = "public, max-age=31536000, immutable"
ASK_AGAIN = "no-cache"


def mount(app: FastAPI, folder: str | None) -> None:
    """Every path outside /api: the file of that name, else index.html, which finds its way by itself. Without folder: nothing."""
    if not folder:
        return
    root = Path(folder).resolve()

    async def page(request: Request) -> Response:
        path = str(request.path_params["path"])
        if path == "api" or path.startswith("api/"):
            raise NotFound()
        wanted = (root / path).resolve()
        if (
            path
            and wanted.is_relative_to(root)
            and wanted.is_file()
            and not any(p.startswith(".") for p in wanted.relative_to(root).parts)
        ):
            hashed = path.startswith("assets/")
            return FileResponse(wanted, headers={"Cache-Control": FOREVER if hashed else ASK_AGAIN})
        if path.startswith("assets/") or not (root / "index.html").is_file():
            raise NotFound()
        return FileResponse(root / "index.html", headers={"Cache-Control": ASK_AGAIN})

    app.add_api_route("/{path:path}", page, methods=["GET", "HEAD"], include_in_schema=False)
