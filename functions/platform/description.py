"""The API's description, from the routes as they stand, and its page without a foreign script."""

from __future__ import annotations

import html
import json
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from functions.platform.errors import Invalid, Problem, RateLimited, TooLarge, TooSlow, Unreadable, WrongMediaType
from functions.platform.limits import RULES

PROBLEM_SCHEMA: dict[str, Any] = {
    "type": "object",
    "title": "Problem",
    "description": "RFC 9457. `type` is the stable name of what went wrong; `instance` carries the number to quote.",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "format": "uri"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "instance": {"type": "string", "format": "uri"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["pointer", "detail"],
                "properties": {"pointer": {"type": "string"}, "detail": {"type": "string"}},
            },
        },
        "retry_after": {"type": "integer", "description": "seconds"},
        "name": {"type": "string", "description": "who to ask for a new link"},
    },
}
INSTANCE = "urn:uuid:6f1f2f0e-6a53-4d0c-9d51-6f4f1f0f3a11"
INVALID = Invalid(
    more={"errors": [{"pointer": "/body/display_name", "detail": "A name has at most 60 letters. Make it shorter."}]}
)


PREFIX = "/api"
WITH_A_BODY = (Unreadable, TooSlow, TooLarge, WrongMediaType)


def problems(*kinds: type[Problem] | Problem) -> dict[int | str, dict[str, Any]]:
    """`responses=` of a route: each problem it may answer with, as an example under its status."""
    answers: dict[int | str, dict[str, Any]] = {}
    for kind in kinds:
        problem = kind if isinstance(kind, Problem) else kind()
        answer = answers.setdefault(
            problem.status,
            {
                "description": problem.title,
                "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}, "examples": {}}},
            },
        )
        examples = answer["content"]["application/problem+json"]["examples"]
        examples[problem.slug] = {"value": problem.body(INSTANCE)}
        answer["description"] = " or ".join(example["value"]["title"] for example in examples.values())
    return answers


def describe(app: FastAPI) -> dict[str, Any]:
    """OpenAPI 3.1 of the app: the framework's, with our problem shape in place of its own."""
    if app.openapi_schema:
        return app.openapi_schema
    schema = get_openapi(
        title=app.title,
        version=app.version,
        routes=app.routes,
        description="Peer sessions over video with a silent coach. Every refusal is `application/problem+json` (RFC 9457).",
    )
    parts = schema.setdefault("components", {}).setdefault("schemas", {})
    for ours in ("HTTPValidationError", "ValidationError"):
        parts.pop(ours, None)
    parts["Problem"] = PROBLEM_SCHEMA
    for path, operations in schema["paths"].items():
        for method, operation in operations.items():
            answers = operation["responses"]
            rule = RULES.get(f"{method.upper()} {path.removeprefix(PREFIX)}")
            if rule and (rule.person or rule.address):
                answers["429"] = problems(RateLimited(42, rule.says))[429]
            if "422" in answers:
                answers["422"] = problems(INVALID)[422]
            if "requestBody" in operation:
                answers.update({str(status): answer for status, answer in problems(*WITH_A_BODY).items()})
            answers["default"] = problems(Problem)[500]
    app.openapi_schema = schema
    return schema


def mount(app: FastAPI) -> None:
    async def document(_: Request) -> Response:
        return JSONResponse(describe(app))

    async def page(_: Request) -> Response:
        return HTMLResponse(
            render(describe(app)), headers={"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'"}
        )

    app.add_route("/api/openapi.json", document, methods=["GET"], include_in_schema=False)
    app.add_route("/api/docs", page, methods=["GET"], include_in_schema=False)


