"""The rules about how a plan is written: its rows of sets, and its days."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from shared.domain.bounds import MAX_CYCLE_DAYS, MAX_REPS
from shared.domain.linting.findings import AboutEntry, AboutPlan, Key, Patch, Rule
from shared.domain.linting.goals import gives_a_goal
from shared.domain.linting.ground import Ground
from shared.domain.programs import Cyclic, Entry, Plan, SetRow, Structure, Weekday, Weekly

EASY_RIR = 5
"""With so many reps in reserve, and from here on, growth falls off."""
HARD_ENOUGH_RIR = 4


def layout_keys(plan: Plan) -> Iterator[Key]:
    if plan.times_per_week < 1:
        yield AboutPlan(Rule.MORE_SESSIONS_THAN_DAYS)
    for index, session in enumerate(plan.sessions):
        for place, entry in enumerate(session.exercises):
            if not any(gives_a_goal(row) for row in entry.sets):
                yield AboutEntry(Rule.NO_PROGRESSION, index, place)
            if any(is_easy(row) for row in entry.sets):
                yield AboutEntry(Rule.HIGH_RIR, index, place)


def is_easy(row: SetRow) -> bool:
    return row.kind.is_hard and row.rir is not None and row.rir >= EASY_RIR


def harder(entry: Entry, path: str) -> Patch:
    return [
        _replacing(f"{path}/sets/{number}/rir", HARD_ENOUGH_RIR)
        for number, row in enumerate(entry.sets)
        if is_easy(row)
    ]


def with_a_range(entry: Entry, path: str) -> Patch | None:
    """Opens the first hard row upwards by a quarter, or downwards where there is no room. None
    when there is no hard row."""
    for number, row in enumerate(entry.sets):
        if row.kind.is_hard:
            wider = row.reps_min + max(2, row.reps_min // 4)
            if row.reps_min < MAX_REPS:
                return [_replacing(f"{path}/sets/{number}/reps_max", min(wider, MAX_REPS))]
            return [_replacing(f"{path}/sets/{number}/reps_min", MAX_REPS - 2)]
    return None


def more_days(ground: Ground) -> Patch | None:
    """The nearest structure that trains every session once a week and brings no finding."""
    structure, sessions = ground.plan.structure, len(ground.plan.sessions)
    for fuller, patch in _fuller(structure):
        times = fuller.training_days_per_week / sessions
        if times >= 1 and _is_harmless(ground, times):
            return patch
    return None


def _is_harmless(ground: Ground, times: Fraction) -> bool:
    found = ground.yardstick.with_times(times).keys(ground.doses)
    return all(key in ground.known for key in found)


def _fuller(structure: Structure) -> Iterator[tuple[Structure, Patch]]:
    if isinstance(structure, Weekly):
        days = structure.days
        while len(days) < len(Weekday):
            days = tuple(sorted((*days, _loneliest(days))))
            yield Weekly(days), [_replacing("/structure/days", [day.name for day in days])]
    else:
        for off in range(structure.days_off, 0, -1):
            for on in range(structure.days_on, MAX_CYCLE_DAYS + 1):
                patch = [
                    _replacing("/structure/days_on", on),
                    _replacing("/structure/days_off", off),
                ]
                yield Cyclic(on, off), patch


def _loneliest(days: tuple[Weekday, ...]) -> Weekday:
    """The free day with most rest around it: the days since training times those until it."""
    free = [day for day in Weekday if day not in days]
    return max(
        free,
        key=lambda day: (
            min((day - other) % 7 for other in days) * min((other - day) % 7 for other in days)
        ),
    )


def _replacing(path: str, value: Any) -> dict[str, Any]:
    return {"op": "replace", "path": path, "value": value}
