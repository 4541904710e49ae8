"""What stands in a cell: numbers with either comma, lengths of time, moments in many spellings."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal

from shared.domain.imports.found import Ground
from shared.domain.imports.tables import Cells
from shared.domain.log.bounds import (
    MAX_DISTANCE_M,
    MAX_LOAD,
    MAX_NAME,
    MAX_NOTES,
    MAX_REPS,
    MAX_SECONDS,
)
from shared.domain.log.workouts import Load, LoadUnit

_EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)
_NOON = time(12)

_NUMBER = re.compile(r"[+-]?[0-9]{1,9}([.,][0-9]{1,20})?\Z")
_PARTS = re.compile(
    r"(?:([0-9]{1,4})\s*h)?\s*(?:([0-9]{1,4})\s*m(?:in)?)?\s*(?:([0-9]{1,6})\s*s)?\Z"
)
_CLOCK = re.compile(r"([0-9]{1,3}):([0-5]?[0-9])(?::([0-5]?[0-9])(?:\.[0-9]+)?)?\Z")
_WRITTEN = re.compile(
    r"([0-9]{1,2})\.? (?:de )?([^\W\d_]{3,10})\.?,? (?:de )?([0-9]{4}),? (?:à )?"
    r"([0-9]{1,2}):([0-9]{2})\Z"
)
_UNITS = {"kg": LoadUnit.KG, "kgs": LoadUnit.KG, "lb": LoadUnit.LB, "lbs": LoadUnit.LB}
_METRES = {
    "m": Decimal(1),
    "meter": Decimal(1),
    "meters": Decimal(1),
    "km": Decimal(1000),
    "mi": Decimal("1609.344"),
    "miles": Decimal("1609.344"),
    "ft": Decimal("0.3048"),
    "yd": Decimal("0.9144"),
    "cm": Decimal("0.01"),
}
# The first letters of each month: English, German, Spanish, Portuguese, French, Italian, Dutch.
_MONTHS = (
    ("jan", "ene", "gen"),
    ("feb", "fev", "fév"),
    ("mar", "mär", "mrz", "mrt", "maart"),
    ("apr", "abr", "avr"),
    ("may", "mai", "mag", "mei"),
    ("jun", "giu", "juin"),
    ("jul", "lug", "juil"),
    ("aug", "ago", "aoû", "aou"),
    ("sep", "set"),
    ("oct", "okt", "out", "ott"),
    ("nov",),
    ("dec", "dez", "dic", "déc"),
)


class BadCell(Exception):
    """What stands in a column cannot be meant."""

    def __init__(self, column: str, message: str) -> None:
        self.column, self.message = column, message
        super().__init__(message)


def number(cells: Cells, column: str, most: float | None = None) -> Decimal | None:
    """None for an empty cell. Not negative."""
    text = cells.get(column, "").replace("\u00a0", "").replace(" ", "")
    if not text:
        return None
    if not _NUMBER.match(text):
        raise BadCell(column, "This is not a number.")
    value = Decimal(text.replace(",", "."))
    if value < 0:
        raise BadCell(column, "This is negative.")
    if most is not None and value > most:
        raise BadCell(column, f"This is more than {most}.")
    return value


def count(cells: Cells, column: str, most: int = MAX_REPS) -> int | None:
    value = number(cells, column, most)
    if value is None:
        return None
    if value != value.to_integral_value():
        raise BadCell(column, "This is not a whole number.")
    return int(value)


def load(cells: Cells, column: str, unit: LoadUnit) -> Load:
    """Nothing is no load: bodyweight."""
    return Load(number(cells, column, MAX_LOAD) or Decimal(0), unit)


def unit_in(cells: Cells, column: str, usual: LoadUnit) -> LoadUnit:
    text = cells.get(column, "").casefold()
    if not text:
        return usual
    if text not in _UNITS:
        raise BadCell(column, "This is neither kg nor lb.")
    return _UNITS[text]


def metres(cells: Cells, column: str, unit: str) -> float | None:
    """None for nothing and for a unit that is no length: `0.0 kg` stands where no distance was."""
    value = number(cells, column)
    factor = _METRES.get(unit.casefold())
    if not value or factor is None:
        return None
    if value * factor > MAX_DISTANCE_M:
        raise BadCell(column, f"This is more than {MAX_DISTANCE_M} m.")
    return float(value * factor)


def seconds(cells: Cells, column: str) -> float | None:
    """A length of time: `95`, `1:35`, `0:01:35`, `2h 38m`. None for nothing, and for zero."""
    text = cells.get(column, "")
    value = _lasting(text)
    if value is None and text:
        raise BadCell(column, "This is not a length of time.")
    if value is not None and value > MAX_SECONDS:
        raise BadCell(column, "This is more than a day.")
    return value or None


def _lasting(text: str) -> float | None:
    if _NUMBER.match(text) and not text.startswith("-"):
        return float(text.replace(",", "."))
    clock = _CLOCK.match(text)
    if clock:
        first, second, third = clock.groups()
        if third is None:
            return int(first) * 60 + int(second)
        return int(first) * 3600 + int(second) * 60 + int(third)
    parts = _PARTS.match(text.casefold())
    if parts and any(parts.groups()):
        hours, minutes, rest = (int(part or 0) for part in parts.groups())
        return hours * 3600 + minutes * 60 + rest
    return None


def rating(cells: Cells, column: str) -> float | None:
    """An RPE, in halves. None for nothing, and for what is none: apps write 0."""
    value = number(cells, column)
    if value is None or not 1 <= value <= 10:
        return None
    return float(round(value * 2) / 2)


def moment(cells: Cells, column: str, ground: Ground) -> datetime:
    """In UTC. Without a time it is noon; without a zone it is the person's own."""
    text = cells.get(column, "")
    found = _moment(text)
    if found is None:
        raise BadCell(column, "This is not a date that we can read.")
    if found.tzinfo is None:
        found = found.replace(tzinfo=ground.zone)
    try:
        at = found.astimezone(UTC)
    except OverflowError:
        at = _EARLIEST - timedelta(days=1)
    if at < _EARLIEST:
        raise BadCell(column, "This lies before 1970.")
    if at > ground.now + timedelta(hours=24):
        raise BadCell(column, "This lies in the future.")
    return at


def _moment(text: str) -> datetime | None:
    written = _WRITTEN.match(text.casefold())
    try:
        if written:
            day, name, year, hour, minute = written.groups()
            return datetime(int(year), _month(name), int(day), int(hour), int(minute))  # noqa: DTZ001
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return datetime.combine(found.date(), _NOON) if len(text) <= 10 else found


def _month(name: str) -> int:
    for number_, beginnings in enumerate(_MONTHS, start=1):
        if name.startswith(beginnings):
            return number_
    raise ValueError("no month")


def label(cells: Cells, column: str) -> str:
    return " ".join(cells.get(column, "").split())[:MAX_NAME].strip()


def remarks(parts: Iterable[str]) -> str:
    return "\n".join(part for part in parts if part)[:MAX_NOTES]
