"""Weeks of training in figures."""

from collections.abc import Iterator
from datetime import datetime

from shared.domain.access import Caller
from shared.domain.catalogue import Catalogue
from shared.domain.figures import rounded
from shared.domain.reports.figures import LOOKS_BACK
from shared.domain.reports.plain import number
from shared.domain.reports.span import TrainedWeek, trained_weeks
from shared.domain.reports.weights import Weights
from shared.domain.trained import exercises_of, trained_volume
from shared.domain.weeks import IsoWeek, is_over, week_of
from shared.store.catalogue import FirestoreCatalogue
from shared.store.training import FirestoreTraining
from shared.web.weeks import expect_span

from .schemas import MetricsQuery, MetricsView, MuscleMetricView

USUAL_WEEKS = 12


def span(query: MetricsQuery, caller: Caller, now: datetime) -> tuple[IsoWeek, IsoWeek]:
    """The first week and the last. Raises `Invalid`."""
    last = query.to or week_of(now, caller.zones)
    first = query.from_ or last.later(1 - USUAL_WEEKS)
    expect_span(first, last)
    return first, last


def metrics_of(
    training: FirestoreTraining,
    catalogue: FirestoreCatalogue,
    caller: Caller,
    weeks: tuple[IsoWeek, IsoWeek],
    now: datetime,
) -> Iterator[MetricsView]:
    owner, zones, (first, last) = caller.user_id, caller.zones, weeks
    workouts = training.weeks(owner, first.later(-LOOKS_BACK), last, zones)
    weights = training.weights(owner, first, last, zones)
    needed = {one for those in workouts.values() for one in exercises_of(those)}
    known = catalogue.covering(needed, caller.organization_id)
    for trained in trained_weeks(workouts, first, last, known):
        yield _view(trained, known, caller, weights, is_over(trained.week, now, zones))


def _view(
    trained: TrainedWeek, catalogue: Catalogue, caller: Caller, weights: Weights, over: bool
) -> MetricsView:
    figures, week = trained.figures, trained.week
    volume = trained_volume(trained.workouts, catalogue, caller.volume_targets, caller.zones)
    weight = weights.get(week)
    return MetricsView(
        week=week,
        starts_on=week.monday,
        ends_on=week.sunday,
        is_over=over,
        deload=trained.is_deload,
        workouts=figures.workouts,
        sets=figures.sets,
        hard_sets=number(figures.hard_sets),
        tonnage_kg=rounded(figures.tonnage_kg),
        exercises=figures.exercises,
        trend_weight_kg=None if weight is None else rounded(weight),
        muscles=[
            MuscleMetricView(
                muscle_group=one.muscle,
                weekly_sets=rounded(one.weekly_sets),
                direct_sets=rounded(one.direct_sets),
                status=one.status,
            )
            for one in volume.muscles
        ],
    )
