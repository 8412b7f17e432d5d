"""`nbp check` says when rooms of this machine could be taken for another's."""

import pytest

from functions.platform.settings import Settings
from local.check import deployment


@pytest.mark.parametrize(
    ("livekit", "supabase", "named", "verdict"),
    [
        ("wss://x.livekit.cloud", "https://abc.supabase.co", "", "ok"),
        ("wss://x.livekit.cloud", "http://127.0.0.1:54321", "", "wrong"),
        ("wss://x.livekit.cloud", "http://127.0.0.1:54321", "anna", "ok"),
        ("ws://127.0.0.1:7880", "http://127.0.0.1:54321", "", "ok"),
    ],
)
def test_a_shared_media_server_needs_a_name_for_each_machine(livekit: str, supabase: str, named: str, verdict: str) -> None:
    settings = Settings.model_construct(livekit_url=livekit, supabase_url=supabase, deployment_id=named)
    line = deployment(settings)
    assert (line.part, line.verdict) == ("DEPLOYMENT_ID", verdict)