STYLE = """
body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1d2b2a;background:#fbfaf7}
h1{font-size:1.6rem}h2{margin-top:2.5rem;font-size:1.2rem}
details{border:1px solid #d8d4c8;border-radius:8px;margin:.5rem 0;background:#fff}
summary{padding:.6rem .9rem;cursor:pointer}summary code{font-weight:600}details>div{padding:0 .9rem .9rem}
pre{background:#f3f1ea;padding:.7rem;border-radius:6px;overflow:auto;font-size:.85rem}.m{display:inline-block;width:4.2rem;font-weight:700;color:#2c5f56}
@media (prefers-color-scheme:dark){body{color:#e8e6df;background:#161b1a}
details{background:#1d2423;border-color:#38423f}pre{background:#121615}.m{color:#8fc7ba}}
"""


def render(schema: dict[str, Any]) -> str:
    """The whole description as one page that needs no script: each call with its shape, its examples and its refusals."""
    groups: dict[str, list[str]] = {}
    for path, operations in schema["paths"].items():
        for method, operation in operations.items():
            groups.setdefault((operation.get("tags") or ["other"])[0], []).append(_operation(schema, method, path, operation))
    body = "".join(f"<h2>{html.escape(tag)}</h2>{''.join(cards)}" for tag, cards in groups.items())
    return (
        f"<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport content='width=device-width'><title>API</title>"
        f"<style>{STYLE}</style><h1>{html.escape(schema['info']['title'])} API {html.escape(schema['info']['version'])}</h1>"
        f"<p>{html.escape(schema['info'].get('description', ''))}</p>"
        f"<p>The same as <a href=/api/openapi.json>openapi.json</a>.</p>{body}"
    )


def _operation(schema: dict[str, Any], method: str, path: str, operation: dict[str, Any]) -> str:
    who = " or ".join(name or "anybody" for option in operation.get("security", [{}]) for name in option or [""])
    lines = [f"<p>{html.escape(operation.get('description', ''))}</p><p>Asked by: {html.escape(who)}</p>"]
    for parameter in operation.get("parameters", []):
        needed = "" if parameter.get("required") else " (optional)"
        lines.append(f"<p><code>{html.escape(parameter['name'])}</code> in {parameter['in']}{needed}</p>")
    for kind, content in operation.get("requestBody", {}).get("content", {}).items():
        lines.append(f"<p>Takes {html.escape(kind)}</p>{_content(schema, content)}")
    for status, answer in operation["responses"].items():
        for content in answer.get("content", {}).values() or [{}]:
            lines.append(f"<p><strong>{status}</strong> {html.escape(answer['description'])}</p>{_content(schema, content)}")
    title = html.escape(operation.get("summary", ""))
    return (
        f"<details><summary><span class=m>{method.upper()}</span><code>{html.escape(path)}</code> {title}</summary>"
        f"<div>{''.join(lines)}</div></details>"
    )


def _content(schema: dict[str, Any], content: dict[str, Any]) -> str:
    shown = (
        [named["value"] for named in content.get("examples", {}).values()] if isinstance(content.get("examples"), dict) else []
    )
    if "example" in content:
        shown.append(content["example"])
    if not shown and "schema" in content:
        shown.append(_example(schema, content["schema"]))
    return "".join(f"<pre>{html.escape(json.dumps(one, indent=1, ensure_ascii=False))}</pre>" for one in shown if one is not None)


def _example(schema: dict[str, Any], shape: dict[str, Any], depth: int = 0) -> Any:
    """The example a shape carries, else one built from its parts."""
    if "$ref" in shape:
        return _example(schema, schema["components"]["schemas"][shape["$ref"].rsplit("/", 1)[-1]], depth + 1)
    if shape.get("examples"):
        return shape["examples"][0]
    if "default" in shape and shape["default"] is not None:
        return shape["default"]
    if depth > 6:
        return "…"
    if "properties" in shape:
        return {name: _example(schema, part, depth + 1) for name, part in shape["properties"].items()}
    if shape.get("type") == "array":
        return [_example(schema, shape.get("items", {}), depth + 1)]
    for choice in shape.get("anyOf", []) + shape.get("oneOf", []):
        return _example(schema, choice, depth + 1)
    if "enum" in shape or "const" in shape:
        return "|".join(map(str, shape.get("enum", [shape.get("const")])))
    return shape.get("format") or shape.get("type")
