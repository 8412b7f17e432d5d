"""What every endpoint works with, and the acts they share: mailing a code, knowing the caller."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from psycopg.rows import dict_row
from psycopg_pool import AsyncConnectionPool
from starlette.requests import Request

from . import codes
from .config import AuthConfig
from .keys import ADMIN_ROLES, Signer
from .limits import Limits
from .mail import send_mail
from .people import Db, Row, change_user, find_by_id, refuse_banned
from .redirects import choose_redirect, mailed_link
from .refusals import Refusal
from .request import Body, bearer, wanted_redirects

TABLES = Path(__file__).with_name("tables.sql")
COLUMN = {
    "confirmation": codes.CONFIRMATION,
    "invite": codes.CONFIRMATION,
    "magic_link": codes.RECOVERY,
    "recovery": codes.RECOVERY,
}
LINK_TYPE = {"confirmation": "signup", "invite": "invite", "magic_link": "magiclink", "recovery": "recovery"}
PKCE_METHOD = {"confirmation": "email/signup", "invite": "invite", "magic_link": "magiclink", "recovery": "recovery"}


@dataclass
class Auth:
    """One per server. `now` is the clock: UTC, injectable."""

    config: AuthConfig
    signer: Signer
    limits: Limits
    pool: AsyncConnectionPool[Db]
    now: Callable[[], datetime]

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Db]:
        """Commits at the end, rolls back on any exception."""
        async with self.pool.connection() as db:
            yield db

    def redirect(self, request: Request, body: Body | None = None) -> str:
        return choose_redirect(wanted_redirects(request, body), self.config.site_url, self.config.redirects)

    async def mail_code(
        self, db: Db, user: Row, template: str, redirect_to: str, challenge: codes.Challenge | None = None
    ) -> Row:
        """Mails a fresh code and link; returns the user as then stored. Raises Refusal 429 too soon, 500 when mail is down."""
        now, sent_at = self.now(), user[f"{COLUMN[template]}_sent_at"]
        wait_s = self.config.email_interval_s - (now - sent_at).total_seconds() if sent_at else 0
        if wait_s > 0:
            text = f"For security purposes, you can only request this after {max(1, int(wait_s))} seconds."
            raise Refusal(429, "over_email_send_rate_limit", text)
        self.limits.spend_mail(now)
        user, one_time = await self.make_code(db, user, template, challenge)
        values = {
            "ConfirmationURL": mailed_link(self.config.external_url, one_time.token_hash, LINK_TYPE[template], redirect_to),
            "Token": one_time.code,
            "TokenHash": one_time.token_hash,
            "SiteURL": self.config.site_url,
            "RedirectTo": redirect_to,
            "Email": user["email"],
            "Data": user["raw_user_meta_data"],
        }
        await send_mail(self.config, template, user["email"], values)
        return user

    async def make_code(
        self, db: Db, user: Row, template: str, challenge: codes.Challenge | None = None
    ) -> tuple[Row, codes.OneTime]:
        """A fresh code in the column of this template; sets the clock of the limit."""
        now, kind = self.now(), COLUMN[template]
        one_time = await codes.issue(db, self.config, user, kind, now, challenge=challenge, method=PKCE_METHOD[template])
        times = {f"{kind}_sent_at": now} | ({"invited_at": now} if template == "invite" else {})
        return await change_user(db, user, now, **times), one_time

    async def caller(self, db: Db, request: Request) -> tuple[Row, str]:
        """The signed-in user and session id of a request; raises Refusal 401 or 403."""
        claims = self.signer.read(bearer(request), self.now())
        if not claims.get("sub"):
            raise Refusal(403, "bad_jwt", "invalid claim: missing sub claim")
        user = await find_by_id(db, str(claims["sub"]))
        if user is None:
            raise Refusal(403, "user_not_found", "User from sub claim in JWT does not exist")
        refuse_banned(user, self.now(), 403)
        session_id = str(claims.get("session_id"))
        session = await (await db.execute("select id from auth.sessions where id::text = %s", [session_id])).fetchone()
        if session is None:
            raise Refusal(403, "session_not_found", "Session from session_id claim in JWT does not exist")
        return user, session_id

    def require_admin(self, request: Request) -> None:
        """Raises Refusal unless the bearer is a valid token with an admin role."""
        if self.signer.read(bearer(request), self.now()).get("role") not in ADMIN_ROLES:
            raise Refusal(403, "not_admin", "User not allowed")


def open_pool(database_url: str) -> AsyncConnectionPool[Db]:
    """A small pool, not opened yet."""
    options = {"row_factory": dict_row, "prepare_threshold": None}
    return AsyncConnectionPool(
        database_url, kwargs=options, min_size=1, max_size=6, check=AsyncConnectionPool.check_connection, open=False
    )
