"""The endpoints of a signed-in person: who am I, change me, sign me out."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from . import codes, people
from .context import Auth
from .passwords import hash_password, matches, require_strength
from .refusals import Refusal, bad_request
from .request import read_body
from .sessions import end_sessions


async def show(auth: Auth, request: Request) -> Response:
    """GET /user."""
    async with auth.transaction() as db:
        user, _ = await auth.caller(db, request)
    return JSONResponse(people.user_json(user))


async def change(auth: Auth, request: Request) -> Response:
    """PUT /user: metadata and password. A new password ends the other sessions and pending codes."""
    async with auth.transaction() as db:
        user, session_id = await auth.caller(db, request)
        body = await read_body(request)
        email, password = body.email(), body.text("password")
        changes: people.Row = {}
        if "app_metadata" in body:
            raise Refusal(403, "not_admin", "Updating app_metadata requires admin privileges")
        if email and email != user["email"]:
            raise bad_request("This local stand-in does not change e-mail addresses")
        if "data" in body:
            changes["raw_user_meta_data"] = people.merged(user["raw_user_meta_data"], body.mapping("data"))
        if "password" in body:
            require_strength(password, auth.config.password_length)
            if await matches(password, user["encrypted_password"] or ""):
                raise Refusal(422, "same_password", "New password should be different from the old password.")
            changes["encrypted_password"] = await hash_password(password)
            await end_sessions(db, user["id"], but=session_id)
            await codes.forget(db, user["id"])
        user = await people.change_user(db, user, auth.now(), **changes)
    return JSONResponse(people.user_json(user))


async def sign_out(auth: Auth, request: Request) -> Response:
    """POST /logout?scope=global|local|others."""
    scope = request.query_params.get("scope", "global")
    async with auth.transaction() as db:
        user, session_id = await auth.caller(db, request)
        scopes = {"global": {}, "local": {"only": session_id}, "others": {"but": session_id}}
        if scope not in scopes:
            raise bad_request(f"Unsupported logout scope {scope!r}")
        await end_sessions(db, user["id"], **scopes[scope])
    return Response(status_code=204)
