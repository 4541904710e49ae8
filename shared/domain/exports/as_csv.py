"""The training log as a table: a row a set, for spreadsheets, and to be imported again as it was.

A cell that a spreadsheet might take for a formula starts with an apostrophe; so does one that
starts with an apostrophe itself, which makes taking it away again exact.
"""

import csv
import io
from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal

from shared.domain.log.coding import instant_text
from shared.domain.log.measurements import Measurement
from shared.domain.log.workouts import Execution, LoggedSet, Workout

HEADER = (
    "Workout ID", "Started At", "Finished At", "Workout Name", "Workout Notes", "Program ID",
    "Session ID", "Exercise ID", "Exercise", "Exercise Notes", "Superset", "Set ID", "Kind",
    "Weight", "Weight Unit", "Reps", "Forced Reps", "Seconds", "Distance (m)", "RIR", "RPE", "Side",
    "Rest Seconds", "Completed At", "Notes", "Measurement ID", "Measured At", "Metric", "Value",
)  # fmt: skip
GUARD = "'"
_FORMULA = ("=", "+", "-", "@", "\t", "\r", GUARD)


def header_line() -> str:
    return line(HEADER)


def workout_lines(workout: Workout, names: Mapping[str, str]) -> str:
    """`names`: of exercises by id. An exercise without sets, and a workout without exercises, has
    one row."""
    about = [
        workout.id, _instant(workout.started_at), _instant(workout.finished_at),
        _text(workout.name), _text(workout.notes), workout.program_id, workout.session_id,
    ]  # fmt: skip
    rows: list[list[str | None]] = []
    for execution in workout.executions or (None,):
        told = _told(execution, names)
        sets = execution.sets if execution else ()
        rows += [[*about, *told, *_set_cells(done)] for done in sets or (None,)]
    return "".join(line(row + [None] * 4) for row in rows)


def measurement_lines(measurement: Measurement) -> str:
    about = [measurement.id, _instant(measurement.measured_at)]
    blank: list[str | None] = [None] * (len(HEADER) - 5)
    return "".join(
        line([*blank, _text(measurement.notes), *about, metric, _number(value)])
        for metric, value in measurement.values.items()
    )


def _told(execution: Execution | None, names: Mapping[str, str]) -> list[str | None]:
    if execution is None:
        return [None] * 4
    known = execution.exercise_id
    name, group = _text(names.get(known)), _number(execution.superset_group)
    return [known, name, _text(execution.notes), group]


def _set_cells(done: LoggedSet | None) -> list[str | None]:
    if done is None:
        return [None] * 14
    return [
        done.set_id, done.kind, _number(done.load.value), done.load.unit, _number(done.reps),
        _number(done.forced_reps), _number(done.duration_seconds), _number(done.distance_m),
        _number(done.rir), _number(done.rpe), done.side, _number(done.rest_seconds),
        _instant(done.completed_at), _text(done.notes),
    ]  # fmt: skip


def line(cells: Iterable[str | None]) -> str:
    """One row, each cell made safe."""
    written = io.StringIO()
    csv.writer(written).writerow(_guarded(cell or "") for cell in cells)
    return written.getvalue()


def _guarded(cell: str) -> str:
    return f"{GUARD}{cell}" if cell.startswith(_FORMULA) else cell


def _text(given: str | None) -> str:
    return given or ""


def _number(value: Decimal | float | None) -> str:
    # Never with an exponent.
    return "" if value is None else format(Decimal(str(value)), "f")


def _instant(at: datetime | None) -> str:
    return "" if at is None else instant_text(at)
