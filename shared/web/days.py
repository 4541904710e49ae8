"""Spans of days on the wire: from the first to the last of them, by a person's own calendar."""

from datetime import date, datetime, timedelta
from typing import Annotated

from pydantic import Field, ValidationInfo, field_validator

from shared.domain.zones import Zones
from shared.web.wire import Day, Query

CalendarDay = Annotated[Day, Field(ge=date(1970, 1, 1), le=date(2199, 12, 31))]

_DAY = timedelta(days=1)


class DaysQuery(Query):
    """Days of the person's own calendar, the last one included."""

    start_date: CalendarDay | None = None
    end_date: CalendarDay | None = None

    @field_validator("end_date")
    @classmethod
    def in_order(cls, end: date | None, info: ValidationInfo) -> date | None:
        start = info.data.get("start_date")
        if start is not None and end is not None and end < start:
            raise ValueError("This lies before start_date.")
        return end

    def span(self, zones: Zones) -> tuple[datetime | None, datetime | None]:
        """From the first moment of the first day to the first one after the last."""
        since = None if self.start_date is None else zones.midnight(self.start_date)
        until = None if self.end_date is None else zones.midnight(self.end_date + _DAY)
        return since, until
