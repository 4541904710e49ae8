"""ISO weeks on the wire: `2026-W40`, alone in a path, and from one to another in a query."""

from typing import Annotated, Any

from pydantic import PlainSerializer, PlainValidator, WithJsonSchema

from shared.domain.errors import Fault, Invalid
from shared.domain.weeks import IsoWeek

MOST_WEEKS = 53
_NO_WEEK = "Write a week as 2026-W40. Not every year has a W53."


def _written_as_week(sent: Any) -> IsoWeek:
    if isinstance(sent, IsoWeek):
        return sent
    found = IsoWeek.read(sent) if isinstance(sent, str) else None
    if found is None:
        raise ValueError(_NO_WEEK)
    return found


Week = Annotated[
    IsoWeek,
    PlainValidator(_written_as_week),
    PlainSerializer(str, return_type=str),
    WithJsonSchema({"type": "string", "pattern": "^[0-9]{4}-W[0-9]{2}$", "examples": ["2026-W40"]}),
]


def week_in_path(name: str) -> IsoWeek:
    """Raises `Invalid`."""
    found = IsoWeek.read(name)
    if found is None:
        raise Invalid(Fault("week", _NO_WEEK))
    return found


def expect_span(first: IsoWeek, last: IsoWeek) -> None:
    """Raises `Invalid` unless the weeks stand in their order and are few enough to be told."""
    if last < first:
        raise Invalid(Fault("from", "The first week is after the last."))
    if first.later(MOST_WEEKS - 1) < last:
        raise Invalid(Fault("to", f"These are more than {MOST_WEEKS} weeks."))
