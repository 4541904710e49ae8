"""HTTP function `exercises`: the catalogue everyone sees, and what an organisation adds to it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus

import functions_framework
from flask import Request, Response

from shared import cold_start, log
from shared.clock import utc_now
from shared.domain.access import Caller, PlatformRole
from shared.domain.accounts import MembershipRole
from shared.domain.errors import Conflict, Forbidden, ModelDown, NotFound
from shared.domain.exercises import Equipment, Exercise, Standing
from shared.domain.muscles import Muscle
from shared.domain.organizations import Action, may
from shared.events.noting import Noting, live_noting
from shared.live import live_gate
from shared.live_meaning import live_exercises_by_meaning
from shared.meaning.finding import ExercisesByMeaning
from shared.once import once
from shared.store.catalogue import GLOBAL_SECONDS, FirestoreCatalogue, live_catalogue
from shared.store.database import live_database
from shared.store.members import FirestoreMembers
from shared.store.programs import live_programs
from shared.web.call import Call
from shared.web.endpoint import Endpoint
from shared.web.exercise_views import ExerciseDraft, ExerciseView, etag_of
from shared.web.gate import Access, Needs
from shared.web.paging import page_of
from shared.web.reply import Page, Reply

from .listing import ExercisesQuery, listed
from .schemas import EquipmentView, MuscleGroupView

BASE = "/api/v1/exercises"

_OF_OTHERS = "Only who made this exercise, and who manages the organisation, changes it."

# What everyone sees may be kept for a minute on the way; whoever is signed in sees more.
_FOR_EVERYONE = {"Cache-Control": "public, max-age=60", "Vary": "Authorization"}


@dataclass(frozen=True)
class Deps:
    catalogue: FirestoreCatalogue
    is_used: Callable[[str], bool]
    """Whether any program names the exercise."""
    meaning: ExercisesByMeaning
    noting: Noting
    role_in: Callable[[str, str], MembershipRole | None]
    """By the ids of the organisation and of the person."""
    now: Callable[[], datetime]


@once
def live_deps() -> Deps:
    return Deps(
        catalogue=live_catalogue(),
        is_used=live_programs().uses,
        meaning=live_exercises_by_meaning(),
        noting=live_noting(),
        role_in=FirestoreMembers(live_database()).role_of,
        now=utc_now,
    )


endpoint = Endpoint("exercises", BASE, live_gate, live_deps)


@endpoint.get("", access=Access.OPTIONAL)
def list_all(call: Call[Deps], query: ExercisesQuery) -> Reply[Page[ExerciseView]]:
    """The exercises one sees, filtered, searched and sorted. `semantic` finds what is meant, as
    far as that is known, and else what it is called."""
    organization, *ages = _sight(call.visitor)
    catalogue = call.deps.catalogue.load(organization, *ages)
    exercises = listed(catalogue, query, lambda words: _meant(call, words, organization))
    return Reply(page_of(exercises, query, ExerciseView.of), headers=_FOR_EVERYONE)


@endpoint.get("/muscle-groups", access=Access.OPTIONAL)
def list_muscle_groups(_: Call[Deps]) -> Reply[list[MuscleGroupView]]:
    """The 18 muscle groups."""
    return Reply([MuscleGroupView.of(muscle) for muscle in Muscle], headers=_FOR_EVERYONE)


@endpoint.get("/equipment", access=Access.OPTIONAL)
def list_equipment(_: Call[Deps]) -> Reply[list[EquipmentView]]:
    """The kinds of equipment."""
    return Reply([EquipmentView.of(equipment) for equipment in Equipment], headers=_FOR_EVERYONE)


@endpoint.get("/<id:exercise_id>", access=Access.OPTIONAL)
def show(call: Call[Deps], exercise_id: str) -> Reply[ExerciseView]:
    """One exercise, archived or not."""
    organization, *ages = _sight(call.visitor)
    catalogue = call.deps.catalogue.covering([exercise_id], organization, *ages)
    exercise = _present(catalogue.find(exercise_id))
    return Reply(ExerciseView.of(exercise), etag=etag_of(exercise), headers=_FOR_EVERYONE)


@endpoint.post("", status=HTTPStatus.CREATED, needs=Needs.PRO, idempotent=True, refuses=(Conflict,))
def create(call: Call[Deps], body: ExerciseDraft) -> Reply[ExerciseView]:
    """A custom exercise of one's organisation."""
    caller = call.caller
    drafted = body.to_exercise(
        call.new_id(), caller.organization_id, caller.user_id, call.deps.now()
    )
    exercise = call.deps.catalogue.add(drafted)
    return _changed(call, exercise, location=f"{BASE}/{exercise.id}")


