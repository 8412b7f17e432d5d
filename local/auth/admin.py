"""The endpoints behind the service key: users made, read, changed and removed; links without mail; invitations."""

import re
import secrets
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from . import codes, people
from .context import LINK_TYPE, Auth
from .passwords import hash_password, require_strength
from .redirects import mailed_link
from .refusals import Refusal, bad_request
from .request import Body, read_body
from .sessions import end_sessions

TEMPLATES = {"signup": "confirmation", "invite": "invite", "magiclink": "magic_link", "recovery": "recovery"}
UNITS_S = {"ns": 1e-9, "us": 1e-6, "µs": 1e-6, "ms": 1e-3, "s": 1.0, "m": 60.0, "h": 3600.0}
HUNDRED_YEARS_S = 100 * 365 * 86400


def taken() -> Refusal:
    return Refusal(422, "email_exists", "A user with this email address has already been registered")


async def create(auth: Auth, request: Request) -> Response:
    """POST /admin/users: no mail goes out; without a password nobody knows it."""
    auth.require_admin(request)
    body = await read_body(request)
    email, now = body.email(), auth.now()
    if not email:
        raise bad_request("Cannot create a user without either an email or phone")
    columns = await admin_columns(auth, body)
    columns.setdefault("encrypted_password", await hash_password(secrets.token_urlsafe(32)))
    if "id" in body:
        if people.as_uuid(body.text("id")) is None:
            raise bad_request("ID must conform to the uuid v4 format")
        columns["id"] = body.text("id")
    async with auth.transaction() as db:
        if await people.find_by_email(db, email):
            raise taken()
        if "id" in columns and await people.find_by_id(db, columns["id"]):
            raise taken()
        data = {"metadata": body.mapping("user_metadata"), "app_metadata": body.mapping("app_metadata")}
        user = await people.create_user(db, now, email, by_admin=True, **data, **columns)
    return JSONResponse(people.user_json(user))


