"""`python -m tools.infra.indexes`: writes the indexes that the registered queries need.

Firestore indexes every field of every document unless it is told not to. Here each collection is
told so, and what a query asks by is named: a long text nobody asks by costs no index, and a query
nobody registered fails where it is tested, not where it is deployed.
"""

import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from shared.domain.coach.model import DIMENSIONS
from tools.infra.asking import NotServed, Shape, read_shape
from tools.manifest import ROOT

REGISTRY = ROOT / "infra" / "firestore.yaml"
INDEXES = ROOT / "infra" / "modules" / "firestore" / "indexes.json"

KNOWN = frozenset({"queries", "expires", "person", "erasure", "export", "merge"})
"""What may be said of a collection; the last four are read by `tools.infra.personal`."""

Object = dict[str, Any]


@dataclass(frozen=True)
class Registry:
    collections: Mapping[str, tuple[Shape, ...]]
    expiring: Mapping[str, str]
    """By collection: the field that says when a document may be gone."""

    @property
    def shapes(self) -> frozenset[Shape]:
        return frozenset(shape for shapes in self.collections.values() for shape in shapes)


def read_registry(file: Path = REGISTRY) -> Registry:
    """Raises `NotServed`, naming the collection and what is wrong."""
    collections: dict[str, tuple[Shape, ...]] = {}
    expiring: dict[str, str] = {}
    for name, about in yaml.safe_load(file.read_text()).items():
        if about.keys() - KNOWN:
            raise NotServed(f"{name}: only {', '.join(sorted(KNOWN))} are known")
        shapes = tuple(read_shape(name, text) for text in about.get("queries", ()))
        if len(set(shapes)) < len(shapes):
            raise NotServed(f"{name}: a query stands there twice")
        collections[name] = shapes
        if "expires" in about:
            expiring[name] = about["expires"]
    return Registry(collections, expiring)


def needed(registry: Registry) -> Object:
    """As `indexes.json` has it."""
    shapes = sorted(registry.shapes)
    return {
        "collections": sorted(registry.collections),
        "composite": [_composite(shape) for shape in shapes if shape.is_composite],
        "fields": [*_single(shape for shape in shapes if not shape.is_composite)],
        "expiring": dict(sorted(registry.expiring.items())),
    }


def text_of(indexes: Object) -> str:
    return json.dumps(indexes, indent=1) + "\n"


def _composite(shape: Shape) -> Object:
    return {
        "name": "_".join(
            [shape.collection, *(f"{name}_{_SHORT[mode]}" for name, mode in _told(shape))]
        ),
        "collection": shape.collection,
        "scope": _scope(shape),
        "fields": [_mode(mode) | {"path": name} for name, mode in shape.fields],
    }


def _told(shape: Shape) -> Iterable[tuple[str, str]]:
    return (field for field in shape.fields if field[0] != "__name__")


def _single(shapes: Iterable[Shape]) -> Iterable[Object]:
    """One entry a field, with all that is asked of it."""
    asked: defaultdict[tuple[str, str], set[tuple[str, str]]] = defaultdict(set)
    for shape in shapes:
        for name, mode in shape.fields:
            asked[shape.collection, name].add((_scope(shape), mode))
    for (collection, name), indexes in sorted(asked.items()):
        modes = [_mode(mode) | {"scope": scope} for scope, mode in sorted(indexes)]
        yield {"collection": collection, "path": name, "indexes": modes}


_SHORT = {"ASCENDING": "up", "DESCENDING": "down", "CONTAINS": "has", "VECTOR": "near"}


def _mode(mode: str) -> Object:
    if mode == "VECTOR":
        return {"vector": DIMENSIONS}
    return {"array": mode} if mode == "CONTAINS" else {"order": mode}


def _scope(shape: Shape) -> str:
    return "COLLECTION_GROUP" if shape.everywhere else "COLLECTION"


if __name__ == "__main__":
    INDEXES.write_text(text_of(needed(read_registry())))
    sys.stdout.write(f"{INDEXES.relative_to(ROOT)}\n")
