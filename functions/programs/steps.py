"""The steps the handlers share: find a program, may it be changed, check it, keep it."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime

from shared.domain.catalogue import Catalogue
from shared.domain.coach.own_texts import Source, words_in
from shared.domain.drafts import check
from shared.domain.errors import Forbidden, PreconditionFailed
from shared.domain.limits import PROFILES, Profile
from shared.domain.organizations import Action, may
from shared.domain.programs import Program
from shared.events.noting import SILENT, Noting
from shared.solver.turns import Turns, live_turns
from shared.store.catalogue import FirestoreCatalogue
from shared.store.database import Changed
from shared.store.limits import FirestoreLimits
from shared.store.members import FirestoreMembers
from shared.store.program_shelves import is_template_id
from shared.store.programs import FirestorePrograms, Kept
from shared.web.call import Call
from shared.web.program_views import ProgramView
from shared.web.reply import Reply

BASE = "/api/v1/programs"


@dataclass(frozen=True)
class Deps:
    programs: FirestorePrograms
    catalogue: FirestoreCatalogue
    now: Callable[[], datetime]
    rates: Profile = PROFILES["production"]
    turns: Turns = field(default_factory=live_turns)
    noting: Noting = SILENT

    @property
    def limits(self) -> FirestoreLimits:
        return FirestoreLimits(self.programs.database, self.now)


def find(call: Call[Deps], program_id: str) -> Kept:
    return call.deps.programs.seen_by(call.visitor, program_id)


def not_a_template(call: Call[Deps], program_id: str, **_: str) -> None:
    """Raises `Forbidden` for a template: those change by nobody's hand here."""
    if is_template_id(program_id):
        find(call, program_id)
        raise Forbidden("Templates stay as they are. Clone it to have your own.")


def held_to_change(call: Call[Deps], program_id: str) -> Kept:
    kept = find(call, program_id)
    if not (_is_own(call, kept.program) or _manages(call)):
        raise Forbidden("Only who made this may change it. Clone it to have your own.")
    if call.if_match is not None:
        call.expect(_etag(kept.program))
    return kept


def changed(
    call: Call[Deps], program_id: str, make: Callable[[Program], Program]
) -> Reply[ProgramView]:
    def attempt() -> Program:
        kept = held_to_change(call, program_id)
        program = _placed(call, kept.program, make(kept.program))
        _validate(call, program, known=kept.program.exercise_ids)
        if not call.dry_run:
            call.deps.programs.replace(kept, program)
            note(call, kept.program, program)
        return program

    if call.if_match is None:
        return shown(call.deps.programs.database.contended(attempt))
    try:
        return shown(attempt())
    except Changed:
        raise PreconditionFailed from None


def note(call: Call[Deps], before: Program | None, after: Program | None) -> None:
    """What the owner wrote in it can be looked up, or no longer. Who changes what somebody else has
    shared touches nothing of their own."""
    told = [words_in(program) if program else [] for program in (before, after)]
    program = after or before
    if program and _is_own(call, program) and told[0] != told[1]:
        caller = call.caller
        call.deps.noting.texts(caller.user_id, caller.organization_id, Source.PROGRAM, [program.id])


def _is_own(call: Call[Deps], program: Program) -> bool:
    return program.owner_id == call.caller.user_id


def _manages(call: Call[Deps]) -> bool:
    """What others made one sees only when it is shared in one's organisation."""
    members, caller = FirestoreMembers(call.deps.programs.database), call.caller
    role = members.role_of(caller.organization_id, caller.user_id)
    return may(role, Action.CHANGE_PROGRAMS_OF_OTHERS)


def _placed(call: Call[Deps], before: Program, after: Program) -> Program:
    """Shared in the organisation one is in now, and not where it was made."""
    if _is_own(call, before):
        return replace(after, organization_id=call.caller.organization_id)
    if after.plan.visibility is not before.plan.visibility:
        raise Forbidden("Only who made this may say who sees it.")
    return after


def added(
    call: Call[Deps], program: Program, known: frozenset[str] = frozenset()
) -> Reply[ProgramView]:
    _validate(call, program, known)
    if not call.dry_run:
        program = call.deps.programs.add(program)
        if program.source_template_id is None:
            # The words of a template are its makers'.
            note(call, None, program)
    return shown(program, location=f"{BASE}/{program.id}")


def _validate(call: Call[Deps], program: Program, known: frozenset[str]) -> None:
    """`known`: exercises the program had before, which it may keep though they are archived."""
    check(program.plan, catalogue_for(call, program), known)


def catalogue_for(call: Call[Deps], program: Program) -> Catalogue:
    organization = call.caller.organization_id
    return call.deps.catalogue.covering(program.exercise_ids, organization)


def _etag(program: Program) -> str:
    return f"{program.version}"


def shown(program: Program, location: str | None = None) -> Reply[ProgramView]:
    return Reply(ProgramView.of(program), etag=_etag(program), location=location)
