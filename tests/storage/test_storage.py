"""One contract for both places where files are kept: a folder behind our own API, and Supabase Storage at its wire."""

from __future__ import annotations

import asyncio
import dataclasses
import os
import uuid
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
import uvicorn

from functions.api import create_app
from functions.bootstrap import bootstrap
from functions.platform.adapters.folder_storage import FolderStorage
from functions.platform.adapters.supabase_storage import BUCKET, SupabaseStorage
from functions.platform.deps import Storage
from functions.platform.errors import NotFound, StorageFailed
from functions.platform.settings import Settings
from local.servers import free_port

from .storage_peer import SERVICE_KEY, StoragePeer


class Serving:
    """An ASGI app on a loopback port of its own, for as long as the block lasts."""

    def __init__(self, app: object) -> None:
        self.port = free_port()
        self._server = uvicorn.Server(uvicorn.Config(app, port=self.port, log_level="error", lifespan="off"))  # type: ignore[arg-type]

    async def __aenter__(self) -> str:
        self._task = asyncio.create_task(self._server.serve())
        while not self._server.started:  # noqa: ASYNC110 - uvicorn tells it by a flag
            await asyncio.sleep(0.01)
        return f"http://127.0.0.1:{self.port}"

    async def __aexit__(self, *_: object) -> None:
        self._server.should_exit = True
        await self._task


@dataclasses.dataclass
class Place:
    storage: Storage
    ahead: list[timedelta]


@pytest.fixture(params=["folder", "supabase"])
async def place(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Place]:
    ahead = [timedelta()]
    if request.param == "supabase":
        hosted, key = os.environ.get("SUPABASE_URL"), os.environ.get("SUPABASE_SERVICE_ROLE_KEY")
        async with Serving(StoragePeer().app()) as peer:
            storage = SupabaseStorage(hosted or peer, key if hosted and key else SERVICE_KEY)
            yield Place(storage, ahead)
            await storage.aclose()
        return
    settings = Settings(
        _env_file=None, database_url="postgresql:///none", supabase_url="http://auth.test", supabase_anon_key="a",
        supabase_service_role_key="s", livekit_url="ws://127.0.0.1:1", livekit_api_key="k", livekit_api_secret="s" * 32,
        app_url="http://pages.test", app_secret="a" * 32, job_secret="j" * 32, storage="folder",
    )  # fmt: skip
    port = free_port()
    here = FolderStorage(
        tmp_path / "files", f"http://127.0.0.1:{port}", settings.app_secret, now=lambda: datetime.now(UTC) + ahead[0]
    )
    serving = Serving(create_app(dataclasses.replace(bootstrap(settings), storage=here)))
    here._app_url = f"http://127.0.0.1:{serving.port}"
    async with serving:
        yield Place(here, ahead)


@pytest.fixture
def folder() -> str:
    return str(uuid.uuid4())


async def test_what_is_put_is_what_is_got_and_the_newest_wins(place: Place, folder: str, tmp_path: Path) -> None:
    (tmp_path / "long").write_bytes(os.urandom(300_000))
    await place.storage.put(f"{folder}/a-000000", b"first", "audio/webm")
    await place.storage.put(f"{folder}/a-000000", b"second", "audio/webm")
    await place.storage.put(f"{folder}/long.m4a", tmp_path / "long", "audio/mp4")
    assert await place.storage.get(f"{folder}/a-000000") == b"second"
    assert await place.storage.get(f"{folder}/long.m4a") == (tmp_path / "long").read_bytes()
    with pytest.raises(NotFound):
        await place.storage.get(f"{folder}/b-000000")
    await place.storage.ping()


async def test_a_folder_goes_whole_or_but_for_what_is_kept(place: Place, folder: str) -> None:
    other = str(uuid.uuid4())
    for name in (f"{folder}/a-000000", f"{folder}/a-000001", f"{folder}/kept.m4a", f"{other}/a-000000"):
        await place.storage.put(name, b"x", "audio/webm")
    await place.storage.remove(folder, keep=[f"{folder}/kept.m4a"])
    assert await place.storage.get(f"{folder}/kept.m4a") == b"x"
    with pytest.raises(NotFound):
        await place.storage.get(f"{folder}/a-000001")
    await place.storage.remove(folder)
    with pytest.raises(NotFound):
        await place.storage.get(f"{folder}/kept.m4a")
    assert await place.storage.get(f"{other}/a-000000") == b"x"
    await place.storage.remove(folder)
    await place.storage.remove(str(uuid.uuid4()))


async def test_a_link_opens_its_file_without_a_bearer_and_no_other(place: Place, folder: str) -> None:
    await place.storage.put(f"{folder}/a.m4a", b"sound", "audio/mp4")
    await place.storage.put(f"{folder}/b.m4a", b"other", "audio/mp4")
    link = await place.storage.link(f"{folder}/a.m4a", for_s=60)
    saved = await place.storage.link(f"{folder}/a.m4a", for_s=60, save_as="session.m4a")
    async with httpx.AsyncClient() as anybody:
        opened = await anybody.get(link)
        assert (opened.status_code, opened.content, opened.headers["content-type"]) == (200, b"sound", "audio/mp4")
        assert 'filename="session.m4a"' in (await anybody.get(saved)).headers["content-disposition"]
        assert (await anybody.get(link.replace("/a.m4a", "/b.m4a"))).status_code in (400, 404)
        assert (await anybody.get(link.split("?")[0])).status_code >= 400


async def test_a_link_runs_out(place: Place, folder: str) -> None:
    await place.storage.put(f"{folder}/a.m4a", b"sound", "audio/mp4")
    async with httpx.AsyncClient() as anybody:
        if isinstance(place.storage, FolderStorage):
            link = await place.storage.link(f"{folder}/a.m4a", for_s=60)
            place.ahead[0] = timedelta(seconds=61)
        else:
            link = await place.storage.link(f"{folder}/a.m4a", for_s=-1)  # its clock is its own
        assert (await anybody.get(link)).status_code in (400, 404)


async def test_the_bucket_is_made_private_by_the_first_file() -> None:
    peer = StoragePeer()
    async with Serving(peer.app()) as url:
        storage = SupabaseStorage(url, SERVICE_KEY)
        await storage.ping()
        assert peer.public == {}
        await asyncio.gather(*(storage.put(f"{uuid.uuid4()}/a", b"x", "audio/webm") for _ in range(3)))
        assert peer.public == {BUCKET: False}
        await storage.aclose()
        wrong = SupabaseStorage(url, "another key")
        for attempt in (wrong.ping(), wrong.put(f"{uuid.uuid4()}/a", b"x", "audio/webm")):
            with pytest.raises(StorageFailed):
                await attempt
        await wrong.aclose()
    gone = SupabaseStorage("http://127.0.0.1:1", SERVICE_KEY)
    with pytest.raises(StorageFailed):
        await gone.get(f"{uuid.uuid4()}/a")
    await gone.aclose()


@pytest.mark.parametrize("key", ["../secrets", "a/b", f"{uuid.UUID(int=0)}/../../x", f"{uuid.UUID(int=0)}/.hidden/x", ""])
async def test_no_key_leads_out_of_the_folder(tmp_path: Path, key: str) -> None:
    storage = FolderStorage(tmp_path / "files", "http://pages.test", "a" * 32, now=lambda: datetime.now(UTC))
    (tmp_path / "secrets").write_text("no")
    with pytest.raises(NotFound):
        await storage.get(key)
    with pytest.raises(NotFound):
        await storage.put(key, b"x", "audio/webm")
