"""Double progression: first more reps, then, from the top of the range, more load.

`dp(2.5, 8, 12)`: 60 kg x 12, 12, 12 is followed by 62.5 kg x 8; 60 kg x 12, 12, 11 by 60 kg again.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from shared.domain.exercises import Exercise, LoadMode, Tracking
from shared.domain.log.increments import harder
from shared.domain.log.sources import Occasion
from shared.domain.log.workouts import Load, LoggedSet
from shared.domain.programs import Entry, SetKind, SetRow

STALE_AFTER = timedelta(days=21)


class Step(StrEnum):
    START = "START"
    """Nothing is known of it: find a load for the range."""
    INCREASE = "INCREASE"
    REPEAT = "REPEAT"
    """The same load, a rep more."""
    HOLD = "HOLD"
    """As last time."""


class Reason(StrEnum):
    FIRST_TIME = "FIRST_TIME"
    ALL_SETS_AT_THE_TOP = "ALL_SETS_AT_THE_TOP"
    NOT_YET_AT_THE_TOP = "NOT_YET_AT_THE_TOP"
    TOO_LONG_AGO = "TOO_LONG_AGO"
    NO_HARDER_LOAD = "NO_HARDER_LOAD"
    NOT_BY_REPS = "NOT_BY_REPS"
    BY_PERCENTAGE = "BY_PERCENTAGE"


@dataclass(frozen=True, slots=True)
class PlannedSet:
    """One set of a row. No load where nothing tells it: warm-ups, drops, percentages."""

    row: SetRow
    reps: int
    load: Load | None = None


@dataclass(frozen=True, slots=True)
class Target:
    step: Step
    reason: Reason
    sets: tuple[PlannedSet, ...]
    source: Occasion | None = None


@dataclass(frozen=True, slots=True)
class _Slot:
    """A prescribed hard set and what was done for it last time."""

    place: int
    """Of its row in the entry."""
    row: SetRow
    done: LoggedSet | None


Loads = dict[int, Load]
"""By the place of the row."""


def target(
    entry: Entry, exercise: Exercise | None, source: Occasion | None, now: datetime
) -> Target:
    """`source`: see `sources.source_among`. Of an exercise the catalogue does not know the load is
    never raised."""
    if source is None:
        return Target(Step.START, Reason.FIRST_TIME, _planned(entry, (), {}, Step.START))
    slots = list(_slots(entry, source.hard_sets))
    loads = _loads(slots, exercise)
    step, reason = _step(slots, loads, exercise, now - source.workout.started_at)
    if step is Step.INCREASE:
        raised = _raised(loads, exercise)
        if raised is None:
            step, reason = Step.HOLD, Reason.NO_HARDER_LOAD
        else:
            loads = raised
    return Target(step, reason, _planned(entry, slots, loads, step), source)


def _step(
    slots: Sequence[_Slot],
    loads: Loads,
    exercise: Exercise | None,
    age: timedelta,
) -> tuple[Step, Reason]:
    if exercise is not None and exercise.tracking is not Tracking.REPS:
        return Step.HOLD, Reason.NOT_BY_REPS
    if not slots:
        return Step.HOLD, Reason.BY_PERCENTAGE
    if age >= STALE_AFTER:
        return Step.HOLD, Reason.TOO_LONG_AGO
    if all(_is_at_the_top(slot, loads) for slot in slots):
        return Step.INCREASE, Reason.ALL_SETS_AT_THE_TOP
    return Step.REPEAT, Reason.NOT_YET_AT_THE_TOP


def _slots(entry: Entry, done: Sequence[LoggedSet]) -> Iterator[_Slot]:
    """Sets of each kind in their order; who logs everything as WORKING is taken by order alone."""
    by_kind: dict[SetKind, list[LoggedSet]] = defaultdict(list)
    is_told_apart = any(one.kind is not SetKind.WORKING for one in done)
    for one in reversed(done):
        by_kind[one.kind].append(one)
    for place, row in enumerate(entry.sets):
        if row.kind.is_hard and row.percent_1rm is None:
            left = by_kind[row.kind if is_told_apart else SetKind.WORKING]
            for _ in range(row.count):
                yield _Slot(place, row, left.pop() if left else None)


def _loads(slots: Iterable[_Slot], exercise: Exercise | None) -> Loads:
    """Of each row the hardest load that was used."""
    found: Loads = {}
    is_help = exercise is not None and exercise.load_mode is LoadMode.ASSISTED
    for slot in slots:
        if slot.done is not None:
            load, known = slot.done.load, found.get(slot.place)
            if known is None or (load.kg < known.kg if is_help else load.kg > known.kg):
                found[slot.place] = load
    return found


def _raised(loads: Loads, exercise: Exercise | None) -> Loads | None:
    raised: Loads = {}
    for place, load in loads.items():
        more = None if exercise is None else harder(load, exercise)
        if more is None:
            return None
        raised[place] = more
    return raised


def _is_at_the_top(slot: _Slot, loads: Loads) -> bool:
    """At the load of its row: a set with less did not get there. As many reps as possible are
    enough when they are those that were asked for."""
    if slot.done is None or slot.done.load.kg != loads[slot.place].kg:
        return False
    return (slot.done.reps or 0) >= (slot.row.reps_max or slot.row.reps_min)


def _planned(
    entry: Entry, slots: Iterable[_Slot], loads: Loads, step: Step
) -> tuple[PlannedSet, ...]:
    done = defaultdict(list)
    for slot in slots:
        done[slot.place].append(slot.done)
    return tuple(
        PlannedSet(row, _reps(row, before, step), loads.get(place))
        for place, row in enumerate(entry.sets)
        for before in done[place] or [None] * row.count
    )


def _reps(row: SetRow, before: LoggedSet | None, step: Step) -> int:
    """Within the range, of which as many as possible has no top."""
    if before is None or before.reps is None or step in (Step.START, Step.INCREASE):
        return row.reps_min
    wanted = before.reps + (1 if step is Step.REPEAT else 0)
    return max(row.reps_min, wanted if row.reps_max is None else min(wanted, row.reps_max))
