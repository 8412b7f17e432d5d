"""What a coach reports to the API: items of a batch, and how long it goes on delivering them."""

from __future__ import annotations

from typing import Any, Final, Literal

LINGER_S: Final = 1800.0
"""How long a coach that has left its room goes on delivering what nobody else holds; the API takes it for as long."""
REPORT_EVERY_S: Final = 2.0
"""A coach reports at least so often; each report renews its lease."""

ReportKind = Literal["segment", "hint", "memory", "status", "safety", "safety_ack"]
LASTING: Final[frozenset[ReportKind]] = frozenset({"segment", "hint", "safety", "safety_ack"})
"""Nobody but the coach holds these until they are reported. Of the other kinds only the newest matters."""
Stop = Literal["ended", "replaced", "consent"]
"""Why the API tells a coach to leave."""
LEFT: Final = "left"
"""The last state that a coach reports; before, they are those of `coach.state`."""

Item = dict[str, Any]
"""One segment, hint, safety event or status, as `POST /api/agent/report` takes it."""
