"""The least that a schema of the OpenAPI document takes."""

from collections.abc import Mapping
from typing import Any

_TEXTS = {
    "uuid": "3f0e8a52-7d2c-4a51-9d53-1c2b3a4d5e6f",
    "date-time": "2026-01-05T10:00:00Z",
    "date": "2026-01-05",
}


def least(schema: Mapping[str, Any], document: Mapping[str, Any]) -> Any:
    """Required fields alone; the first of several choices."""
    if "$ref" in schema:
        found: Any = document
        for part in schema["$ref"].removeprefix("#/").split("/"):
            found = found[part]
        return least(found, document)
    for choices in ("anyOf", "oneOf", "allOf"):
        if choices in schema:
            return least(schema[choices][0], document)
    if "const" in schema or "enum" in schema:
        return schema.get("const", schema.get("enum", [None])[0])
    return _plain(schema, document)


def _plain(schema: Mapping[str, Any], document: Mapping[str, Any]) -> Any:
    kind = schema.get("type", "object")
    if kind == "object":
        fields = schema.get("properties", {})
        return {name: least(fields[name], document) for name in schema.get("required", ())}
    if kind == "array":
        return [least(schema["items"], document)] * schema.get("minItems", 0)
    if kind == "string":
        return _TEXTS.get(schema.get("format", ""), "x" * max(1, schema.get("minLength", 1)))
    return {"boolean": True, "null": None}.get(kind, schema.get("minimum", 1))
