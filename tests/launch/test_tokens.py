"""Tokens: who gets one, into which room, and what it allows. Every refusal stands beside an allowed control."""

import uuid

import jwt
import pytest

from core.protocol.job import LIFETIME_S
from functions.platform.errors import Unauthorized
from functions.platform.settings import Settings
from functions.rooms.identities import (
    coach_identity,
    facilitator_identity,
    partner_identity,
    read_identity,
    role_of,
    room_name,
    session_of,
)
from functions.rooms.tokens import Reporter, coach_token, read_report_token, report_token

from .conftest import World

LIBERTIES = {"roomCreate", "roomList", "roomAdmin", "roomRecord", "hidden", "recorder", "ingressAdmin", "destinationRoom"}


def claims_of(world: World, token: str) -> dict:
    settings = world.deps.settings
    return jwt.decode(token, settings.livekit_api_secret, algorithms=["HS256"], issuer=settings.livekit_api_key)


async def test_facilitators_token(world: World) -> None:
    call = world.new_call()
    async with world.client(call.facilitator_bearer) as client:
        reply = await client.post("/api/livekit/token", json={"session_id": call.id})
    body = reply.json()
    assert reply.status_code == 200, body
    claims = claims_of(world, body["token"])
    video = claims["video"]
    assert body["room"] == video["room"] == room_name("test", call.id)
    assert body["identity"] == claims["sub"] == facilitator_identity(call.id)
    assert body["identities"] == {
        "facilitator": facilitator_identity(call.id),
        "partner": partner_identity(call.partner_id),
        "coach": coach_identity(call.id),
    }
    assert video["canPublishData"] is True
    assert set(video["canPublishSources"]) == {"camera", "microphone", "screen_share", "screen_share_audio"}
    assert claims["attributes"] == {"role": "facilitator"}
    assert claims["name"] == "Alex"
    assert claims["exp"] - claims["nbf"] == world.deps.settings.token_ttl_s
    assert not LIBERTIES & {name for name, value in video.items() if value}
    assert "canUpdateOwnMetadata" not in video


@pytest.mark.parametrize(("consent", "said"), [(True, "granted"), (False, "withdrawn")])
async def test_partners_token(world: World, consent: bool, said: str) -> None:
    call = world.new_call(consent=consent)
    async with world.client(call.partner_token) as client:
        reply = await client.post("/api/livekit/token", json={})
    claims = claims_of(world, reply.json()["token"])
    assert claims["sub"] == partner_identity(call.partner_id)
    assert claims["video"]["canPublishData"] is False
    assert claims["attributes"] == {"role": "partner", "consent.listening": said}
    assert "canUpdateOwnMetadata" not in claims["video"]
    assert claims["name"] == "Sam"
    assert not LIBERTIES & {name for name, value in claims["video"].items() if value}


async def test_a_stranger_gets_no_token(world: World) -> None:
    call, other = world.new_call(), world.new_call()
    async with world.client(other.facilitator_bearer) as client:
        assert (await client.post("/api/livekit/token", json={"session_id": call.id})).status_code == 404
        assert (await client.post("/api/livekit/token", json={})).status_code == 404
        assert (await client.post("/api/livekit/token", json={"session_id": other.id})).status_code == 200
    async with world.client(call.partner_token) as client:
        assert (await client.post("/api/livekit/token", json={"session_id": other.id})).status_code == 404
        assert (await client.post("/api/livekit/token", json={"session_id": call.id})).status_code == 200
    async with world.client() as client:
        assert (await client.post("/api/livekit/token", json={"session_id": call.id})).status_code == 401
    async with world.client("nbp_p_nobody") as client:
        assert (await client.post("/api/livekit/token", json={})).status_code == 401


async def test_a_revoked_partner_gets_no_token(world: World) -> None:
    call = world.new_call()
    async with world.client(call.partner_token) as client:
        assert (await client.post("/api/livekit/token", json={})).status_code == 200
        world.sql("update partners set revoked_at = now() where id = %s", call.partner_id)
        reply = await client.post("/api/livekit/token", json={})
    assert (reply.status_code, reply.json()["type"].rpartition("/")[2]) == (410, "invite-revoked")


async def test_an_ended_session_gives_no_token(world: World) -> None:
    call = world.new_call()
    for bearer, body in ((call.facilitator_bearer, {"session_id": call.id}), (call.partner_token, {})):
        async with world.client(bearer) as client:
            assert (await client.post("/api/livekit/token", json=body)).status_code == 200
    world.end(call)
    for bearer, body in ((call.facilitator_bearer, {"session_id": call.id}), (call.partner_token, {})):
        async with world.client(bearer) as client:
            reply = await client.post("/api/livekit/token", json=body)
        assert (reply.status_code, reply.json()["type"].rpartition("/")[2]) == (410, "session-ended")


def test_the_coachs_token_listens_and_writes(world: World) -> None:
    session, lease = str(uuid.uuid4()), uuid.uuid4()
    claims = claims_of(world, coach_token(world.deps, session, lease))
    assert claims["attributes"]["lease"] == str(lease)
    video = claims["video"]
    assert (claims["kind"], claims["name"], claims["sub"]) == ("agent", "Silent Coach", coach_identity(session))
    assert (video["canPublish"], video["canSubscribe"], video["canPublishData"]) == (False, True, True)
    assert video["canUpdateOwnMetadata"] is True
    assert video["room"] == room_name("test", session)
    assert not LIBERTIES & {name for name, value in video.items() if value}


def test_a_join_token_lives_as_long_as_a_slow_phone_needs(world: World) -> None:
    assert Settings.model_fields["token_ttl_s"].default == 30
    claims = claims_of(world, coach_token(world.deps, str(uuid.uuid4()), uuid.uuid4()))
    assert claims["exp"] - claims["nbf"] == LIFETIME_S


def test_report_tokens_are_ours_alone(world: World) -> None:
    session, partner, lease = str(uuid.uuid4()), uuid.uuid4(), uuid.uuid4()
    token = report_token(world.deps, session, partner, lease)
    assert read_report_token(world.deps, token) == Reporter(uuid.UUID(session), partner, lease)
    settings = world.deps.settings
    foreign = jwt.encode(jwt.decode(token, options={"verify_signature": False}), settings.job_secret, algorithm="HS256")
    elsewhere = jwt.encode(
        jwt.decode(token, options={"verify_signature": False}) | {"aud": "coach-host"}, settings.app_secret, algorithm="HS256"
    )
    for bad in (foreign, elsewhere, "x", token[:-2]):
        with pytest.raises(Unauthorized):
            read_report_token(world.deps, bad)


def test_names_are_opaque_and_lead_back() -> None:
    session, partner = str(uuid.uuid4()), str(uuid.uuid4())
    room = room_name("prod", session)
    assert session_of(room, "prod") == session
    for foreign in (room.replace("prod", "staging"), room.replace("prod-", ""), room.upper(), "nbp-prod-zz", "someone-elses", ""):
        assert session_of(foreign, "prod") is None, foreign
    assert role_of(coach_identity(session), session) == "coach"
    assert role_of(coach_identity(uuid.uuid4()), session) is None
    assert role_of(facilitator_identity(session), session) == "facilitator"
    assert role_of(partner_identity(partner), session) == "partner"
    named = read_identity(partner_identity(partner))
    assert named is not None
    assert (named.role, named.id) == ("partner", partner)
    # LiveKit adds `#…` to the identity of a second, publish-only connection on the same token
    for stranger in (partner_identity(partner) + "#x", "partner-", "spy", partner_identity(partner).upper(), ""):
        assert role_of(stranger, session) is None, stranger
