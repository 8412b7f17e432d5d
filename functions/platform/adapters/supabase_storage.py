"""Supabase Storage through its own client: one private bucket, reached with the service key."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from functions.platform.errors import NotFound, StorageFailed

if TYPE_CHECKING:
    from httpx import AsyncClient
    from storage3 import AsyncStorageClient

log = logging.getLogger(__name__)

BUCKET = "recordings"
TOGETHER = 1000  # names in one listing
WITHIN_S = 30.0


class SupabaseStorage:
    """Opened lazily. The bucket is made, private, when the first file finds none."""

    def __init__(self, url: str, service_key: str) -> None:
        self._url = f"{url.rstrip('/')}/storage/v1/"
        self._key = service_key
        self._http: AsyncClient | None = None
        self._client: AsyncStorageClient | None = None
        self._making = asyncio.Lock()

    async def put(self, key: str, data: bytes | Path, media_type: str) -> None:
        options: Any = {"content-type": media_type, "cache-control": "0", "upsert": "true"}
        try:
            async with self._bucket() as bucket:
                await bucket.upload(key, data, options)
        except NotFound:
            await self._make_bucket()
            async with self._bucket() as bucket:
                await bucket.upload(key, data, options)

    async def get(self, key: str) -> bytes:
        async with self._bucket() as bucket:
            return bytes(await bucket.download(key))

    async def remove(self, folder: str, *, keep: Collection[str] = ()) -> None:
        skipped = 0
        while True:
            try:
                async with self._bucket() as bucket:
                    found = await bucket.list(folder, {"limit": TOGETHER, "offset": skipped})
                    keys = [f"{folder}/{one['name']}" for one in found]
                    going = [key for key in keys if key not in keep]
                    if going:
                        await bucket.remove(going)
            except NotFound:  # no bucket: nothing was ever kept
                return
            skipped += len(keys) - len(going)
            if len(keys) < TOGETHER:
                return

    async def remove_unfinished(self) -> None:
        """Nothing: an upload that breaks off makes no file."""

    async def link(self, key: str, *, for_s: int, save_as: str | None = None) -> str:
        async with self._bucket() as bucket:
            signed = await bucket.create_signed_url(key, for_s, {"download": save_as} if save_as else None)
        return str(signed["signedURL"])

    async def ping(self) -> None:
        """The keys are taken; a bucket that is not there yet is made by the first file."""
        try:
            async with self._storage() as storage:
                await storage.get_bucket(BUCKET)
        except NotFound:
            return

    async def aclose(self) -> None:
        if self._http is not None:
            await self._http.aclose()
            self._http = self._client = None

    async def _make_bucket(self) -> None:
        async with self._making:
            try:
                async with self._storage() as storage:
                    await storage.create_bucket(BUCKET, options={"public": False})
                log.info("the private bucket %s was made", BUCKET)
            except AlreadyThere:
                pass

    @asynccontextmanager
    async def _bucket(self) -> AsyncIterator[Any]:
        async with self._storage() as storage:
            yield storage.from_(BUCKET)

    @asynccontextmanager
    async def _storage(self) -> AsyncIterator[AsyncStorageClient]:
        import httpx
        from storage3 import AsyncStorageClient
        from storage3.exceptions import StorageApiError

        if self._client is None:
            self._http = httpx.AsyncClient(timeout=WITHIN_S)
            headers = {"apikey": self._key, "Authorization": f"Bearer {self._key}"}
            self._client = AsyncStorageClient(self._url, headers, http_client=self._http)
        try:
            yield self._client
        except StorageApiError as refused:
            # the client's words may name a key's owner; the status is enough
            if str(refused.status) == "404" or refused.code in ("not_found", "NoSuchKey", "NoSuchBucket", "Bucket not found"):
                raise NotFound() from refused
            if str(refused.status) == "409":
                raise AlreadyThere() from refused
            log.warning("storage refused: %s", refused.status)
            raise StorageFailed() from refused
        except httpx.HTTPError as lost:
            raise StorageFailed() from lost


class AlreadyThere(Exception):
    """Somebody else made it first."""
