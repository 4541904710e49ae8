"""The two kinds of wire model: `Wire` comes in and is strict, `View` goes out."""

import re
from datetime import UTC, date, datetime
from typing import Annotated, Any, ClassVar

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Strict,
    field_validator,
)

_INSTANT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,9})?(Z|[+-][0-9]{2}:[0-9]{2})\Z"
)
_FIRST, _LAST = datetime(1970, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")


def _written_as_day(sent: Any) -> str:
    # The library's own strict reading would also take a count of seconds in quotes.
    if not isinstance(sent, str) or not _DAY.match(sent):
        raise ValueError("Write a day as YYYY-MM-DD.")
    return sent


Day = Annotated[date, Strict(False), BeforeValidator(_written_as_day)]
"""A date that a client sends."""


def _written_as_instant(sent: Any) -> str:
    if not isinstance(sent, str) or not _INSTANT.match(sent):
        raise ValueError("Write an instant with its offset, such as 2026-11-21T08:00:00Z.")
    return sent


def _in_our_time(at: datetime) -> datetime:
    if not _FIRST <= at < _LAST:
        raise ValueError("This lies before 1970 or after 2099.")
    return at.astimezone(UTC)


Instant = Annotated[
    AwareDatetime, Strict(False), BeforeValidator(_written_as_instant), AfterValidator(_in_our_time)
]
"""A moment that a client sends, with its offset; kept in UTC, to the microsecond."""


class Wire(BaseModel):
    """What a client sends. No "5" for 5, no unknown field, no NaN."""

    model_config = ConfigDict(strict=True, extra="forbid", allow_inf_nan=False, frozen=True)

    is_frame: ClassVar[bool] = False
    """Around items that are read one by one, so that a bad one does not cost the others."""


class Patch(Wire):
    """The fields to change. In here None means that a field was not sent; null cannot be."""

    @field_validator("*", mode="before")
    @classmethod
    def not_null(cls, sent: Any) -> Any:
        if sent is None:
            raise ValueError("This cannot be null.")
        return sent


class Query(BaseModel):
    """A query string. Its values arrive as text, so numbers are parsed; unknown names are refused:
    a misspelt filter that silently matched everything would be worse."""

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False, frozen=True)


class View(BaseModel):
    """What a client gets."""

    model_config = ConfigDict(frozen=True)
