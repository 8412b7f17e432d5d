"""The main job, done once on real parts with recorded speech, and what it promised, measured."""

import asyncio
import contextlib
import json
import logging
import math
import statistics
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import psutil
from rich.console import Console
from rich.table import Table

from local.inbox import Mail
from local.people import FacilitatorScreen, PartnerVoice, ReceivedHint, load_speech
from local.stack import Stack, running_stack
from local.terminal import until_interrupted
from local.walk import PromiseBroken, Walk

SPEECH = Path(__file__).resolve().parent / "speech"
FACILITATOR = "sam@example.com"
ANSWER_WINDOW_S = 6.0  # a hint later than this after an utterance is not its answer
PROMISED_MS = 1000  # "within a second of the Partner falling silent"
screen = Console(highlight=False, soft_wrap=True)


@dataclass(frozen=True)
class Answered:
    """One utterance of the Partner and the hint it led to. Times in seconds."""

    said: str
    latency_s: float | None
    hint: ReceivedHint | None


def percentile(values: list[float], share: float) -> float:
    """Nearest-rank percentile; nan for no values."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, math.ceil(share * len(ordered)) - 1)] if ordered else math.nan


def run_demo(*, once: bool, report: Path | None) -> bool:
    """Starts the stack, holds the session, prints and writes the figures. True when every promise was kept."""
    logging.getLogger("livekit").setLevel(logging.CRITICAL)  # it warns of doors that close when the room ends
    try:
        with running_stack(
            fresh=once, extra_env={"AGENT_IDLE_EXIT_S": "3", "AUTH_EMAIL_INTERVAL_S": "1"}, say=screen.print
        ) as stack:
            try:
                figures = asyncio.run(Demo(stack).run())
            except (PromiseBroken, TimeoutError, httpx.HTTPError) as broken:
                figures = {"failed": [str(broken) or type(broken).__name__]}
            if report:
                report.write_text(json.dumps(figures, indent=1, allow_nan=False) + "\n")
            for failure in figures["failed"]:
                screen.print(f"[bold red]Not kept:[/] {failure}")
            screen.print(f"\nWeb page: [bold]{stack.urls['pages']}[/]   inbox: {stack.urls['inbox']}")
            if not once:
                screen.print("The stack keeps running. Ctrl-C ends it.")
                until_interrupted()
            return not figures["failed"]
    except KeyboardInterrupt:
        screen.print("\nEnded.")
        return False


class Demo:
    """One session from the sign-in code to the summary mail."""

    def __init__(self, stack: Stack) -> None:
        self.stack = stack
        self.walk = Walk(stack)
        self.failed: list[str] = []

    async def run(self) -> dict[str, Any]:
        async with self.walk.http:
            token, subject = await self.walk.sign_in(FACILITATOR, "Sam")
            screen.print(f"Facilitator signs in with the code from “{subject}”.")
            session_id, invite = await self.walk.invite(token, "Robin")
            screen.print("Facilitator creates a session and copies the invitation.")
            partner, version = await self.walk.redeem(invite, "Robin")
            screen.print(f"Partner opens the link, reads {version} and lets the coach listen.")
            figures = await self.talk(session_id, token, partner)
            figures |= await self.afterwards(session_id, token)
            figures["failed"] = self.failed
            self.table(figures)
            return figures

    def promise(self, kept: bool, words: str) -> None:
        if not kept:
            self.failed.append(words)

    async def talk(self, session_id: str, facilitator: str, partner: str) -> dict[str, Any]:
        """Both join; the Partner speaks; hints arrive at the Facilitator."""
        manifest = json.loads((SPEECH / "manifest.json").read_text())
        samples = load_speech(SPEECH / manifest["file"])
        seat = await self.walk.seat(facilitator, session_id)
        voice = PartnerVoice()
        ends = [float(one["end_s"]) for one in manifest["utterances"]]
        page = FacilitatorScreen(on_letters=lambda hint, letters: show_letters(hint, letters, voice.started_at, ends))
        await page.join(seat)
        grant = await self.walk.seat(partner)
        joined_at = await voice.join(grant)
        ids = grant["identities"]
        voice.allow(ids["facilitator"], ids["coach"])
        await voice.open_microphone()
        listening_at = await page.until_attribute(ids["coach"], "coach.state", "listening", 20)
        screen.print(f"The coach, launched by the webhook, listens {listening_at - joined_at:.2f} s after the Partner joined.")
        with peak_memory(self.stack) as memory:
            await voice.speak(samples)
            await asyncio.sleep(1.0)
        answers = match(manifest["utterances"], voice.started_at, page.hints)
        latencies_ms = [one.latency_s * 1000 for one in answers if one.latency_s is not None]
        early = len(page.hints) - len(latencies_ms)
        await self.walk.end(session_id, facilitator)
        screen.print("\n\nThe Facilitator ends the session.")
        gone = await page.until_gone(ids["coach"], 10)
        self.promise(len(latencies_ms) >= 5, f"only {len(latencies_ms)} of {len(answers)} utterances led to a hint")
        self.promise(
            not latencies_ms or statistics.median(latencies_ms) <= PROMISED_MS, f"hints came later than {PROMISED_MS} ms"
        )
        self.promise(all(hint.sender == ids["coach"] for hint in page.hints), "a hint came from somebody else than the coach")
        self.promise(all(hint.whole for hint in page.hints), "a hint broke off")
        self.promise(voice.texts_received == 0, f"{voice.texts_received} texts reached the Partner")
        self.promise(gone, "the coach did not leave when the session ended")
        await voice.leave()
        await page.leave()
        return {
            "utterances": len(answers),
            "hints": len(page.hints),
            "hints_with_no_utterance": early,
            "source": sorted({hint.source for hint in page.hints}),
            "latency_ms": {
                "p50": rounded(statistics.median(latencies_ms) if latencies_ms else None),
                "p95": rounded(percentile(latencies_ms, 0.95)),
            },
            "join_to_listening_s": round(listening_at - joined_at, 2),
            "agent_memory_mb": rounded(memory["peak_mb"]),
            "texts_at_partner": voice.texts_received,
        }

    async def afterwards(self, session_id: str, facilitator: str) -> dict[str, Any]:
        """The agent's process sleeps and the mail comes."""
        slept = False
        for _ in range(200):
            if not agent_processes(self.stack):
                slept = True
                break
            await asyncio.sleep(0.1)
        self.promise(slept, "the agent's process still runs 20 s after the session")
        screen.print("The agent has left and its process sleeps." if slept else "The agent's process still runs.")
        mail = await self.summary_mail(session_id, facilitator)
        if mail:
            screen.print(f"\n[bold]Mail: {mail.subject}[/]\n{mail.text.strip()}\n")
        return {"agent_slept": slept, "summary_mailed": mail is not None}

    async def summary_mail(self, session_id: str, facilitator: str) -> Mail | None:
        from local.inbox import mails_to

        for _ in range(300):
            found = [
                m
                for m in await asyncio.to_thread(mails_to, self.stack.urls["inbox"], FACILITATOR)
                if m.subject.startswith("Your session notes")
            ]
            if found:
                self.promise(len(found) == 1, f"the summary was mailed {len(found)} times")
                return found[0]
            await asyncio.sleep(0.1)
        summary = await self.walk.call("GET", f"/api/sessions/{session_id}/summary", facilitator)
        self.promise(False, f"no summary mail within 30 s (summary: {summary['status']})")
        return None

    def table(self, figures: dict[str, Any]) -> None:
        table = Table(show_header=False)
        latency = figures["latency_ms"]
        rows = [
            ("hints", f"{figures['hints']} for {figures['utterances']} utterances ({', '.join(figures['source']) or '-'})"),
            ("end of speech → first letter, p50 / p95", f"{latency['p50']} / {latency['p95']} ms"),
            ("join → listening, from a sleeping process", f"{figures['join_to_listening_s']} s"),
            ("agent memory, highest", f"{figures['agent_memory_mb']} MB"),
            ("text that reached the Partner", str(figures["texts_at_partner"])),
            ("agent's process sleeps afterwards", "yes" if figures["agent_slept"] else "no"),
            ("summary mailed", "yes" if figures["summary_mailed"] else "no"),
        ]
        for name, value in rows:
            table.add_row(name, value)
        screen.print(table)


