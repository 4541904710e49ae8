"""One route as an OpenAPI operation."""

import inspect
import re
from collections.abc import Iterator, Mapping
from types import UnionType
from typing import Any, get_args, get_origin

from pydantic import BaseModel

from shared.web.gate import Access
from shared.web.reply import Page, Slice
from shared.web.route import Route
from tools.openapi.answers import Success, refusals, successes
from tools.openapi.components import (
    EVENTS,
    ID,
    PARAMETERS,
    Json,
    headers,
    json_content,
    refusal_name,
)

Schemas = Mapping[type[BaseModel], Json]
"""Each model -> a reference to its schema, or the schema itself."""

_PLACEHOLDER = re.compile(r"<(?:\w+:)?(\w+)>")
_DESCRIPTIONS = {
    200: "Done.",
    201: "Made.",
    202: "Accepted, to be done later.",
    204: "Done; there is nothing to show.",
}
_META: Mapping[Any, str] = {Page: "PageMeta", Slice: "SliceMeta"}
_SECURITY: Mapping[Access, list[Json]] = {
    Access.SIGNED_IN: [{"bearerAuth": []}],
    Access.OPTIONAL: [{}, {"bearerAuth": []}],
    Access.OPEN: [],
    Access.SIGNED: [{"signature": []}],
}


def operation(route: Route, function: str, operation_id: str, schemas: Schemas) -> Json:
    name = route.handler.__name__.replace("_", " ").capitalize()
    sentences = inspect.cleandoc(route.handler.__doc__ or f"{name}.").replace("\n", " ")
    summary, _, more = sentences.partition(". ")
    described: Json = {
        "operationId": operation_id,
        "tags": [function],
        "summary": summary.rstrip("."),
        "description": more,
    }
    described["security"] = _SECURITY[route.access]
    described["parameters"] = list(_parameters(route, schemas))
    if route.body is not None:
        content = json_content(schemas[route.body])
        described["requestBody"] = {"required": route.needs_body, "content": content}
    if route.takes_sent:
        described["requestBody"] = {"required": True, "content": json_content({"type": "object"})}
    described["responses"] = dict(_responses(route, schemas))
    return described


def template(path: str) -> str:
    return _PLACEHOLDER.sub(r"{\1}", path)


def _parameters(route: Route, schemas: Schemas) -> Iterator[Json]:
    for name in _PLACEHOLDER.findall(route.path):
        yield {"name": name, "in": "path", "required": True, "schema": ID}
    if route.query is not None:
        query = schemas[route.query]
        for name, schema in query["properties"].items():
            is_required = name in query.get("required", ())
            yield {
                "name": name,
                "in": "query",
                "required": is_required,
                "schema": without_null(schema),
            }
    if route.dry_run:
        yield _shared("dry_run")
    yield _shared("X-Request-Id")
    yield from _header_parameters(route)


def _header_parameters(route: Route) -> Iterator[Json]:
    if route.if_match:
        yield _shared("If-Match")
    if _is_conditional(route):
        yield _shared("If-None-Match")
    if route.key_required:
        yield {**PARAMETERS["Idempotency-Key"], "required": True}
    elif route.idempotent:
        yield _shared("Idempotency-Key")


def without_null(schema: Json) -> Json:
    """Of queries and patches: what the annotation says may be None may be left out, that is all."""
    choices = [choice for choice in schema.get("anyOf", ()) if choice != {"type": "null"}]
    if not choices or len(choices) == len(schema["anyOf"]):
        return schema
    rest = {key: value for key, value in schema.items() if key not in ("anyOf", "default")}
    return rest | (choices[0] if len(choices) == 1 else {"anyOf": choices})


def _responses(route: Route, schemas: Schemas) -> Iterator[tuple[str, Json]]:
    for success in successes(route):
        yield str(success.status), _success(route, success, schemas)
    if _is_conditional(route):
        yield "304", {"description": "It has not changed.", "headers": headers("ETag")}
    for status, codes in refusals(route).items():
        yield str(status), {"$ref": f"#/components/responses/{refusal_name(status, codes)}"}


def _success(route: Route, success: Success, schemas: Schemas) -> Json:
    names = ["ETag"] if success.is_tagged else []
    if success.status == 201 or (success.status == 202 and route.idempotent):
        names.append("Location")
    if route.idempotent or route.key_required:
        names.append("Idempotency-Replayed")
    if route.access is not Access.SIGNED:
        names += ["RateLimit", "RateLimit-Policy"]
    described = {"description": _DESCRIPTIONS[success.status], "headers": headers(*names)}
    if success.content is None:
        return described
    schema = _data(success.content, schemas)
    content = json_content(schema if route.raw else _envelope(success.content, schema))
    return described | {"content": content | (EVENTS if success.streams else {})}


def _envelope(content: Any, schema: Json) -> Json:
    meta = _META.get(get_origin(content), "Meta")
    return {
        "type": "object",
        "required": ["data", "meta"],
        "properties": {"data": schema, "meta": {"$ref": f"#/components/schemas/{meta}"}},
    }


def _data(content: Any, schemas: Schemas) -> Json:
    if get_origin(content) is Slice:
        return _data(get_args(content)[0], schemas)
    if get_origin(content) in (list, Page):
        return {"type": "array", "items": _data(get_args(content)[0], schemas)}
    if get_origin(content) is UnionType:
        return {"anyOf": [_data(one, schemas) for one in get_args(content)]}
    if get_origin(content) is dict:
        return {"type": "object"}
    return schemas[content]


def _is_conditional(route: Route) -> bool:
    return route.method == "GET" and any(success.is_tagged for success in successes(route))


def _shared(name: str) -> Json:
    return {"$ref": f"#/components/parameters/{name}"}
