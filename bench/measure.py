"""Plays a track to an agent in a real room and reads off how soon its hints came. Times in seconds."""

import asyncio
import statistics
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import httpx
import psutil
from livekit import rtc

from bench.speech import Said, Track
from local.people import PartnerVoice, Person

NOTICED_S = 0.25  # a letter this long after speech went on was not held back; within, no ear could have known
EARLY_S = 0.05  # a letter this long before the last sample still counts as spoken over
ANSWER_WINDOW_S = 5.0


@dataclass
class Letters:
    """A text that reached the Facilitator: when it began and what it said first."""

    first_at: float
    head: str = ""


class Screen(Person):
    """The Facilitator's side, whichever topic the agent writes to."""

    def __init__(self) -> None:
        super().__init__()
        self.hints: list[Letters] = []

    async def read(self, reader: rtc.TextStreamReader, sender: str) -> None:
        letters: Letters | None = None
        async for piece in reader:
            if letters is None:
                letters = Letters(time.monotonic())
            letters.head += piece
        if letters and letters.head.startswith("SUMMARY"):
            self.hints.append(letters)


@dataclass
class Outcome:
    """What one agent did with one track."""

    latencies_s: list[float] = field(default_factory=list)
    spoken_over: int = 0
    amid_speech: int = 0  # hints that began while the voice sounded, not in a pause
    paused_utterances: int = 0
    utterances: int = 0
    hints: int = 0
    llm_calls: int = 0
    texts_at_partner: int = 0
    rows: list[tuple[Said, list[float]]] = field(default_factory=list)  # each utterance, and when hints came, from its end
    cpu_per_audio_s: float = 0.0
    memory_mb: float = 0.0
    highest_mb: float = 0.0


async def play(
    track: Track, voice: PartnerVoice, screen: Screen, agent: Callable[[], Iterable[psutil.Process]], llm_log: str
) -> Outcome:
    """Speaks the whole track in real time. `agent()` names the processes whose CPU and memory count."""
    processes = list(agent())
    calls_before = len(await llm_calls(llm_log))
    cpu_before, sizes = cpu_s(processes), []
    speaking = asyncio.create_task(voice.speak(track.samples))
    while not speaking.done():
        sizes.append(memory_mb(processes))
        await asyncio.sleep(0.5)
    speaking.result()
    await asyncio.sleep(1.0)
    calls = (await llm_calls(llm_log))[calls_before:]
    outcome = judge(track.said, voice.started_at, screen.hints, calls)
    outcome.texts_at_partner = voice.texts_received
    outcome.cpu_per_audio_s = (cpu_s(processes) - cpu_before) / track.seconds
    outcome.memory_mb, outcome.highest_mb = statistics.median(sizes), max(sizes)
    return outcome


def judge(said: list[Said], started_at: float, hints: list[Letters], calls: list[dict[str, Any]]) -> Outcome:
    """First letter of each hint against the true end of the utterance it follows."""
    outcome = Outcome(utterances=len(said), hints=len(hints), llm_calls=sum(1 for call in calls if call["streamed"]))
    outcome.paused_utterances = sum(1 for one in said if one.pauses_s)
    for one in said:
        begun, ended = started_at + one.start_s, started_at + one.end_s
        over = [h for h in hints if begun < h.first_at < ended - EARLY_S]
        outcome.spoken_over += bool(over)
        quiet = [(started_at + a, started_at + b + NOTICED_S) for a, b in ((one.start_s, one.start_s), *one.pauses)]
        outcome.amid_speech += sum(1 for h in over if not any(a <= h.first_at <= b for a, b in quiet))
        outcome.rows.append((one, [h.first_at - ended for h in hints if begun < h.first_at < ended + ANSWER_WINDOW_S]))
        after = [h for h in hints if ended - EARLY_S <= h.first_at < ended + ANSWER_WINDOW_S]
        if after:
            outcome.latencies_s.append(after[0].first_at - ended)
    return outcome


async def llm_calls(url: str) -> list[dict[str, Any]]:
    async with httpx.AsyncClient() as http:
        calls: list[dict[str, Any]] = (await http.get(url)).json()
        return calls


def cpu_s(processes: Iterable[psutil.Process]) -> float:
    """User and system seconds spent so far."""
    return float(sum(times.user + times.system for times in (process.cpu_times() for process in processes)))


def memory_mb(processes: Iterable[psutil.Process]) -> float:
    """Resident memory in units of 10^6 bytes."""
    return float(sum(process.memory_info().rss for process in processes)) / 1e6
