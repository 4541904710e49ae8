"""What `reports` takes and shows."""

from datetime import date, datetime
from typing import Annotated

from pydantic import Field

from shared.domain.muscles import Muscle
from shared.domain.profiles import Units
from shared.domain.reports.milestones import MilestoneKind
from shared.domain.targets import Verdict
from shared.store.reports import StoredReport
from shared.web.paging import GrowingQuery
from shared.web.weeks import Week
from shared.web.wire import Query, View


class MetricsQuery(Query):
    """Weeks from one to another, both included, 53 at the most. Without `to` up to the week that
    runs, without `from` twelve of them."""

    from_: Annotated[Week | None, Field(alias="from")] = None
    to: Week | None = None


class ReportsQuery(GrowingQuery):
    pass


class MuscleView(View):
    muscle_group: Muscle
    weekly_sets: float
    status: Verdict


class MuscleMetricView(MuscleView):
    direct_sets: float


class MetricsView(View):
    """One week. `sets` are all that were done, `hard_sets` those that count as volume. Tonnage is
    load times reps. `trend_weight_kg` is null for weeks in which nobody was weighed."""

    week: Week
    starts_on: date
    ends_on: date
    is_over: bool
    deload: bool
    workouts: int
    sets: int
    hard_sets: float
    tonnage_kg: float
    exercises: int
    trend_weight_kg: float | None
    muscles: list[MuscleMetricView]


class WeekBeforeView(View):
    workouts: int
    hard_sets: float
    tonnage_kg: float
    tonnage_lb: float


class BestLoadView(View):
    exercise_id: str
    exercise: str
    load_kg: float
    load_lb: float
    reps: int


class MilestoneView(View):
    kind: MilestoneKind
    value: int


class FactsView(View):
    week: str
    units: Units
    workouts: int
    sets: int
    hard_sets: float
    tonnage_kg: float
    tonnage_lb: float
    exercises: int
    deload: bool
    week_before: WeekBeforeView
    muscles: list[MuscleView]
    muscles_below_minimum: int
    planned_workouts: float | None
    planned_hard_sets: float | None
    trend_weight_kg: float | None
    trend_weight_lb: float | None
    trend_weight_before_kg: float | None
    trend_weight_before_lb: float | None
    workouts_in_all: int
    weeks_in_a_row: int
    best_loads: list[BestLoadView]
    milestones: list[MilestoneView]


class WeeklyReportView(View):
    """`text` quotes no number that is not among the facts. `version` goes up whenever the report
    says something else than before."""

    week: Week
    starts_on: date
    ends_on: date
    version: int
    generated_at: datetime
    text: str
    facts: FactsView

    @classmethod
    def of(cls, report: StoredReport) -> "WeeklyReportView":
        return cls(
            week=report.week,
            starts_on=report.week.monday,
            ends_on=report.week.sunday,
            version=report.version,
            generated_at=report.generated_at,
            text=report.text,
            facts=FactsView.model_validate(report.facts),
        )
