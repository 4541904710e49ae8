"""Queries as data, so that the indexes they need can be told from them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from shared.store.messages import (
    CompositeOperator,
    FieldOperator,
    NullOperator,
    StructuredQuery,
)
from shared.store.schemas import FIELD
from shared.store.values import VectorValue, encode

_COSINE, _DISTANCE = 2, "distance"

_OPERATORS = {
    "==": FieldOperator.EQUAL,
    "<": FieldOperator.LESS_THAN,
    "<=": FieldOperator.LESS_THAN_OR_EQUAL,
    ">": FieldOperator.GREATER_THAN,
    ">=": FieldOperator.GREATER_THAN_OR_EQUAL,
    "contains": FieldOperator.ARRAY_CONTAINS,
    "contains any": FieldOperator.ARRAY_CONTAINS_ANY,
}


@dataclass(frozen=True, slots=True)
class Where:
    field: str
    operator: str
    """One of == < <= > >= contains; `contains any` of at most 30 values."""
    value: object
    """None goes with == alone."""


@dataclass(frozen=True, slots=True)
class Nearest:
    """Sorts by how near a field is to a vector, the nearest first. What is found has a `distance`:
    one minus the cosine of the angle."""

    field: str
    vector: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Query:
    """A collection, or with `everywhere` every collection of that name, filtered and cut off."""

    collection: str
    where: Sequence[Where] = ()
    order: Sequence[tuple[str, bool]] = ()
    """Pairs of field and whether it descends."""
    limit: int = 100
    everywhere: bool = False
    only: Sequence[str] = ()
    """The fields wanted; all when empty."""
    nearest: Nearest | None = None
    """Among what the filters let through, and instead of an order."""
    after: str = ""
    """The full name of a document, to go on behind it in the order of names; then without other
    order."""
    behind: tuple[object, str] | None = None
    """To go on behind a document in the order of one field: its value there, and its full name."""


def structured(query: Query) -> Any:
    message = StructuredQuery()
    origin = message.from_.add()
    origin.collection_id = query.collection
    origin.all_descendants = query.everywhere
    if query.nearest is None:
        message.limit.value = query.limit
    else:
        _search(message.find_nearest, query.nearest, query.limit)
    for name in _wanted(query):
        message.select.fields.add().field_path = name
    if query.after:
        message.order_by.add(direction=1).field.field_path = "__name__"
        message.start_at.values.add(reference_value=query.after)
    for name, descends in query.order:
        order = message.order_by.add()
        order.field.field_path = name
        order.direction = 2 if descends else 1
    if query.behind:
        _go_on(message, *query.behind)
    if query.where:
        composite = message.where.composite_filter
        composite.op = CompositeOperator.AND
        for condition in query.where:
            _filter(composite.filters.add(), condition)
    return message


def _filter(one: Any, condition: Where) -> None:
    if condition.value is None:
        one.unary_filter.field.field_path = condition.field
        one.unary_filter.op = NullOperator.IS_NULL
        return
    one.field_filter.field.field_path = condition.field
    one.field_filter.op = _OPERATORS[condition.operator]
    one.field_filter.value.CopyFrom(encode(condition.value))


def _go_on(message: Any, value: object, name: str) -> None:
    # Those of one value stand in the order of their names, the way the field is sorted.
    message.order_by.add(direction=message.order_by[-1].direction).field.field_path = "__name__"
    message.start_at.values.add().CopyFrom(encode(value))
    message.start_at.values.add(reference_value=name)


def _wanted(query: Query) -> list[str]:
    if not query.only:
        return []
    # A distance is sent to those who ask for it, as every field is.
    return sorted({*query.only, FIELD, *([_DISTANCE] if query.nearest else [])})


def _search(message: Any, nearest: Nearest, limit: int) -> None:
    message.vector_field.field_path = nearest.field
    message.query_vector.CopyFrom(encode(VectorValue(nearest.vector)))
    message.distance_measure = _COSINE
    message.distance_result_field = _DISTANCE
    message.limit.value = limit
