"""HTTP function `programs`: the programs of a user and the templates everyone sees."""

import dataclasses
from http import HTTPStatus

import functions_framework
from flask import Request, Response

from shared import cold_start
from shared.clock import utc_now
from shared.domain.drafts import (
    add_session,
    clone,
    compose,
    remove_session,
    replace_session,
    revise,
)
from shared.domain.errors import (
    Conflict,
    Forbidden,
    NotFound,
    PreconditionFailed,
    RateLimited,
)
from shared.domain.limits import PROFILES
from shared.domain.lint import lint as lint_plan
from shared.domain.schedule import generate_schedule
from shared.events.noting import live_noting
from shared.live import live_gate
from shared.once import once
from shared.settings import Network, load
from shared.store.catalogue import live_catalogue
from shared.store.database import Changed
from shared.store.programs import live_programs
from shared.web.call import Call
from shared.web.endpoint import Endpoint
from shared.web.gate import Access, Needs
from shared.web.paging import page_of
from shared.web.plans import ProgramDraft, SessionDraft
from shared.web.program_views import FindingView, ProgramView
from shared.web.reply import Page, Reply

from .balancing import balance_program
from .schemas import (
    CloneOrder,
    ProgramPatch,
    ProgramsQuery,
    ScheduleOrder,
    faults_below_the_session,
)
from .steps import (
    BASE,
    Deps,
    added,
    catalogue_for,
    changed,
    find,
    held_to_change,
    not_a_template,
    note,
    shown,
)
from .views import ProgramSummaryView, TrainingDayView


@once
def live_deps() -> Deps:
    return Deps(
        programs=live_programs(),
        catalogue=live_catalogue(),
        now=utc_now,
        rates=PROFILES[load(Network).limits],
        noting=live_noting(),
    )


endpoint = Endpoint("programs", BASE, live_gate, live_deps)


@endpoint.get("", access=Access.OPTIONAL)
def list_all(call: Call[Deps], query: ProgramsQuery) -> Page[ProgramSummaryView]:
    """One's own programs and those shared in the organisation, or the templates."""
    if query.template:
        summaries = call.deps.programs.templates()
        active_id = call.deps.programs.active_id(call.visitor.user_id) if call.visitor else None
    else:
        shelf = call.deps.programs.shelf(call.caller.user_id, call.caller.organization_id)
        summaries, active_id = shelf.summaries, shelf.active_program_id
    picked = sorted(filter(query.picks, summaries), key=query.place, reverse=query.descends)
    return page_of(picked, query, lambda summary: ProgramSummaryView.of(summary, active_id))


@endpoint.get("/active", refuses=(NotFound,))
def show_active(call: Call[Deps]) -> Reply[ProgramView]:
    """The program being followed."""
    program_id = call.deps.programs.active_id(call.caller.user_id)
    if program_id is None:
        raise NotFound
    return shown(find(call, program_id).program)


@endpoint.get("/<id:program_id>", access=Access.OPTIONAL)
def show(call: Call[Deps], program_id: str) -> Reply[ProgramView]:
    """A program of one's own or of the organisation, or a template."""
    return shown(find(call, program_id).program)


@endpoint.post(
    "",
    status=HTTPStatus.CREATED,
    needs=Needs.PRO,
    idempotent=True,
    dry_run=True,
    refuses=(Conflict,),
)
def create(call: Call[Deps], body: ProgramDraft) -> Reply[ProgramView]:
    """A new program."""
    program = compose(
        body.to_plan(),
        owner_id=call.caller.user_id,
        organization_id=call.caller.organization_id,
        new_id=call.new_id,
        now=call.deps.now(),
    )
    return added(call, program)


@endpoint.post(
    "/<id:program_id>/clone",
    status=HTTPStatus.CREATED,
    needs=Needs.PRO,
    idempotent=True,
    dry_run=True,
    refuses=(Conflict,),
)
def copy(call: Call[Deps], program_id: str, body: CloneOrder) -> Reply[ProgramView]:
    """One's own copy of a template or program, under `name` or "My {name}"."""
    copied = clone(
        find(call, program_id).program,
        body.name,
        owner_id=call.caller.user_id,
        organization_id=call.caller.organization_id,
        new_id=call.new_id,
        now=call.deps.now(),
    )
    return added(call, copied, known=copied.exercise_ids)


