"""Holds every answer that a test gets from a function of the product against the OpenAPI
document: its status must be named there, and its body must fit."""

import json
import re
from collections.abc import Mapping
from typing import Any

from shared.domain.limits import PROFILES, TABLE
from shared.once import once
from tests.schema import Schemas
from tools.manifest import read_all
from tools.openapi.document import document, endpoints


@once
def described() -> dict[str, Any]:
    manifests = read_all()
    # By way of text, as a client reads it.
    read: dict[str, Any] = json.loads(json.dumps(document(manifests, endpoints(manifests))))
    return read


# RFC 9651: a string and two whole numbers.
_LIMIT = {
    "RateLimit-Policy": re.compile(r'"([a-z-]+)";q=(\d{1,15});w=(\d{1,15})'),
    "RateLimit": re.compile(r'"([a-z-]+)";r=(\d{1,15});t=(\d{1,15})'),
}
_LIMITS = {limit.name for row in TABLE.values() for limit in row.limits(PROFILES["local"])}
_URGENT = ("/api/v1/coach/chat", "/api/v1/coach/questions")
_LIMITS.add("coach")  # The month's answers, which are no rate.


def expect_limit_told(
    method: str, path: str, status: int, headers: Mapping[str, str], body: bytes
) -> None:
    """Every answer of every route but a webhook's says by which limit it was counted."""
    operation = _operation(method, path)
    if operation is None or operation["security"] == [{"signature": []}]:
        return
    if status >= 300 and "RateLimit" not in headers:
        # Who was refused before they were known was not counted.
        return
    if path in _URGENT and b'"EMERGENCY"' in body and b'"conversation_id":null' in body:
        # In an emergency nobody waits until they are known.
        return
    read = {name: form.fullmatch(headers.get(name, "")) for name, form in _LIMIT.items()}
    policy, limit = read["RateLimit-Policy"], read["RateLimit"]
    assert policy, (method, path, status, headers)
    assert limit, (method, path, status, headers)
    assert policy[1] == limit[1]
    assert policy[1] in _LIMITS, policy[1]
    assert int(limit[2]) <= int(policy[2])
    assert 1 <= int(limit[3]) <= int(policy[3]) + 1


def expect_as_described(method: str, path: str, status: int, body: bytes) -> None:
    """Raises AssertionError. What is no route of the product has no contract."""
    operation = _operation(method, path)
    if operation is not None:
        for fault in faults(operation, status, body):
            raise AssertionError(f"{method} {path} answered {status}: {fault}")


def faults(operation: Mapping[str, Any], status: int, body: bytes) -> list[str]:
    schemas = Schemas(described())
    if str(status) not in operation["responses"]:
        return [f"the contract does not name it: {body[:200]!r}"]
    answer = schemas.resolved(operation["responses"][str(status)])
    if "content" not in answer:
        return ["there is a body"] if body else []
    schema = answer["content"]["application/json"]["schema"]
    return list(schemas.faults(schema, json.loads(body)))


def _operation(method: str, path: str) -> Any:
    """None where there is none: an answer of 404 or 405 has no operation."""
    paths = described()["paths"]
    # What is spelled out stands before what has placeholders.
    for template in sorted(paths, key=lambda one: one.count("{")):
        pattern = re.sub(r"\{\w+\}", "[A-Za-z0-9_-]{1,64}", template)
        if re.fullmatch(pattern, path):
            return paths[template].get(method.lower())
    return None
