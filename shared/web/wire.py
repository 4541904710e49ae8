"""The two kinds of wire model: `Wire` comes in and is strict, `View` goes out."""

import re
from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Strict, field_validator

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")


def _written_as_day(sent: Any) -> str:
    # The library's own strict reading would also take a count of seconds in quotes.
    if not isinstance(sent, str) or not _DAY.match(sent):
        raise ValueError("Write a day as YYYY-MM-DD.")
    return sent


Day = Annotated[date, Strict(False), BeforeValidator(_written_as_day)]
"""A date that a client sends."""


class Wire(BaseModel):
    """What a client sends. No "5" for 5, no unknown field, no NaN."""

    model_config = ConfigDict(strict=True, extra="forbid", allow_inf_nan=False, frozen=True)


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
