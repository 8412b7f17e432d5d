"""What pages and server both know is said once: the generated files are current, and nobody types it again."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import get_args

import pytest

from core.protocol import report, room_messages, room_metadata
from functions import contract
from functions.coaching import reports
from functions.platform import errors
from functions.platform.fields import SessionStatus
from functions.rooms.recording_state import Word
from functions.sessions.sessions import status_of

from .conftest import World

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ROOT / "frontend_static" / "src"
RETYPED = {
    "a topic, method or attribute": r"[\"'](?:coach|consent)\.[a-z]+[\"']",
    "a slug": rf"[\"'`](?:{'|'.join(slug for slug in contract.slugs() if '-' in slug)})[\"'`]",
    "a slug, compared": r"\bslug\)?\s*[!=]==?\s*[\"'`]",
    "the address of problems": re.escape(contract.problems.PROBLEMS),
    "the discreet kind, compared": r"[!=]==?\s*[\"'`]abuse_at_home",
    "consent, compared": r"(?:[cC]onsent|standing|listening)\s*[!=]==?\s*[\"'`](?:granted|withdrawn)",
    "a list of values": "|".join(
        r"\[\s*" + r",\s*".join(f"[\"'`]{re.escape(value)}[\"'`]" for value in get_args(union)) + r"\s*\]"
        for _, union in contract.UNIONS.values()
    ),
    "a union": "|".join(
        r"\s*\|\s*".join(f"[\"'`]{re.escape(value)}[\"'`]" for value in get_args(union))
        for name, (_, union) in contract.UNIONS.items()
        if name != "Voice"  # Side: also who looks at a page
    ),
}
PYTHON_RETYPED = (
    r"[\"'](?:coach\.(?:hint|status|safety|generate|pause|acknowledge|state)|consent\.listening)[\"']",
    re.escape(f'"{contract.problems.PROBLEMS}'),
    r"Literal\[\"(?:ai\", \"built-in|ended\", \"replaced|self\", \"self_harm|facilitator\", \"partner)\"",
    r"frame-ancestors",
)


def test_the_committed_typescript_is_current() -> None:
    assert contract.TYPESCRIPT.read_text(encoding="utf-8") == contract.typescript(), "stale: python -m functions.contract"
    assert contract.SLUGS.read_text(encoding="utf-8") == contract.slugs_typescript(), "stale: python -m functions.contract"


def test_the_committed_headers_of_the_static_host_are_current() -> None:
    written = contract.HOST.read_text(encoding="utf-8")
    assert written == contract.host(written), "stale: python -m functions.contract"


def test_a_header_changed_by_hand_is_noticed() -> None:
    written = contract.HOST.read_text(encoding="utf-8")
    for value in ("'wasm-unsafe-eval'", "microphone=(self)", "no-referrer", "noindex"):
        changed = written.replace(value, "x", 1)
        assert changed != written
        assert contract.host(changed) == written


async def test_the_api_sends_what_the_static_host_sends(make_world: Callable[..., World]) -> None:
    """All but the policy, which names the configured servers here and all of the vendors' there."""
    told = {header["key"]: header["value"] for header in contract.host_headers()[0]["headers"]}
    world = make_world(app_url="https://pages.example")
    async with world.client() as client:
        sent = (await client.get("/api/health")).headers
    policy = told.pop("Content-Security-Policy")
    assert {name: sent[name] for name in told} == told
    mine = sent["content-security-policy"]
    assert [rule.split()[0] for rule in mine.split("; ")] == [rule.split()[0] for rule in policy.split("; ")]


def _pages() -> list[Path]:
    return [
        path
        for path in sorted(SOURCES.rglob("*.ts*"))
        if ".test." not in path.name
        and "states" not in path.parts
        and path.name not in ("protocol.ts", "problemSlugs.ts", "schema.d.ts")
    ]


def _places(files: list[Path], pattern: str) -> list[str]:
    found = []
    for path in files:
        text = path.read_text(encoding="utf-8")
        found += [
            f"{path.relative_to(ROOT)}:{text.count(chr(10), 0, at.start()) + 1}: {at[0]}" for at in re.finditer(pattern, text)
        ]
    return found


@pytest.mark.parametrize("what", RETYPED)
def test_no_page_types_again(what: str) -> None:
    assert len(_pages()) > 100
    assert _places(_pages(), RETYPED[what]) == []


