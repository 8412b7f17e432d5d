"""What pages and server both know, as files: `python -m functions.contract` writes protocol.ts and the headers of vercel.json."""

from __future__ import annotations

import json
import types
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from core.protocol import hint, problems, report, room_messages, room_metadata
from functions.notes import private_notes
from functions.platform import errors, fields, names, security_headers
from functions.sessions import routes as sessions

PAGES = Path(__file__).resolve().parents[1] / "frontend_static"
TYPESCRIPT = PAGES / "src" / "api" / "protocol.ts"
SLUGS = PAGES / "src" / "api" / "problemSlugs.ts"
HOST = PAGES / "vercel.json"

HEAD = """\
// Made from core/protocol and the API's models by `python -m functions.contract`. Do not edit: a test fails while it is stale.
"""
SUPABASE, LIVEKIT = "https://*.supabase.co", ("https://*.livekit.cloud", "wss://*.livekit.cloud")
"""Where the hosted pages may connect to; the API's own policy names the one project that is configured."""

UNIONS: dict[str, tuple[str, Any]] = {
    "Role": ("Who is in a room.", room_messages.Role),
    "PanelState": ("How the coach is, as `coach.status` says it.", room_messages.PanelState),
    "CoachRoomState": ("How the coach is, as its attribute `coach.state` shows it to both people.", room_messages.RoomState),
    "HintSource": ("Who writes the hints.", room_messages.Source),
    "SafetyKind": ("What a safety card is about.", room_messages.SafetyKind),
    "LeavingReason": ("Why a coach leaves its room.", room_messages.Leaving),
    "ReportKind": ("What a coach reports to the API.", report.ReportKind),
    "StopReason": ("Why the API tells a coach to leave.", report.Stop),
    "ConsentKind": ("What a Partner may agree to.", room_metadata.ConsentKind),
    "ConsentWord": ("A Partner's word; withdrawn is a no after a yes.", room_metadata.ConsentWord),
    "Voice": ("Whose voice a recording holds, and who may pause it.", room_metadata.Voice),
    "RecordingState": ("Whether a sound recording runs.", room_metadata.RecordingState),
    "MediaType": ("Sound that the API takes.", room_metadata.MediaType),
}
GROUPS: dict[str, tuple[str, Mapping[str, str]]] = {
    "TOPIC": (
        "Topics of the coach's text streams.",
        {"hint": room_messages.HINT_TOPIC, "status": room_messages.STATUS_TOPIC, "safety": room_messages.SAFETY_TOPIC},
    ),
    "METHOD": (
        "Methods the Facilitator's page calls at the coach.",
        {"generate": room_messages.GENERATE, "pause": room_messages.PAUSE, "acknowledge": room_messages.ACKNOWLEDGE},
    ),
    "PAUSE": ("Payloads of `METHOD.pause`.", {"on": room_messages.ON, "off": room_messages.OFF}),
    "ANSWER": ("What a method answers.", {"ok": room_messages.OK, "quiet": room_messages.QUIET}),
    "ATTRIBUTE": (
        "Attributes of participants and of text streams.",
        {
            "role": room_messages.ROLE_ATTRIBUTE,
            "lease": room_messages.LEASE_ATTRIBUTE,
            "coachState": room_messages.STATE_ATTRIBUTE,
            "listening": room_messages.CONSENT_ATTRIBUTE,
            "aborted": room_messages.ABORTED_ATTRIBUTE,
        },
    ),
    "CONSENT": (
        "Values of `ATTRIBUTE.listening`.",
        {"granted": room_messages.CONSENT_GRANTED, "withdrawn": room_messages.CONSENT_WITHDRAWN},
    ),
    "LABEL": (
        "Labels of a hint's lines.",
        {"summary": hint.LABELS[0], "suggestion": hint.LABELS[1], "followUp": hint.LABELS[2], "reminder": hint.REMINDER_LABEL},
    ),
}
SECONDS: dict[str, tuple[str, float]] = {
    "STATUS_EVERY_MS": ("A coach says how it is at least so often.", room_messages.STATUS_EVERY_S),
    "SILENT_MS": ("A coach that said nothing for so long is gone.", room_messages.SILENT_S),
    "CONCERN_MS": ("A concern is shown for so long after it was heard.", room_messages.CONCERN_S),
    "PIECE_MS": ("A page sends what it recorded so often.", room_metadata.PIECE_S),
    "PART_MS": ("A page begins a new part of its recording after so long.", room_metadata.PART_S),
}
LIMITS: dict[str, tuple[str, int]] = {
    "BITS_PER_S": ("Of sound, as asked of the browser's recorder.", room_metadata.BITS_PER_S),
    "FOLLOW_UPS_MAX": ("Invitations on one hint.", hint.FOLLOW_UPS_MAX),
    "NAME_LENGTH": ("Of a name, in code points; what else a name may be, the API says.", names.CODE_POINTS),
    "EMAIL_LENGTH": ("Of a mail address.", fields.EMAIL_CHARACTERS),
    "SEARCH_LENGTH": ("Of what is looked for among the sessions.", sessions.SEARCH_CHARACTERS),
    "NOTES_LENGTH": ("Of one's own notes of a session.", private_notes.CHARACTERS),
}
SHAPES: dict[str, type] = {
    "StatusMessage": room_messages.StatusMessage,
    "SafetyMessage": room_messages.SafetyMessage,
    "HintAttributes": room_messages.HintAttributes,
    "RecordingMetadata": room_metadata.RecordingMetadata,
    "RoomMetadata": room_metadata.RoomMetadata,
}


