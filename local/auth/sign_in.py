"""The public endpoints: codes and links by mail, passwords, refresh, PKCE."""

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from . import codes, people
from .context import Auth
from .passwords import hash_password, matches, require_strength
from .redirects import with_fragment, with_query
from .refusals import Refusal, bad_request, code_expired, link_expired
from .request import Body, read_body
from .sessions import open_session, renew


async def otp(auth: Auth, request: Request) -> Response:
    """POST /otp: a code by mail; makes the user unless told not to."""
    body = await read_body(request)
    email, challenge = required_email(body), codes.read_challenge(body)
    async with auth.transaction() as db:
        user = await people.find_by_email(db, email)
        if user is None:
            if not body.flag("create_user", True):
                raise Refusal(422, "otp_disabled", "Signups not allowed for otp")
            user = await people.create_user(db, auth.now(), email, metadata=body.mapping("data"))
        template = "magic_link" if user["email_confirmed_at"] else "confirmation"
        await auth.mail_code(db, user, template, auth.redirect(request), challenge)
    return JSONResponse({})


async def sign_up(auth: Auth, request: Request) -> Response:
    """POST /signup: a user with a password, to be confirmed by mail. A taken address gets a made-up answer."""
    body = await read_body(request)
    email, password, challenge = body.email(), body.text("password"), codes.read_challenge(body)
    if not email:
        raise Refusal(422, "anonymous_provider_disabled", "Anonymous sign-ins are disabled")
    if not password:
        raise bad_request("Signup requires a valid password")
    require_strength(password, auth.config.password_length)
    hashed = await hash_password(password)
    async with auth.transaction() as db:
        user = await people.find_by_email(db, email)
        if user and user["email_confirmed_at"]:
            return JSONResponse(people.made_up_user(email, body.mapping("data"), auth.now()))
        if user is None:
            user = await people.create_user(db, auth.now(), email, metadata=body.mapping("data"), encrypted_password=hashed)
        user = await auth.mail_code(db, user, "confirmation", auth.redirect(request), challenge)
    return JSONResponse(people.user_json(user))


async def recover(auth: Auth, request: Request) -> Response:
    """POST /recover: a recovery mail, and the same answer for an unknown address."""
    body = await read_body(request)
    email, challenge = required_email(body), codes.read_challenge(body)
    async with auth.transaction() as db:
        user = await people.find_by_email(db, email)
        if user:
            await auth.mail_code(db, user, "recovery", auth.redirect(request), challenge)
    return JSONResponse({})


async def resend(auth: Auth, request: Request) -> Response:
    """POST /resend: the confirmation mail once more; the same answer for an unknown address."""
    body = await read_body(request)
    email = required_email(body)
    if body.text("type") not in ("signup", "email_change"):
        raise bad_request("Missing one of these types: signup, email_change, sms, phone_change")
    async with auth.transaction() as db:
        user = await people.find_by_email(db, email)
        if user and body.text("type") == "signup" and not user["email_confirmed_at"]:
            await auth.mail_code(db, user, "confirmation", auth.redirect(request))
    return JSONResponse({})


async def token(auth: Auth, request: Request) -> Response:
    """POST /token: the three grants."""
    grants = {"password": by_password, "refresh_token": by_refresh_token, "pkce": by_auth_code}
    grant = grants.get(request.query_params.get("grant_type", ""))
    if grant is None:
        raise Refusal(400, "invalid_credentials", "unsupported_grant_type")
    return JSONResponse(await grant(auth, await read_body(request)))


async def by_password(auth: Auth, body: Body) -> dict[str, Any]:
    email, password = body.email(), body.text("password")
    async with auth.transaction() as db:
        user = await people.find_by_email(db, email)
        if not await matches(password, (user and user["encrypted_password"]) or "") or user is None:
            raise Refusal(400, "invalid_credentials", "Invalid login credentials")
        if not user["email_confirmed_at"]:
            raise Refusal(400, "email_not_confirmed", "Email not confirmed")
        return await open_session(db, auth.config, auth.signer, user, "password", auth.now())


