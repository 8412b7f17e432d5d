"""A small real SMTP peer: keeps what it is sent, refuses recipients when told to."""

from __future__ import annotations

import asyncio


class SmtpPeer:
    """`answer`: what to say to RCPT instead of accepting."""

    def __init__(self) -> None:
        self.mails: list[tuple[str, bytes]] = []
        self.answer: str | None = None
        self._server: asyncio.Server | None = None

    @property
    def url(self) -> str:
        assert self._server is not None
        return f"smtp://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    async def __aenter__(self) -> SmtpPeer:
        self._server = await asyncio.start_server(self._talk, "127.0.0.1", 0)
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._server is not None
        self._server.close()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        def say(line: str) -> None:
            writer.write(line.encode() + b"\r\n")

        say("220 peer")
        to = ""
        while line := (await reader.readline()).decode().strip():
            verb = line[:4].upper()
            if verb == "EHLO":
                say("250 peer")
            elif verb == "RCPT":
                to = line.partition("<")[2].partition(">")[0]
                say(self.answer or "250 ok")
            elif verb == "DATA":
                say("354 go on")
                lines = []
                while (part := await reader.readline()) != b".\r\n":
                    lines.append(part[1:] if part.startswith(b"..") else part)
                self.mails.append((to, b"".join(lines)))
                say("250 kept")
            elif verb == "QUIT":
                say("221 bye")
                break
            else:
                say("250 ok")
        writer.close()
