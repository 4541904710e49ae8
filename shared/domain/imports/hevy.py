"""Hevy's export: one header, metric or imperial columns, dates with the month in some language."""

from shared.domain.imports import cells as read
from shared.domain.imports.dialect import Dialect
from shared.domain.imports.found import Ground, Source
from shared.domain.imports.sessions import Counts, Row, performed
from shared.domain.imports.tables import Cells
from shared.domain.log.bounds import MAX_SUPERSET_GROUP
from shared.domain.log.workouts import LoadUnit
from shared.domain.programs import SetKind

_KINDS = {"warmup": SetKind.WARMUP, "dropset": SetKind.DROP}


def _row(cells: Cells, ground: Ground, _: LoadUnit) -> Row:
    started_at = read.moment(cells, "start_time", ground)
    kind = cells.get("set_type", "").casefold()
    weight = _weight(cells)
    group = read.count(cells, "superset_id", 10_000)
    counts = Counts(
        read.count(cells, "reps"), read.seconds(cells, "duration_seconds"), _distance(cells)
    )
    return Row(
        start=cells["start_time"],
        started_at=started_at,
        workout=read.label(cells, "title"),
        exercise=read.label(cells, "exercise_title"),
        done=performed(
            started_at,
            _KINDS.get(kind, SetKind.WORKING),
            read.load(cells, *weight),
            counts,
            rpe=read.rating(cells, "rpe"),
            rir=0.0 if kind == "failure" else None,
        ),
        finished_at=read.moment(cells, "end_time", ground) if cells.get("end_time") else None,
        workout_notes=cells.get("description", ""),
        exercise_notes=cells.get("exercise_notes", ""),
        # Theirs count from 0.
        superset_group=group + 1 if group is not None and group < MAX_SUPERSET_GROUP else None,
    )


def _weight(cells: Cells) -> tuple[str, LoadUnit]:
    """Both columns may be there, one of them empty."""
    if cells.get("weight_kg") or "weight_lbs" not in cells:
        return "weight_kg", LoadUnit.KG
    return "weight_lbs", LoadUnit.LB


def _distance(cells: Cells) -> float | None:
    return read.metres(cells, "distance_km", "km") or read.metres(cells, "distance_miles", "mi")


HEVY = Dialect(
    Source.HEVY,
    required=(
        ("title",),
        ("start_time",),
        ("exercise_title",),
        ("weight_kg", "weight_lbs"),
        ("reps",),
    ),
    row=_row,
    unit_columns=("weight_kg", "weight_lbs"),
)
