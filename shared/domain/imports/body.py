"""Measurements of the body from FitNotes' body tracker, and body weights from wger."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from shared.domain.body import PLAUSIBLE
from shared.domain.imports import cells as read
from shared.domain.imports.cells import BadCell
from shared.domain.imports.found import (
    Found,
    Ground,
    PastMeasurement,
    Problem,
    Source,
    id_of,
)
from shared.domain.imports.tables import Cells, Table
from shared.domain.log.bounds import MAX_METRIC, MAX_METRICS
from shared.domain.log.workouts import LoadUnit

_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}\Z")
_POUND = Decimal("0.45359237")
_KILOGRAMS = {"kg": Decimal(1), "kgs": Decimal(1), "lb": _POUND, "lbs": _POUND}
_CENTIMETRES = {
    "cm": Decimal(1),
    "mm": Decimal("0.1"),
    "m": Decimal(100),
    "in": Decimal("2.54"),
    "inches": Decimal("2.54"),
}
_KNOWN = {
    "bodyweight": "weight",
    "body_weight": "weight",
    "body_fat": "body_fat",
    "hips": "hip",
    "shoulders": "shoulder",
    "biceps": "bicep",
    "forearms": "forearm",
    "thighs": "thigh",
    "calves": "calf",
}


@dataclass(frozen=True, slots=True)
class Reading:
    """One row: a figure of one metric at one moment. `start`: the moment as it is written."""

    start: str
    at: datetime
    metric: str
    value: float
    notes: str = ""


@dataclass(frozen=True, slots=True)
class BodyDialect:
    source: Source
    required: tuple[str, ...]
    reading: Callable[[Cells, Ground], Reading]
    unit_columns: tuple[str, ...]

    def fits(self, table: Table) -> bool:
        return set(self.required) <= set(table.columns)

    def knows_unit(self, table: Table) -> bool:
        return bool(set(table.columns) & set(self.unit_columns))

    def read(self, table: Table, ground: Ground) -> Found:
        """What was measured at one moment is one measurement, wherever its rows stand: so they are
        all read first."""
        taken: dict[str, _Taking] = {}
        for record in table.records():
            if isinstance(record, Problem):
                yield record
                continue
            line, cells = record
            try:
                reading = self.reading(cells, ground)
                taking = taken.setdefault(reading.start, _Taking(line, reading.at))
                taking.add(reading)
            except BadCell as bad:
                yield Problem(line, bad.column, bad.message)
        for start, taking in taken.items():
            name, notes = id_of(self.source, "body", start), read.remarks(taking.notes)
            yield PastMeasurement(name, taking.line, taking.at, taking.values, notes)


@dataclass(slots=True)
class _Taking:
    line: int
    at: datetime
    values: dict[str, float] = field(default_factory=dict)
    notes: dict[str, None] = field(default_factory=dict)

    def add(self, reading: Reading) -> None:
        if len(self.values) == MAX_METRICS:
            raise BadCell("", f"More than {MAX_METRICS} measurements were taken at this moment.")
        # The first of two readings of a metric at one moment stays.
        self.values.setdefault(reading.metric, reading.value)
        self.notes.setdefault(reading.notes)


def _fitnotes(cells: Cells, ground: Ground) -> Reading:
    moment = f"{cells.get('date', '')} {cells.get('time', '')}".strip()
    at = read.moment({"date": moment}, "date", ground)
    value = read.number(cells, "value", MAX_METRIC)
    if value is None:
        raise BadCell("value", "There is no value.")
    metric, figure = _metric(cells.get("measurement", ""), cells.get("unit", ""), value)
    return Reading(moment, at, metric, figure, cells.get("comment", ""))


def _metric(name: str, unit: str, value: Decimal) -> tuple[str, float]:
    """Under the name it has with us, in kilograms and centimetres where it is that."""
    plain = re.sub(r"[^a-z0-9]+", "_", name.casefold()).strip("_")
    side = next((side for side in ("left_", "right_") if plain.startswith(side)), "")
    part = plain.removeprefix(side)
    plain, unit = side + _KNOWN.get(part, part), unit.casefold()
    for units, ending in ((_KILOGRAMS, "_kg"), (_CENTIMETRES, "_cm")):
        if unit in units:
            value, plain = value * units[unit], plain + ending
    if unit == "%":
        plain += "_percent"
    if not _NAME.match(plain):
        raise BadCell("measurement", "This cannot be the name of a measurement.")
    return plain, _plausible(plain, value, "value")


def _plausible(metric: str, value: Decimal, column: str) -> float:
    least, most = PLAUSIBLE.get(metric, (0, MAX_METRIC))
    if not least <= value <= most:
        raise BadCell(column, f"This is not between {least} and {most}.")
    return round(float(value), 6)


def _wger(cells: Cells, ground: Ground) -> Reading:
    at = read.moment(cells, "date", ground)
    value = read.number(cells, "weight", MAX_METRIC)
    if not value:
        raise BadCell("weight", "There is no weight.")
    factor = _POUND if ground.unit is LoadUnit.LB else Decimal(1)
    return Reading(
        cells["date"], at, "weight_kg", _plausible("weight_kg", value * factor, "weight")
    )


FITNOTES_BODY = BodyDialect(
    Source.FITNOTES, ("date", "measurement", "value", "unit"), _fitnotes, ("unit",)
)
WGER = BodyDialect(Source.WGER, ("date", "weight"), _wger, ())
