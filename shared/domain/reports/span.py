"""Weeks in a row, each with its figures and whether it was a deload."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from shared.domain.catalogue import Catalogue
from shared.domain.log.workouts import Workout
from shared.domain.reports.figures import LOOKS_BACK, WeekFigures, figures_of, is_deload
from shared.domain.weeks import IsoWeek


@dataclass(frozen=True, slots=True)
class TrainedWeek:
    week: IsoWeek
    workouts: tuple[Workout, ...]
    figures: WeekFigures
    before: WeekFigures
    """Of the week before it."""
    is_deload: bool


def trained_weeks(
    workouts: Mapping[IsoWeek, tuple[Workout, ...]],
    first: IsoWeek,
    last: IsoWeek,
    catalogue: Catalogue,
) -> Iterator[TrainedWeek]:
    """From `first` to `last`. `workouts` must reach `LOOKS_BACK` weeks further back."""
    figures = {week: figures_of(those, catalogue) for week, those in workouts.items()}
    for week in first.until(last):
        before = [figures[week.later(-back)] for back in range(1, LOOKS_BACK + 1)]
        mine = figures[week]
        yield TrainedWeek(week, workouts[week], mine, before[0], is_deload(mine, before))
