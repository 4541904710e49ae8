"""A connection to Firestore that looks at what passes: which collections, which queries."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from shared.store.schemas import FIELD, kind_of
from tools.infra.asking import Shape, shape_of, shape_of_totals
from tools.infra.indexes import Registry

_KEPT_BYTES = 32_768


@dataclass
class Seen:
    queries: set[Shape] = field(default_factory=set)
    written: set[str] = field(default_factory=set)
    """Collections."""
    expiring: set[tuple[str, str]] = field(default_factory=set)
    """Collections with the fields by which their documents expire."""
    documents: dict[str, Any] = field(default_factory=dict)
    """Of each kind the first that was written whole, unless it is large."""

    def look(self, request: Any) -> None:
        kind = type(request).__name__
        if kind == "RunQueryRequest":
            self.queries.add(shape_of(request.structured_query))
        elif kind == "RunAggregationQueryRequest":
            self.queries.add(shape_of_totals(request.structured_aggregation_query))
        elif kind == "CommitRequest":
            for write in request.writes:
                self._look_at_document(write)

    def _look_at_document(self, write: Any) -> None:
        document = write.update
        if not document.name:  # it is deleted
            return
        if FIELD in document.fields and document.ByteSize() < _KEPT_BYTES:
            self.documents.setdefault(kind_of(document.name.split("/")), document)
        collection = document.name.split("/")[-2]
        self.written.add(collection)
        if "expire_at" in document.fields:
            self.expiring.add((collection, "expire_at"))


class Watched:
    """The channel, and nothing changed about it."""

    def __init__(self, channel: Any, seen: Seen) -> None:
        self._channel, self._seen = channel, seen

    def unary_unary(self, *about: Any) -> Callable[..., Any]:
        return self._watched(self._channel.unary_unary(*about))

    def unary_stream(self, *about: Any) -> Callable[..., Any]:
        return self._watched(self._channel.unary_stream(*about))

    def _watched(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def ask(request: Any, *rest: Any) -> Any:
            self._seen.look(request)
            return call(request, *rest)

        return ask


# Collections that only tests have, of the database's own tests.
MADE_UP = frozenset({"notes", "rows", "nothing"})


def unlisted(seen: Seen, registry: Registry) -> list[str]:
    """What production would refuse, or keep for ever, each as a sentence."""
    known = registry.collections
    asked = {shape for shape in seen.queries if shape.fields and shape.collection not in MADE_UP}
    return [
        *(
            f"no query of {one.collection} is `{one.text}`"
            for one in sorted(asked - registry.shapes)
        ),
        *(f"no collection is {name}" for name in sorted(seen.written - MADE_UP - known.keys())),
        *(
            f"nothing of {name} expires by {field}"
            for name, field in sorted(seen.expiring)
            if registry.expiring.get(name) != field
        ),
    ]