@pytest.mark.parametrize("pattern", PYTHON_RETYPED)
def test_no_module_types_again(pattern: str) -> None:
    said = {"room_messages.py", "room_metadata.py", "problems.py", "report.py", "security_headers.py"}
    modules = [
        path
        for folder in ("core", "agent", "functions")
        for path in sorted((ROOT / folder).rglob("*.py"))
        if path.name not in said
    ]
    assert len(modules) > 100
    assert _places(modules, pattern) == []


def test_the_scan_finds_what_it_is_for() -> None:
    typed = {
        "a topic, method or attribute": 'hear("coach.hint")',
        "a slug": '"invite-expired"',
        "a slug, compared": 'asProblem(error).slug === "conflict"',
        "the address of problems": "https://nobadparts.app/problems/x",
        "the discreet kind, compared": 'kind === "abuse_at_home"',
        "consent, compared": 'recording_consent === "granted"',
        "a list of values": '["off", "running", "paused", "stopped"]',
        "a union": '"waiting" | "listening" | "thinking" | "paused" | "off" | "leaving"',
    }
    assert set(typed) == set(RETYPED)
    for what, line in typed.items():
        assert re.search(RETYPED[what], line), what


def test_every_refusal_has_a_slug_the_pages_know() -> None:
    known = contract.slugs()
    assert {"other", "invite-expired", "conflict", "unavailable", "too-much-sound"} <= set(known)
    assert all(re.fullmatch(r"[a-z]+(?:-[a-z]+)*", slug) for slug in known)
    assert errors.Problem.slug in known


def test_the_api_takes_what_a_coach_reports() -> None:
    models = get_args(get_args(reports.Item)[0])
    assert {get_args(model.model_fields["type"].annotation)[0] for model in models} == set(get_args(report.ReportKind))
    typed = [found for path in (ROOT / "agent").rglob("*.py") for found in re.findall(r'"type": "([a-z_]+)"', path.read_text())]
    assert set(typed) == set(get_args(report.ReportKind))


def test_messages_hold_what_the_pages_are_told() -> None:
    status = json.loads(room_messages.Status("waiting", "ai", False).json(1))
    assert set(status) == set(room_messages.StatusMessage.__annotations__)
    card = json.loads(room_messages.SafetyCard("i", 1, "self", False).json())
    assert set(card) == set(room_messages.SafetyMessage.__annotations__)
    hint = room_messages.hint_attributes("s", "h", 1, 2, "ai", 3)
    assert hint == {"session": "s", "hint": "h", "launch": "1", "seq": "2", "source": "ai", "at_ms": "3"}
    assert set(hint) == set(room_messages.HintAttributes.__annotations__)


def test_a_type_without_typescript_is_refused() -> None:
    with pytest.raises(TypeError, match="no TypeScript"):
        contract._type(bytes)


def test_a_gap_between_two_words_of_a_coach_is_no_silence() -> None:
    assert 2 * room_messages.STATUS_EVERY_S < room_messages.SILENT_S


def test_a_lease_outlives_a_report_that_is_lost(world: World) -> None:
    assert world.deps.settings.lease_s > 2 * report.REPORT_EVERY_S


async def test_the_status_of_a_session_is_the_databases(world: World) -> None:
    """`private.session_status` is what counts, and the Partner's page gets it; `status_of` is the same for the Facilitator's list."""
    seen = set()
    for ended in (None, world.deps.now()):
        for facilitator in (False, True):
            for partner in (False, True):
                row = {"ended_at": ended, "facilitator_here": facilitator, "partner_here": partner}
                told = world.sql("select private.session_status(%s, %s, %s) as status", ended, facilitator, partner)
                assert told[0]["status"] == status_of(row), row
                seen.add(status_of(row))
    assert seen == set(get_args(SessionStatus))


async def test_a_partners_word_is_one_of_the_three(world: World) -> None:
    """The values of `private.standing_word`, as the database's own text has them."""
    found = world.sql("select pg_get_functiondef('private.standing_word(uuid, text)'::regprocedure) as text")
    assert set(re.findall(r"(?:then|else) '([a-z]+)'", found[0]["text"])) == set(get_args(Word))
    assert set(get_args(room_metadata.ConsentWord)) == set(get_args(Word))
    assert {room_messages.CONSENT_GRANTED, room_messages.CONSENT_WITHDRAWN} < set(get_args(Word))