async def show_all(auth: Auth, request: Request) -> Response:
    """GET /admin/users: pages, newest first."""
    auth.require_admin(request)
    page, per_page = page_number(request, "page", 1), page_number(request, "per_page", 50)
    part = re.sub(r"([\\%_])", r"\\\1", request.query_params.get("filter", "").lower())
    async with auth.transaction() as db:
        counted = await (
            await db.execute("select count(*) as n from auth.users where lower(email) like %s", [f"%{part}%"])
        ).fetchone()
        reply = await db.execute(
            "select * from auth.users where lower(email) like %s order by created_at desc, id limit %s offset %s",
            [f"%{part}%", per_page, (page - 1) * per_page],
        )
        users = [people.user_json(user, in_list=True) for user in await reply.fetchall()]
    total = counted["n"] if counted else 0
    last = max(1, -(-total // per_page))
    links = {"next": page + 1} if page < last else {}
    link = ", ".join(
        f'</admin/users?{urlencode({"page": number, "per_page": per_page})}>; rel="{name}"'
        for name, number in {**links, "last": last}.items()
    )
    return JSONResponse({"users": users, "aud": "authenticated"}, headers={"X-Total-Count": str(total), "Link": link})


async def show(auth: Auth, request: Request) -> Response:
    """GET /admin/users/{id}."""
    auth.require_admin(request)
    async with auth.transaction() as db:
        user = await named_user(db, request)
    return JSONResponse(people.user_json(user))


async def change(auth: Auth, request: Request) -> Response:
    """PUT /admin/users/{id}: at once and without mail. A new password or a new address ends what was open."""
    auth.require_admin(request)
    body = await read_body(request)
    email, columns = body.email(), await admin_columns(auth, body)
    async with auth.transaction() as db:
        user = await named_user(db, request)
        if email and email != user["email"]:
            if await people.find_by_email(db, email):
                raise taken()
            columns |= {"email": email, "email_confirmed_at": user["email_confirmed_at"] or auth.now()}
            await codes.forget(db, user["id"])
        if "user_metadata" in body:
            columns["raw_user_meta_data"] = people.merged(user["raw_user_meta_data"], body.mapping("user_metadata"))
        if "app_metadata" in body:
            columns["raw_app_meta_data"] = people.merged(user["raw_app_meta_data"], body.mapping("app_metadata"))
        if "encrypted_password" in columns:
            await end_sessions(db, user["id"])
            await codes.forget(db, user["id"])
        user = await people.change_user(db, user, auth.now(), **columns)
    return JSONResponse(people.user_json(user))


async def remove(auth: Auth, request: Request) -> Response:
    """DELETE /admin/users/{id}: the row goes, and with it sessions and codes."""
    auth.require_admin(request)
    has_body = request.headers.get("content-length", "0") != "0" or "transfer-encoding" in request.headers
    if has_body and (await read_body(request)).flag("should_soft_delete"):
        raise bad_request("This local stand-in does not soft-delete users")
    async with auth.transaction() as db:
        user = await named_user(db, request)
        await db.execute("delete from auth.users where id = %s", [user["id"]])
    return JSONResponse({})


async def invite(auth: Auth, request: Request) -> Response:
    """POST /invite: a mail with a link for somebody new."""
    auth.require_admin(request)
    body = await read_body(request)
    email = body.email()
    if not email:
        raise bad_request("An email address is required")
    async with auth.transaction() as db:
        user = await newcomer(auth, db, email, body)
        user = await auth.mail_code(db, user, "invite", auth.redirect(request))
    return JSONResponse(people.user_json(user))


async def generate_link(auth: Auth, request: Request) -> Response:
    """POST /admin/generate_link: what a mail would hold, without the mail; not held back by the limit, but sets its clock."""
    auth.require_admin(request)
    body = await read_body(request)
    email, kind = body.email(), body.text("type")
    if not email:
        raise bad_request("An email address is required")
    if kind not in TEMPLATES:
        raise bad_request(f"Invalid email action link type requested: {kind}")
    async with auth.transaction() as db:
        user = await people.find_by_email(db, email)
        if kind == "recovery" and user is None:
            raise Refusal(404, "user_not_found", "User with this email not found")
        if kind == "magiclink" and user is None:
            kind = "signup"
        elif kind == "signup":
            require_strength(body.text("password"), auth.config.password_length)
        if kind in ("signup", "invite"):
            user = await newcomer(auth, db, email, body)
        assert user is not None
        user, one_time = await auth.make_code(db, user, TEMPLATES[kind])
    redirect_to = auth.redirect(request, body)
    link = {
        "action_link": mailed_link(auth.config.external_url, one_time.token_hash, LINK_TYPE[TEMPLATES[kind]], redirect_to),
        "email_otp": one_time.code,
        "hashed_token": one_time.token_hash,
        "verification_type": kind,
        "redirect_to": redirect_to,
    }
    return JSONResponse({**people.user_json(user), **link})


async def newcomer(auth: Auth, db: people.Db, email: str, body: Body) -> people.Row:
    """A user who has not confirmed yet, made if need be; raises Refusal for one who has."""
    user = await people.find_by_email(db, email)
    if user and user["email_confirmed_at"]:
        raise taken()
    if user:
        metadata = people.merged(user["raw_user_meta_data"], body.mapping("data"))
        return await people.change_user(db, user, auth.now(), raw_user_meta_data=metadata)
    hashed = await hash_password(body.text("password") or secrets.token_urlsafe(32))
    return await people.create_user(db, auth.now(), email, metadata=body.mapping("data"), encrypted_password=hashed)


async def named_user(db: people.Db, request: Request) -> people.Row:
    """The user of the path; raises Refusal 404."""
    user_id = request.path_params["user_id"]
    if people.as_uuid(user_id) is None:
        raise Refusal(404, "validation_failed", "user_id must be an UUID")
    user = await people.find_by_id(db, user_id)
    if user is None:
        raise Refusal(404, "user_not_found", "User not found")
    return user


async def admin_columns(auth: Auth, body: Body) -> dict[str, Any]:
    """The columns an admin sets the same way on creation and on change."""
    columns: dict[str, Any] = {}
    if body.text("password"):
        require_strength(body.text("password"), auth.config.password_length)
        columns["encrypted_password"] = await hash_password(body.text("password"))
    if body.flag("email_confirm"):
        columns["email_confirmed_at"] = auth.now()
    if body.text("role"):
        columns["role"] = body.text("role")
    if body.text("ban_duration"):
        columns["banned_until"] = banned_until(body.text("ban_duration"), auth.now())
    return columns


def banned_until(duration: str, now: datetime) -> datetime | None:
    """Go's duration text such as `1h30m`, or `none`; raises Refusal."""
    if duration == "none":
        return None
    if not re.fullmatch(r"(\d+(\.\d+)?(ns|us|µs|ms|s|m|h))+", duration):
        raise bad_request(f"invalid format for ban duration: {duration}")
    length_s = sum(float(amount) * UNITS_S[unit] for amount, _, unit in re.findall(r"(\d+(\.\d+)?)(ns|us|µs|ms|s|m|h)", duration))
    return now + timedelta(seconds=min(length_s, HUNDRED_YEARS_S))


def page_number(request: Request, name: str, default: int) -> int:
    text = request.query_params.get(name) or str(default)
    if not re.fullmatch(r"\d{1,9}", text) or int(text) < 1:
        raise bad_request("Bad Pagination Parameters")
    return int(text)
