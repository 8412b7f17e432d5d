"""An agent machine in miniature: counts jobs, sleeps when told to. `agent_peer.py PORT STARTS`."""

import json
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

jobs: list[str] = []


class Peer(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self._answer(200, {"jobs": len(jobs)})

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        if self.path == "/sleep":
            self._answer(200, {})
            threading.Thread(target=self.server.shutdown).start()
            return
        jobs.append(json.loads(body)["job"])
        self._answer(202, {"session_id": "x"})

    def _answer(self, status: int, body: object) -> None:
        raw = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)

    def log_message(self, *_: object) -> None:
        """Quiet."""


if __name__ == "__main__":
    with Path(sys.argv[2]).open("a") as starts:
        starts.write("started\n")
    ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Peer).serve_forever()
