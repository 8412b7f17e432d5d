"""Sessions: access tokens, and refresh tokens that rotate. A stolen one, used late, ends the whole session."""

import re
import secrets
import string
import uuid
from datetime import datetime, timedelta
from typing import Any

from psycopg.types.json import Jsonb

from .config import AuthConfig
from .keys import Signer
from .people import Db, Row, change_user, refuse_banned, user_json
from .refusals import Refusal, bad_request

SIGNS = string.ascii_lowercase + string.digits


async def open_session(db: Db, config: AuthConfig, signer: Signer, user: Row, method: str, now: datetime) -> dict[str, Any]:
    """Signs a user in; returns the session object. `method` goes into the token's `amr`."""
    refuse_banned(user, now)
    user = await change_user(db, user, now, last_sign_in_at=now)
    amr = [{"method": method, "timestamp": int(now.timestamp())}]
    session_id = uuid.uuid4()
    await db.execute(
        "insert into auth.sessions (id, user_id, created_at, updated_at, amr) values (%s, %s, %s, %s, %s)",
        [session_id, user["id"], now, now, Jsonb(amr)],
    )
    refresh_token = await new_refresh_token(db, session_id, None, now)
    return session_json(config, signer, user, {"id": session_id, "amr": amr}, refresh_token, now)


async def new_refresh_token(db: Db, session_id: object, parent: str | None, now: datetime) -> str:
    token = "".join(secrets.choice(SIGNS) for _ in range(12))
    await db.execute(
        "insert into auth.refresh_tokens (token, session_id, parent, created_at, updated_at) values (%s, %s, %s, %s, %s)",
        [token, session_id, parent, now, now],
    )
    return token


async def renew(db: Db, config: AuthConfig, signer: Signer, token: str, now: datetime) -> dict[str, Any] | Refusal:
    """The next session object for a refresh token. Returns the Refusal, so that what it ended stays ended when the
    transaction commits."""
    if not re.fullmatch(r"[A-Za-z0-9_-]{12,512}", token):
        raise bad_request("Refresh token is not valid")
    reply = await db.execute("select session_id from auth.refresh_tokens where token = %s", [token])
    found = await reply.fetchone()
    reply = await db.execute("select * from auth.sessions where id = %s for update", [found["session_id"] if found else None])
    session = await reply.fetchone()
    if session is None:
        return Refusal(400, "refresh_token_not_found", "Invalid Refresh Token: Refresh Token Not Found")
    user = await (await db.execute("select * from auth.users where id = %s", [session["user_id"]])).fetchone()
    assert user is not None
    refuse_banned(user, now)
    reply = await db.execute("select * from auth.refresh_tokens where session_id = %s order by id", [session["id"]])
    family = await reply.fetchall()
    shown = next(entry for entry in family if entry["token"] == token)
    active = next(entry for entry in reversed(family) if not entry["revoked"])
    if shown is active:
        await db.execute("update auth.refresh_tokens set revoked = true, updated_at = %s where id = %s", [now, active["id"]])
        await db.execute("update auth.sessions set updated_at = %s where id = %s", [now, session["id"]])
        return session_json(config, signer, user, session, await new_refresh_token(db, session["id"], token, now), now)
    if active["parent"] == token or now <= shown["updated_at"] + timedelta(seconds=config.reuse_interval_s):
        return session_json(config, signer, user, session, active["token"], now)  # the answer got lost, or many asked at once
    await db.execute("delete from auth.sessions where id = %s", [session["id"]])
    return Refusal(400, "refresh_token_already_used", "Invalid Refresh Token: Already Used")


async def end_sessions(db: Db, user_id: object, *, only: object = None, but: object = None) -> None:
    """Ends all sessions of a user, or only one, or all but one."""
    await db.execute(
        """delete from auth.sessions where user_id = %(user)s
           and (%(only)s::uuid is null or id = %(only)s) and (%(but)s::uuid is null or id <> %(but)s)""",
        {"user": user_id, "only": only, "but": but},
    )


def session_json(
    config: AuthConfig, signer: Signer, user: Row, session: Row, refresh_token: str, now: datetime
) -> dict[str, Any]:
    issued = int(now.timestamp())
    expires = issued + config.token_life_s
    claims = {
        "iss": config.issuer,
        "sub": str(user["id"]),
        "aud": user["aud"] or "authenticated",
        "exp": expires,
        "iat": issued,
        "email": user["email"] or "",
        "phone": "",
        "app_metadata": user["raw_app_meta_data"] or {},
        "user_metadata": user["raw_user_meta_data"] or {},
        "role": user["role"] or "authenticated",
        "aal": "aal1",
        "amr": session["amr"],
        "session_id": str(session["id"]),
        "is_anonymous": False,
    }
    return {
        "access_token": signer.sign(claims),
        "token_type": "bearer",
        "expires_in": config.token_life_s,
        "expires_at": expires,
        "refresh_token": refresh_token,
        "user": user_json(user),
    }
