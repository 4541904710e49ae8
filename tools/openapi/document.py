"""The OpenAPI 3.1 document of all functions, from the annotations of their routes."""

import json
import re
from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import JsonSchemaMode, models_json_schema

from shared.web.endpoint import Endpoint
from shared.web.route import Route
from shared.web.wire import Patch
from tools.manifest import Manifest, read_all
from tools.openapi.answers import models, refusals, successes
from tools.openapi.components import (
    HEADERS,
    PARAMETERS,
    SCHEMAS,
    SECURITY_SCHEMES,
    Json,
    refusal,
    refusal_name,
)
from tools.openapi.operation import Schemas, operation, template, without_null

_VERSION = "1"
# Two models of one name in two functions get the names of their modules.
_LONG_NAME = re.compile(r"\bfunctions__([a-z_]+?)__[a-z_]+__(?=[A-Z])")


def text() -> str:
    """The file, whole."""
    manifests = read_all()
    described = document(manifests, endpoints(manifests))
    return _LONG_NAME.sub(r"\1_", json.dumps(described, indent=1)) + "\n"


def endpoints(manifests: Mapping[str, Manifest]) -> dict[str, Endpoint[Any]]:
    """Of the HTTP functions, by name."""
    return {
        name: import_module(f"functions.{name}.main").endpoint
        for name, manifest in manifests.items()
        if manifest.kind == "http"
    }


def document(manifests: Mapping[str, Manifest], served: Mapping[str, Endpoint[Any]]) -> Json:
    routes = [(name, route) for name, endpoint in served.items() for route in endpoint.routes]
    queries, schemas, definitions = _schemas([route for _, route in routes])
    paths: Json = {}
    seen: set[str] = set()
    for name, route in routes:
        operation_id = f"{name}_{route.handler.__name__}"
        if operation_id in seen:
            # A handler that answers at two addresses.
            operation_id += route.path.replace("/", "_").replace(".", "_")
        seen.add(operation_id)
        described = operation(route, name, operation_id, {**schemas, **queries})
        paths.setdefault(template(route.path), {})[route.method.lower()] = described
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "HypertroQ",
            "version": _VERSION,
            "description": "Build a strength program and see the hard sets each muscle gets.",
        },
        "servers": [{"url": "/"}],
        "tags": [{"name": name, "description": manifests[name].description} for name in served],
        "paths": paths,
        "components": {
            "securitySchemes": SECURITY_SCHEMES,
            "headers": HEADERS,
            "parameters": PARAMETERS,
            "responses": dict(sorted(_refusals(route for _, route in routes))),
            "schemas": dict(sorted({**definitions, **SCHEMAS}.items())),
        },
    }


def _refusals(routes: Iterator[Route]) -> Iterator[tuple[str, Json]]:
    for route in routes:
        for status, codes in refusals(route).items():
            yield refusal_name(status, codes), refusal(status, codes)


def _schemas(routes: list[Route]) -> tuple[Schemas, Schemas, Json]:
    """Query models as they are, references to the others, and the definitions referred to."""
    queries = list(dict.fromkeys(route.query for route in routes if route.query))
    wanted: dict[tuple[type[BaseModel], JsonSchemaMode], None] = {}
    for route in routes:
        if route.body is not None:
            wanted[route.body, "validation"] = None
        for success in successes(route):
            wanted.update(((model, "serialization"), None) for model in models(success.content))
    wanted.update(((query, "validation"), None) for query in queries)
    references, found = models_json_schema(
        list(wanted), ref_template="#/components/schemas/{model}"
    )
    definitions = found["$defs"]
    for model, mode in wanted:
        if issubclass(model, Patch):
            schema = definitions[_name(references[model, mode])]
            properties = schema["properties"].items()
            schema["properties"] = {name: without_null(one) for name, one in properties}
    taken = {query: definitions.pop(_name(references[query, "validation"])) for query in queries}
    others = {model: references[model, mode] for model, mode in wanted if model not in taken}
    return taken, others, definitions


def _name(reference: Json) -> str:
    return str(reference["$ref"]).rpartition("/")[2]
