"""A connection to Firestore that looks at what passes: which collections, which queries."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tools.infra.asking import Shape, shape_of


@dataclass
class Seen:
    queries: set[Shape] = field(default_factory=set)
    written: set[str] = field(default_factory=set)
    """Collections."""
    expiring: set[tuple[str, str]] = field(default_factory=set)
    """Collections with the fields by which their documents expire."""

    def look(self, request: Any) -> None:
        kind = type(request).__name__
        if kind == "RunQueryRequest":
            self.queries.add(shape_of(request.structured_query))
        elif kind == "RunAggregationQueryRequest":
            counted = request.structured_aggregation_query.structured_query
            self.queries.add(shape_of(counted))
        elif kind == "CommitRequest":
            for write in request.writes:
                self._look_at_document(write.update)

    def _look_at_document(self, document: Any) -> None:
        if not document.name:  # it is deleted
            return
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
