"""Users: rows of auth.users, and the user object clients see."""

import hashlib
import uuid
from datetime import UTC, datetime
from typing import Any

from psycopg import AsyncConnection, sql
from psycopg.types.json import Jsonb

from .refusals import Refusal

Row = dict[str, Any]
Db = AsyncConnection[Row]
OWN_PROVIDER = {"provider": "email", "providers": ["email"]}


async def find_by_email(db: Db, email: str) -> Row | None:
    """The user with this address, locked; while the transaction lasts nobody else can create one either."""
    await db.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [email])
    return await (await db.execute("select * from auth.users where lower(email) = %s for update", [email])).fetchone()


async def find_by_id(db: Db, user_id: str) -> Row | None:
    """The user, locked; None for an unknown id and for text that is no id."""
    if as_uuid(user_id) is None:
        return None
    return await (await db.execute("select * from auth.users where id = %s for update", [user_id])).fetchone()


def as_uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


async def create_user(db: Db, now: datetime, email: str, *, metadata: Row, by_admin: bool = False, **columns: Any) -> Row:
    """Inserts a user, unconfirmed unless `email_confirmed_at` is among the columns."""
    user_id = columns.pop("id", None) or str(uuid.uuid4())
    verified = columns.get("email_confirmed_at") is not None
    known: Row = {"email_verified": verified}
    if not by_admin:
        known |= {"email": email, "phone_verified": False, "sub": user_id}
    row = {
        "id": user_id,
        "email": email,
        "aud": "authenticated",
        "role": "authenticated",
        "raw_app_meta_data": {**columns.pop("app_metadata", {}), **OWN_PROVIDER},
        "raw_user_meta_data": {**metadata, **known},
        "created_at": now,
        "updated_at": now,
        **columns,
    }
    return await write(db, "insert into auth.users ({names}) values ({marks}) returning *", row)


async def change_user(db: Db, user: Row, now: datetime, **columns: Any) -> Row:
    """Writes these columns and returns the row as it then is."""
    text = "update auth.users set ({names}) = row({marks}) where id = %(where_id)s returning *"
    return await write(db, text, {**columns, "updated_at": now}, where_id=user["id"])


async def write(db: Db, text: str, columns: Row, **others: Any) -> Row:
    """Runs a statement over columns whose names are this program's own, never a client's."""
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    marks = sql.SQL(", ").join(map(sql.Placeholder, columns))
    values = {name: Jsonb(value) if isinstance(value, dict) else value for name, value in columns.items()}
    reply = await db.execute(sql.SQL(text).format(names=names, marks=marks), {**values, **others})
    row = await reply.fetchone()
    assert row is not None
    return row


async def confirm(db: Db, user: Row, now: datetime) -> Row:
    """Marks the address as proved, once."""
    if user["email_confirmed_at"]:
        return user
    metadata = {**user["raw_user_meta_data"], "email_verified": True}
    return await change_user(db, user, now, email_confirmed_at=now, raw_user_meta_data=metadata)


def merged(old: Row, new: Row) -> Row:
    """Metadata merged one level deep; null deletes a key."""
    return {key: value for key, value in {**old, **new}.items() if value is not None}


def refuse_banned(user: Row, now: datetime, status: int = 400) -> None:
    if user["banned_until"] and user["banned_until"] > now:
        raise Refusal(status, "user_banned", "User is banned")


def user_json(user: Row, *, in_list: bool = False) -> Row:
    """The object of the wire; times that are not set are left out."""
    email, user_id = user["email"] or "", str(user["id"])
    confirmed = moment(user["email_confirmed_at"])
    identity = {
        "identity_id": str(uuid.UUID(bytes=hashlib.md5(f"email {user_id}".encode(), usedforsecurity=False).digest(), version=4)),
        "id": user_id,
        "user_id": user_id,
        "identity_data": {"email": email, "email_verified": bool(confirmed), "phone_verified": False, "sub": user_id},
        "provider": "email",
        "last_sign_in_at": moment(user["last_sign_in_at"] or user["created_at"]),
        "created_at": moment(user["created_at"]),
        "updated_at": moment(user["created_at"]),
        "email": email,
    }
    times = {
        name: moment(user[name])
        for name in ("invited_at", "confirmation_sent_at", "recovery_sent_at", "last_sign_in_at", "banned_until")
    }
    return {
        "id": user_id,
        "aud": user["aud"] or "authenticated",
        "role": user["role"] or "authenticated",
        "email": email,
        "phone": "",
        **{name: text for name, text in {"email_confirmed_at": confirmed, "confirmed_at": confirmed, **times}.items() if text},
        "app_metadata": user["raw_app_meta_data"] or {},
        "user_metadata": user["raw_user_meta_data"] or {},
        "identities": None if in_list else [identity],
        "created_at": moment(user["created_at"]),
        "updated_at": moment(user["updated_at"]),
        "is_anonymous": False,
    }


def made_up_user(email: str, metadata: Row, now: datetime) -> Row:
    """What a sign-up of a taken address is told: a user nobody has, so that it does not learn who is registered."""
    row = {"id": uuid.uuid4(), "email": email, "raw_user_meta_data": metadata, "raw_app_meta_data": OWN_PROVIDER}
    row |= {"created_at": now, "updated_at": now, "confirmation_sent_at": now, "aud": None, "role": None}
    empty = dict.fromkeys(("email_confirmed_at", "invited_at", "recovery_sent_at", "last_sign_in_at", "banned_until"))
    return {**user_json({**empty, **row}), "role": "", "identities": []}


def moment(value: datetime | None) -> str:
    """RFC 3339 in UTC, fractions without their last zeros; "" for None."""
    if value is None:
        return ""
    whole, _, fraction = value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f").partition(".")
    fraction = fraction.rstrip("0")
    return f"{whole}.{fraction}Z" if fraction else f"{whole}Z"
