"""The facts of a week: everything that a report about it may say."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from shared.domain.catalogue import Catalogue
from shared.domain.figures import Amount
from shared.domain.log.workouts import Workout
from shared.domain.muscles import Muscle
from shared.domain.profiles import Units
from shared.domain.reports.figures import LOOKS_BACK, WeekFigures, figures_of
from shared.domain.reports.milestones import (
    BestLoad,
    Milestone,
    best_loads,
    milestones,
)
from shared.domain.reports.span import TrainedWeek, trained_weeks
from shared.domain.statistics import streak
from shared.domain.targets import Targets, Verdict
from shared.domain.trained import in_weeks, trained_volume, was_trained
from shared.domain.volume import Report
from shared.domain.weeks import IsoWeek, week_of
from shared.domain.zones import Zones


class MuscleFact(NamedTuple):
    muscle: Muscle
    weekly_sets: Fraction
    status: Verdict


class Weight(NamedTuple):
    """The trend, not what the scales showed. `before_kg`: a week earlier."""

    kg: Fraction
    before_kg: Fraction | None


@dataclass(frozen=True, slots=True)
class Ground:
    """What the facts of a person's weeks stand on."""

    catalogue: Catalogue
    zones: Zones
    targets: Targets
    units: Units = Units.METRIC
    plan: Report | None = None
    """Of the program being followed."""


@dataclass(frozen=True, slots=True)
class WeekFacts:
    week: IsoWeek
    units: Units
    workouts: int
    sets: int
    hard_sets: Amount
    tonnage_kg: Fraction
    exercises: int
    is_deload: bool
    before: WeekFigures
    """Of the week before."""
    muscles: tuple[MuscleFact, ...]
    """All 18, in their order."""
    planned_workouts: Fraction | None
    planned_sets: Fraction | None
    weight: Weight | None
    workouts_in_all: int
    """Up to the end of the week."""
    weeks_in_a_row: int
    best_loads: tuple[BestLoad, ...]
    milestones: tuple[Milestone, ...]

    @property
    def is_empty(self) -> bool:
        """Nothing was trained, ever, and nobody was weighed."""
        return not self.workouts_in_all and self.weight is None

    def muscles_with(self, status: Verdict) -> tuple[MuscleFact, ...]:
        return tuple(one for one in self.muscles if one.status is status)


def week_facts(
    week: IsoWeek, log: Iterable[Workout], ground: Ground, weight: Weight | None
) -> WeekFacts:
    """`log`: all workouts up to the end of the week, in whatever order."""
    trained = [one for one in log if was_trained(one)]
    trained = [one for one in trained if week_of(one.started_at, ground.zones) <= week]
    this = _this_week(week, trained, ground)
    earlier = [one for one in trained if week_of(one.started_at, ground.zones) < week]
    volume = trained_volume(this.workouts, ground.catalogue, ground.targets, ground.zones)
    in_a_row = _weeks_in_a_row(week, trained, ground.zones) if this.workouts else 0
    reached = milestones(figures_of(earlier, ground.catalogue), this.figures, in_a_row)
    plan = ground.plan
    return WeekFacts(
        week=week,
        units=ground.units,
        workouts=this.figures.workouts,
        sets=this.figures.sets,
        hard_sets=this.figures.hard_sets,
        tonnage_kg=this.figures.tonnage_kg,
        exercises=this.figures.exercises,
        is_deload=this.is_deload,
        before=this.before,
        muscles=tuple(
            MuscleFact(one.muscle, one.weekly_sets, one.status) for one in volume.muscles
        ),
        planned_workouts=plan.sessions_per_week if plan else None,
        planned_sets=plan.weekly_sets_total if plan else None,
        weight=weight,
        workouts_in_all=len(trained),
        weeks_in_a_row=in_a_row,
        best_loads=best_loads(earlier, this.workouts, ground.catalogue),
        milestones=reached,
    )


def _this_week(week: IsoWeek, trained: Sequence[Workout], ground: Ground) -> TrainedWeek:
    workouts = in_weeks(trained, week.later(-LOOKS_BACK), week, ground.zones)
    (this,) = trained_weeks(workouts, week, week, ground.catalogue)
    return this


def _weeks_in_a_row(week: IsoWeek, trained: Iterable[Workout], zones: Zones) -> int:
    days = [zones.local(one.started_at).date() for one in trained]
    return streak(days, week.sunday).current_weeks
