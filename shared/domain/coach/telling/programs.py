"""Programs as the coach reads them, and what comes next in one."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import Any, NamedTuple

from shared.domain.catalogue import Catalogue
from shared.domain.coach.telling.items import Item
from shared.domain.coach.telling.said import LIST_MARK, Said, counted, day_said, load_said
from shared.domain.log.coding import load_plain
from shared.domain.log.progression import PlannedSet, Step, Target
from shared.domain.programs import Entry, Program, SetKind, SetRow, Weekly

_WHY = {
    Step.START: "",
    Step.INCREASE: ", more load than last time",
    Step.REPEAT: ", a rep more where there is room",
    Step.HOLD: ", as last time",
}


class NextExercise(NamedTuple):
    name: str
    entry: Entry
    target: Target


def program_items(program: Program, catalogue: Catalogue) -> list[Item]:
    """The program, then its sessions: names and what is prescribed, in their order."""
    plan = program.plan
    structure = plan.structure
    about: dict[str, Any] = {
        "program_id": program.id,
        "version": program.version,
        "name": plan.name,
        "split_type": plan.split_type.value,
        "duration_weeks": plan.duration_weeks,
        "sessions": len(plan.sessions),
    }
    if isinstance(structure, Weekly):
        about["days"] = [day.name for day in structure.days]
        about["days_a_week"] = len(structure.days)
    else:
        about |= {"days_on": structure.days_on, "days_off": structure.days_off}
    items = [Item(f"program:{program.id}", f"The program {plan.name}.", about)]
    for index, session in enumerate(plan.sessions):
        exercises = [
            {
                "exercise": name_of(entry, catalogue),
                "exercise_id": entry.exercise_id,
                "sets": [row_said(row) for row in entry.sets],
                **({"notes": entry.notes[:200]} if entry.notes else {}),
            }
            for entry in session.exercises
        ]
        values = {"session": session.name, "index": index, "exercises": exercises}
        items.append(Item(f"program:{program.id}:{index}", f"The session {session.name}.", values))
    return items


def name_of(entry: Entry, catalogue: Catalogue) -> str:
    if entry.inline is not None:
        return entry.inline.name
    exercise = catalogue.find(entry.exercise_id or "")
    return exercise.name if exercise else "an exercise that is no longer known"


def row_said(row: SetRow) -> str:
    """`3 x 8-12, RIR 2`; `1 warm-up x 10`."""
    kind = "" if row.kind is SetKind.WORKING else f" {_kind_said(row.kind)}"
    reps = f"{row.reps_min}+" if row.reps_max is None else f"{row.reps_min}-{row.reps_max}"
    reps = str(row.reps_min) if row.reps_max == row.reps_min else reps
    more = "" if row.rir is None else f", RIR {row.rir}"
    more += "" if row.percent_1rm is None else f", {row.percent_1rm:g} % of the one-rep max"
    more += "" if row.rest_seconds is None else f", {row.rest_seconds} s of rest"
    return f"{row.count}{kind} x {reps}{more}"


def next_items(
    program: Program, session: str, day: date, exercises: Sequence[NextExercise]
) -> list[Item]:
    values = {"program": program.plan.name, "session": session, "day": str(day)}
    items = [Item("next", f"Next comes {session} of {program.plan.name}.", values)]
    for order, one in enumerate(exercises, start=1):
        exercise_id = one.entry.exercise_id or str(order)
        aimed = {
            "exercise": one.name,
            "exercise_id": exercise_id,
            "order": order,
            "progression": one.target.step.value,
            "reason": one.target.reason.value,
            "sets": [_planned_plain(*run) for run in _runs(one.target.sets)],
        }
        label = f"{one.name}: what to aim at."
        items.append(Item(f"next:{exercise_id}", label, aimed, (one.name,)))
    return items


def next_said(
    items: Sequence[Item],
    program: Program,
    session: str,
    when: str,
    exercises: Sequence[NextExercise],
) -> Iterator[Said]:
    """`when`: `today`, or the day. `items` are those of `next_items`."""
    yield Said(f"Next is {session} of {program.plan.name}, {when}.", items[:1])
    for one, item in zip(exercises, items[1:], strict=True):
        sets = "; ".join(_sets_said(one.target.sets))
        yield Said(f"{LIST_MARK}{one.name}: {sets}{_WHY[one.target.step]}.", [item])


def day_or_today(day: date, today: date) -> str:
    return "today" if day == today else f"on {day:%A}, {day_said(day)}"


def _runs(planned: Sequence[PlannedSet]) -> Iterator[tuple[PlannedSet, int]]:
    """Sets of one row with one load and one aim, and how many they are."""
    for one, those in groupby(planned):
        yield one, len(list(those))


def _sets_said(planned: Sequence[PlannedSet]) -> Iterator[str]:
    for one, count in _runs(planned):
        kind = "set" if one.row.kind is SetKind.WORKING else f"{_kind_said(one.row.kind)} set"
        load = f" with {load_said(one.load)}" if one.load and one.load.value else ""
        yield f"{counted(count, kind)} of {_reps_said(one)}{load}"


def _reps_said(one: PlannedSet) -> str:
    """What to aim at; the whole range where no load is told."""
    most = one.row.reps_max
    if most is None:
        return f"{one.reps}+"
    return f"{one.reps} to {most}" if one.load is None and most > one.reps else str(one.reps)


def _kind_said(kind: SetKind) -> str:
    return kind.value.lower().replace("_", "-").replace("warmup", "warm-up")


def _planned_plain(one: PlannedSet, count: int) -> dict[str, Any]:
    told: dict[str, Any] = {"kind": one.row.kind.value, "count": count, "reps": one.reps}
    told |= {"reps_min": one.row.reps_min, "reps_max": one.row.reps_max, "rir": one.row.rir}
    if one.load is not None:
        told["load"] = load_plain(one.load)
    return {name: value for name, value in told.items() if value is not None}