def rounded(value: float | None) -> int | None:
    return None if value is None or math.isnan(value) else round(value)


def match(utterances: list[dict[str, Any]], started_at: float, hints: list[ReceivedHint]) -> list[Answered]:
    """Gives each utterance the first hint that came after its last sample and before the next utterance ended."""
    ends = [started_at + float(one["end_s"]) for one in utterances]
    answered = []
    for i, utterance in enumerate(utterances):
        until = min(ends[i] + ANSWER_WINDOW_S, ends[i + 1] if i + 1 < len(ends) else math.inf)
        hint = next((h for h in hints if h.pieces and ends[i] <= h.first_letter_at < until), None)
        answered.append(Answered(utterance["text"], hint.first_letter_at - ends[i] if hint else None, hint))
    return answered


def show_letters(hint: ReceivedHint, letters: str, started_at: float, ends: list[float]) -> None:
    """Prints what arrives, as it arrives; before the first letter, how long after the last word it came."""
    if len(hint.pieces) == 1:
        ended = max((started_at + end for end in ends if started_at + end <= hint.first_letter_at), default=None)
        after = (
            "before the first sentence ended"
            if ended is None
            else f"{(hint.first_letter_at - ended) * 1000:.0f} ms after the last word"
        )
        screen.print(f"\n\n[bold]Hint {hint.seq}[/] [dim]({hint.source}, first letter {after})[/]")
    screen.file.write(letters)
    screen.file.flush()


def agent_processes(stack: Stack) -> list[psutil.Process]:
    """The agent's host processes of this stack, also those whose parent is gone."""
    found = []
    for process in psutil.process_iter(["cmdline", "status"]):
        if process.info["status"] == psutil.STATUS_ZOMBIE or "agent.runtime.host" not in (process.info["cmdline"] or ()):
            continue
        with contextlib.suppress(psutil.Error):
            if process.environ().get("AGENT_PORT") == stack.env["AGENT_PORT"]:
                found.append(process)
    return found


@contextlib.contextmanager
def peak_memory(stack: Stack) -> Iterator[dict[str, float]]:
    """Samples the agent's resident memory twice a second while the block runs; `peak_mb` in units of 10^6 bytes."""
    seen = {"peak_mb": math.nan}

    async def watch() -> None:
        while True:
            sizes = [process.memory_info().rss for process in agent_processes(stack)]
            if sizes:
                seen["peak_mb"] = max(sum(sizes) / 1e6, 0 if math.isnan(seen["peak_mb"]) else seen["peak_mb"])
            await asyncio.sleep(0.5)

    task = asyncio.get_running_loop().create_task(watch())
    try:
        yield seen
    finally:
        task.cancel()
