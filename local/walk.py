"""What a Facilitator and a Partner do through the API before they meet; used by demo, benchmark and tests."""

from typing import Any

import httpx

from local.inbox import mails_to, wait_for_code
from local.stack import Stack


class PromiseBroken(RuntimeError):
    """Something that must work did not; the message says what."""


class Walk:
    """Calls of people against a running stack, as their pages make them."""

    def __init__(self, stack: Stack) -> None:
        self.stack = stack
        self.http = httpx.AsyncClient(base_url=stack.urls["api"], timeout=15)

    async def call(self, method: str, path: str, bearer: str | None = None, body: dict[str, Any] | None = None) -> Any:
        """One call of our own API; PromiseBroken with the problem's words when it refuses."""
        headers = {"Authorization": f"Bearer {bearer}"} if bearer else {}
        reply = await self.http.request(method, path, json=body, headers=headers)
        if reply.is_error:
            raise PromiseBroken(f"{method} {path} answered {reply.status_code}: {reply.text[:300]}")
        return reply.json() if reply.content else None

    async def sign_in(self, email: str, name: str) -> tuple[str, str]:
        """With the code from the mail, through the official client. Returns the access token and the mail's subject."""
        from supabase import AuthApiError, acreate_client

        client = await acreate_client(self.stack.env["SUPABASE_URL"], self.stack.env["SUPABASE_ANON_KEY"])
        inbox = self.stack.urls["inbox"]
        before = next(iter(mails_to(inbox, email)), None)
        try:
            await client.auth.sign_in_with_otp({"email": email})
            code, mail = await wait_for_code(inbox, email, after=before)
            answer = await client.auth.verify_otp({"email": email, "token": code, "type": "email"})
        except AuthApiError as refused:
            raise PromiseBroken(f"Sign-in refused: {refused.code}") from refused
        assert answer.session is not None
        token = str(answer.session.access_token)
        await self.call("PATCH", "/api/me", token, {"display_name": name})
        return token, mail.subject

    async def invite(self, facilitator: str, partner_label: str) -> tuple[str, str]:
        """A new session and the secret of its invitation link: (session id, invite token)."""
        session = await self.call("POST", "/api/sessions", facilitator, {"partner_label": partner_label})
        invited = await self.call("POST", f"/api/sessions/{session['id']}/invite", facilitator, {})
        return str(session["id"]), str(invited["url"]).rsplit("/", 1)[1]

    async def redeem(self, invite: str, name: str, *, listening: bool = True) -> tuple[str, str]:
        """The Partner opens, redeems and, unless told not to, consents: (partner token, version of the text)."""
        await self.call("POST", "/api/invites/look", body={"token": invite})
        redeemed = await self.call("POST", "/api/invites/redeem", body={"token": invite, "display_name": name})
        config = await self.call("GET", "/api/config")
        partner, version = str(redeemed["partner_token"]), str(config["consents"]["listening"]["version"])
        if listening:
            await self.consent(partner, version, granted=True)
        return partner, version

    async def consent(self, partner: str, version: str, *, granted: bool) -> None:
        await self.call("PUT", "/api/partner/consents/listening", partner, {"granted": granted, "version": version})

    async def seat(self, bearer: str, session_id: str | None = None) -> dict[str, Any]:
        """Who may enter the room, and by which token."""
        grant: dict[str, Any] = await self.call(
            "POST", "/api/livekit/token", bearer, {"session_id": session_id} if session_id else {}
        )
        return grant

    async def end(self, session_id: str, facilitator: str) -> None:
        await self.call("POST", f"/api/sessions/{session_id}/end", facilitator, {})
