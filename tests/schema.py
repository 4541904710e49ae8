"""JSON Schema as far as the OpenAPI document uses it. A keyword it does not know is an error."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

Json = Mapping[str, Any]

_TYPES: Mapping[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "boolean": (bool,),
    "integer": (int,),
    "number": (int, float),
    "null": (type(None),),
}
_SAY_NOTHING = {"title", "description", "default", "discriminator", "examples"}
_FORMATS = {
    "date-time": re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z\Z"),
    "date": re.compile(r"\d{4}-\d\d-\d\d\Z"),
}


class Schemas:
    """`root` is the document that references point into."""

    def __init__(self, root: Json) -> None:
        self._root = root

    def faults(self, schema: Json, value: Any, place: str = "") -> Iterator[str]:
        for keyword, rule in schema.items():
            if keyword in _RULES:
                if not _RULES[keyword](rule, value):
                    yield f"{place or 'it'} breaks {keyword} {rule}"
            elif keyword not in _SAY_NOTHING:
                yield from getattr(self, f"_{keyword.strip('$')}")(rule, value, place, schema)

    def resolved(self, schema: Json) -> Json:
        if "$ref" not in schema:
            return schema
        found: Any = self._root
        for step in schema["$ref"].removeprefix("#/").split("/"):
            found = found[step]
        return self.resolved(found)

    def _ref(self, rule: str, value: Any, place: str, _: Json) -> Iterator[str]:
        yield from self.faults(self.resolved({"$ref": rule}), value, place)

    def _properties(self, rule: Json, value: Any, place: str, _: Json) -> Iterator[str]:
        for name, schema in rule.items():
            if isinstance(value, dict) and name in value:
                yield from self.faults(schema, value[name], f"{place}.{name}")

    def _additionalProperties(  # noqa: N802
        self, rule: Any, value: Any, place: str, schema: Json
    ) -> Iterator[str]:
        named = schema.get("properties", {}).keys()
        for name in value.keys() - named if isinstance(value, dict) else ():
            if rule is False:
                yield f"{place}.{name} has no place"
            elif rule is not True:
                yield from self.faults(rule, value[name], f"{place}.{name}")

    def _propertyNames(  # noqa: N802
        self, rule: Json, value: Any, place: str, _: Json
    ) -> Iterator[str]:
        for name in value if isinstance(value, dict) else ():
            yield from self.faults(rule, name, f"{place}.{name}")

    def _items(self, rule: Json, value: Any, place: str, _: Json) -> Iterator[str]:
        for index, item in enumerate(value if isinstance(value, list) else ()):
            yield from self.faults(rule, item, f"{place}.{index}")

    def _allOf(  # noqa: N802
        self, rule: Sequence[Json], value: Any, place: str, _: Json
    ) -> Iterator[str]:
        for schema in rule:
            yield from self.faults(schema, value, place)

    def _anyOf(  # noqa: N802
        self, rule: Sequence[Json], value: Any, place: str, _: Json
    ) -> Iterator[str]:
        tried = [list(self.faults(schema, value, place)) for schema in rule]
        if all(tried):
            yield f"{place} fits none: {tried}"

    _oneOf = _anyOf  # noqa: N815


def _is_of(kind: str, value: Any) -> bool:
    is_kind = isinstance(value, _TYPES[kind])
    return is_kind and (kind == "boolean" or not isinstance(value, bool))


def _of(kind: str, holds: Callable[[Any, Any], bool]) -> Callable[[Any, Any], bool]:
    """What a rule says of one kind of value it says of no other."""
    return lambda rule, value: not _is_of(kind, value) or holds(rule, value)


_RULES: Mapping[str, Callable[[Any, Any], bool]] = {
    "type": _is_of,
    "enum": lambda rule, value: value in rule,
    "const": lambda rule, value: bool(value == rule),
    "required": _of("object", lambda rule, value: set(rule) <= value.keys()),
    "pattern": _of("string", lambda rule, value: re.search(rule, value) is not None),
    "format": _of("string", lambda rule, value: _FORMATS[rule].match(value) is not None),
    "minimum": _of("number", lambda rule, value: value >= rule),
    "maximum": _of("number", lambda rule, value: value <= rule),
    "minLength": _of("string", lambda rule, value: len(value) >= rule),
    "maxLength": _of("string", lambda rule, value: len(value) <= rule),
    "minItems": _of("array", lambda rule, value: len(value) >= rule),
    "maxItems": _of("array", lambda rule, value: len(value) <= rule),
}