def slugs() -> list[str]:
    """The last part of every problem's type, in alphabetical order."""

    def below(kind: type[errors.Problem]) -> Iterable[str]:
        yield kind.slug
        for narrower in kind.__subclasses__():
            yield from below(narrower)

    return sorted(set(below(errors.Problem)))


def typescript() -> str:
    """protocol.ts, whole."""
    parts = [HEAD]
    for name, (about, union) in UNIONS.items():
        values = "".join(f"  {_literal(value)},\n" for value in get_args(union))
        parts.append(f"/** {about} */\nexport const {_constant(name)} = [\n{values}] as const;\n")
        parts.append(f"export type {name} = (typeof {_constant(name)})[number];\n")
    for name, (about, members) in GROUPS.items():
        parts.append(_group(name, about, members))
    parts.append(
        f"/** The kind whose card passes for a hint. */\nexport const DISCREET_KIND = {_literal(room_messages.DISCREET_KIND)};\n"
    )
    for name, (about, seconds) in SECONDS.items():
        parts.append(f"/** {about} */\nexport const {name} = {_number(round(seconds * 1000))};\n")
    for name, (about, limit) in LIMITS.items():
        parts.append(f"/** {about} */\nexport const {name} = {_number(limit)};\n")
    for name, shape in SHAPES.items():
        listed = "".join(f"  {field}: {_type(kind)};\n" for field, kind in get_type_hints(shape).items())
        about = " ".join((shape.__doc__ or "").split())
        parts.append(f"/** {about} */\nexport interface {name} {{\n{listed}}}\n")
    parts.append(f"/** Every problem's type is this and its slug. */\nexport const PROBLEMS = {_literal(problems.PROBLEMS)};\n")
    parts.append('/** Slugs of problems: what the API refuses. */\nexport * as PROBLEM from "./problemSlugs";\n')
    parts.append('export type ProblemSlug = (typeof import("./problemSlugs"))[keyof typeof import("./problemSlugs")];\n')
    return "\n".join(parts).replace("] as const;\n\nexport type", "] as const;\nexport type")


def slugs_typescript() -> str:
    """problemSlugs.ts, whole: one constant each, which a bundler writes in place of its name."""
    return HEAD + "".join(f"export const {_camel(slug)} = {_literal(slug)};\n" for slug in slugs())


def host_headers() -> list[dict[str, Any]]:
    """What the static host sends with the pages: what the API sends, for the origins of the hosted services."""
    policy = security_headers.content_security_policy(SUPABASE, LIVEKIT)
    return [
        _rule("/(.*)", security_headers.security_headers(policy, https=True)),
        _rule("/assets/(.*)", {"Cache-Control": security_headers.FOREVER}),
        _rule("/p/(.*)", security_headers.INVITATION),
    ]


def host(written: str) -> str:
    """vercel.json as it is `written`, with its headers made anew."""
    config: dict[str, Any] = json.loads(written)
    return json.dumps(config | {"headers": host_headers()}, indent=2, ensure_ascii=False) + "\n"


def _rule(source: str, headers: Mapping[str, str]) -> dict[str, Any]:
    return {"source": source, "headers": [{"key": key, "value": value} for key, value in headers.items()]}


def _group(name: str, about: str, members: Mapping[str, str]) -> str:
    lines = "".join(f"  {key}: {_literal(value)},\n" for key, value in members.items())
    return f"/** {about} */\nexport const {name} = {{\n{lines}}} as const;\n"


def _type(kind: Any) -> str:
    """A field's type in TypeScript. TypeError for what has none here."""
    for name, (_, union) in UNIONS.items():
        if kind == union:
            return name
    for name, shape in SHAPES.items():
        if kind is shape:
            return name
    if get_origin(kind) is list:
        return f"{_type(get_args(kind)[0])}[]"
    if get_origin(kind) in (types.UnionType, Union):
        return " | ".join(_type(one) for one in get_args(kind))
    if get_origin(kind) is Literal:
        return " | ".join(_literal(one) for one in get_args(kind))
    try:
        return {str: "string", int: "number", float: "number", bool: "boolean", type(None): "null"}[kind]
    except KeyError:
        raise TypeError(f"no TypeScript for {kind}") from None


def _literal(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)


def _number(value: int) -> str:
    return f"{value:,}".replace(",", "_") if value > 9_999 else str(value)


def _camel(slug: str) -> str:
    first, *rest = slug.split("-")
    return first + "".join(part.capitalize() for part in rest)


def _constant(name: str) -> str:
    """PanelState -> PANEL_STATES"""
    words_ = "".join(f"_{letter}" if letter.isupper() else letter.upper() for letter in name).lstrip("_")
    return f"{words_}S"


if __name__ == "__main__":
    TYPESCRIPT.write_text(typescript(), encoding="utf-8")
    SLUGS.write_text(slugs_typescript(), encoding="utf-8")
    HOST.write_text(host(HOST.read_text(encoding="utf-8")), encoding="utf-8")
