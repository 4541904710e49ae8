"""The OpenAPI document: equal to the code, sound in itself, and as strict as the code is."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from shared.web.gate import Access
from shared.web.route import Route
from tests.contract import described, faults
from tests.schema import Schemas
from tools.manifest import ROOT, read_all
from tools.openapi.__main__ import TARGET
from tools.openapi.document import endpoints, text
from tools.openapi.operation import template

ROUTES = [route for endpoint in endpoints(read_all()).values() for route in endpoint.routes]
DOCUMENT = json.loads(TARGET.read_text())
SECURITY: dict[Access, list[dict[str, list[str]]]] = {
    Access.SIGNED_IN: [{"bearerAuth": []}],
    Access.OPTIONAL: [{}, {"bearerAuth": []}],
    Access.OPEN: [],
    Access.SIGNED: [{"signature": []}],
}


def operations() -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, item in DOCUMENT["paths"].items():
        for method, operation in item.items():
            yield path, method, operation


def nodes(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
    for item in value.values() if isinstance(value, dict) else value:
        if isinstance(item, dict | list):
            yield from nodes(item)


def operation(method: str, path: str) -> dict[str, Any]:
    found: dict[str, Any] = DOCUMENT["paths"][path][method.lower()]
    return found


def test_the_document_is_the_one_the_code_describes() -> None:
    name = TARGET.relative_to(ROOT)
    assert TARGET.read_text() == text(), f"{name} is old: make openapi"


def test_it_has_every_route_and_no_other() -> None:
    described = {(method.upper(), path) for path, method, _ in operations()}
    assert described == {(route.method, template(route.path)) for route in ROUTES}


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: f"{route.method} {route.path}")
def test_a_route_and_its_operation_agree(route: Route) -> None:
    found = operation(route.method, template(route.path))
    assert found["security"] == SECURITY[route.access]
    assert ("requestBody" in found) is (route.body is not None or route.takes_sent)
    named = {
        parameter.get("name", parameter.get("$ref", "").rpartition("/")[2])
        for parameter in found["parameters"]
    }
    assert ("If-Match" in named) is route.if_match
    assert ("Idempotency-Key" in named) is (route.idempotent or route.key_required)
    assert ("dry_run" in named) is route.dry_run
    assert set(re.findall(r"\{(\w+)\}", template(route.path))) <= named
    statuses = set(found["responses"])
    assert {"422", "500", "503"} <= statuses
    assert ("401" in statuses) or route.access is Access.OPEN
    assert ({"412", "428"} <= statuses) is route.if_match
    assert ("429" in statuses) or route.access in (Access.SIGNED_IN, Access.SIGNED)


def test_every_reference_leads_somewhere() -> None:
    schemas = Schemas(DOCUMENT)
    references = [node["$ref"] for node in nodes(DOCUMENT) if "$ref" in node]
    assert len(references) > 100
    for reference in references:
        assert schemas.resolved({"$ref": reference}), reference


def test_nothing_is_defined_that_nobody_refers_to() -> None:
    """Headers and security schemes are named by their keys; the rest by reference."""
    referred = {node["$ref"].split("/")[-1] for node in nodes(DOCUMENT) if "$ref" in node}
    for kind in ("schemas", "responses", "parameters", "headers"):
        assert set(DOCUMENT["components"][kind]) - referred == set()


def test_operations_have_names_of_their_own_and_a_summary() -> None:
    names = [operation["operationId"] for _, _, operation in operations()]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"[a-z][a-z0-9_]+", name) for name in names)
    assert all(operation["summary"] for _, _, operation in operations())


def test_any_request_id_may_be_sent() -> None:
    """A strange one is replaced, not refused."""
    assert DOCUMENT["components"]["parameters"]["X-Request-Id"]["schema"] == {"type": "string"}


def test_component_names_are_words() -> None:
    names = [name for kind in DOCUMENT["components"].values() for name in kind]
    assert [name for name in names if not re.fullmatch(r"[A-Za-z0-9._-]+", name)] == []
    assert [name for name in names if "__" in name] == []


def test_every_path_lies_below_the_base_but_for_what_probes_ask() -> None:
    bare = {path for path in DOCUMENT["paths"] if not path.startswith("/api/v1/")}
    assert bare == {"/health", "/health/ready", "/openapi.json"}


def test_success_comes_in_an_envelope_but_for_what_is_raw() -> None:
    raw = {"/api/v1/auth/jwks", "/api/v1/openapi.json", "/openapi.json"}
    for path, _, found in operations():
        for status, answer in found["responses"].items():
            if status.startswith("2") and "content" in answer:
                schema = answer["content"]["application/json"]["schema"]
                assert (schema.get("required") == ["data", "meta"]) is (path not in raw), path


def test_lists_by_page_tell_their_place_and_take_it() -> None:
    found = operation("GET", "/api/v1/programs")
    schema = found["responses"]["200"]["content"]["application/json"]["schema"]
    assert schema["properties"]["meta"] == {"$ref": "#/components/schemas/PageMeta"}
    assert schema["properties"]["data"]["type"] == "array"
    named = {parameter.get("name"): parameter["schema"] for parameter in found["parameters"][:6]}
    assert (named["limit"]["minimum"], named["limit"]["maximum"]) == (1, 100)
    assert named["limit"]["default"] == 20


def test_what_a_patch_leaves_out_cannot_be_null() -> None:
    patch = DOCUMENT["components"]["schemas"]["ProgramPatch"]
    assert patch.get("required", []) == []
    assert not any("null" in json.dumps(schema) for schema in patch["properties"].values())


def test_a_removal_that_can_be_tried_answers_with_or_without_a_body() -> None:
    answers = operation("DELETE", "/api/v1/programs/{program_id}")["responses"]
    assert "content" in answers["200"]
    assert "content" not in answers["204"]


def test_refusals_name_their_codes_and_headers() -> None:
    answers = operation("POST", "/api/v1/auth/login")["responses"]
    name = "401_ACCOUNT_ERASED_ACCOUNT_MERGED_INVALID_CREDENTIALS"
    assert answers["401"] == {"$ref": f"#/components/responses/{name}"}
    component = DOCUMENT["components"]["responses"][name]
    assert {"WWW-Authenticate", "X-Request-Id"} == set(component["headers"])
    limited = DOCUMENT["components"]["responses"]["429_RATE_LIMITED"]
    assert {"Retry-After", "RateLimit", "RateLimit-Policy"} < set(limited["headers"])


ENVELOPE = {
    "code": "INVALID_CREDENTIALS",
    "message": "x",
    "details": {},
    "timestamp": "2026-01-01T00:00:00.000Z",
    "request_id": "r",
}


@pytest.mark.parametrize(
    ("status", "body", "fits"),
    [
        (401, {"error": ENVELOPE}, True),
        (401, {"error": {**ENVELOPE, "code": "UNAUTHENTICATED"}}, False),
        (401, {"error": {**ENVELOPE, "timestamp": "2026-01-01 00:00"}}, False),
        (401, {"error": {**ENVELOPE, "details": {"fields": [{"path": "x"}]}}}, False),
        (401, {"error": {}}, False),
        (404, {"error": ENVELOPE}, False),
        (200, {"data": {}, "meta": {"request_id": "r"}}, False),
    ],
)
def test_holding_an_answer_against_the_document_finds_what_differs(
    status: int, body: object, fits: bool
) -> None:
    found = described()["paths"]["/api/v1/auth/login"]["post"]
    assert (faults(found, status, json.dumps(body).encode()) == []) is fits


@pytest.mark.parametrize(
    ("schema", "good", "bad"),
    [
        ({"type": "integer"}, 1, True),
        ({"type": "number", "maximum": 5}, 5, 5.1),
        ({"type": "string", "pattern": "^a"}, "ab", "ba"),
        ({"anyOf": [{"type": "null"}, {"type": "string"}]}, None, 1),
        ({"type": "array", "items": {"type": "string"}, "minItems": 1}, ["a"], []),
        ({"type": "object", "required": ["a"], "properties": {"a": {"const": 1}}}, {"a": 1}, {}),
        ({"properties": {"a": {"const": 1}}, "additionalProperties": False}, {"a": 1}, {"b": 1}),
        ({"additionalProperties": {"type": "integer"}}, {"a": 1}, {"a": "1"}),
        ({"propertyNames": {"enum": ["a"]}}, {"a": 1}, {"b": 1}),
        ({"format": "date-time"}, "2026-01-01T00:00:00Z", "2026-01-01T00:00:00+00:00"),
        ({"format": "date"}, "2026-01-01", "1.1.2026"),
        ({"minLength": 2, "maxLength": 3}, "ab", "abcd"),
        ({"enum": ["a"]}, "a", "b"),
        ({"minimum": 2}, "a", 1),
    ],
)
def test_the_reader_of_schemas_tells_good_from_bad(
    schema: dict[str, Any], good: object, bad: object
) -> None:
    schemas = Schemas({})
    assert list(schemas.faults(schema, good)) == []
    assert list(schemas.faults(schema, bad)) != []


def test_a_keyword_the_reader_does_not_know_is_an_error() -> None:
    with pytest.raises(AttributeError, match="multipleOf"):
        list(Schemas({}).faults({"multipleOf": 2}, 3))
