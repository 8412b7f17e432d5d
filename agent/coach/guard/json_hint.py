"""A model that answers in JSON has said it all at once: read it whole or drop it."""

from __future__ import annotations

import re

from agent.coach.guard.hint_checks import Unfit
from core import bounded_json


def labelled(raw: str) -> str:
    """The same hint as labelled lines. Raises Unfit where there is none in it."""
    raw = re.sub(r"```\w*", "", raw).strip()
    try:
        found = bounded_json.loads(raw[: raw.rindex("}") + 1])
    except ValueError:
        raise Unfit("broken JSON") from None
    flat = {re.sub(r"[^a-z]", "", str(key).lower()): value for key, value in found.items()} if isinstance(found, dict) else {}
    if not flat.get("summary") or not flat.get("suggestion"):
        raise Unfit("JSON without a hint")
    follow = flat.get("followup", flat.get("followups", ""))
    if isinstance(follow, list):
        follow = " | ".join(str(item) for item in follow)
    lines = (f"SUMMARY: {flat['summary']}", f"SUGGESTION: {flat['suggestion']}", f"FOLLOW-UP: {follow}")
    return "\n".join(re.sub(r"\s+", " ", line) for line in lines)
