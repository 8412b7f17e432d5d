"""Every refusal this API makes, as RFC 9457 problems.

Problem
├── Unreadable 400          the body is no JSON at all
├── WrongMethod 405         with Allow
├── Unauthorized 401        no valid bearer
├── NotFound 404            not there, or not yours: the answer is the same
├── Invalid 422             the request's shape, with errors[]
├── Conflict 409            changed meanwhile
├── SessionEnded 410
├── SessionFull 409
├── InviteUnknown 404, InviteUsed 409, InviteRevoked 410, InviteExpired 410
├── CodeInvalid 422, CodeExpired 410
├── JobReplayed 409
├── RecordingNotAgreed 409, NotRecording 409
├── StorageFailed 503       the file store is out of reach
├── RateLimited 429         retry_after in seconds
├── QuotaReached 409        as many as one account or session may have
├── TooLarge 413
├── TooSlow 408             the body did not arrive in time
├── WrongMediaType 415
├── TooMuchSound 413        more than a microphone makes in that time
├── UnsupportedSound 415    no sound of the kinds that browsers record
├── MailFailed 502
└── Unavailable 503         database, LiveKit or auth keys out of reach: nothing was changed
"""

from __future__ import annotations

import traceback
from collections.abc import Mapping
from typing import Any, ClassVar

from core.protocol.problems import PROBLEMS


class Problem(Exception):
    """Raise anywhere under a route; api.py turns it into application/problem+json. `more` becomes extension members."""

    status: ClassVar[int] = 500
    slug: ClassVar[str] = "other"
    title: ClassVar[str] = "Something went wrong on our side"
    detail: ClassVar[str] = "Something went wrong on our side. Try again. If it stays, quote {id}."

    def __init__(
        self, detail: str | None = None, *, headers: Mapping[str, str] | None = None, more: Mapping[str, Any] | None = None
    ) -> None:
        self.said = detail or self.detail
        self.headers = dict(headers or {})
        self.more = dict(more or {})
        super().__init__(f"{self.slug}: {self.said}")

    def body(self, instance: str | None = None) -> dict[str, Any]:
        problem: dict[str, Any] = {"type": PROBLEMS + self.slug, "title": self.title, "status": self.status, "detail": self.said}
        if instance:
            problem["instance"] = instance
            problem["detail"] = self.said.replace("{id}", instance.removeprefix("urn:uuid:"))
        return problem | self.more


class Unreadable(Problem):
    status, slug, title = 400, "unreadable", "Cannot be read"
    detail = "What was sent cannot be read."


class WrongMethod(Problem):
    status, slug, title = 405, "wrong-method", "Not done that way"
    detail = "This address takes other methods. Look at Allow."


class Unauthorized(Problem):
    status, slug, title = 401, "unauthorized", "Sign in first"
    detail = "Sign in again to go on."

    def __init__(self, detail: str | None = None) -> None:
        super().__init__(detail, headers={"WWW-Authenticate": "Bearer"})


class NotFound(Problem):
    status, slug, title = 404, "not-found", "Not found"
    detail = "We cannot find that, or it is not yours."


class Invalid(Problem):
    status, slug, title = 422, "invalid", "Some fields do not fit"
    detail = "Some fields do not fit. Look at errors."


class Conflict(Problem):
    status, slug, title = 409, "conflict", "Changed meanwhile"
    detail = "This was changed in another tab. Your text is kept below."


class SessionEnded(Problem):
    status, slug, title = 410, "session-ended", "Session ended"
    detail = "This session has ended."


class SessionFull(Problem):
    status, slug, title = 409, "session-full", "Session full"
    detail = "This call already has two people. Are you in another tab?"


class InviteUnknown(Problem):
    status, slug, title = 404, "invite-unknown", "Unknown link"
    detail = "We do not know this link. Check that all of it was copied."


class InviteUsed(Problem):
    status, slug, title = 409, "invite-used", "Link in use"
    detail = "This link is in use on another device. Go on there, or ask for a new one."


