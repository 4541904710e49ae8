"""HTTP function `volume`: weekly hard sets per muscle, of drafts, of stored programs, of weeks."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from datetime import datetime

import functions_framework
from flask import Request, Response

from shared import cold_start
from shared.clock import utc_now
from shared.domain.catalogue import Catalogue
from shared.domain.drafts import check
from shared.domain.errors import Invalid, NotFound
from shared.domain.programs import Plan
from shared.domain.replay import replay as replay_plan
from shared.domain.targets import Targets
from shared.domain.volume import weekly_volume
from shared.live import live_gate
from shared.once import once
from shared.remembered import Remembered
from shared.store.catalogue import FirestoreCatalogue, live_catalogue
from shared.store.programs import FirestorePrograms, live_programs
from shared.store.training import FirestoreTraining, live_training
from shared.web.call import Call
from shared.web.endpoint import Endpoint
from shared.web.gate import Access
from shared.web.plans import AnalysedDraft
from shared.web.reply import Rendered
from shared.web.volume_views import report_view, structure_of
from shared.web.weeks import week_in_path

from .schemas import (
    ReplayOrder,
    ReplayView,
    ReportAnswer,
    replay_view,
)
from .week_schemas import TrainedReplayView, WeekView
from .weeks import replayed_weeks, shown_week


@dataclass(frozen=True)
class Deps:
    programs: FirestorePrograms
    catalogue: FirestoreCatalogue
    training: FirestoreTraining
    now: Callable[[], datetime]
    reports: Remembered[Hashable, Rendered[ReportAnswer]] = field(
        default_factory=lambda: Remembered(most=256)
    )


@once
def live_deps() -> Deps:
    return Deps(live_programs(), live_catalogue(), live_training(), utc_now)


endpoint = Endpoint("volume", "/api/v1/volume", live_gate, live_deps)


@endpoint.post("/analyze", access=Access.OPTIONAL)
def analyze(call: Call[Deps], body: AnalysedDraft) -> ReportAnswer:
    """The weekly volume of a draft, which is kept nowhere."""
    plan = body.to_plan()
    # A copy of a program that was stored long ago may name what is archived by now.
    catalogue = _catalogue(call, plan)
    check(plan, catalogue, known=plan.exercise_ids)
    return _report(plan, catalogue, _targets(call))


@endpoint.get("/programs/<id:program_id>", access=Access.OPTIONAL)
def show(call: Call[Deps], program_id: str) -> Rendered[ReportAnswer]:
    """The weekly volume of a stored program or template."""
    kept = call.deps.programs.seen_by(call.visitor, program_id)
    plan, targets = kept.program.plan, _targets(call)
    catalogue = _catalogue(call, plan)
    # All that a report depends on.
    key = (
        kept.document.path,
        kept.document.stamp,
        catalogue.version,
        _organization(call),
        tuple(targets.items()),
    )
    return call.deps.reports.get(
        key, lambda: Rendered(_report(plan, catalogue, targets).model_dump_json())
    )


@endpoint.get("/weeks/<id:week>", refuses=(Invalid,))
def show_week(call: Call[Deps], week: str) -> WeekView:
    """What was really trained in a week, beside the plan of the program being followed."""
    return shown_week(call.deps, call.caller, week_in_path(week))


@endpoint.post("/replay", refuses=(NotFound,))
def replay(call: Call[Deps], body: ReplayOrder) -> ReplayView | TrainedReplayView:
    """A program's volume, or that of trained weeks, under another credit model, beside the stored
    one."""
    program_id = body.asked_program
    if program_id is None:
        return replayed_weeks(call.deps, call.caller, body.model, *body.asked_weeks)
    plan = call.deps.programs.seen_by(call.visitor, program_id).program.plan
    catalogue = _catalogue(call, plan)
    done = replay_plan(plan, catalogue, call.caller.volume_targets, body.model)
    return replay_view(done, structure_of(plan))


def _report(plan: Plan, catalogue: Catalogue, targets: Targets) -> ReportAnswer:
    report = weekly_volume(plan, catalogue, targets)
    return ReportAnswer.model_construct(report=report_view(report, structure_of(plan)))


def _catalogue(call: Call[Deps], plan: Plan) -> Catalogue:
    return call.deps.catalogue.covering(plan.exercise_ids, _organization(call))


def _organization(call: Call[Deps]) -> str | None:
    return call.visitor.organization_id if call.visitor else None


def _targets(call: Call[Deps]) -> Targets:
    return call.visitor.volume_targets if call.visitor else {}


@functions_framework.http
def volume(request: Request) -> Response:
    return endpoint.answer(request)


cold_start.is_over()
