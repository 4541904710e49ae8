"""A few sentences about a week, made by rules. Every number in them is one of its plain facts."""

from collections.abc import Iterator, Sequence
from typing import Any

from shared.domain.muscles import Muscle
from shared.domain.profiles import Units
from shared.domain.reports.milestones import MilestoneKind
from shared.domain.reports.plain import Plain
from shared.domain.targets import Verdict

_MOST_NAMED = 3
"""Muscles, or loads."""

_REACHED = {
    MilestoneKind.WORKOUTS: "You have done {} workouts!",
    MilestoneKind.WEEKS_IN_A_ROW: "Training in {} weeks in a row!",
    MilestoneKind.TONNAGE_KG: "You have moved {} kg in all!",
}


def text_of(facts: Plain) -> str:
    return " ".join(_sentences(facts))


def _sentences(facts: Plain) -> Iterator[str]:
    unit = "lb" if facts["units"] == Units.IMPERIAL else "kg"
    yield from _training(facts, unit)
    if facts["workouts"]:
        yield from _muscles(facts)
    yield from _weight(facts, unit)
    yield from _best_loads(facts["best_loads"], unit)
    yield from _milestones(facts["milestones"])


def _training(facts: Plain, unit: str) -> Iterator[str]:
    before = facts["week_before"]
    if not facts["workouts"]:
        yield "No training was logged this week."
        if before["workouts"]:
            yield f"In the week before it was {_counted(before['workouts'], 'workout')}."
        return
    exercises, moved = _counted(facts["exercises"], "exercise"), facts[f"tonnage_{unit}"]
    yield (
        f"{_counted(facts['workouts'], 'workout')}, {_counted(facts['hard_sets'], 'hard set')} of "
        f"{exercises}{f' and {moved} {unit} moved in all' if moved else ''}."
    )
    if facts["deload"]:
        yield "It was a deload: doing less was the point."
    elif before["workouts"]:
        yield f"The week before it was {_counted(before['hard_sets'], 'hard set')}."
    if facts["planned_hard_sets"] is not None and not facts["deload"]:
        workouts = _counted(facts["planned_workouts"], "workout")
        yield f"The plan has {_counted(facts['planned_hard_sets'], 'hard set')} in {workouts}."


def _muscles(facts: Plain) -> Iterator[str]:
    high = [one for one in facts["muscles"] if one["status"] in (Verdict.HIGH, Verdict.EXCESSIVE)]
    if high:
        yield f"Over the maximum: {_named(sorted(high, key=_sets, reverse=True))}."
    below = facts["muscles_below_minimum"]
    if facts["deload"] or not below:
        return
    lowest = [
        one
        for one in facts["muscles"]
        if one["status"] == Verdict.BELOW_MINIMUM and one["weekly_sets"]
    ]
    verb = "is" if below == 1 else "are"
    sentence = f"{_counted(below, 'muscle')} {verb} under the minimum"
    if lowest:
        sentence += f", the nearest to it {_named(sorted(lowest, key=_sets, reverse=True))}"
    yield f"{sentence}."


def _weight(facts: Plain, unit: str) -> Iterator[str]:
    now, before = facts[f"trend_weight_{unit}"], facts[f"trend_weight_before_{unit}"]
    if now is None:
        return
    if before is None or before == now:
        yield f"Your trend weight is {now} {unit}."
    else:
        yield f"Your trend weight is {now} {unit} after {before} {unit} a week earlier."


def _best_loads(loads: Sequence[Any], unit: str) -> Iterator[str]:
    if loads:
        told = [
            f"{one['exercise']} {one[f'load_{unit}']} {unit} for {_counted(one['reps'], 'rep')}"
            for one in loads[:_MOST_NAMED]
        ]
        yield f"More than ever before: {', '.join(told)}."


def _milestones(reached: Sequence[Any]) -> Iterator[str]:
    for one in reached:
        if one["value"] == 1:
            yield "Your first workout!"
        else:
            yield _REACHED[MilestoneKind(one["kind"])].format(one["value"])


def _named(muscles: Sequence[Any]) -> str:
    return ", ".join(
        f"{Muscle(one['muscle_group']).label} ({one['weekly_sets']})"
        for one in muscles[:_MOST_NAMED]
    )


def _sets(muscle: Any) -> Any:
    return muscle["weekly_sets"]


def _counted(count: float, thing: str) -> str:
    return f"{count} {thing}" if count == 1 else f"{count} {thing}s"
