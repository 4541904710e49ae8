"""Our own table of a training log, read back: nothing of it is lost."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from itertools import groupby, islice
from typing import TypeVar

from shared.domain.exports.as_csv import GUARD, HEADER
from shared.domain.imports import cells as read
from shared.domain.imports.cells import BadCell
from shared.domain.imports.found import (
    MOST_SETS,
    About,
    Found,
    Ground,
    PastMeasurement,
    PastSet,
    PastWorkout,
    Problem,
)
from shared.domain.imports.plain import is_id, is_metric
from shared.domain.imports.tables import Cells, Table, tidied_header
from shared.domain.log.bounds import (
    MAX_METRIC,
    MAX_NAME,
    MAX_NOTES,
    MAX_RIR,
    MAX_SECONDS,
    MAX_SUPERSET_GROUP,
)
from shared.domain.log.workouts import LoadUnit, LoggedSet, Side
from shared.domain.programs import SetKind

Choice = TypeVar("Choice", bound=StrEnum)
Numbered = tuple[int, Cells]


class OwnTable:
    columns = frozenset(map(tidied_header, HEADER))

    def fits(self, table: Table) -> bool:
        return self.columns <= set(table.columns)

    def knows_unit(self, _: Table) -> bool:
        return True

    def read(self, table: Table, ground: Ground) -> Found:
        """Nothing of a workout whose rows are not all good is taken."""
        records = table.records(tidied=unguarded)
        for thing, group in groupby(records, key=_thing):
            if thing is None:
                yield from (one for one in group if isinstance(one, Problem))
                continue
            some = islice(group, MOST_SETS + 1)
            rows = [one for one in some if not isinstance(one, Problem)]
            make = _workout if thing[0] else _measurement
            try:
                _check_count(rows)
                yield make(rows, ground)
            except _BadRow as bad:
                yield Problem(bad.line, bad.cell.column, bad.cell.message)


OWN_TABLE = OwnTable()


def unguarded(cell: str) -> str:
    return cell.removeprefix(GUARD)


class _BadRow(Exception):
    def __init__(self, line: int, cell: BadCell) -> None:
        self.line, self.cell = line, cell
        super().__init__(cell.message)


def _check_count(rows: list[Numbered]) -> None:
    if len(rows) > MOST_SETS:
        raise _BadRow(rows[0][0], BadCell("", f"A workout has at most {MOST_SETS} sets."))


def _thing(record: Numbered | Problem) -> tuple[str, str] | None:
    if isinstance(record, Problem):
        return None
    return record[1].get("workout id", ""), record[1].get("measurement id", "")


def _workout(rows: list[Numbered], ground: Ground) -> PastWorkout:
    abouts: dict[str, About] = {}
    sets: list[PastSet] = []
    for row in rows:
        about, done = _at(row, lambda cells: _execution(cells, ground))
        if about is not None:
            abouts.setdefault(about.exercise_id or about.exercise, about)
            sets += [PastSet(about.exercise, done, about.exercise_id)] if done else []
    frame = _at(rows[0], lambda cells: _frame(cells, ground, rows[0][0]))
    return replace(frame, exercises=tuple(abouts.values()), sets=tuple(sets))


def _frame(cells: Cells, ground: Ground, line: int) -> PastWorkout:
    return PastWorkout(
        id=_id(cells, "workout id"),
        line=line,
        started_at=read.moment(cells, "started at", ground),
        finished_at=_moment(cells, "finished at", ground),
        name=_text(cells, "workout name", MAX_NAME) or None,
        notes=_text(cells, "workout notes"),
        program_id=_optional_id(cells, "program id"),
        session_id=_optional_id(cells, "session id"),
    )


def _execution(cells: Cells, ground: Ground) -> tuple[About | None, LoggedSet | None]:
    if not cells.get("exercise id") and not cells.get("exercise"):
        return None, None
    known = _optional_id(cells, "exercise id")
    about = About(
        _text(cells, "exercise", MAX_NAME) or str(known),
        known,
        _text(cells, "exercise notes"),
        read.count(cells, "superset", MAX_SUPERSET_GROUP) or None,
    )
    return about, _done(cells, ground) if cells.get("set id") else None


def _done(cells: Cells, ground: Ground) -> LoggedSet:
    reps = read.count(cells, "reps")
    duration = read.seconds(cells, "seconds")
    distance = read.metres(cells, "distance (m)", "m")
    if reps is None and duration is None and distance is None:
        raise BadCell("reps", "There are neither reps nor a time nor a distance.")
    return LoggedSet(
        set_id=_id(cells, "set id"),
        kind=_choice(SetKind, cells, "kind"),
        load=read.load(cells, "weight", _choice(LoadUnit, cells, "weight unit")),
        completed_at=read.moment(cells, "completed at", ground),
        reps=reps,
        duration_seconds=duration,
        distance_m=distance,
        forced_reps=read.count(cells, "forced reps") or 0,
        rir=_half(cells, "rir", MAX_RIR),
        rpe=read.rating(cells, "rpe"),
        side=_choice(Side, cells, "side"),
        rest_seconds=read.count(cells, "rest seconds", MAX_SECONDS),
        notes=_text(cells, "notes"),
    )


def _measurement(rows: list[Numbered], ground: Ground) -> PastMeasurement:
    values = dict(_at(row, _value) for row in rows)
    line, cells = rows[0]
    frame = _at(
        (line, cells),
        lambda _: (_id(cells, "measurement id"), read.moment(cells, "measured at", ground)),
    )
    return PastMeasurement(frame[0], line, frame[1], values, _text(cells, "notes"))


def _value(cells: Cells) -> tuple[str, float]:
    value = read.number(cells, "value", MAX_METRIC)
    metric = cells.get("metric", "")
    if value is None or not is_metric(metric):
        raise BadCell("metric", "There is no value, or the name of what was measured is none.")
    return metric, float(value)


Read = TypeVar("Read")


def _at(row: Numbered, reader: Callable[[Cells], Read]) -> Read:
    line, cells = row
    try:
        return reader(cells)
    except BadCell as bad:
        raise _BadRow(line, bad) from None


def _moment(cells: Cells, column: str, ground: Ground) -> datetime | None:
    return read.moment(cells, column, ground) if cells.get(column) else None


def _text(cells: Cells, column: str, most: int = MAX_NOTES) -> str:
    text = cells.get(column, "")
    if len(text) > most:
        raise BadCell(column, f"This is longer than {most} characters.")
    return text


def _half(cells: Cells, column: str, most: int) -> float | None:
    value = read.number(cells, column, most)
    return None if value is None else round(float(value) * 2) / 2


def _id(cells: Cells, column: str) -> str:
    text = cells.get(column, "")
    if not is_id(text):
        raise BadCell(column, "This is not an id.")
    return text


def _optional_id(cells: Cells, column: str) -> str | None:
    return _id(cells, column) if cells.get(column) else None


def _choice(choices: type[Choice], cells: Cells, column: str) -> Choice:
    try:
        return choices(cells.get(column, ""))
    except ValueError:
        known: Iterable[StrEnum] = choices
        raise BadCell(column, f"This is one of {', '.join(known)}.") from None
