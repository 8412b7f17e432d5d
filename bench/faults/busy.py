"""A machine whose cores are all busy: a second session's coach, and how soon the Facilitator learns of the Partner's Stop."""

from __future__ import annotations

import asyncio
import itertools
import time

from bench.faults.breaking import Setting, busy_cores
from bench.faults.conversation import Conversation, Losses

LISTENS_S = 15.0
"""From the Partner's joining to a coach that listens. A lease lasts 6 s, a job taken 12 s: a first try that fails and a second one."""
STARTING_S, SILENT_S = 15.0, 2.5
"""When the page says offline: of a launched coach that has not come yet, and of one that was there (room/coachState.ts)."""
STOP_QUIET_S, STOP_BUSY_S = 1.0, 3.0
EACH = 2


async def second_session_on_a_busy_machine(setting: Setting) -> Losses:
    first, second = (Conversation(setting.stack, first_clip=n) for n in (0, 5))
    await first.begin()
    quiet_s = await stop_to_knowing(first)
    await second.set_out()
    with busy_cores(EACH):
        joined_at = time.monotonic()
        speaking = asyncio.create_task(first.say(answer_s=15.0))
        await second.enter(within_s=60.0)
        listens_s = time.monotonic() - joined_at
        await speaking
        offline_s = said_offline(second, joined_at)
        busy_s = await stop_to_knowing(second)
        await second.say(answer_s=15.0)
    losses = sum(await asyncio.gather(first.finish(), second.finish()), Losses())
    found = (
        (listens_s > LISTENS_S, f"the second coach listened after {listens_s:.1f} s"),
        (offline_s > 0, f"the second coach was said offline for {offline_s:.1f} s"),
        (quiet_s > STOP_QUIET_S, f"Stop known after {quiet_s:.2f} s"),
        (busy_s > STOP_BUSY_S, f"Stop known after {busy_s:.2f} s on the busy machine"),
    )
    losses.notes += [words for wrong, words in found if wrong]
    losses.measured.append(f"second coach listens {listens_s:.1f} s; Stop known {quiet_s:.2f} s, busy {busy_s:.2f} s")
    return losses


def said_offline(talk: Conversation, joined_at: float) -> float:
    """Seconds for which the page would have said so until now."""
    beats = [at for at, _ in talk.page.statuses]
    came = max(0.0, (beats[0] if beats else time.monotonic()) - joined_at - STARTING_S)
    return came + sum(max(0.0, later - at - SILENT_S) for at, later in itertools.pairwise(beats))


async def stop_to_knowing(talk: Conversation) -> float:
    """Seconds from the Partner's Stop until the Facilitator's page knows both ways: the Partner's attribute and the coach's word.

    Listening goes on afterwards."""
    partner = talk.ids["partner"]
    asked_at = time.monotonic()
    stopping = asyncio.create_task(talk.walk.consent(talk.partner, talk.version, granted=False))
    known_at = await talk.page.until_attribute(partner, "consent.listening", "withdrawn", 30.0)
    while not (off := [at for at, status in talk.page.statuses if at > asked_at and status.get("state") == "off"]):
        await asyncio.sleep(0.02)
        if time.monotonic() - asked_at > 30.0:
            break
    await stopping
    await talk.walk.consent(talk.partner, talk.version, granted=True)
    await talk.listening()
    return max(known_at, off[0] if off else asked_at + 30.0) - asked_at
