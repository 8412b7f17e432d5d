"""A job is accepted only whole, fresh, for this audience and signed by us."""

from __future__ import annotations

import dataclasses

import jwt
import pytest

from core.protocol.job import AUDIENCE, CoachJob, JobRefused, sign_job, verify_job

SECRET = "a-job-secret-of-at-least-thirty-two-bytes"
NOW = 1_800_000_000


def a_job(**changes: object) -> CoachJob:
    job = CoachJob(
        session_id="6f1f9f2e-4c1e-4d55-9a6e-0c4d8a0d9d11", room="nbp-6f", livekit_url="ws://127.0.0.1:1", livekit_token="lk",
        coach_identity="coach-6f", partner_identity="partner-6f", facilitator_identity="facilitator-6f",
        api_url="http://127.0.0.1:2", report_token="rt", hints_so_far=2, segments_so_far=5, safety_so_far=0,
        jti="j1", expires_at=NOW + 60,
    )  # fmt: skip
    return dataclasses.replace(job, **changes)  # type: ignore[arg-type]


def at(seconds: float):
    return lambda: NOW + seconds


def test_a_fresh_job_comes_back_whole() -> None:
    assert verify_job(sign_job(a_job(), SECRET, now=at(0)), SECRET, now=at(59)) == a_job()


@pytest.mark.parametrize(
    ("token", "when", "reason"),
    [
        (lambda: sign_job(a_job(), SECRET, now=at(0)), 60, "expired"),
        (lambda: sign_job(a_job(expires_at=NOW + 10), SECRET, now=at(0)), 11, "expired"),
        (lambda: sign_job(a_job(), "another-secret-of-at-least-thirty-two-b", now=at(0)), 1, "bad-signature"),
        (lambda: "not.a.jwt", 1, "bad-signature"),
        (lambda: jwt.encode({"jti": "j1", "iat": NOW, "exp": NOW + 60, "aud": "agent-report"}, SECRET), 1, "wrong-audience"),
        (lambda: jwt.encode({"jti": "j1", "iat": NOW, "exp": NOW + 60}, SECRET), 1, "wrong-audience"),
        (lambda: jwt.encode({"jti": "j1", "iat": NOW, "exp": NOW + 60, "aud": AUDIENCE, "job": {}}, SECRET), 1, "malformed"),
        (lambda: jwt.encode({"jti": "j1", "iat": NOW, "exp": NOW + 9999, "aud": AUDIENCE}, SECRET), 1, "malformed"),
        (lambda: jwt.encode({"jti": "x", "iat": NOW, "exp": NOW + 60, "aud": AUDIENCE,
                             "job": dataclasses.asdict(a_job())}, SECRET), 1, "malformed"),
        (lambda: jwt.encode({"jti": "j1", "iat": NOW, "exp": NOW + 60, "aud": AUDIENCE,
                             "job": dataclasses.asdict(a_job(partner_identity=""))}, SECRET), 1, "malformed"),
        (lambda: jwt.encode({"jti": "j1", "iat": NOW, "exp": NOW + 60, "aud": AUDIENCE}, "", algorithm="none"), 1, "malformed"),
        (lambda: jwt.encode({"jti": "j1", "iat": NOW, "exp": NOW + 60, "aud": AUDIENCE}, SECRET * 2, algorithm="HS512"), 1,
         "bad-signature"),
        (lambda: sign_job(a_job(), SECRET, now=at(30)), 0, "malformed"),
        (lambda: sign_job(a_job(), SECRET, now=at(0)) + "A", 1, "bad-signature"),
        (lambda: sign_job(a_job(), SECRET, now=at(0)).rsplit(".", 1)[0] + ".", 1, "malformed"),
        (lambda: "é.é.é", 1, "malformed"),
        (lambda: "a" * 20_000 + ".b.c", 1, "malformed"),
    ],
)  # fmt: skip
def test_anything_else_is_refused(token, when: float, reason: str) -> None:
    with pytest.raises(JobRefused) as refused:
        verify_job(token(), SECRET, now=at(when))
    assert refused.value.reason == reason


def test_it_is_an_ordinary_jwt() -> None:
    claims = jwt.decode(
        sign_job(a_job(), SECRET, now=at(0)),
        SECRET,
        algorithms=["HS256"],
        audience=AUDIENCE,
        options={"verify_exp": False, "verify_iat": False},
    )
    assert claims["job"]["session_id"] == a_job().session_id
    body = {"jti": "j1", "iat": NOW, "exp": NOW + 60, "aud": AUDIENCE, "job": dataclasses.asdict(a_job())}
    assert verify_job(jwt.encode(body, SECRET), SECRET, now=at(1)) == a_job()


def test_no_secret_means_no_jobs() -> None:
    token = sign_job(a_job(), SECRET, now=at(0))
    with pytest.raises(JobRefused):
        verify_job(token, "", now=at(1))
    with pytest.raises(ValueError, match="JOB_SECRET"):
        sign_job(a_job(), "", now=at(0))


def test_a_job_keeps_its_tokens_out_of_logs() -> None:
    assert "rt" not in repr(a_job()).split("room=")[0]
    assert "lk" not in repr(a_job())
