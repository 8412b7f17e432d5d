"""Prints how soon the hint comes, beside the peer on the same speech; `python -m bench --help` lists the options.

Everything is real but the language model: a stub whose first token takes 300 ms, so that the rest can be told apart."""

import argparse
import asyncio
import contextlib
import json
import logging
import statistics
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import psutil
from livekit import api
from rich.console import Console
from rich.table import Table

from bench.first_frame import first_frames
from bench.measure import Outcome, Screen, memory_mb, play
from bench.speech import HUMAN, OWN, Track, one_track
from local import servers, toolchain
from local.demo import agent_processes, percentile
from local.people import PartnerVoice
from local.stack import Stack, running_stack
from local.walk import Walk

FIRST_TOKEN_MS = 300
FURTHER_SESSIONS = 4
screen = Console(highlight=False, soft_wrap=True)


@contextlib.asynccontextmanager
async def seated(walk: Walk, facilitator: str) -> AsyncIterator[tuple[str, PartnerVoice, Screen, float]]:
    """A session whose people are there and whose coach listens: (id, voice, screen, seconds from joining to listening)."""
    session_id, invite = await walk.invite(facilitator, "Bench")
    partner, _ = await walk.redeem(invite, "Bench")
    voice, page = PartnerVoice(), Screen()
    await page.join(await walk.seat(facilitator, session_id))
    grant = await walk.seat(partner)
    joined_at = await voice.join(grant)
    voice.allow(grant["identities"]["facilitator"], grant["identities"]["coach"])
    await voice.open_microphone()
    listening_at = await page.until_attribute(grant["identities"]["coach"], "coach.state", "listening", 30)
    try:
        yield session_id, voice, page, listening_at - joined_at
    finally:
        await walk.end(session_id, facilitator)
        await voice.leave()
        await page.leave()


async def ours(stack: Stack, track: Track, llm_log: str, *, verbose: bool) -> dict[str, Any]:
    """Our agent: latency over the track, then starts asleep and awake, then memory of further sessions."""
    walk = Walk(stack)
    async with walk.http:
        facilitator, _ = await walk.sign_in("bench@example.com", "Bench")
        async with seated(walk, facilitator) as (_, voice, page, asleep_s):
            outcome = await play(track, voice, page, lambda: agent_processes(stack), llm_log)
            if verbose:
                tell(outcome)
            one_mb = memory_mb(agent_processes(stack))
            awake_s = []
            async with contextlib.AsyncExitStack() as further:
                for _ in range(FURTHER_SESSIONS):
                    *_, spent_s = await further.enter_async_context(seated(walk, facilitator))
                    awake_s.append(spent_s)
                await asyncio.sleep(2)
                all_mb = memory_mb(agent_processes(stack))
    return {
        **figures(outcome),
        "own_ms": own_ms(stack),
        "further_session_mb": round((all_mb - one_mb) / FURTHER_SESSIONS, 1),
        "listening_asleep_s": round(asleep_s, 2),
        "listening_awake_s": round(statistics.median(awake_s), 2),
    }


async def peers(stack: Stack, track: Track, llm_url: str, *, tuned: bool) -> dict[str, Any]:
    """The peer in a room of the same server."""
    room, env = f"peer-{time.monotonic_ns()}", stack.env

    def token(identity: str, **kinds: bool) -> str:
        grants = api.VideoGrants(room_join=True, room=room, agent=kinds.get("agent", False))
        return (
            api.AccessToken(env["LIVEKIT_API_KEY"], env["LIVEKIT_API_SECRET"])
            .with_identity(identity)
            .with_grants(grants)
            .to_jwt()
        )

    voice, page = PartnerVoice(), Screen()
    await page.room.connect(env["LIVEKIT_URL"], token("facilitator"))
    await voice.room.connect(env["LIVEKIT_URL"], token("partner"))
    await voice.open_microphone()
    python = toolchain.LOCAL / "peer" / "bin" / "python"
    command = [python, "-m", "bench.peer_agent", env["LIVEKIT_URL"], token("coach"), "partner", f"{llm_url}/v1"]
    log = (stack.folder / "peer.log").open("w")
    agent = subprocess.Popen(
        [*map(str, command), *([] if tuned else ["--as-it-comes"])],
        cwd=toolchain.ROOT,
        stdout=subprocess.PIPE,
        stderr=log,
        text=True,
    )
    try:
        assert agent.stdout is not None
        if (await asyncio.wait_for(asyncio.to_thread(agent.stdout.readline), 60)).strip() != "ready":
            raise servers.ServerFailed(f"the peer did not start: {Path(log.name).read_text()[-2000:]}")
        await asyncio.sleep(3)
        family = [psutil.Process(agent.pid), *psutil.Process(agent.pid).children(recursive=True)]
        return figures(await play(track, voice, page, lambda: family, f"{llm_url}/log"))
    finally:
        agent.terminate()
        agent.wait(10)
        log.close()
        await voice.leave()
        await page.leave()


def own_ms(stack: Stack) -> float | None:
    """Median over the hints of what the agent logs of itself: from the later of the model's first text and the endpoint to sent."""
    lines = [line for log in (stack.folder / "log").glob("*.log") for line in log.read_text(errors="replace").splitlines()]
    hints = [json.loads(line) for line in lines if '"event":"hint"' in line and line.startswith("{")]
    return round(statistics.median(hint["own_ms"] for hint in hints), 1) if hints else None


