"""HTTP function `volume`: weekly hard sets per muscle, of drafts and of stored programs."""

from dataclasses import dataclass

import functions_framework
from flask import Request, Response

from shared.domain.access import Caller
from shared.domain.catalogue import Catalogue
from shared.domain.drafts import check
from shared.domain.errors import NotFound, Unauthenticated
from shared.domain.programs import Plan
from shared.domain.replay import replay as replay_plan
from shared.domain.volume import weekly_volume
from shared.live import live_gate
from shared.once import once
from shared.store.catalogue import FirestoreCatalogue, live_catalogue
from shared.store.program_shelves import is_template_id
from shared.store.programs import FirestorePrograms, live_programs
from shared.web.call import Call
from shared.web.endpoint import Endpoint
from shared.web.gate import Access
from shared.web.plans import AnalysedDraft

from .schemas import ReplayOrder, ReplayView, ReportAnswer, replay_view, report_view


@dataclass(frozen=True)
class Deps:
    programs: FirestorePrograms
    catalogue: FirestoreCatalogue


@once
def live_deps() -> Deps:
    return Deps(live_programs(), live_catalogue())


endpoint = Endpoint("volume", "/api/v1/volume", live_gate, live_deps)


@endpoint.post("/analyze", access=Access.OPTIONAL)
def analyze(call: Call[Deps], body: AnalysedDraft) -> ReportAnswer:
    """The weekly volume of a draft, which is kept nowhere."""
    plan = body.to_plan()
    # A copy of a program that was stored long ago may name what is archived by now.
    check(plan, _catalogue(call, plan), known=plan.exercise_ids)
    return _report(call, plan)


@endpoint.get("/programs/<id:program_id>", access=Access.OPTIONAL)
def show(call: Call[Deps], program_id: str) -> ReportAnswer:
    """The weekly volume of a stored program or template."""
    return _report(call, _plan(call, program_id))


@endpoint.post("/replay", refuses=(NotFound,))
def replay(call: Call[Deps], body: ReplayOrder) -> ReplayView:
    """A program's volume under another credit model, beside its stored one."""
    plan = _plan(call, body.program_id)
    catalogue = _catalogue(call, plan)
    done = replay_plan(plan, catalogue, call.caller.volume_targets, body.model)
    return replay_view(done, plan.structure)


def _plan(call: Call[Deps], program_id: str) -> Plan:
    if call.visitor is None and not is_template_id(program_id):
        raise Unauthenticated
    owner, organization = _whose(call.visitor)
    return call.deps.programs.find(owner, organization, program_id).program.plan


def _report(call: Call[Deps], plan: Plan) -> ReportAnswer:
    targets = call.visitor.volume_targets if call.visitor else {}
    report = weekly_volume(plan, _catalogue(call, plan), targets)
    return ReportAnswer.model_construct(report=report_view(report, plan.structure))


def _catalogue(call: Call[Deps], plan: Plan) -> Catalogue:
    _, organization = _whose(call.visitor)
    return call.deps.catalogue.covering(plan.exercise_ids, organization)


def _whose(visitor: Caller | None) -> tuple[str | None, str | None]:
    return (visitor.user_id, visitor.organization_id) if visitor else (None, None)


@functions_framework.http
def volume(request: Request) -> Response:
    return endpoint.answer(request)