async def by_refresh_token(auth: Auth, body: Body) -> dict[str, Any]:
    shown = body.text("refresh_token")
    if not shown:
        raise bad_request("refresh_token required")
    async with auth.transaction() as db:
        answer = await renew(db, auth.config, auth.signer, shown, auth.now())
    if isinstance(answer, Refusal):
        raise answer
    return answer


async def by_auth_code(auth: Auth, body: Body) -> dict[str, Any]:
    code, verifier = body.text("auth_code"), body.text("code_verifier")
    if not code or not verifier:
        raise bad_request("invalid request: both auth code and code verifier should be non-empty")
    async with auth.transaction() as db:
        flow = await codes.exchange(db, auth.config, code, verifier, auth.now())
        user = await people.find_by_id(db, str(flow["user_id"]))
        assert user is not None  # the flow's foreign key
        return await open_session(db, auth.config, auth.signer, user, flow["authentication_method"], auth.now())


async def verify(auth: Auth, request: Request) -> Response:
    """POST /verify: a typed code with its address, or the hash of a link alone; gives a session."""
    body = await read_body(request)
    kind, code, token_hash, email = body.text("type"), body.text("token"), body.text("token_hash"), body.email()
    if not kind:
        raise bad_request("Verify requires a verification type")
    if token_hash and (code or email):
        raise bad_request("Only the token_hash and type should be provided")
    if not token_hash and not code:
        raise bad_request("Verify requires a token or a token hash")
    if code and not email:
        raise bad_request("Only an email address or phone number should be provided on verify")
    columns, session = codes.KINDS.get(kind, []), None
    peer = request.client.host if request.client else ""
    if code:
        auth.limits.require_guess(peer, auth.now())
    async with auth.transaction() as db:
        if token_hash:
            spent = await codes.spend_hash(db, auth.config, token_hash, columns, auth.now())
        else:
            spent = await codes.spend_code(db, auth.config, email, code.strip(), columns, auth.now())
        if spent:
            user = await prove(auth, db, spent)
            session = await open_session(db, auth.config, auth.signer, user, "otp", auth.now())
    if session is None:
        if code:
            auth.limits.spend_guess(peer, auth.now())
        raise link_expired() if token_hash else code_expired()
    return JSONResponse(session)


async def follow_link(auth: Auth, request: Request) -> Response:
    """GET /verify: a mailed link. Sends the browser on, with a session in the fragment, a PKCE code, or an error."""
    token_hash, kind = request.query_params.get("token", ""), request.query_params.get("type", "")
    if not token_hash or not kind:
        raise bad_request("Verify requires a token and a verification type")
    target, now = auth.redirect(request), auth.now()
    async with auth.transaction() as db:
        spent = await codes.spend_hash(db, auth.config, token_hash, codes.KINDS.get(kind, []), now)
        if spent is None:
            problem = {"error": "access_denied", "error_code": "otp_expired", "error_description": str(link_expired())}
            place = with_query(target, **problem) if token_hash.startswith(codes.PKCE_PREFIX) else target
            return RedirectResponse(with_fragment(place, **problem), 303)
        user = await prove(auth, db, spent)
        if spent["flow_id"]:
            return RedirectResponse(with_query(target, code=await codes.issue_auth_code(db, spent["flow_id"], now)), 303)
        session = await open_session(db, auth.config, auth.signer, user, "otp", now)
    shown = ("access_token", "expires_at", "expires_in", "refresh_token", "token_type")
    return RedirectResponse(with_fragment(target, type=kind, **{name: session[name] for name in shown}), 303)


async def prove(auth: Auth, db: people.Db, spent: people.Row) -> people.Row:
    """The user a spent code belongs to, whose address it has proved."""
    user = await people.find_by_id(db, str(spent["user_id"]))
    assert user is not None  # the token's foreign key
    return await people.confirm(db, user, auth.now())


def required_email(body: Body) -> str:
    email = body.email()
    if not email:
        raise bad_request("One of email or phone must be set")
    return email
