"""Reading curated YAML strictly: nothing twice, nothing unknown, every flaw with its place."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z")


class Flaw(ValueError):
    """Something wrong in a curated file. Reads `chest.yaml: bench-press: what is wrong`."""

    def __init__(self, place: str, wrong: str) -> None:
        super().__init__(f"{place}: {wrong}")


@dataclass(frozen=True)
class Fields:
    """The fields of one entry, taken out by the type they must have."""

    place: str
    values: Mapping[str, object]

    def has(self, name: str) -> bool:
        return name in self.values

    def refuse_unknown(self, known: set[str]) -> None:
        unknown = sorted(self.values.keys() - known)
        if unknown:
            raise Flaw(self.place, f"unknown field {', '.join(unknown)}")

    def text(self, name: str) -> str:
        value = self.values.get(name)
        if not isinstance(value, str) or not value.strip():
            raise Flaw(self.place, f"{name} must be a text")
        return " ".join(value.split())

    def texts(self, name: str) -> tuple[str, ...]:
        values = self.values.get(name, [])
        if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
            raise Flaw(self.place, f"{name} must be a list of texts")
        return tuple(values)

    def whole(self, name: str) -> int:
        value = self.values.get(name)
        if not isinstance(value, int) or isinstance(value, bool):
            raise Flaw(self.place, f"{name} must be a whole number")
        return value

    def flag(self, name: str) -> bool:
        value = self.values.get(name, False)
        if not isinstance(value, bool):
            raise Flaw(self.place, f"{name} must be true or false")
        return value

    def mapping(self, name: str) -> Mapping[str, object]:
        value = self.values.get(name)
        if not isinstance(value, dict):
            raise Flaw(self.place, f"{name} must be a map")
        return value

    def parts(self, name: str) -> list["Fields"]:
        """A list of maps, each with its place: `ppl.yaml: ppl.sessions.0`."""
        values = self.values.get(name)
        if not isinstance(values, list) or not values:
            raise Flaw(self.place, f"{name} must be a list")
        parts = [Fields(f"{self.place}.{name}.{at}", value) for at, value in enumerate(values)]
        for part in parts:
            if not isinstance(part.values, dict):
                raise Flaw(part.place, "must be a map")
        return parts


class _Strict(yaml.SafeLoader):
    """YAML lets a later key replace an earlier one in silence; here it is a flaw."""


def _map_without_repeats(loader: _Strict, node: yaml.MappingNode) -> dict[object, Any]:
    pairs = [(loader.construct_object(key), value) for key, value in node.value]
    keys = [key for key, _ in pairs]
    for key in keys:
        if keys.count(key) > 1:
            where = f"{Path(node.start_mark.name).name}: line {node.start_mark.line + 1}"
            raise Flaw(where, f"{key} is given twice")
    return dict(loader.construct_mapping(node, deep=True))


_Strict.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _map_without_repeats)


def entries_of(path: Path) -> Iterator[tuple[str, Fields]]:
    """The entries of a file of slug -> fields, in order."""
    with path.open(encoding="utf-8") as file:
        try:
            entries = yaml.load(file, _Strict)  # noqa: S506  # a SafeLoader, made stricter
        except yaml.YAMLError as error:
            raise Flaw(path.name, f"is no YAML: {error}") from error
    if not isinstance(entries, dict):
        raise Flaw(path.name, "must be a map of slugs")
    for slug, values in entries.items():
        place = f"{path.name}: {slug}"
        if not isinstance(slug, str) or not _SLUG.match(slug):
            raise Flaw(place, "a slug is lower case words joined by hyphens")
        if not isinstance(values, dict):
            raise Flaw(place, "must be a map")
        yield slug, Fields(place, values)
