"""FitNotes' exports of workouts: three headers, and exercise names with commas but no quotes."""

from shared.domain.imports import cells as read
from shared.domain.imports.dialect import Dialect
from shared.domain.imports.found import Ground, Source
from shared.domain.imports.sessions import Counts, Row, performed
from shared.domain.imports.tables import Cells
from shared.domain.log.workouts import LoadUnit
from shared.domain.programs import SetKind

_NUMBERS = ("weight", "weight (kg)", "weight (lbs)", "reps", "distance")
_TEXTS_AT_THE_END = ("comment", "notes", "kind")
_DIGITS = frozenset("0123456789., -")
_KINDS = {
    "warmup": SetKind.WARMUP,
    "warm-up": SetKind.WARMUP,
    "warm up": SetKind.WARMUP,
    "drop": SetKind.DROP,
    "drop set": SetKind.DROP,
    "dropset": SetKind.DROP,
}


def _row(cells: Cells, ground: Ground, unit: LoadUnit) -> Row:
    started_at = read.moment(cells, "date", ground)
    kind = cells.get("kind", "").casefold()
    distance = read.metres(cells, "distance", cells.get("distance unit", ""))
    counts = Counts(read.count(cells, "reps"), read.seconds(cells, "time"), distance)
    done = performed(
        started_at,
        _KINDS.get(kind, SetKind.WORKING),
        read.load(cells, *_weight(cells, unit)),
        counts,
        notes=cells.get("comment", "") or cells.get("notes", ""),
    )
    # One workout a day: they know no times.
    return Row(cells["date"], started_at, "", read.label(cells, "exercise"), done)


def _weight(cells: Cells, unit: LoadUnit) -> tuple[str, LoadUnit]:
    if cells.get("weight (kg)"):
        return "weight (kg)", LoadUnit.KG
    if cells.get("weight (lbs)"):
        return "weight (lbs)", LoadUnit.LB
    return "weight", read.unit_in(cells, "weight unit", unit)


def _mended(columns: list[str], row: list[str]) -> list[str]:
    """The cells that are too many belong to the name of the exercise; or to a comment, when only
    then numbers stand where numbers should."""
    extra = len(row) - len(columns)
    exercise = columns.index("exercise")
    last = columns[-1] in _TEXTS_AT_THE_END
    for at_the_end in range(extra + 1 if last else 1):
        named = extra - at_the_end
        mended = [
            *row[:exercise],
            ",".join(row[exercise : exercise + named + 1]),
            *row[exercise + named + 1 :],
        ]
        width = len(columns)
        mended = [*mended[: width - 1], ",".join(mended[width - 1 :])]
        if _has_numbers(columns, mended):
            return mended
    return row


def _has_numbers(columns: list[str], row: list[str]) -> bool:
    return all(
        set(cell) <= _DIGITS for name, cell in zip(columns, row, strict=True) if name in _NUMBERS
    )


FITNOTES = Dialect(
    Source.FITNOTES,
    required=(
        ("date",),
        ("exercise",),
        ("weight", "weight (kg)", "weight (lbs)"),
        ("reps",),
    ),
    row=_row,
    unit_columns=("weight unit", "weight (kg)", "weight (lbs)"),
    mend=_mended,
)
