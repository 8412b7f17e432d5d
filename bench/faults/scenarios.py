"""Every fault by name, in the order in which they run."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bench.faults import busy, recordings, servers, services
from bench.faults.breaking import Setting
from bench.faults.conversation import Losses

Scenario = Callable[[Setting], Awaitable[Losses]]

REMOTE_RECOGNISER = ("recogniser_slow_hanging_and_nonsense",)
"""These run on a stack of their own, whose agents ask a remote recogniser first."""
SCENARIOS: dict[str, Scenario] = {
    **servers.scenarios(),
    "disk_full": recordings.disk_full,
    "worker_killed_while_joining_a_recording": recordings.worker_killed_while_joining_a_recording,
    "second_session_on_a_busy_machine": busy.second_session_on_a_busy_machine,
    **services.scenarios(),
}
