"""What a coach reports to the API: items of a batch, and how long it goes on delivering them."""

from __future__ import annotations

from typing import Any

LINGER_S = 1800.0
"""How long a coach that has left its room goes on delivering what nobody else holds; the API takes it for as long."""

Item = dict[str, Any]
"""One segment, hint, safety event or status, as `POST /api/agent/report` takes it."""
