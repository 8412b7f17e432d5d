"""Supabase Storage's wire, as far as this project speaks it: buckets, objects, listings, signed links; its own odd statuses."""

from __future__ import annotations

import time
import urllib.parse
from dataclasses import dataclass, field

import jwt
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

SERVICE_KEY = "service-key"
SECRET = "the peer's own secret, long enough for its algorithm"


def refusal(status: str, error: str, message: str) -> JSONResponse:
    """The service answers 400 and puts the real status into the body."""
    return JSONResponse({"statusCode": status, "error": error, "message": message}, 400)


@dataclass
class StoragePeer:
    """`objects` by bucket and name: bytes and media type. `public`: what kind of bucket was made."""

    objects: dict[str, dict[str, tuple[bytes, str]]] = field(default_factory=dict)
    public: dict[str, bool] = field(default_factory=dict)

    def app(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/storage/v1/bucket", self.create_bucket, methods=["POST"]),
                Route("/storage/v1/bucket/{bucket}", self.get_bucket),
                Route("/storage/v1/object/list/{bucket}", self.list_objects, methods=["POST"]),
                Route("/storage/v1/object/sign/{bucket}/{name:path}", self.sign, methods=["POST"]),
                Route("/storage/v1/object/sign/{bucket}/{name:path}", self.by_link),
                Route("/storage/v1/object/{bucket}/{name:path}", self.upload, methods=["POST"]),
                Route("/storage/v1/object/{bucket}/{name:path}", self.download),
                Route("/storage/v1/object/{bucket}", self.remove, methods=["DELETE"]),
            ]
        )

    def _refused(self, request: Request, bucket: str) -> Response | None:
        if request.headers.get("authorization") != f"Bearer {SERVICE_KEY}":
            return refusal("403", "Unauthorized", "Invalid Compact JWS")
        return None if bucket in self.objects else refusal("404", "Bucket not found", "Bucket not found")

    async def create_bucket(self, request: Request) -> Response:
        asked = await request.json()
        if request.headers.get("authorization") != f"Bearer {SERVICE_KEY}":
            return refusal("403", "Unauthorized", "Invalid Compact JWS")
        if asked["id"] in self.objects:
            return refusal("409", "Duplicate", "The resource already exists")
        self.objects[asked["id"]] = {}
        self.public[asked["id"]] = asked.get("public", False)
        return JSONResponse({"name": asked["id"]})

    async def get_bucket(self, request: Request) -> Response:
        bucket = request.path_params["bucket"]
        if refused := self._refused(request, bucket):
            return refused
        made = "2026-01-01T00:00:00Z"
        return JSONResponse(
            {"id": bucket, "name": bucket, "owner": "", "public": self.public[bucket], "created_at": made, "updated_at": made,
             "file_size_limit": None, "allowed_mime_types": None}
        )  # fmt: skip

    async def upload(self, request: Request) -> Response:
        bucket, name = request.path_params["bucket"], request.path_params["name"]
        if refused := self._refused(request, bucket):
            return refused
        if name in self.objects[bucket] and request.headers.get("x-upsert") != "true":
            return refusal("409", "Duplicate", "The resource already exists")
        boundary = request.headers["content-type"].partition("boundary=")[2].encode()
        for field_sent in (await request.body()).split(b"--" + boundary):
            head, _, data = field_sent.partition(b"\r\n\r\n")
            if b'name="file"' in head:
                kind = head.lower().partition(b"content-type: ")[2].partition(b"\r\n")[0].decode()
                self.objects[bucket][name] = (data.removesuffix(b"\r\n"), kind)
        return JSONResponse({"Id": "1", "Key": f"{bucket}/{name}"})

    async def download(self, request: Request) -> Response:
        bucket, name = request.path_params["bucket"], request.path_params["name"]
        if refused := self._refused(request, bucket):
            return refused
        if name not in self.objects[bucket]:
            return refusal("404", "not_found", "Object not found")
        data, kind = self.objects[bucket][name]
        return Response(data, media_type=kind)

    async def list_objects(self, request: Request) -> Response:
        bucket = request.path_params["bucket"]
        if refused := self._refused(request, bucket):
            return refused
        asked = await request.json()
        prefix = f"{asked['prefix'].strip('/')}/"
        names = sorted(name.removeprefix(prefix) for name in self.objects[bucket] if name.startswith(prefix))
        some = names[asked["offset"] : asked["offset"] + min(asked["limit"], 1000)]
        return JSONResponse([{"name": name, "id": name, "metadata": {}} for name in some])

    async def remove(self, request: Request) -> Response:
        bucket = request.path_params["bucket"]
        if refused := self._refused(request, bucket):
            return refused
        names = (await request.json())["prefixes"]
        gone = [name for name in names if self.objects[bucket].pop(name, None)]
        return JSONResponse([{"name": name} for name in gone])

    async def sign(self, request: Request) -> Response:
        bucket, name = request.path_params["bucket"], request.path_params["name"]
        if refused := self._refused(request, bucket):
            return refused
        if name not in self.objects[bucket]:
            return refusal("404", "not_found", "Object not found")
        until = int(time.time()) + int((await request.json())["expiresIn"])
        token = jwt.encode({"url": f"{bucket}/{name}", "exp": until}, SECRET, algorithm="HS256")
        return JSONResponse({"signedURL": f"/object/sign/{bucket}/{urllib.parse.quote(name)}?token={token}"})

    async def by_link(self, request: Request) -> Response:
        bucket, name = request.path_params["bucket"], request.path_params["name"]
        try:
            claims = jwt.decode(request.query_params.get("token", ""), SECRET, algorithms=["HS256"])
        except jwt.PyJWTError:
            return refusal("400", "InvalidJWT", "jwt expired")
        if claims["url"] != f"{bucket}/{name}":
            return refusal("400", "InvalidSignature", "The url do not match the signature")
        data, kind = self.objects[bucket][name]
        headers = {}
        if "download" in request.query_params:
            headers["content-disposition"] = f'attachment; filename="{request.query_params["download"]}"'
        return Response(data, media_type=kind, headers=headers)
