"""Trained weeks on the wire."""

from datetime import date

from shared.domain.credit import CreditModel
from shared.domain.programs import Program
from shared.domain.volume import Report
from shared.web.volume_views import ReportView, report_view, structure_of
from shared.web.weeks import Week
from shared.web.wire import View

from .schemas import DifferenceView


class FollowedPlanView(ReportView):
    """The report of the program being followed now, whatever week it stands beside."""

    program_id: str
    program_name: str


class WeekView(View):
    """In a deload nothing is reported as too little: statuses stay what the figures say, but the
    warnings leave BELOW_MINIMUM out. `unknown_exercises`: logged, counted among all sets, and in
    no catalogue in sight."""

    week: Week
    starts_on: date
    ends_on: date
    is_over: bool
    deload: bool
    report: ReportView
    plan: FollowedPlanView | None
    unknown_exercises: list[str]


class WeekReplayView(View):
    week: Week
    deload: bool
    report: ReportView
    stored: ReportView
    difference: list[DifferenceView]


class TrainedReplayView(View):
    model: CreditModel
    weeks: list[WeekReplayView]


def plan_view(program: Program, report: Report) -> FollowedPlanView:
    view = report_view(report, structure_of(program.plan))
    return FollowedPlanView.model_construct(
        **dict(view), program_id=program.id, program_name=program.plan.name
    )
