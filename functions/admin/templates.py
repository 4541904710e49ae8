"""Templates: programs that are everyone's. Admins make, change and archive them.

They are read at `/programs`, where a change is seen at once.
"""

from collections.abc import Callable
from dataclasses import replace

from shared.domain.audit import PLATFORM
from shared.domain.catalogue import Catalogue
from shared.domain.drafts import check, compose, revise
from shared.domain.errors import Conflict, Fault, Invalid, NotFound
from shared.domain.lint import lint
from shared.domain.programs import Program, Visibility
from shared.domain.volume import weekly_volume
from shared.store.audit import FirestoreAudit
from shared.store.program_shelves import is_template_id, template_id_of
from shared.store.programs import Kept
from shared.store.writes import Write
from shared.web.call import Call
from shared.web.plans import ProgramDraft
from shared.web.program_views import FindingView, ProgramView
from shared.web.reply import Reply
from shared.web.volume_views import report_view, structure_of

from .schemas import TemplateView
from .steps import Deps


def create_template(call: Call[Deps], body: ProgramDraft) -> Reply[TemplateView]:
    """A template, with its weekly volume and what lint says of it."""
    composed = compose(
        body.to_plan(),
        owner_id=None,
        organization_id=None,
        new_id=call.new_id,
        now=call.deps.now(),
    )
    program = replace(composed, id=template_id_of(composed.id))
    catalogue = _checked(call, program)
    programs = call.deps.programs
    added = programs.database.contended(
        lambda: programs.add(program, *_told(call, "TEMPLATE_CREATED", program))
    )
    return _shown(added, catalogue, location=f"/api/v1/programs/{added.id}")


def replace_template(call: Call[Deps], template_id: str, body: ProgramDraft) -> Reply[TemplateView]:
    """The template as the draft has it. Who follows it follows it as it is then."""

    def revised(before: Program) -> Program:
        if before.is_archived:
            raise Conflict("This template is archived and stays as it is.")
        program = revise(before, body.to_plan(), call.new_id, call.deps.now())
        _checked(call, program, known=before.exercise_ids)
        return program

    changed = _change(call, template_id, "TEMPLATE_CHANGED", revised)
    return _shown(changed, call.deps.catalogue.covering(changed.exercise_ids))


def archive_template(call: Call[Deps], template_id: str) -> None:
    """In no list any longer; whoever knows its id reads it, and goes on following it."""
    now = call.deps.now()

    def archived(before: Program) -> Program:
        if before.is_archived:
            return before
        return replace(before, is_archived=True, version=before.version + 1, updated_at=now)

    _change(call, template_id, "TEMPLATE_ARCHIVED", archived)


def _change(
    call: Call[Deps], template_id: str, action: str, make: Callable[[Program], Program]
) -> Program:
    """What `make` makes of the version that the caller has read."""
    programs = call.deps.programs

    def attempt() -> Program:
        kept = _kept(call, template_id)
        program = make(kept.program)
        if program is kept.program:
            return program
        programs.replace(kept, program, *_told(call, action, program))
        return program

    return programs.database.contended(attempt)


def _kept(call: Call[Deps], template_id: str) -> Kept:
    if not is_template_id(template_id):
        raise NotFound
    kept = call.deps.programs.find(None, None, template_id)
    call.expect(_etag(kept.program))
    return kept


def _checked(call: Call[Deps], program: Program, known: frozenset[str] = frozenset()) -> Catalogue:
    """Of global exercises alone. Raises `Invalid`."""
    if program.plan.visibility is not Visibility.PRIVATE:
        raise Invalid(Fault("visibility", "A template is everyone's already."))
    catalogue = call.deps.catalogue.load(None, 0, 0)
    check(program.plan, catalogue, known)
    return catalogue


def _told(call: Call[Deps], action: str, program: Program) -> list[Write]:
    return FirestoreAudit(call.deps.programs.database).record(
        action,
        actor=call.caller.user_id,
        organization_id=PLATFORM,
        at=call.deps.now(),
        template_id=program.id,
        version=program.version,
    )


def _etag(program: Program) -> str:
    return str(program.version)


def _shown(
    program: Program, catalogue: Catalogue, location: str | None = None
) -> Reply[TemplateView]:
    plan = program.plan
    view = TemplateView(
        template=ProgramView.of(program),
        report=report_view(weekly_volume(plan, catalogue, {}), structure_of(plan)),
        findings=[FindingView.of(finding) for finding in lint(plan, catalogue, {})],
    )
    return Reply(view, etag=_etag(program), location=location)
