"""Weeks of training, all in all and muscle by muscle."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from shared.domain.coach.facts import Fact
from shared.domain.coach.grounding import Told
from shared.domain.coach.telling.items import Item, told
from shared.domain.coach.telling.said import Said, counted, mass_in
from shared.domain.coach.telling.volume import trained_items
from shared.domain.profiles import Units
from shared.domain.reports.plain import mass, number
from shared.domain.reports.span import TrainedWeek
from shared.domain.volume import Report


class ToldWeek(NamedTuple):
    trained: TrainedWeek
    volume: Report
    is_over: bool


def week_item(one: ToldWeek) -> Item:
    figures, week = one.trained.figures, one.trained.week
    values: dict[str, Any] = {
        "week": str(week),
        "starts_on": str(week.monday),
        "is_over": one.is_over,
        "is_deload": one.trained.is_deload,
        "workouts": figures.workouts,
        "sets": figures.sets,
        "hard_sets": number(figures.hard_sets),
        "exercises": figures.exercises,
        **mass("moved", figures.tonnage_kg),
    }
    return Item(f"week:{week}", f"The training of {week}.", values)


def weeks_told(weeks: Iterable[ToldWeek]) -> Told:
    """The newest first. What each muscle got is one small line of its week, and a fact of its
    own."""
    items: list[Item] = []
    facts: list[Fact] = []
    for one in weeks:
        item = week_item(one)
        muscles = {volume.muscle.value: number(volume.weekly_sets) for volume in one.volume.muscles}
        items.append(Item(item.source, item.label, {**item.values, "sets_by_muscle": muscles}))
        facts += [item.fact, *(two.fact for two in trained_items(one.trained.week, one.volume))]
    content = told(items).content
    return Told(content, tuple(facts))


def week_said(one: ToldWeek, units: Units) -> Iterator[Said]:
    figures, item = one.trained.figures, week_item(one)
    when = f"In {one.trained.week}" if one.is_over else "This week so far"
    if not figures.workouts:
        yield Said(f"{when} no training is logged.")
        return
    moved = f", {mass_in(figures.tonnage_kg, units)} moved in all" if figures.tonnage_kg else ""
    yield Said(
        f"{when}: {counted(figures.workouts, 'workout')} with "
        f"{counted(number(figures.hard_sets), 'hard set')} of "
        f"{counted(figures.exercises, 'exercise')}{moved}.",
        [item],
    )
    if one.trained.is_deload:
        yield Said("It looks like a deload: doing less is the point.")
