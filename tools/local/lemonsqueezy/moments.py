"""Times as Lemon Squeezy writes them: whole seconds with six zeros."""

import calendar
from datetime import UTC, datetime

_FORM = "%Y-%m-%dT%H:%M:%S.000000Z"


def now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


def written(moment: datetime) -> str:
    return moment.strftime(_FORM)


def read(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def months_later(moment: datetime, months: int) -> datetime:
    """On the same day, or the last one where a month is too short for it."""
    year, month = divmod(moment.year * 12 + moment.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return moment.replace(year=year, month=month + 1, day=min(moment.day, last))