@endpoint.put(
    "/<id:program_id>",
    needs=Needs.PRO,
    may=not_a_template,
    if_match=True,
    dry_run=True,
    refuses=(Forbidden,),
)
def replace(call: Call[Deps], program_id: str, body: ProgramDraft) -> Reply[ProgramView]:
    """The program as the draft has it. Sessions that go on keep their ids."""
    plan = body.to_plan()
    return changed(
        call, program_id, lambda program: revise(program, plan, call.new_id, call.deps.now())
    )


@endpoint.patch(
    "/<id:program_id>",
    needs=Needs.PRO,
    may=not_a_template,
    if_match=True,
    dry_run=True,
    refuses=(Forbidden,),
)
def change(call: Call[Deps], program_id: str, body: ProgramPatch) -> Reply[ProgramView]:
    """The program with some of its fields changed."""
    return changed(
        call,
        program_id,
        lambda program: revise(
            program, body.applied_to(program.plan), call.new_id, call.deps.now()
        ),
    )


@endpoint.delete(
    "/<id:program_id>", may=not_a_template, if_match=True, dry_run=True, refuses=(Forbidden,)
)
def remove(call: Call[Deps], program_id: str) -> Reply[ProgramView] | None:
    """The program is gone. What was logged by it stays."""
    kept = held_to_change(call, program_id)
    if call.dry_run:
        return shown(kept.program)
    try:
        call.deps.programs.remove(kept)
    except Changed:
        raise PreconditionFailed from None
    note(call, kept.program, None)
    return None


@endpoint.post(
    "/<id:program_id>/sessions",
    status=HTTPStatus.CREATED,
    needs=Needs.PRO,
    may=not_a_template,
    idempotent=True,
    dry_run=True,
    refuses=(Conflict, Forbidden, PreconditionFailed),
)
def create_session(call: Call[Deps], program_id: str, body: SessionDraft) -> Reply[ProgramView]:
    """One more session, behind the others."""
    session = body.to_session()
    with faults_below_the_session():
        reply = changed(
            call,
            program_id,
            lambda program: add_session(program, session, call.new_id, call.deps.now()),
        )
    session_id = reply.content.sessions[-1].id
    return dataclasses.replace(reply, location=f"{BASE}/{program_id}/sessions/{session_id}")


@endpoint.put(
    "/<id:program_id>/sessions/<id:session_id>",
    needs=Needs.PRO,
    may=not_a_template,
    if_match=True,
    dry_run=True,
    refuses=(Forbidden,),
)
def change_session(
    call: Call[Deps], program_id: str, session_id: str, body: SessionDraft
) -> Reply[ProgramView]:
    """Another content for one session."""
    session = body.to_session()
    with faults_below_the_session():
        return changed(
            call,
            program_id,
            lambda program: replace_session(
                program, session_id, session, call.new_id, call.deps.now()
            ),
        )


@endpoint.delete(
    "/<id:program_id>/sessions/<id:session_id>",
    needs=Needs.PRO,
    may=not_a_template,
    if_match=True,
    dry_run=True,
    refuses=(Conflict, Forbidden),
)
def drop_session(call: Call[Deps], program_id: str, session_id: str) -> Reply[ProgramView] | None:
    """The program without one session. The last one stays."""
    reply = changed(
        call, program_id, lambda program: remove_session(program, session_id, call.deps.now())
    )
    return reply if call.dry_run else None


@endpoint.post("/<id:program_id>/activate", dry_run=True)
def activate(call: Call[Deps], program_id: str) -> Reply[ProgramView]:
    """Follow this program from now on. Any tier may, and any program in sight can be."""
    program = find(call, program_id).program
    if not call.dry_run:
        call.deps.programs.activate(call.caller.user_id, program.id)
    return shown(program)


@endpoint.post("/<id:program_id>/generate-schedule")
def plan_days(call: Call[Deps], program_id: str, body: ScheduleOrder) -> list[TrainingDayView]:
    """The training days from a date on, with the session of each."""
    plan = find(call, program_id).program.plan
    days = generate_schedule(plan, body.start_date, body.weeks or plan.duration_weeks)
    return [TrainingDayView.of(day) for day in days]


@endpoint.get("/<id:program_id>/lint")
def lint(call: Call[Deps], program_id: str) -> list[FindingView]:
    """What could be better about a program, with a way to mend it where there is one."""
    program = find(call, program_id).program
    findings = lint_plan(program.plan, catalogue_for(call, program), call.caller.volume_targets)
    return [FindingView.of(finding) for finding in findings]


endpoint.post("/<id:program_id>/balance", needs=Needs.PRO, refuses=(RateLimited,))(balance_program)


@functions_framework.http
def programs(request: Request) -> Response:
    return endpoint.answer(request)


cold_start.is_over()
