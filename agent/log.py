"""One JSON object per log line, opaque ids and numbers only; tokens are blotted out wherever a library might print one."""

from __future__ import annotations

import json
import logging
import re
import sys
import time
from typing import Any

_TOKEN = re.compile(r"eyJ[\w-]{4,}\.[\w-]+(?:\.[\w-]*)?|access_token=[^&\s\"']+")
_QUIET = ("livekit", "httpx", "httpcore", "httpx2", "httpcore2", "openai", "uvicorn", "asyncio")


class _JsonLines(logging.Formatter):
    """Our own records carry `event` and fields; others are reduced to logger, level and their blotted text."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {"t": round(record.created, 3), "level": record.levelname.lower(), "log": record.name}
        fields = getattr(record, "fields", None)
        if isinstance(fields, dict):
            line.update(event=record.getMessage(), **fields)
        else:
            line["event"] = _TOKEN.sub("[token]", record.getMessage())[:300]
        if record.exc_info and record.exc_info[0] is not None:
            line["error"] = record.exc_info[0].__name__
            line["where"] = _where(record.exc_info[2])
        return json.dumps(line, separators=(",", ":"), default=str)


def _where(traceback: Any) -> list[str]:
    """The last frames as file:line: enough to find the fault, without the message, which may quote what somebody said."""
    frames: list[str] = []
    while traceback is not None:
        code = traceback.tb_frame.f_code
        frames.append(f"{code.co_filename.rsplit('/', 1)[-1]}:{traceback.tb_lineno}")
        traceback = traceback.tb_next
    return frames[-6:]


def configure_logging(level: int = logging.INFO) -> None:
    """Send everything to stderr as JSON lines; call once, at the start of a process."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_JsonLines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)


class SessionLog:
    """A logger that puts the session's id on every line. Field values must be numbers, ids or fixed slugs."""

    def __init__(self, name: str, session_id: str) -> None:
        self._log = logging.getLogger(name)
        self._session_id = session_id
        self._start = time.monotonic()

    def info(self, event: str, **fields: object) -> None:
        """Something happened."""
        self._emit(logging.INFO, event, None, fields)

    def failed(self, event: str, error: BaseException, **fields: object) -> None:
        """A stage failed; the error's type and place are kept, its message is not."""
        self._emit(logging.ERROR, event, error, fields)

    def _emit(self, level: int, event: str, error: BaseException | None, fields: dict[str, object]) -> None:
        known = {"session": self._session_id, "age_s": round(time.monotonic() - self._start, 2), **fields}
        self._log.log(level, event, exc_info=error, extra={"fields": known})
