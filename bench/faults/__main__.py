"""`python -m bench.faults [NAME …] [--seed N]`: runs the faults against the real stack; non-zero when anything was lost."""

from __future__ import annotations

import argparse
import asyncio
import logging
import random
import sys
import time
from dataclasses import asdict

from rich.console import Console
from rich.table import Table

from bench.faults.breaking import Setting, SmallDisk, small_disk
from bench.faults.conversation import Losses
from bench.faults.peers import FaultyModels, FaultySmtp
from bench.faults.scenarios import REMOTE_RECOGNISER, SCENARIOS
from local.servers import free_port
from local.stack import running_stack

screen = Console(highlight=False, soft_wrap=True, width=150)
WITHIN_S = 240.0
Result = tuple[str, Losses, float]


def run(names: list[str], seed: int) -> bool:
    """True when nothing was lost."""
    logging.getLogger("livekit").setLevel(logging.CRITICAL)  # it warns of doors that close when a room ends
    results: list[Result] = []
    began = time.monotonic()
    with small_disk() as disk:
        for engine in ("moonshine", "openai"):
            chosen = [name for name in names if (name in REMOTE_RECOGNISER) == (engine == "openai")]
            if chosen:
                results += on_a_stack(chosen, seed, engine, disk)
    show(results, seed, time.monotonic() - began)
    return all(losses.none for _, losses, _ in results)


def on_a_stack(names: list[str], seed: int, engine: str, disk: SmallDisk | None) -> list[Result]:
    smtp_port = free_port()
    models = FaultyModels()
    env = {
        "SMTP_URL": f"smtp://127.0.0.1:{smtp_port}",
        "OPENAI_BASE_URL": models.url,
        "OPENAI_API_KEY": "none",
        "STT_ENGINE": engine,
        "OPENAI_STT_BASE_URL": models.url,
        "AUTH_EMAIL_INTERVAL_S": "0",
        "AGENT_IDLE_EXIT_S": "3",
    }
    if disk is not None:
        env |= {"STORAGE_FOLDER": str(disk.path / "files"), "TEMPORARY_FOLDER": str(disk.path / "temporary")}
    with running_stack(fresh=True, extra_env=env, say=screen.print) as stack:

        async def each() -> list[Result]:
            smtp = FaultySmtp(stack.mail_smtp_url, smtp_port)
            await smtp.start()
            await models.start()
            try:
                return [
                    (name, *await one(name, Setting(stack, smtp, models, random.Random(f"{seed} {name}"), disk)))
                    for name in names
                ]
            finally:
                await models.stop()
                await smtp.stop()

        return asyncio.run(each())


async def one(name: str, setting: Setting) -> tuple[Losses, float]:
    began = time.monotonic()
    try:
        async with asyncio.timeout(WITHIN_S):
            losses = await SCENARIOS[name](setting)
    except Exception as error:  # a scenario that cannot go on is itself a finding
        losses = Losses(notes=[f"could not be finished: {type(error).__name__}: {str(error)[:200]}"])
    spent_s = time.monotonic() - began
    state = "skip" if losses.skipped else "ok" if losses.none else "LOST"
    more = "; ".join(losses.measured) or losses.skipped if losses.none else str(asdict(losses))
    screen.print(f"{state:5}{name:42}{spent_s:5.0f} s  {more}")
    return losses, spent_s


def show(results: list[Result], seed: int, spent_s: float) -> None:
    table = Table(title=f"What was lost (seed {seed}, {spent_s / 60:.1f} minutes); the aim is nothing")
    columns = (
        "fault",
        "said",
        "no answer",
        "hints",
        "not stored",
        "number twice",
        "sentences missing",
        "mails",
        "at partner",
        "else",
        "s",
    )
    for column in columns:
        table.add_column(column)
    for name, lost, took_s in results:
        if lost.skipped:
            table.add_row(name, *[""] * 8, f"not run: {lost.skipped}", f"{took_s:.0f}")
            continue
        cells = (lost.spoken, lost.unanswered, lost.hints_shown, lost.hints_not_stored, lost.numbers_given_twice)
        more = (lost.sentences_missing, lost.mails, lost.texts_at_partner, "; ".join(lost.notes) or "-", f"{took_s:.0f}")
        table.add_row(name, *(str(cell) for cell in (*cells, *more)))
    screen.print(table)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.faults", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(SCENARIOS)}")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    if unknown := [name for name in asked.names if name not in SCENARIOS]:
        parser.error(f"no such fault: {', '.join(unknown)}")
    sys.exit(0 if run(asked.names or list(SCENARIOS), asked.seed) else 1)


if __name__ == "__main__":
    main()
