"""Exports on the wire."""

from datetime import date, datetime
from typing import Literal, Self

from pydantic import Field, ValidationInfo, field_validator

from shared.domain.errors import NotFound
from shared.domain.exports.asked import Export, ExportKind, ExportStatus
from shared.web.days import CalendarDay
from shared.web.wire import View, Wire

LogKind = Literal[ExportKind.LOG_CSV, ExportKind.LOG_JSON]
"""Whoever wants all that is kept of them says again that it is them."""


class ExportDraft(Wire):
    """`from` and `to`: days in one's own time zone, both of them in it."""

    kind: LogKind
    last: CalendarDay | None = Field(default=None, alias="to")
    # Declared behind it, so that it can be held against it.
    first: CalendarDay | None = Field(default=None, alias="from")

    @field_validator("first")
    @classmethod
    def not_after_the_last(cls, first: date | None, info: ValidationInfo) -> date | None:
        last = info.data.get("last")
        if first is not None and last is not None and first > last:
            raise ValueError("This lies behind `to`.")
        return first


class ExportView(View):
    """`url` is there while it is READY, for a few minutes at a time: ask again for another."""

    id: str
    kind: LogKind
    status: ExportStatus
    created_at: datetime
    expires_at: datetime
    size_bytes: int | None
    url: str | None

    @classmethod
    def of(cls, export: Export, now: datetime, url: str | None = None) -> Self:
        """Raises `NotFound` for what is not asked for here."""
        if export.kind is ExportKind.OWN_DATA:
            raise NotFound
        return cls(
            id=export.id,
            kind=export.kind,
            status=export.status(now),
            created_at=export.created_at,
            expires_at=export.expires_at,
            size_bytes=export.size if export.ready_at else None,
            url=url,
        )
