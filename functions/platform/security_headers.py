"""Security headers of every answer, said once: the API's middleware sends them, and `functions.contract` writes them into vercel.json."""

from __future__ import annotations

from collections.abc import Sequence

HSTS = "max-age=31536000; includeSubDomains"
FOREVER = "public, max-age=31536000, immutable"
"""Cache-Control of files whose name holds a hash of what is in them."""
INVITATION = {"X-Robots-Tag": "noindex, nofollow", "Cache-Control": "no-store"}
"""For pages under /p/, whose address is an invitation."""


def security_headers(policy: str, *, https: bool) -> dict[str, str]:
    """Headers by name. `policy`: of `content_security_policy`. `https`: whether browsers are told to use nothing else."""
    headers = {
        "Content-Security-Policy": policy,
        "Permissions-Policy": "camera=(self), microphone=(self), display-capture=(self), geolocation=(), payment=(), usb=()",
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Cross-Origin-Opener-Policy": "same-origin",
    }
    return headers | {"Strict-Transport-Security": HSTS} if https else headers


def content_security_policy(supabase: str, livekit: Sequence[str]) -> str:
    """Own scripts only; the page may talk to its own origin, to `supabase` and to `livekit` (origins, with scheme)."""
    rules = {
        "default-src": "'self'",
        "script-src": "'self' 'wasm-unsafe-eval'",
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data: blob:",
        "font-src": "'self' data:",
        "media-src": f"'self' blob: mediastream: {supabase}",
        "worker-src": "'self' blob:",
        "connect-src": " ".join(dict.fromkeys(["'self'", supabase, *livekit])),
        "frame-ancestors": "'none'",
        "object-src": "'none'",
        "base-uri": "'none'",
        "form-action": "'self'",
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())
