"""One-time codes and links, and the PKCE flows they may belong to."""

import base64
import hashlib
import hmac
import re
import secrets
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from .config import AuthConfig
from .people import Db, Row
from .refusals import Refusal, bad_request
from .request import Body

CONFIRMATION, RECOVERY = "confirmation", "recovery"
KINDS = {
    "email": [CONFIRMATION, RECOVERY],
    "signup": [CONFIRMATION],
    "invite": [CONFIRMATION],
    "magiclink": [RECOVERY],
    "recovery": [RECOVERY],
}
PKCE_PREFIX = "pkce_"


@dataclass(frozen=True)
class Challenge:
    """What a PKCE client sent: its challenge and how it was made (`s256` or `plain`)."""

    value: str
    method: str


@dataclass(frozen=True)
class OneTime:
    """A fresh code and the hash its link carries."""

    code: str
    token_hash: str


def hash_of(email: str, code: str) -> str:
    return hashlib.sha224((email.lower() + code).encode()).hexdigest()


async def issue(
    db: Db, config: AuthConfig, user: Row, kind: str, now: datetime, *, challenge: Challenge | None = None, method: str = ""
) -> OneTime:
    """A new code of this kind for the user; the one before it is dead from now on."""
    code = "".join(secrets.choice("0123456789") for _ in range(config.code_digits))
    token_hash, flow_id = hash_of(user["email"], code), None
    if challenge:
        token_hash, flow_id = PKCE_PREFIX + token_hash, await start_flow(db, config, user, challenge, method, now)
    await db.execute(
        """insert into auth.one_time_tokens (user_id, kind, token_hash, flow_id, created_at) values (%s, %s, %s, %s, %s)
           on conflict (user_id, kind) do update
           set token_hash = excluded.token_hash, flow_id = excluded.flow_id, created_at = excluded.created_at""",
        [user["id"], kind, token_hash, flow_id, now],
    )
    return OneTime(code, token_hash)


async def spend_code(db: Db, config: AuthConfig, email: str, code: str, kinds: list[str], now: datetime) -> Row | None:
    """Uses up a typed code: its token row, or None. A wrong one changes nothing: a stranger's guesses end nobody's code."""
    reply = await db.execute(
        """select t.* from auth.one_time_tokens t join auth.users u on u.id = t.user_id
           where lower(u.email) = %s and t.kind = any(%s) order by t.kind for update of t""",
        [email, kinds],
    )
    pending = await reply.fetchall()
    wanted = hash_of(email, code).encode()
    for token in pending:
        if hmac.compare_digest(token["token_hash"].removeprefix(PKCE_PREFIX).encode(), wanted) and is_fresh(token, config, now):
            await forget(db, token["user_id"])
            return token
    return None


async def spend_hash(db: Db, config: AuthConfig, token_hash: str, kinds: list[str], now: datetime) -> Row | None:
    """Uses up a link: its token row, or None."""
    reply = await db.execute(
        "select * from auth.one_time_tokens where token_hash = %s and kind = any(%s) for update", [token_hash, kinds]
    )
    token = await reply.fetchone()
    if token is None or not is_fresh(token, config, now):
        return None
    await forget(db, token["user_id"])
    return token


def is_fresh(token: Row, config: AuthConfig, now: datetime) -> bool:
    return bool(now < token["created_at"] + timedelta(seconds=config.code_life_s))


async def forget(db: Db, user_id: object) -> None:
    """Ends every pending code of a user."""
    await db.execute("delete from auth.one_time_tokens where user_id = %s", [user_id])


def read_challenge(body: Body) -> Challenge | None:
    """The PKCE pair of a body, if any; raises Refusal for half a pair or a malformed one."""
    value, method = body.text("code_challenge"), body.text("code_challenge_method").lower()
    if not value and not method:
        return None
    if not value or not method:
        raise bad_request("PKCE flow requires code_challenge_method and code_challenge")
    if not re.fullmatch(r"[A-Za-z0-9._~-]{43,128}", value):
        raise bad_request("code challenge has to be between 43 and 128 characters of letters, digits, '.', '-', '_' and '~'")
    if method not in ("s256", "plain"):
        raise bad_request("code challenge method is not supported")
    return Challenge(value, method)


async def start_flow(db: Db, config: AuthConfig, user: Row, challenge: Challenge, method: str, now: datetime) -> uuid.UUID:
    """Remembers the challenge until the link is followed; flows nobody finished are swept here."""
    await db.execute(
        "delete from auth.flow_state where created_at < %s", [now - timedelta(seconds=config.code_life_s + config.flow_life_s)]
    )
    flow_id = uuid.uuid4()
    await db.execute(
        """insert into auth.flow_state (id, user_id, code_challenge, code_challenge_method, authentication_method, created_at)
           values (%s, %s, %s, %s, %s, %s)""",
        [flow_id, user["id"], challenge.value, challenge.method, method, now],
    )
    return flow_id


async def issue_auth_code(db: Db, flow_id: uuid.UUID, now: datetime) -> str:
    """The code the browser brings back from the link, to be exchanged with the verifier."""
    code = str(uuid.uuid4())
    await db.execute("update auth.flow_state set auth_code = %s, auth_code_issued_at = %s where id = %s", [code, now, flow_id])
    return code


async def exchange(db: Db, config: AuthConfig, auth_code: str, verifier: str, now: datetime) -> Row:
    """The flow this code ends; raises Refusal. A wrong verifier leaves the code alive."""
    flow = await (await db.execute("select * from auth.flow_state where auth_code = %s for update", [auth_code])).fetchone()
    if flow is None:
        raise Refusal(404, "flow_state_not_found", "invalid flow state, no valid flow state found")
    if now >= flow["auth_code_issued_at"] + timedelta(seconds=config.flow_life_s):
        raise Refusal(422, "flow_state_expired", "invalid flow state, flow state has expired")
    made = verifier
    if flow["code_challenge_method"] == "s256":
        made = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")
    if not hmac.compare_digest(made.encode(), flow["code_challenge"].encode()):
        raise Refusal(400, "bad_code_verifier", "code challenge does not match previously saved code verifier")
    await db.execute("delete from auth.flow_state where id = %s", [flow["id"]])
    return flow
