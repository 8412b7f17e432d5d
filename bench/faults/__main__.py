"""`python -m bench.faults [NAME …] [--seed N]`: runs the faults against the real stack; non-zero when anything was lost."""

from __future__ import annotations

import argparse
import asyncio
import random
import sys
import time
from dataclasses import asdict

from rich.console import Console
from rich.table import Table

from bench.faults.conversation import Losses
from bench.faults.peers import FaultyModels, FaultySmtp
from bench.faults.scenarios import SCENARIOS, Setting
from local.servers import free_port
from local.stack import running_stack

screen = Console(highlight=False, soft_wrap=True, width=150)
WITHIN_S = 240.0


async def run(names: list[str], seed: int) -> bool:
    smtp_port = free_port()
    models = FaultyModels()
    env = {
        "SMTP_URL": f"smtp://127.0.0.1:{smtp_port}",
        "OPENAI_BASE_URL": models.url,
        "OPENAI_API_KEY": "none",
        "STT_ENGINE": "openai",
        "OPENAI_STT_BASE_URL": models.url,
        "AUTH_EMAIL_INTERVAL_S": "0",
        "AGENT_IDLE_EXIT_S": "3",
    }
    with running_stack(fresh=True, extra_env=env, say=screen.print) as stack:
        inbox_smtp = stack.mail_smtp_url
        smtp = FaultySmtp(inbox_smtp, smtp_port)
        await smtp.start()
        await models.start()
        try:
            setting = Setting(stack, smtp, models, random.Random(seed))
            results = [(name, *await one(name, setting)) for name in names]
        finally:
            await models.stop()
            await smtp.stop()
    show(results, seed)
    return all(losses.none for _, losses, _ in results)


async def one(name: str, setting: Setting) -> tuple[Losses, float]:
    began = time.monotonic()
    try:
        async with asyncio.timeout(WITHIN_S):
            losses = await SCENARIOS[name](setting)
    except Exception as error:  # a scenario that cannot go on is itself a finding
        losses = Losses(mails=1, notes=[f"could not be finished: {type(error).__name__}: {str(error)[:200]}"])
    spent_s = time.monotonic() - began
    screen.print(
        f"{'ok  ' if losses.none else 'LOST'} {name:36} {spent_s:5.0f} s" + ("" if losses.none else f"  {asdict(losses)}")
    )
    return losses, spent_s


def show(results: list[tuple[str, Losses, float]], seed: int) -> None:
    table = Table(title=f"What was lost (seed {seed}); the aim is nothing")
    columns = ("fault", "said", "no answer", "hints", "not stored", "number twice", "sentences missing", "mails", "else", "s")
    for column in columns:
        table.add_column(column)
    for name, lost, spent_s in results:
        cells = (lost.spoken, lost.unanswered, lost.hints_shown, lost.hints_not_stored, lost.numbers_given_twice)
        more = (lost.sentences_missing, lost.mails, "; ".join(lost.notes) or "-", f"{spent_s:.0f}")
        table.add_row(name, *(str(cell) for cell in (*cells, *more)))
    screen.print(table)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.faults", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(SCENARIOS)}")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    if unknown := [name for name in asked.names if name not in SCENARIOS]:
        parser.error(f"no such fault: {', '.join(unknown)}")
    sys.exit(0 if asyncio.run(run(asked.names or list(SCENARIOS), asked.seed)) else 1)


if __name__ == "__main__":
    main()
