"""Two Facilitators with a session each, every table filled, and the roles people come under."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import psycopg
from psycopg.rows import dict_row

HASH = "0" * 64


@dataclass
class Side:
    """One Facilitator, one session, one Partner."""

    facilitator: uuid.UUID = field(default_factory=uuid.uuid4)
    session: uuid.UUID = field(default_factory=uuid.uuid4)
    invite: uuid.UUID = field(default_factory=uuid.uuid4)
    partner: uuid.UUID = field(default_factory=uuid.uuid4)
    recording: uuid.UUID = field(default_factory=uuid.uuid4)


class World:
    def __init__(self, dsn: str) -> None:
        self.db = psycopg.connect(dsn, autocommit=True, row_factory=dict_row)
        self.ann, self.bob = Side(), Side()
        for side in (self.ann, self.bob):
            self._fill(side)

    def _fill(self, side: Side) -> None:
        def put(query: str, *values: Any) -> None:
            self.db.execute(query.encode(), values)

        put(
            "insert into profiles (user_id, email, display_name, time_zone) values (%s, %s, 'F', 'Pacific/Auckland')",
            side.facilitator,
            f"{side.facilitator}@x.org",
        )
        put("insert into sessions (id, facilitator_id, partner_label) values (%s, %s, 'label')", side.session, side.facilitator)
        put(
            "insert into invites (id, session_id, token_hash, expires_at) values (%s, %s, %s, now() + interval '1 day')",
            side.invite,
            side.session,
            side.invite.hex * 2,
        )
        put(
            "insert into partners (id, session_id, invite_id, token_hash, display_name, time_zone)"
            " values (%s, %s, %s, %s, 'P', 'Europe/Berlin')",
            side.partner,
            side.session,
            side.invite,
            side.partner.hex * 2,
        )
        put(
            "insert into consents (session_id, partner_id, kind, granted, version, text_hash)"
            " values (%s, %s, 'listening', true, 'listening.v1', %s)",
            side.session,
            side.partner,
            HASH,
        )
        put("insert into partner_addresses (partner_id, address_hash) values (%s, %s)", side.partner, side.partner.hex * 2)
        put(
            "insert into access_codes (address_hash, partner_id, code_hash, expires_at) values (%s, %s, %s, now())",
            side.partner.hex * 2, side.partner, HASH,
        )  # fmt: skip
        put(
            "insert into access_tokens (token_hash, address_hash, expires_at) values (%s, %s, now())",
            side.session.hex * 2, side.partner.hex * 2,
        )  # fmt: skip
        put("insert into presences (session_id, sid, role) values (%s, 'PA_1', 'partner')", side.session)
        place = (side.session, side.partner)
        put("insert into agent_leases (session_id, partner_id, lease_until) values (%s, %s, now() + interval '1 minute')", *place)
        put("insert into spent_jobs (jti, session_id) values (%s, %s)", side.session.hex, side.session)
        put(
            "insert into hints (session_id, partner_id, seq, id, text, source, at)"
            " values (%s, %s, 1, gen_random_uuid(), 't', 'ai', now())",
            *place,
        )
        put("insert into segments (session_id, partner_id, seq, text, start_s, end_s) values (%s, %s, 1, 't', 0, 1)", *place)
        put("insert into session_memories (session_id, partner_id, seq, named) values (%s, %s, 1, '{}')", *place)
        put("insert into safety_events (session_id, partner_id, seq, kind, at) values (%s, %s, 1, 'self', now())", *place)
        put("insert into summaries (session_id, status) values (%s, 'ready')", side.session)
        put(
            "insert into summary_shares (session_id, partner_id, source, text, html) values (%s, %s, 'extractive', 't', 't')",
            *place,
        )
        put("insert into private_notes (session_id, text) values (%s, 't')", side.session)
        put(
            "insert into recordings (id, session_id, partner_id, days) values (%s, %s, %s, 30)",
            side.recording, side.session, side.partner,
        )  # fmt: skip
        put(
            "insert into recording_parts (id, recording_id, who, media_type, started_at)"
            " values (gen_random_uuid(), %s, 'partner', 'audio/webm', now())",
            side.recording,
        )
        put("insert into file_trash (recording_id) values (gen_random_uuid())")
        put("insert into webhook_events (id, event, session_id) values (%s, 'e', %s)", side.session.hex, side.session)
        put("insert into refused_joins (session_id, identity) values (%s, 'partner-x')", side.session)
        put("insert into unknown_rooms (room, first_seen_at) values (%s, now())", side.session.hex)
        put("insert into forgotten_accounts (user_id) values (gen_random_uuid())")
        put("insert into rate_limits (key, full_at) values (%s, now())", side.session.hex)
        put("insert into job_heartbeats (job) values (%s)", side.session.hex)
        put("insert into procrastinate_jobs (queue_name, task_name, args) values ('default', 't', '{}')")

    @contextmanager
    def under(self, role: str, claims: dict[str, Any]) -> Iterator[psycopg.Connection[dict[str, Any]]]:
        """One transaction as PostgREST or the API would open it; rolled back at the end."""
        with self.db.transaction(force_rollback=True):
            self.db.execute(
                "select set_config('role', %s, true), set_config('request.jwt.claims', %s, true)",
                [role, json.dumps(claims | {"role": role})],
            )
            yield self.db

    def as_facilitator(self, side: Side) -> Any:
        return self.under("authenticated", {"sub": str(side.facilitator), "email": "x@x.org"})

    def as_partner(self, side: Side) -> Any:
        return self.under("authenticated", {"nbp_partner": str(side.partner), "nbp_session": str(side.session)})

    def as_anon(self) -> Any:
        return self.under("anon", {})

    def as_service(self) -> Any:
        return self.under("service_role", {})

    def close(self) -> None:
        self.db.close()