class InviteRevoked(Problem):
    status, slug, title = 410, "invite-revoked", "Link withdrawn"
    detail = "Your facilitator has withdrawn this link. Ask them if that is a mistake."

    def __init__(self, name: str | None = None) -> None:
        said = f"{name} has withdrawn this link. Ask them if that is a mistake." if name else None
        super().__init__(said, more={"name": name} if name else {})


class InviteExpired(Problem):
    status, slug, title = 410, "invite-expired", "Link has run out"
    detail = "This link has run out. Ask your facilitator for a new one."

    def __init__(self, name: str | None = None) -> None:
        said = f"This link has run out. Ask {name} for a new one." if name else None
        super().__init__(said, more={"name": name} if name else {})


class CodeInvalid(Problem):
    status, slug, title = 422, "code-invalid", "Wrong code"
    detail = "That code does not match. Look at the newest mail."


class CodeExpired(Problem):
    status, slug, title = 410, "code-expired", "Code has run out"
    detail = "That code has run out. Ask for a new one."


class JobReplayed(Problem):
    status, slug, title = 409, "job-replayed", "Job already taken"
    detail = "This job was already taken."


class RecordingNotAgreed(Problem):
    status, slug, title = 409, "recording-not-agreed", "Not agreed to"
    detail = "Your partner has not agreed to a sound recording."


class NotRecording(Problem):
    status, slug, title = 409, "not-recording", "No recording runs"
    detail = "No recording runs in this session."


class StorageFailed(Problem):
    status, slug, title = 503, "unavailable", "Not available right now"
    detail = "The file store cannot be reached right now. Try again in a moment."


class RateLimited(Problem):
    status, slug, title = 429, "rate-limited", "Too many tries"

    def __init__(self, retry_after: int, says: str = "Too many tries.") -> None:
        super().__init__(
            f"{says} Try again in {_spoken(retry_after)}.",
            headers={"Retry-After": str(retry_after)},
            more={"retry_after": retry_after},
        )


class QuotaReached(Problem):
    status, slug, title = 409, "quota-reached", "No more of these"
    detail = "That is as many as there may be. Delete or end some first."


class TooSlow(Problem):
    status, slug, title = 408, "too-slow", "Arrived too slowly"
    detail = "What was sent did not arrive in time. Check the connection and send it again."


class WrongMediaType(Problem):
    status, slug, title = 415, "wrong-media-type", "Another media type is wanted"
    detail = "This address takes application/json."


class TooLarge(Problem):
    status, slug, title = 413, "too-large", "Too large"
    detail = "That is more than this address takes."


class TooMuchSound(Problem):
    status, slug, title = 413, "too-much-sound", "More sound than fits"
    detail = "That is more sound than a microphone makes in this time. Stop sending this part."


class UnsupportedSound(Problem):
    status, slug, title = 415, "unsupported-sound", "Not a sound we take"
    detail = "Send what a browser's MediaRecorder makes: audio/webm with Opus, or audio/mp4 with AAC or Opus, and no picture."


class MailFailed(Problem):
    status, slug, title = 502, "mail-failed", "Mail not sent"
    detail = "The mail did not go out. Nothing is lost. You can copy the link."


class Unavailable(Problem):
    status, slug, title = 503, "unavailable", "Not available right now"
    detail = "We cannot save right now. Your text is kept on this device."


class LaunchFailed(Exception):
    """The agent could not be started; the lease is to be given back."""


class LiveKitUnreachable(Exception):
    """The media server did not answer; what was asked of it did not happen, as far as we know."""


def _spoken(seconds: int) -> str:
    """A wait as people say it: seconds, minutes or hours, rounded up."""
    if seconds < 120:
        return f"{seconds} s"
    return f"{-(-seconds // 60)} min" if seconds < 7200 else f"{-(-seconds // 3600)} h"


def where(error: BaseException) -> str:
    """Files and lines only: an exception's own words may carry somebody's data."""
    frames = traceback.extract_tb(error.__traceback__)[-6:]
    causes = f" caused by {type(error.__cause__).__name__}" if error.__cause__ else ""
    return " < ".join(f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno}" for frame in reversed(frames)) + causes
