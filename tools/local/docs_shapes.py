"""JSON schemas as people would jot them down."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

Schema = Mapping[str, Any]

_INDENT = "  "
_BOUNDS = (
    ("minimum", "from {}"),
    ("exclusiveMinimum", "over {}"),
    ("maximum", "to {}"),
    ("exclusiveMaximum", "under {}"),
    ("minLength", "at least {} long"),
    ("maxLength", "at most {} long"),
    ("minItems", "at least {}"),
    ("maxItems", "at most {}"),
    ("format", "{}"),
)
_NAMES = {"string": "text", "integer": "whole number", "boolean": "true or false"}


class Shapes:
    """`schemas`: what references name, from the document's components."""

    def __init__(self, schemas: Mapping[str, Schema]) -> None:
        self._schemas = schemas

    def of(self, schema: Schema, indent: str = "", inside: tuple[str, ...] = ()) -> str:
        """Several lines for an object: `name?` may be left out. A schema within itself is named."""
        if "$ref" in schema:
            name = schema["$ref"].rpartition("/")[2]
            if name in inside:
                return f"({name} again)"
            return self.of(self._schemas[name], indent, (*inside, name))
        for kind, written in self._kinds().items():
            if kind in schema:
                return written(schema, indent, inside)
        return _plain(schema)

    def _kinds(self) -> Mapping[str, Callable[[Schema, str, tuple[str, ...]], str]]:
        return {
            "enum": lambda schema, *_: " | ".join(str(value) for value in schema["enum"]),
            "const": lambda schema, *_: str(schema["const"]),
            "anyOf": lambda schema, *place: self._one_of(schema["anyOf"], *place),
            "oneOf": lambda schema, *place: self._one_of(schema["oneOf"], *place),
            "items": self._list,
            "properties": self._object,
            "additionalProperties": self._map,
        }

    def _one_of(self, choices: list[Schema], indent: str, inside: tuple[str, ...]) -> str:
        return " or ".join(self.of(choice, indent, inside) for choice in choices)

    def _list(self, schema: Schema, indent: str, inside: tuple[str, ...]) -> str:
        return f"[{self.of(schema['items'], indent, inside)}, …]{_bounds(schema)}"

    def _object(self, schema: Schema, indent: str, inside: tuple[str, ...]) -> str:
        deeper = indent + _INDENT
        lines = (
            f"{deeper}{name}: {self.of(field, deeper, inside)}{default_of(field)}\n"
            for name, field in _marked(schema)
        )
        return f"{{\n{''.join(lines)}{indent}}}"

    def _map(self, schema: Schema, indent: str, inside: tuple[str, ...]) -> str:
        if not isinstance(schema["additionalProperties"], dict):
            return "{…}"
        keys = self.of(schema.get("propertyNames", {"type": "string"}), indent, inside)
        values = self.of(schema["additionalProperties"], indent + _INDENT, inside)
        return f"{{{keys}: {values}, …}}"


def _marked(schema: Schema) -> Iterator[tuple[str, Schema]]:
    for name, field in schema["properties"].items():
        yield name if name in schema.get("required", ()) else f"{name}?", field


def _plain(schema: Schema) -> str:
    kind = schema.get("type", "anything")
    return f"{_NAMES.get(kind, kind)}{_bounds(schema)}"


def _bounds(schema: Schema) -> str:
    told = [words.format(schema[key]) for key, words in _BOUNDS if key in schema]
    return f" ({', '.join(told)})" if told else ""


def default_of(schema: Schema) -> str:
    default = schema.get("default")
    if default in (None, "", [], {}):
        return ""
    return f" = {str(default).lower() if isinstance(default, bool) else default}"