def tell(outcome: Outcome) -> None:
    """Each utterance: its longest inner pause, and when hints came, in ms from its end."""
    for said, came_s in outcome.rows:
        longest = f"{max(said.pauses_s) * 1000:.0f}" if said.pauses_s else "-"
        screen.print(
            f"  {said.name:36} {said.end_s - said.start_s:5.1f} s  pause {longest:>5}  {[round(s * 1000) for s in came_s]}"
        )


def figures(outcome: Outcome) -> dict[str, Any]:
    ms = [latency_s * 1000 for latency_s in outcome.latencies_s]
    return {
        "utterances": outcome.utterances,
        "answered": len(ms),
        "p50_ms": round(statistics.median(ms)) if ms else None,
        "p95_ms": round(percentile(ms, 0.95)) if ms else None,
        "spoken_over": f"{outcome.spoken_over} of {outcome.paused_utterances}",
        "amid_speech": outcome.amid_speech,
        "llm_calls_per_hint": round(outcome.llm_calls / outcome.hints, 2) if outcome.hints else None,
        "memory_mb": round(outcome.memory_mb),
        "highest_mb": round(outcome.highest_mb),
        "cpu_s_per_audio_s": round(outcome.cpu_per_audio_s, 3),
        "texts_at_partner": outcome.texts_at_partner,
    }


ROWS = (
    ("utterances", "utterances played", ""),
    ("answered", "answered with a hint", ""),
    ("p50_ms", "end of speech → first letter, p50, ms", "≤ 600"),
    ("p95_ms", "… p95, ms", "≤ 750"),
    ("spoken_over", "hints begun while still speaking, of utterances with pauses", "≤ 1 in 20"),
    ("amid_speech", "… begun in the middle of speech, not in a pause", "0"),
    ("own_ms", "our share once the model's text and the endpoint are there, median, ms", "≤ 15"),
    ("llm_calls_per_hint", "LLM calls per hint", "≤ 1.5"),
    ("memory_mb", "agent memory, one session, median, MB", "≤ 230"),
    ("highest_mb", "… highest, MB", ""),
    ("further_session_mb", "… per further session, MB", "≤ 6"),
    ("cpu_s_per_audio_s", "CPU-seconds per audio-second", "≤ .10"),
    ("listening_asleep_s", "Partner joined → listening, asleep, s", "≤ 3"),
    ("listening_awake_s", "… awake, median, s", "≤ 1"),
    ("texts_at_partner", "texts that reached the Partner", "0"),
)


def show(results: dict[str, dict[str, Any]]) -> None:
    table = Table("", *results, "aim")
    for key, title, aim in ROWS:
        table.add_row(title, *(str(result.get(key, "")) for result in results.values()), aim)
    screen.print(table)


def main() -> None:
    words = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    words.add_argument("--speech", type=Path, action="append", help="a folder with a manifest; the repo's own when none is named")
    words.add_argument("--most", type=int, help="at most so many clips of each folder")
    words.add_argument("--no-peer", action="store_true")
    words.add_argument("--as-it-comes", action="store_true", help="also the peer with its own defaults")
    words.add_argument("--verbose", action="store_true", help="also when each utterance's hints came")
    words.add_argument("--joins", type=int, default=8, help="joins timed in a browser, 0 for none")
    words.add_argument("--json", type=Path)
    chosen = words.parse_args()
    logging.getLogger("livekit").setLevel(logging.CRITICAL)  # it warns of doors that close when a room ends
    folders = chosen.speech or [OWN, *([HUMAN] if HUMAN.exists() else [])]
    track = one_track(folders, most=chosen.most)
    screen.print(f"{len(track.said)} utterances, {track.seconds:.0f} s of track, played in real time to each agent.")
    port = servers.free_port()
    url = f"http://127.0.0.1:{port}"
    with contextlib.ExitStack() as ending:
        log = toolchain.LOCAL / "log" / "llm-stub.log"
        stub = servers.Process.start(
            "llm-stub", [sys.executable, "-m", "bench.llm_stub", str(port), str(FIRST_TOKEN_MS)], log=log
        )
        ending.callback(stub.stop)
        stub.wait_until(lambda: servers.answers(f"{url}/log"))
        extra = {"OPENAI_BASE_URL": f"{url}/v1", "OPENAI_API_KEY": "none", "AUTH_EMAIL_INTERVAL_S": "0"}
        stack = ending.enter_context(running_stack(fresh=True, extra_env=extra, say=screen.print))
        results = {"ours": asyncio.run(ours(stack, track, f"{url}/log", verbose=chosen.verbose))}
        show(results)
        first_frame_s: dict[str, float] = {}
        if chosen.joins:
            frames_s = asyncio.run(first_frames(stack, chosen.joins))
            first_frame_s = {"median": round(statistics.median(frames_s), 2), "p95": round(percentile(frames_s, 0.95), 2)}
            screen.print(
                f"Join → first video frame in a browser on loopback, {chosen.joins} joins: "
                f"median {first_frame_s['median']} s, p95 {first_frame_s['p95']} s"
            )
        if not chosen.no_peer:
            results["livekit-agents 1.8.9, tuned"] = asyncio.run(peers(stack, track, url, tuned=True))
            if chosen.as_it_comes:
                results["… as it comes"] = asyncio.run(peers(stack, track, url, tuned=False))
            show(results)
    if chosen.json:
        chosen.json.write_text(json.dumps({**results, "first_frame_s": first_frame_s}, indent=1) + "\n")


if __name__ == "__main__":
    main()
