"""What was done in an exercise: the sets of its last times, and its records."""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from shared.domain.coach.telling.items import Item
from shared.domain.coach.telling.said import Said, day_said, listed, load_said
from shared.domain.exercises import LoadMode
from shared.domain.log.coding import load_plain
from shared.domain.log.sources import Occasion
from shared.domain.log.workouts import Load, LoggedSet, Side
from shared.domain.programs import SetKind
from shared.domain.zones import Zones

MOST_SETS = 20
"""Of one exercise in one workout that are told."""


def occasion_item(name: str, occasion: Occasion, zones: Zones) -> Item:
    workout, execution = occasion.workout, occasion.execution
    day = zones.local(workout.started_at).date()
    values: dict[str, Any] = {
        "exercise": name,
        "exercise_id": execution.exercise_id,
        "day": str(day),
        "workout_id": workout.id,
        "sets": [_set_plain(one) for one in execution.sets[:MOST_SETS]],
    }
    if execution.notes:
        values["notes"] = execution.notes[:300]
    source = f"sets:{workout.id}:{execution.exercise_id}"
    return Item(source, f"{name}: the sets of {day_said(day)}.", values, (name,))


def occasion_said(name: str, mode: LoadMode, occasion: Occasion, zones: Zones, today: date) -> Said:
    item = occasion_item(name, occasion, zones)
    day = zones.local(occasion.workout.started_at).date()
    when = "today" if day == today else f"on {day_said(day)}"
    done = [one for one in occasion.execution.sets if one.kind is not SetKind.WARMUP]
    sets = sets_said(done or occasion.execution.sets, mode)
    return Said(f"{name}, last done {when}: {sets}.", [item])


def sets_said(done: Sequence[LoggedSet], mode: LoadMode) -> str:
    """`80 kg for 8, 8 and 7 reps`; sets that follow each other with one load are said together."""
    shown = done[:MOST_SETS]
    parts = [
        _of_one_load(load, list(those), mode) for load, those in groupby(shown, key=_what_changes)
    ]
    return "; ".join(parts) + (f"; and {len(done) - len(shown)} more" if done[MOST_SETS:] else "")


def _what_changes(one: LoggedSet) -> tuple[Load, str, Side]:
    return one.load, _measured_in(one), one.side


def _measured_in(one: LoggedSet) -> str:
    if one.duration_seconds:
        return "seconds"
    return "metres" if one.distance_m else "reps"


def _of_one_load(key: tuple[Load, str, Side], sets: Sequence[LoggedSet], mode: LoadMode) -> str:
    load, unit, side = key
    counts = [_count(one) for one in sets]
    unit = "rep" if unit == "reps" and counts == [1] else unit
    what = f"{listed([str(count) for count in counts])} {unit}"
    if side is not Side.BOTH:
        what += f" ({side.value.lower()})"
    if not load.value:
        return what
    weight = load_said(load)
    if mode is LoadMode.ASSISTED:
        weight += " of help"
    elif mode is LoadMode.BODYWEIGHT:
        weight = f"the body and {weight}"
    return f"{weight} for {what}"


def _count(one: LoggedSet) -> int | float:
    timed = one.duration_seconds or one.distance_m
    return (one.reps or 0) if not timed else int(timed) if timed == int(timed) else timed


def _set_plain(one: LoggedSet) -> Mapping[str, Any]:
    told: dict[str, Any] = {"kind": one.kind.value, "load": load_plain(one.load), "reps": one.reps}
    told |= {
        "duration_seconds": one.duration_seconds,
        "distance_metres": one.distance_m,
        "rir": one.rir,
        "rpe": one.rpe,
        "side": None if one.side is Side.BOTH else one.side.value,
        "notes": one.notes[:100] or None,
    }
    return {name: value for name, value in told.items() if value is not None}
