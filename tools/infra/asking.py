"""How a query of Firestore is told apart from others: by the index that serves it."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from shared.store.messages import FieldOperator, NullOperator

_EQUAL = (FieldOperator.EQUAL,)
_CONTAINS = (FieldOperator.ARRAY_CONTAINS, FieldOperator.ARRAY_CONTAINS_ANY)
_RANGES = (
    FieldOperator.LESS_THAN,
    FieldOperator.LESS_THAN_OR_EQUAL,
    FieldOperator.GREATER_THAN,
    FieldOperator.GREATER_THAN_OR_EQUAL,
)
_MODES = {
    "==": "ASCENDING",
    "contains": "CONTAINS",
    "asc": "ASCENDING",
    "desc": "DESCENDING",
    "nearest": "VECTOR",
    "sum": "ASCENDING",
}
_WORDS = "|".join(_MODES)
_PART = re.compile(rf"([a-z_]+) ({_WORDS})\Z")


class NotServed(Exception):
    """A query that no index of ours could serve, or a sentence that is none of ours."""


@dataclass(frozen=True, order=True)
class Shape:
    """What all queries have in common that one index serves. A range counts as an order: the same
    index serves both."""

    collection: str
    everywhere: bool = False
    """Every collection of that name, and not one."""
    equal: tuple[str, ...] = ()
    contains: tuple[str, ...] = ()
    order: tuple[tuple[str, str], ...] = ()
    """Pairs of field and `asc` or `desc`."""
    nearest: str = ""
    """The field whose vectors are searched; there is none when empty."""
    summed: tuple[str, ...] = ()
    """Fields that are added up: an index has to hold them too."""

    @property
    def text(self) -> str:
        """As the registry has it, without the collection."""
        parts = [f"{name} ==" for name in self.equal]
        parts += [f"{name} contains" for name in self.contains]
        parts += [f"{name} {direction}" for name, direction in self.order]
        parts += [f"{self.nearest} nearest"] if self.nearest else []
        parts += [f"{name} sum" for name in self.summed]
        return ("everywhere: " if self.everywhere else "") + (", ".join(parts) or "all")

    @property
    def fields(self) -> tuple[tuple[str, str], ...]:
        """Of the index that serves it, each with its mode, in their order."""
        told = [(name, "==") for name in self.equal]
        told += [(name, "contains") for name in self.contains]
        told += self.order
        told += [(name, "sum") for name in self.summed]
        if self.nearest:
            # Where Firestore puts the name itself: left out, every plan would find a difference.
            told += [("__name__", "asc"), (self.nearest, "nearest")]
        return tuple((name, _MODES[word]) for name, word in told)

    @property
    def is_composite(self) -> bool:
        """Equalities alone are served by the indexes of their single fields, merged."""
        return len(self.fields) > 1 and bool(
            self.contains or self.order or self.nearest or self.summed
        )


def read_shape(collection: str, text: str) -> Shape:
    """The other way round than `text`. Raises `NotServed`."""
    shape, told = Shape(collection), text
    if text.startswith("everywhere: "):
        shape, told = replace(shape, everywhere=True), text.removeprefix("everywhere: ")
    for part in [] if told == "all" else told.split(", "):
        match = _PART.match(part)
        if match is None:
            raise NotServed(f"{collection}: {part!r} is not `field {_WORDS}`")
        shape = _with(shape, *match.groups())
    if shape.text != text:
        raise NotServed(f"{collection}: {text!r} is written {shape.text!r}")
    return shape


def shape_of(query: Any) -> Shape:
    """Of a StructuredQuery as it goes over the wire. Raises `NotServed`."""
    (origin,) = query.from_
    shape = Shape(origin.collection_id, origin.all_descendants)
    every = query.where.composite_filter.filters
    filters = [one.field_filter for one in every if one.HasField("field_filter")]
    for name, word in _asked(every):
        shape = _with(shape, name, word)
    for order in query.order_by:
        if order.field.field_path == "__name__":  # no index is needed for that
            continue
        shape = _with(shape, order.field.field_path, "desc" if order.direction == 2 else "asc")
    if query.HasField("find_nearest"):
        shape = _with(shape, query.find_nearest.vector_field.field_path, "nearest")
    return _ranged(shape, {one.field.field_path for one in filters if one.op in _RANGES})


def _asked(filters: Iterable[Any]) -> Iterator[tuple[str, str]]:
    for one in filters:
        if one.unary_filter.op == NullOperator.IS_NULL:
            yield one.unary_filter.field.field_path, "=="
        elif one.field_filter.op in _EQUAL:
            yield one.field_filter.field.field_path, "=="
        elif one.field_filter.op in _CONTAINS:
            yield one.field_filter.field.field_path, "contains"


def shape_of_totals(aggregation: Any) -> Shape:
    """Of a StructuredAggregationQuery."""
    shape = shape_of(aggregation.structured_query)
    for one in aggregation.aggregations:
        if one.HasField("sum"):
            shape = _with(shape, one.sum.field.field_path, "sum")
    return shape


def _ranged(shape: Shape, ranges: set[str]) -> Shape:
    if not ranges:
        return shape
    if len(ranges) > 1 or (shape.order and shape.order[0][0] not in ranges):
        raise NotServed(f"{shape.collection}: a range is of one field, which also sorts first")
    return shape if shape.order else _with(shape, ranges.pop(), "asc")


def _with(shape: Shape, field: str, word: str) -> Shape:
    if word == "==":
        return replace(shape, equal=tuple(sorted({*shape.equal, field})))
    if word == "contains":
        return replace(shape, contains=(*shape.contains, field))
    if word == "nearest":
        return replace(shape, nearest=field)
    if word == "sum":
        return replace(shape, summed=tuple(sorted({*shape.summed, field})))
    return replace(shape, order=(*shape.order, (field, word)))
