"""From the rows of a table, a set each, to workouts: while they are read, one at a time."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from shared.domain.imports.cells import BadCell, remarks
from shared.domain.imports.found import (
    MOST_SETS,
    About,
    Found,
    PastSet,
    PastWorkout,
    Problem,
    Source,
    id_of,
)
from shared.domain.log.workouts import Load, LoggedSet
from shared.domain.programs import SetKind

_A_SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Row:
    """One set, with what its row repeats of the workout. `start`: the beginning as it is written,
    which together with the name tells workouts apart; it stays the same when somebody moves to
    another time zone. The set has no id yet, and is completed when the workout started if the
    file does not say."""

    start: str
    started_at: datetime
    workout: str
    exercise: str
    done: LoggedSet
    finished_at: datetime | None = None
    workout_notes: str = ""
    exercise_notes: str = ""
    superset_group: int | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """What a set was measured in. A zero stands where nothing was counted."""

    reps: int | None = None
    duration_seconds: float | None = None
    distance_m: float | None = None


def performed(
    at: datetime,
    kind: SetKind,
    load: Load,
    counts: Counts,
    *,
    rpe: float | None = None,
    rir: float | None = None,
    notes: str = "",
) -> LoggedSet:
    """Raises `BadCell` when nothing was done. No reps beside a time or a distance were no reps;
    alone they are a missed attempt."""
    reps = counts.reps
    if counts.duration_seconds or counts.distance_m:
        reps = reps or None
    elif reps is None:
        raise BadCell("", "There are neither reps nor a time nor a distance.")
    return LoggedSet(
        set_id="",
        kind=kind,
        load=load,
        completed_at=at,
        reps=reps,
        duration_seconds=counts.duration_seconds,
        distance_m=counts.distance_m,
        rpe=rpe,
        rir=None if rpe is not None else rir,
        notes=remarks([notes]),
    )


def workouts_of(source: Source, rows: Iterable[tuple[int, Row] | Problem]) -> Found:
    """Rows of one workout that do not stand together make it several times, with different sets."""
    counted: Counter[tuple[str, str]] = Counter()
    collecting: _Collecting | None = None
    for one in rows:
        if isinstance(one, Problem):
            yield one
            continue
        line, row = one
        name = id_of(source, row.start, row.workout)
        if collecting is None or collecting.id != name:
            if collecting is not None:
                yield collecting.workout()
            collecting = _Collecting(name, counted)
        if len(collecting.sets) < MOST_SETS:
            collecting.take(line, row)
        else:
            yield Problem(line, "", f"A workout has at most {MOST_SETS} sets.")
    if collecting is not None:
        yield collecting.workout()


@dataclass
class _Collecting:
    id: str
    counted: Counter[tuple[str, str]]
    """How many sets of each exercise of each workout there were so far."""
    line: int = 0
    rows: list[Row] = field(default_factory=list)
    sets: list[PastSet] = field(default_factory=list)

    def take(self, line: int, row: Row) -> None:
        self.line = self.line or line
        place = self.id, row.exercise
        number = self.counted[place]
        self.counted[place] += 1
        earliest = self.sets[-1].done.completed_at + _A_SECOND if self.sets else row.started_at
        done = replace(
            row.done,
            set_id=id_of(self.id, row.exercise, number),
            completed_at=max(earliest, row.done.completed_at),
        )
        self.rows.append(row)
        self.sets.append(PastSet(row.exercise, done))

    def workout(self) -> PastWorkout:
        first = self.rows[0]
        ends = [row.finished_at for row in self.rows if row.finished_at]
        return PastWorkout(
            id=self.id,
            line=self.line,
            started_at=first.started_at,
            finished_at=max([self.sets[-1].done.completed_at, *ends]),
            name=first.workout or None,
            notes=remarks(dict.fromkeys(row.workout_notes for row in self.rows)),
            exercises=tuple(self._abouts()),
            sets=tuple(self.sets),
        )

    def _abouts(self) -> Iterator[About]:
        for exercise in dict.fromkeys(row.exercise for row in self.rows):
            rows = [row for row in self.rows if row.exercise == exercise]
            groups = [row.superset_group for row in rows if row.superset_group is not None]
            yield About(
                exercise,
                notes=remarks(dict.fromkeys(row.exercise_notes for row in rows)),
                superset_group=groups[0] if groups else None,
            )
