"""The application: routes under /auth/v1 behind what a hosted gateway does (CORS, project keys)."""

import hmac
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import psycopg
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from . import account, admin, sign_in
from .config import AuthConfig, is_loopback
from .context import TABLES, Auth, open_pool
from .keys import Signer, issue_keys
from .limits import Limits
from .refusals import VERSION_HEADER, Refusal, bad_request, refuse
from .request import bad_json, caller_ip

log = logging.getLogger("local.auth")

Endpoint = Callable[[Auth, Request], Awaitable[Response]]
PREFIX = "/auth/v1"
OPEN_PATHS = {"/verify", "/health", "/settings", "/.well-known/jwks.json"}  # reached from mail, monitors and token checks
ALLOWED_HEADERS = (
    "Accept, Authorization, Content-Type, X-Client-IP, X-Client-Info, X-JWT-AUD, x-use-cookie, "
    "X-Supabase-Api-Version, apikey, redirect_to"
)


async def health(auth: Auth, request: Request) -> Response:
    about = "GoTrue is a user registration and authentication API (local stand-in)"
    return JSONResponse({"version": "v2.196.0-local", "name": "GoTrue", "description": about})


async def settings(auth: Auth, request: Request) -> Response:
    external = {"email": True, "phone": False, "anonymous_users": False}
    switches = {
        "disable_signup": False,
        "mailer_autoconfirm": False,
        "phone_autoconfirm": False,
        "sms_provider": "",
        "saml_enabled": False,
    }
    return JSONResponse({"external": external, **switches})


async def jwks(auth: Auth, request: Request) -> Response:
    return JSONResponse(auth.signer.jwks, headers={"Cache-Control": "public, max-age=600"})


ROUTES: list[tuple[str, str, Endpoint, str]] = [  # method, path, endpoint, per-IP bucket
    ("GET", "/health", health, ""),
    ("GET", "/settings", settings, ""),
    ("GET", "/.well-known/jwks.json", jwks, ""),
    ("POST", "/otp", sign_in.otp, "otp"),
    ("POST", "/signup", sign_in.sign_up, "signup"),
    ("POST", "/recover", sign_in.recover, "recover"),
    ("POST", "/resend", sign_in.resend, "resend"),
    ("POST", "/token", sign_in.token, "token"),
    ("POST", "/verify", sign_in.verify, "verify"),
    ("GET", "/verify", sign_in.follow_link, "verify"),
    ("GET", "/user", account.show, ""),
    ("PUT", "/user", account.change, "user"),
    ("POST", "/logout", account.sign_out, ""),
    ("POST", "/invite", admin.invite, ""),
    ("POST", "/admin/generate_link", admin.generate_link, ""),
    ("POST", "/admin/users", admin.create, ""),
    ("GET", "/admin/users", admin.show_all, ""),
    ("GET", "/admin/users/{user_id}", admin.show, ""),
    ("PUT", "/admin/users/{user_id}", admin.change, ""),
    ("DELETE", "/admin/users/{user_id}", admin.remove, ""),
]


def create_app(config: AuthConfig, *, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> ASGIApp:
    """The server as an ASGI app; its tables are made and its pool opened at startup."""
    auth = Auth(
        config,
        Signer(config.key_file, config.jwt_secret),
        Limits(config.emails_per_hour, config.wrong_codes),
        open_pool(config.database_url),
        now,
    )

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        with psycopg.connect(config.database_url, autocommit=True) as db:
            db.execute("select pg_advisory_lock(4736251)")
            db.execute(TABLES.read_text())
        await auth.pool.open(wait=True)
        yield
        await auth.pool.close()

    paths = dict.fromkeys(path for _, path, _, _ in ROUTES)
    routes = [Route(path, dispatch(auth, path), methods=[entry[0] for entry in ROUTES if entry[1] == path]) for path in paths]
    inner = Starlette(
        routes=[Mount(PREFIX, routes=routes)],
        lifespan=lifespan,
        exception_handlers={404: not_found, 405: wrong_method},
    )
    inner.router.redirect_slashes = False
    return Gateway(inner, issue_keys(config.jwt_secret))


def dispatch(auth: Auth, path: str) -> Callable[[Request], Awaitable[Response]]:
    """One path's methods, with the per-IP limit before and one error mapping around."""
    methods = {method: (endpoint, bucket) for method, at, endpoint, bucket in ROUTES if at == path}

    async def answer(request: Request) -> Response:
        if request.method not in methods:
            return wrong_method(request)
        endpoint, bucket = methods[request.method]
        try:
            if bucket:
                auth.limits.spend_request(bucket, caller_ip(request, auth.config.rate_limit_header), auth.now())
            return await endpoint(auth, request)
        except Refusal as refusal:
            return refuse(request, refusal)
        except (psycopg.DataError, UnicodeEncodeError):  # NUL characters, lone surrogates: texts no database takes
            unfit = bad_request("malformed text") if request.method == "GET" else bad_json("malformed text")
            return refuse(request, unfit)
        except Exception as error:
            place = error.__traceback__
            while place and place.tb_next:
                place = place.tb_next
            log.error(
                "%s %s failed: %s at line %s", request.method, path, type(error).__name__, place and place.tb_lineno
            )  # no values
            return refuse(
                request, Refusal(500, "unexpected_failure", "Unexpected failure, please check server logs for more information")
            )

    return answer


def not_found(request: Request, error: Exception | None = None) -> Response:
    return Response("404 page not found\n", 404, media_type="text/plain")


def wrong_method(request: Request, error: Exception | None = None) -> Response:
    return Response(status_code=405)


class Gateway:
    """What stands in front of a hosted server: answers CORS, wants a project key, and here also a loopback Host."""

    def __init__(self, app: ASGIApp, project_keys: tuple[str, str]) -> None:
        self._app, self._keys = app, project_keys

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self._app(scope, receive, send)

        async def send_with_cors(message: Message) -> None:
            if message["type"] == "http.response.start":
                shown = [
                    (b"access-control-allow-origin", b"*"),
                    (b"access-control-expose-headers", f"X-Total-Count, Link, {VERSION_HEADER}".encode()),
                ]
                message = {**message, "headers": [*message.get("headers", []), *shown]}
            await send(message)

        request = Request(scope)
        await (self._own_answer(request) or self._app)(scope, receive, send_with_cors)

    def _own_answer(self, request: Request) -> Response | None:
        """An answer the gateway gives by itself; None lets the request through."""
        if not is_loopback(request.url.hostname or ""):
            return JSONResponse({"message": "This stand-in serves loopback only"}, 421)
        if request.method == "OPTIONS" and "access-control-request-method" in request.headers:
            methods = {
                "Access-Control-Allow-Methods": "GET, POST, PUT, PATCH, DELETE",
                "Access-Control-Allow-Headers": ALLOWED_HEADERS,
            }
            return Response(status_code=204, headers={**methods, "Access-Control-Max-Age": "3600"})
        if request.url.path.removeprefix(PREFIX) in OPEN_PATHS:
            return None
        shown = request.headers.get("apikey") or request.query_params.get("apikey") or ""
        if not shown:
            hint = "No `apikey` request header or url param was found."
            return JSONResponse({"message": "No API key found in request", "hint": hint}, 401)
        if not any(hmac.compare_digest(shown.encode(), key.encode()) for key in self._keys):
            hint = "Double check your Supabase `anon` or `service_role` API key."
            return JSONResponse({"message": "Invalid API key", "hint": hint}, 401)
        return None
