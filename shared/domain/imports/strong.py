"""Strong's exports: five headers, of iOS and Android, old and new."""

from datetime import timedelta

from shared.domain.imports import cells as read
from shared.domain.imports.dialect import Dialect
from shared.domain.imports.found import Ground, Source
from shared.domain.imports.sessions import Counts, Row, performed
from shared.domain.imports.tables import Cells
from shared.domain.log.workouts import LoadUnit
from shared.domain.programs import SetKind

_KINDS = {"w": SetKind.WARMUP, "d": SetKind.DROP}
_ALIASES = {
    "duration (sec)": "duration",
    "workout duration": "duration",
    "datum": "date",
    "workout-name": "workout name",
    "trainingsname": "workout name",
    "dauer": "duration",
    "name der übung": "exercise name",
    "übung": "exercise name",
    "übungsname": "exercise name",
    "reihenfolge festlegen": "set order",
    "satzreihenfolge": "set order",
    "satz": "set order",
    "gewicht": "weight",
    "gewicht (kg)": "weight (kg)",
    "gewichtseinheit": "weight unit",
    "wiederh.": "reps",
    "wdh.": "reps",
    "wiederholungen": "reps",
    "entfernung": "distance",
    "entfernungseinheit": "distance unit",
    "sekunden": "seconds",
    "notizen": "notes",
    "workout-notizen": "workout notes",
    "trainingsnotizen": "workout notes",
}


def _row(cells: Cells, ground: Ground, unit: LoadUnit) -> Row | None:
    order = cells.get("set order", "").casefold()
    reps = read.count(cells, "reps")
    if not reps and len(order) > 1 and not order.isdecimal():
        # A note, or the rest timer, whatever it is called in the language of the file.
        return None
    started_at = read.moment(cells, "date", ground)
    lasted = read.seconds(cells, "duration")
    counts = Counts(reps, read.seconds(cells, "seconds"), _distance(cells, unit))
    return Row(
        start=cells["date"],
        started_at=started_at,
        workout=read.label(cells, "workout name"),
        exercise=read.label(cells, "exercise name"),
        done=performed(
            started_at,
            _KINDS.get(order, SetKind.WORKING),
            read.load(cells, *_weight(cells, unit)),
            counts,
            rpe=read.rating(cells, "rpe"),
            # To failure: none was left.
            rir=0.0 if order == "f" else None,
            notes=cells.get("notes", ""),
        ),
        finished_at=started_at + timedelta(seconds=lasted) if lasted else None,
        workout_notes=cells.get("workout notes", ""),
    )


def _weight(cells: Cells, unit: LoadUnit) -> tuple[str, LoadUnit]:
    if "weight (kg)" in cells:
        return "weight (kg)", LoadUnit.KG
    if "weight (lbs)" in cells:
        return "weight (lbs)", LoadUnit.LB
    return "weight", read.unit_in(cells, "weight unit", unit)


def _distance(cells: Cells, unit: LoadUnit) -> float | None:
    if "distance (meters)" in cells:
        return read.metres(cells, "distance (meters)", "m")
    # Without a unit of its own it goes by the same setting as the weights.
    usual = "km" if unit is LoadUnit.KG else "mi"
    return read.metres(cells, "distance", cells.get("distance unit") or usual)


STRONG = Dialect(
    Source.STRONG,
    required=(
        ("date",),
        ("exercise name",),
        ("set order",),
        ("weight", "weight (kg)", "weight (lbs)"),
        ("reps",),
    ),
    row=_row,
    unit_columns=("weight unit", "weight (kg)", "weight (lbs)"),
    aliases=_ALIASES,
)
