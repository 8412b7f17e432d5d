"""The `nbp` command. Each command imports what it needs when it runs, so that `nbp --help` is quick."""

import asyncio
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Annotated

import typer

from local import toolchain
from local.servers import ServerFailed
from local.terminal import until_interrupted

app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False, help="No Bad Parts on one machine.")


@app.command()
def demo(
    once: Annotated[bool, typer.Option("--once", help="End by itself; non-zero if a promise failed.")] = False,
    report: Annotated[Path | None, typer.Option(help="Also write the closing figures to this JSON file.")] = None,
) -> None:
    """One coached session on real speech, from the sign-in mail to the summary mail."""
    from local.demo import run_demo

    kept = run_demo(once=once, report=report)
    raise typer.Exit(0 if kept else 1)


@app.command()
def up(open_page: Annotated[bool, typer.Option("--open/--no-open", help="Open the page in a browser.")] = True) -> None:
    """The whole stack for people, until Ctrl-C."""
    from local.stack import running_stack

    with running_stack() as stack:
        for name, title in (("pages", "Pages"), ("inbox", "Inbox"), ("docs", "API"), ("livekit", "LiveKit")):
            typer.echo(f"  {title:8} {stack.urls[name]}")
        typer.echo(f"  Logs     {stack.folder / 'log'}\nCtrl-C ends it.")
        if open_page and sys.stdout.isatty():
            typer.launch(stack.urls["pages"])
        until_interrupted()


@app.command()
def states(open_page: Annotated[bool, typer.Option("--open/--no-open", help="Open the page in a browser.")] = True) -> None:
    """Every state of every page, to look at one by one, until Ctrl-C."""
    from local.states import build, served

    folder = toolchain.LOCAL / "states"
    build(folder)
    with served(folder) as url:
        typer.echo(f"  States   {url}\nCtrl-C ends it.")
        if open_page and sys.stdout.isatty():
            typer.launch(url)
        until_interrupted()


@app.command()
def check() -> None:
    """What is missing, expired, unreachable or wrong in the configuration, line by line; prints no secret."""
    from local.check import run_checks

    raise typer.Exit(0 if asyncio.run(run_checks()) else 1)


@app.command("try")
def try_(
    jsonl: Annotated[
        bool, typer.Option("--jsonl", help='One {"id","text","context"} per line in, one answer per line out.')
    ] = False,
    no_llm: Annotated[bool, typer.Option("--no-llm", help="Use the built-in coach.")] = False,
) -> None:
    """The coach in a terminal: a Partner's words in, a hint out."""
    from local.terminal import try_coach

    raise typer.Exit(0 if asyncio.run(try_coach(jsonl=jsonl, no_llm=no_llm)) else 1)


@app.command()
def transcribe(files: Annotated[list[Path], typer.Argument(help="Audio files.")]) -> None:
    """What the live path would hear in audio files, as JSON lines."""
    import json

    from agent.settings import AgentSettings
    from core.speech.hear_file import hear_file

    async def all_files() -> bool:
        fine, settings = True, AgentSettings()
        for file in files:
            try:
                if not file.is_file():
                    raise FileNotFoundError("there is no such file")
                typer.echo(json.dumps(await hear_file(file, settings), ensure_ascii=False))
            except (OSError, ValueError, RuntimeError) as error:
                fine = False
                typer.echo(f"{file}: {error}", err=True)
        return fine

    raise typer.Exit(0 if asyncio.run(all_files()) else 1)


@app.command()
def pictures() -> None:
    """The README's pictures and its animation, recorded anew from the running stack into docs/pictures."""
    from local.pictures.record import record

    for path in asyncio.run(record()):
        typer.echo(f"{path.relative_to(toolchain.ROOT)}  {path.stat().st_size // 1000} kB")


@app.command("test")
def run_tests(
    only: Annotated[str, typer.Option(help="python, frontend or browser; with --long, tests or faults.")] = "",
    long: Annotated[
        bool,
        typer.Option("--long", help="What takes minutes, in place of the others: every state of every page, and every fault."),
    ] = False,
) -> None:
    """The tests: Python and database in parallel, frontend, then what runs in real time alone."""
    pytest = [sys.executable, "-m", "pytest", "-q"]
    parts = {
        "python": (*pytest, "-n", "2", "--dist", "loadfile", "-m", "not browser and not stack and not long"),
        "frontend": (*toolchain.npm(), "--prefix", "frontend_static", "test"),
        "browser": (*pytest, "-m", "(browser or stack) and not long"),
    }
    if long:
        parts = {"tests": (*pytest, "-m", "long"), "faults": (sys.executable, "-m", "bench.faults")}
    run_parts({name: part for name, part in parts.items() if only in ("", name)})


@app.command()
def lint() -> None:
    """ruff, mypy --strict, import-linter, eslint, tsc."""
    here = Path(sys.executable).parent
    run_parts(
        {
            "ruff": (str(here / "ruff"), "check", "."),
            "ruff format": (str(here / "ruff"), "format", "--check", "."),
            "mypy": (sys.executable, "-m", "mypy"),
            "import-linter": (str(here / "lint-imports"),),
            "eslint and tsc": (*toolchain.npm(), "--prefix", "frontend_static", "run", "lint"),
        }
    )


def run_parts(parts: dict[str, tuple[str, ...]]) -> None:
    """Runs every part, also after one failed, and ends non-zero if any did."""
    env = {**os.environ, "PATH": f"{toolchain.node().parent}{os.pathsep}{os.environ['PATH']}"}
    results: list[tuple[str, int, float]] = []
    for name, command in parts.items():
        typer.echo(f"== {name}")
        began = time.monotonic()
        code = subprocess.run(command, cwd=toolchain.ROOT, env=env, check=False).returncode
        results.append((name, code, time.monotonic() - began))
    for name, code, spent_s in results:
        typer.echo(f"{name:16} {'ok' if code == 0 else f'FAILED ({code})':12} {spent_s:6.1f} s")
    raise typer.Exit(1 if any(code for _, code, _ in results) else 0)


def main() -> None:
    """Entry of `.venv/bin/nbp`; reads the clone's `.env` as the programs do."""
    from dotenv import load_dotenv

    load_dotenv(toolchain.ROOT / ".env")
    try:
        app()
    except (toolchain.ToolMissing, ServerFailed) as missing:
        sys.exit(str(missing))
