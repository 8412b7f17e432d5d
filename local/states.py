"""The page of all states: builds it (`vite build --mode states`), serves it, opens it. Never part of the product's build."""

import os
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

from local import toolchain

PAGES = toolchain.ROOT / "frontend_static"


def build(folder: Path) -> None:
    """Builds the states into `folder`; raises CalledProcessError with vite's own words."""
    env = {**os.environ, "PATH": f"{toolchain.node().parent}{os.pathsep}{os.environ['PATH']}"}
    vite = PAGES / "node_modules" / "vite" / "bin" / "vite.js"
    command = [str(toolchain.node()), str(vite), "build", "--mode", "states", "--outDir", str(folder), "--emptyOutDir"]
    subprocess.run([*command, "--logLevel", "error"], cwd=PAGES, env=env, check=True)


class _Pages(SimpleHTTPRequestHandler):
    """A file of that name, else the states: a state stands at the product's own address, where a reload must find it."""

    def translate_path(self, path: str) -> str:
        found = Path(super().translate_path(urlsplit(path).path))
        return str(found if found.is_file() else Path(self.directory) / "states.html")

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing of each file."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serves built states on a free port of this machine; yields the address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Pages, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
