"""A lease for a participant that stands in for the coach: the API removes a coach that has none."""

import uuid

import psycopg

from local.stack import Stack


def give_lease(stack: Stack, session: str) -> str:
    """The session's lease for the next hour, for the Partner who has the place, so that no other coach is launched.

    Returns its id, for the token's attributes."""
    lease = str(uuid.uuid4())
    with psycopg.connect(stack.env["MIGRATIONS_DATABASE_URL"], autocommit=True) as db:
        db.execute(
            "insert into agent_leases (session_id, partner_id, lease_id, lease_until, claimed_at)"
            " select session_id, id, %s, now() + interval '1 hour', now() from partners"
            " where session_id = %s and revoked_at is null"
            " on conflict (session_id) do update"
            " set partner_id = excluded.partner_id, lease_id = excluded.lease_id, lease_until = excluded.lease_until",
            [lease, session],
        )
    return lease
