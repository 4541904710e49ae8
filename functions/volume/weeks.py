"""What was trained in weeks, as `volume` shows it."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Protocol

from shared.domain.access import Caller
from shared.domain.catalogue import Catalogue
from shared.domain.credit import CreditModel
from shared.domain.log.workouts import Workout
from shared.domain.programs import Program
from shared.domain.replay import compared
from shared.domain.reports.figures import LOOKS_BACK
from shared.domain.reports.span import TrainedWeek, trained_weeks
from shared.domain.targets import Verdict
from shared.domain.trained import exercises_of, trained_volume
from shared.domain.volume import weekly_volume
from shared.domain.weeks import IsoWeek, is_over
from shared.store.catalogue import FirestoreCatalogue
from shared.store.programs import FirestorePrograms
from shared.store.training import FirestoreTraining
from shared.web.volume_views import ReportView, report_view

from .schemas import replay_view
from .week_schemas import (
    FollowedPlanView,
    TrainedReplayView,
    WeekReplayView,
    WeekView,
    plan_view,
)


class Deps(Protocol):
    @property
    def programs(self) -> FirestorePrograms: ...
    @property
    def catalogue(self) -> FirestoreCatalogue: ...
    @property
    def training(self) -> FirestoreTraining: ...
    @property
    def now(self) -> Callable[[], datetime]: ...


def shown_week(deps: Deps, caller: Caller, week: IsoWeek) -> WeekView:
    workouts = _workouts(deps, caller, week, week)
    program = deps.programs.followed(caller.user_id, caller.organization_id)
    catalogue = _catalogue(deps, caller, workouts, program)
    (trained,) = trained_weeks(workouts, week, week, catalogue)
    return WeekView(
        week=week,
        starts_on=week.monday,
        ends_on=week.sunday,
        is_over=is_over(week, deps.now(), caller.zones),
        deload=trained.is_deload,
        report=_report(trained, catalogue, caller),
        plan=None if program is None else _plan(program, catalogue, caller),
        unknown_exercises=sorted(
            one for one in exercises_of(trained.workouts) if catalogue.find(one) is None
        ),
    )


def replayed_weeks(
    deps: Deps, caller: Caller, model: CreditModel, first: IsoWeek, last: IsoWeek
) -> TrainedReplayView:
    workouts = _workouts(deps, caller, first, last)
    catalogue = _catalogue(deps, caller, workouts, None)
    weeks = trained_weeks(workouts, first, last, catalogue)
    replays = [_replayed(trained, catalogue, caller, model) for trained in weeks]
    return TrainedReplayView.model_construct(model=model, weeks=replays)


def _replayed(
    trained: TrainedWeek, catalogue: Catalogue, caller: Caller, model: CreditModel
) -> WeekReplayView:
    graded, replayed = (
        trained_volume(trained.workouts, catalogue, caller.volume_targets, caller.zones, one)
        for one in (CreditModel.GRADED, model)
    )
    view = replay_view(compared(graded, replayed, model), "WEEKLY")
    return WeekReplayView.model_construct(
        week=trained.week,
        deload=trained.is_deload,
        report=view.report,
        stored=view.stored,
        difference=view.difference,
    )


def _report(trained: TrainedWeek, catalogue: Catalogue, caller: Caller) -> ReportView:
    report = trained_volume(trained.workouts, catalogue, caller.volume_targets, caller.zones)
    view = report_view(report, "WEEKLY")
    if not trained.is_deload:
        return view
    # Little is what a deload is for.
    kept = [one for one in view.warnings if one.code is not Verdict.BELOW_MINIMUM]
    return view.model_copy(update={"warnings": kept})


def _plan(program: Program, catalogue: Catalogue, caller: Caller) -> FollowedPlanView:
    return plan_view(program, weekly_volume(program.plan, catalogue, caller.volume_targets))


def _workouts(
    deps: Deps, caller: Caller, first: IsoWeek, last: IsoWeek
) -> Mapping[IsoWeek, tuple[Workout, ...]]:
    since = first.later(-LOOKS_BACK)
    return deps.training.weeks(caller.user_id, since, last, caller.zones)


def _catalogue(
    deps: Deps,
    caller: Caller,
    workouts: Mapping[IsoWeek, tuple[Workout, ...]],
    program: Program | None,
) -> Catalogue:
    needed: frozenset[str] = program.exercise_ids if program else frozenset()
    for those in workouts.values():
        needed |= exercises_of(those)
    return deps.catalogue.covering(needed, caller.organization_id)
