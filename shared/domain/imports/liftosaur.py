"""Liftosaur's export: ISO times, and what was done beside what was asked for."""

from shared.domain.imports import cells as read
from shared.domain.imports.dialect import Dialect
from shared.domain.imports.found import Ground, Source
from shared.domain.imports.sessions import Counts, Row, performed
from shared.domain.imports.tables import Cells
from shared.domain.log.bounds import MAX_NAME
from shared.domain.log.workouts import LoadUnit
from shared.domain.programs import SetKind

_YES = ("1", "true", "yes")


def _row(cells: Cells, ground: Ground, unit: LoadUnit) -> Row | None:
    reps = read.count(cells, "completed reps")
    if reps is None:
        # It was asked for, and not done.
        return None
    started_at = read.moment(cells, "workout datetime", ground)
    done_at = started_at
    if cells.get("completed reps time"):
        done_at = read.moment(cells, "completed reps time", ground)
    names = (read.label(cells, "program"), read.label(cells, "day name"))
    loaded_in = read.unit_in(cells, "completed weight unit", unit)
    return Row(
        start=cells["workout datetime"],
        started_at=started_at,
        workout=": ".join(name for name in names if name)[:MAX_NAME],
        exercise=read.label(cells, "exercise"),
        done=performed(
            done_at,
            _kind(cells),
            read.load(cells, "completed weight value", loaded_in),
            Counts(reps),
            rpe=read.rating(cells, "completed rpe"),
        ),
        exercise_notes=cells.get("notes", ""),
    )


def _kind(cells: Cells) -> SetKind:
    if cells.get("is warmup set?", "").casefold() in _YES:
        return SetKind.WARMUP
    if cells.get("is amrap?", "").casefold() in _YES:
        return SetKind.AMRAP
    return SetKind.WORKING


LIFTOSAUR = Dialect(
    Source.LIFTOSAUR,
    required=(
        ("workout datetime",),
        ("exercise",),
        ("completed reps",),
        ("completed weight value",),
    ),
    row=_row,
    unit_columns=("completed weight unit",),
)
