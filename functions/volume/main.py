"""HTTP function `volume`: weekly hard sets per muscle, of drafts and of stored programs."""

from collections.abc import Hashable
from dataclasses import dataclass, field

import functions_framework
from flask import Request, Response

from shared import cold_start
from shared.domain.catalogue import Catalogue
from shared.domain.drafts import check
from shared.domain.errors import NotFound
from shared.domain.programs import Plan
from shared.domain.replay import replay as replay_plan
from shared.domain.targets import Targets
from shared.domain.volume import weekly_volume
from shared.live import live_gate
from shared.once import once
from shared.remembered import Remembered
from shared.store.catalogue import FirestoreCatalogue, live_catalogue
from shared.store.programs import FirestorePrograms, live_programs
from shared.web.call import Call
from shared.web.endpoint import Endpoint
from shared.web.gate import Access
from shared.web.plans import AnalysedDraft
from shared.web.reply import Rendered

from .schemas import ReplayOrder, ReplayView, ReportAnswer, replay_view, report_view


@dataclass(frozen=True)
class Deps:
    programs: FirestorePrograms
    catalogue: FirestoreCatalogue
    reports: Remembered[Hashable, Rendered[ReportAnswer]] = field(
        default_factory=lambda: Remembered(most=256)
    )


@once
def live_deps() -> Deps:
    return Deps(live_programs(), live_catalogue())


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


@endpoint.post("/replay", refuses=(NotFound,))
def replay(call: Call[Deps], body: ReplayOrder) -> ReplayView:
    """A program's volume under another credit model, beside its stored one."""
    plan = call.deps.programs.seen_by(call.visitor, body.program_id).program.plan
    catalogue = _catalogue(call, plan)
    done = replay_plan(plan, catalogue, call.caller.volume_targets, body.model)
    return replay_view(done, plan.structure)


def _report(plan: Plan, catalogue: Catalogue, targets: Targets) -> ReportAnswer:
    report = weekly_volume(plan, catalogue, targets)
    return ReportAnswer.model_construct(report=report_view(report, plan.structure))


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
