"""A tiny JWKS server with real keys, and tokens in the shape Supabase Auth gives them."""

from __future__ import annotations

import json
import threading
import time
import uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from jwt.algorithms import ECAlgorithm, RSAAlgorithm


class JwksServer:
    """`keys` may be changed while it runs; `reads` counts how often they were fetched; `broken` answers 500; `deleted`: accounts and the key shown."""

    def __init__(self) -> None:
        self.private: dict[str, Any] = {}
        self.published: list[dict[str, Any]] = []
        self.reads = 0
        self.deleted: list[tuple[str, str]] = []
        self.broken = False
        self.add_ec("ec-1")
        self.add_rsa("rsa-1")
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outer.reads += 1
                found = self.path == "/auth/v1/.well-known/jwks.json" and not outer.broken
                body = json.dumps({"keys": outer.published}).encode() if found else b"{}"
                self.send_response(200 if found else 500)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def do_DELETE(self) -> None:
                outer.deleted.append((self.path.rsplit("/", 1)[-1], self.headers.get("apikey", "")))
                self.send_response(500 if outer.broken else 200)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_: Any) -> None:
                """Quiet."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    def add_ec(self, kid: str, *, publish: bool = True) -> None:
        key = ec.generate_private_key(ec.SECP256R1())
        self.private[kid] = (key, "ES256")
        if publish:
            self.published.append(
                ECAlgorithm.to_jwk(key.public_key(), as_dict=True)
                | {"kid": kid, "alg": "ES256", "use": "sig", "key_ops": ["verify"]}
            )

    def add_rsa(self, kid: str) -> None:
        key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.private[kid] = (key, "RS256")
        self.published.append(RSAAlgorithm.to_jwk(key.public_key(), as_dict=True) | {"kid": kid, "alg": "RS256", "use": "sig"})

    def claims(self, **changed: Any) -> dict[str, Any]:
        now = int(time.time())
        claims = {
            "iss": f"{self.url}/auth/v1",
            "sub": str(uuid.uuid4()),
            "aud": "authenticated",
            "exp": now + 3600,
            "iat": now,
            "email": "alex@example.org",
            "phone": "",
            "app_metadata": {"provider": "email", "providers": ["email"]},
            "user_metadata": {},
            "role": "authenticated",
            "aal": "aal1",
            "amr": [{"method": "otp", "timestamp": now}],
            "session_id": str(uuid.uuid4()),
            "is_anonymous": False,
        }
        return {name: value for name, value in (claims | changed).items() if value is not None}

    def token(self, *, kid: str = "ec-1", said_kid: str | None = None, **changed: Any) -> str:
        key, algorithm = self.private[kid]
        return jwt.encode(self.claims(**changed), key, algorithm=algorithm, headers={"kid": said_kid or kid})

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