def changeable(call: Call[Deps], exercise_id: str) -> None:
    """Raises `Forbidden` for what belongs to everyone, unless the caller is an admin, and for what
    others made, unless the caller manages the organisation."""
    caller = call.caller
    catalogue = call.deps.catalogue.load(caller.organization_id, 0, 0)
    exercise = _present(catalogue.find(exercise_id))
    if exercise.organization_id is None:
        if caller.role is not PlatformRole.ADMIN:
            raise Forbidden("This exercise belongs to everyone. Make a custom one instead.")
        return
    # Of custom exercises one sees only those of one's own organisation.
    if exercise.created_by != caller.user_id:
        role = call.deps.role_in(exercise.organization_id, caller.user_id)
        if not may(role, Action.CHANGE_EXERCISES_OF_OTHERS):
            raise Forbidden(_OF_OTHERS)


@endpoint.put(
    "/<id:exercise_id>",
    needs=Needs.PRO_OR_ADMIN,
    may=changeable,
    if_match=True,
    refuses=(Conflict, Forbidden),
)
def replace(call: Call[Deps], exercise_id: str, body: ExerciseDraft) -> Reply[ExerciseView]:
    """The exercise as the draft has it."""
    exercise = _seen(call, exercise_id)
    drafted = body.applied_to(exercise, call.deps.now())
    return _changed(call, call.deps.catalogue.replace(drafted, by=call.caller.user_id))


@endpoint.delete("/<id:exercise_id>", may=changeable, if_match=True, refuses=(Forbidden,))
def retire(call: Call[Deps], exercise_id: str) -> None:
    """The exercise is gone; archived, when it is global or a program names it."""
    exercise, by = _seen(call, exercise_id), call.caller.user_id
    retired = call.deps.catalogue.retire(exercise, call.deps.is_used, by=by)
    call.deps.noting.exercise(retired.organization_id, retired.id)


def _sight(visitor: Caller | None) -> tuple[str | None, float, float]:
    """Whose exercises one sees, and how old they may be: whoever can change them reads what they
    wrote, on whichever instance."""
    if visitor is None:
        return None, 0, GLOBAL_SECONDS
    is_admin = visitor.role is PlatformRole.ADMIN
    return visitor.organization_id, 0, 0 if is_admin else GLOBAL_SECONDS


def _present(exercise: Exercise | None) -> Exercise:
    if exercise is None or exercise.standing is Standing.REMOVED:
        raise NotFound
    return exercise


def _seen(call: Call[Deps], exercise_id: str) -> Exercise:
    """The exercise as it is now, if the caller has read just that version."""
    # `changeable` has asked for the newest moments ago.
    catalogue = call.deps.catalogue.load(call.caller.organization_id)
    exercise = _present(catalogue.find(exercise_id))
    call.expect(etag_of(exercise))
    return exercise


def _meant(call: Call[Deps], words: str, organization: str | None) -> list[str]:
    try:
        return call.deps.meaning.find(words, organization)
    except ModelDown as error:
        log.event("INFO", "searched by words instead", no_model=error.absent)
        return []


def _changed(
    call: Call[Deps], exercise: Exercise, location: str | None = None
) -> Reply[ExerciseView]:
    call.deps.noting.exercise(exercise.organization_id, exercise.id)
    return Reply(ExerciseView.of(exercise), etag=etag_of(exercise), location=location)


@functions_framework.http
def exercises(request: Request) -> Response:
    return endpoint.answer(request)


cold_start.is_over()
