"""The limits as a page: `python -m functions.limits_table > docs/limits.md`."""

from __future__ import annotations

import sys

from core.text import bounds
from functions.coaching import reports
from functions.notes import private_notes
from functions.platform import http_server, limits, middleware, readiness
from functions.platform.addresses import IPV6_PREFIX
from functions.platform.limits import NEVER, RULES, Rule
from functions.platform.rate import Rate

HEAD = """# Limits

Made from the code by `python -m functions.limits_table > docs/limits.md`; a test fails while it is stale.

## How often

A rate is a bucket: so many at once, refilled evenly over the time. Beyond it: 429 `rate-limited` with `Retry-After`. A refused call costs nothing. \
A person is an account, a
Partner, or a coach's lease; an address is the caller's (IPv6 by its /{prefix}), see `TRUSTED_PROXIES`. \
Paths stand below `/api`. What reads and is not named has no limit.

| call | person | address | what counts, or why not |
|---|---|---|---|
"""
SIZES = """
## How many

| what | most | beyond it |
|---|---|---|
| sessions of an account that have not ended | {open_sessions} | 409 `quota-reached` |
| links ever made for one session | {invites} | 409 `quota-reached` |

## How large, how slow

| what | bound | beyond it |
|---|---|---|
| a JSON body | {body_kib} KiB, {body_s:g} s | 413, 408 |
| a piece of sound; a report; a webhook | {sound_mib} MiB, {body_s:g} s and one more per {per_s} bytes that came | 413, 408 |
| request line and headers | {header_kib} KiB, {headers_s:g} s | 400, closed |
| an idle connection | {keep_s} s | closed |
| connections of one process | {connections} | 503 |
| a body that is not JSON where JSON is wanted |  | 415 |
| one's own notes of a session | {note} characters | 422 |
| a sentence a coach reports; a hint | {segment}; {hint} characters | 422 |
| what the rules read at once | windows of {window} characters, {overlap} of them shared with the one before | read on, nothing is left out |
| `/api/ready` | one check for all who ask, kept for {ready_s:g} s |  |

Whoever is answered before their body is whole is told `Connection: close`. The agent's machine takes jobs of 32 KiB within 10 s.
"""


def table() -> str:
    """The page, as Markdown."""
    rows = "".join(
        f"| `{key}` | {_rate(rule.person)} | {_rate(rule.address)} | {_reason(rule)} |\n" for key, rule in RULES.items()
    )
    return HEAD.format(prefix=IPV6_PREFIX) + rows + SIZES.format(
        open_sessions=limits.OPEN_SESSIONS,
        invites=limits.INVITES_PER_SESSION,
        body_kib=middleware.BODY_BYTES // 1024,
        body_s=middleware.BODY_WITHIN_S,
        sound_mib=middleware.SOUND_BYTES // 1024**2,
        per_s=middleware.LEAST_BYTES_PER_S,
        header_kib=http_server.HEADER_BYTES // 1024,
        headers_s=http_server.HEADERS_WITHIN_S,
        keep_s=http_server.KEEP_ALIVE_S,
        connections=http_server.CONNECTIONS,
        note=private_notes.CHARACTERS,
        segment=_longest(reports.SegmentReported),
        hint=_longest(reports.HintReported),
        window=bounds.WINDOW,
        overlap=bounds.OVERLAP,
        ready_s=readiness.KEPT_S,
    )  # fmt: skip


def _longest(kind: type[reports.SegmentReported] | type[reports.HintReported]) -> int:
    return next(int(part.max_length) for part in kind.model_fields["text"].metadata if hasattr(part, "max_length"))


def _rate(rate: Rate | None) -> str:
    if rate is None:
        return "–"
    for seconds, name in ((limits.DAY, "day"), (limits.HOUR, "hour"), (limits.MINUTE, "minute")):
        if rate.window_s % seconds == 0:
            many = rate.window_s // seconds
            return (
                f"{rate.allowed} {'an' if name == 'hour' else 'a'} {name}" if many == 1 else f"{rate.allowed} in {many} {name}s"
            )
    return f"{rate.allowed} in {rate.window_s} s"


def _reason(rule: Rule) -> str:
    return "never refused" if rule is NEVER else rule.counted or rule.why


if __name__ == "__main__":
    sys.stdout.write(table())
