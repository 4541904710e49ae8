"""A solution written out as a program: sessions with exercises in order, and rows of sets."""

from collections.abc import Mapping

from shared.domain.exercises import Exercise, LoadMode, Mechanic
from shared.domain.figures import shown
from shared.domain.planning.formulation import Formulation
from shared.domain.planning.model import Solution
from shared.domain.planning.movements import is_heavy, is_lift, movement, rest_seconds, set_seconds
from shared.domain.planning.wishes import Goal, Wishes
from shared.domain.profiles import Experience
from shared.domain.programs import Entry, Plan, Session, SetKind, SetRow, Structure

DURATION_WEEKS = 8
RIR = {Experience.NOVICE: 3, Experience.INTERMEDIATE: 2, Experience.ADVANCED: 1}
GOAL_NAMES = {
    Goal.HYPERTROPHY: "hypertrophy",
    Goal.STRENGTH: "strength",
    Goal.GENERAL: "general fitness",
}
HEAVY_REPS = (3, 6)
BODYWEIGHT_REPS = (6, 15)
"""Where nothing can be put on or taken off, reps have to give."""
REPS: Mapping[Goal, Mapping[Mechanic, tuple[int, int]]] = {
    Goal.HYPERTROPHY: {Mechanic.COMPOUND: (6, 10), Mechanic.ISOLATION: (10, 15)},
    Goal.STRENGTH: {Mechanic.COMPOUND: (6, 8), Mechanic.ISOLATION: (8, 12)},
    Goal.GENERAL: {Mechanic.COMPOUND: (8, 12), Mechanic.ISOLATION: (12, 15)},
}


def written(formed: Formulation, solution: Solution) -> Plan:
    wishes, split = formed.wishes, formed.split
    sessions = tuple(
        Session(outline.name, _entries(formed, solution, index))
        for index, outline in enumerate(split.outlines)
    )
    goal = GOAL_NAMES[wishes.goal]
    return Plan(
        name=f"{split.label} for {goal}",
        split_type=split.kind,
        structure=wishes.structure,
        duration_weeks=DURATION_WEEKS,
        sessions=sessions,
        description=f"Made for {goal}, {_often(wishes.structure)} a week.",
    )


def _often(structure: Structure) -> str:
    days = shown(structure.training_days_per_week)
    return "once" if days == "1" else f"{days} times"


def _entries(formed: Formulation, solution: Solution, session: int) -> tuple[Entry, ...]:
    """What asks most of a person stands first: lifts, then the other compound exercises by how
    much they train, then the rest."""
    chosen = [
        (place.exercise, sets)
        for place in formed.places
        if place.session == session and (sets := solution.whole(place.sets))
    ]
    chosen.sort(key=lambda pair: _place_in_session(pair[0]))
    return tuple(
        Entry((working_row(exercise, sets, formed.wishes),), exercise.id)
        for exercise, sets in chosen
    )


def _place_in_session(exercise: Exercise) -> tuple[object, ...]:
    return (
        exercise.mechanic is Mechanic.ISOLATION,
        not is_lift(exercise),
        movement(exercise) is None,
        -sum(exercise.contributions.values()),
        exercise.name,
    )


def working_row(exercise: Exercise, sets: int, wishes: Wishes) -> SetRow:
    least, most = _reps(exercise, wishes.goal)
    return SetRow(
        SetKind.WORKING,
        sets,
        least,
        most,
        rir=RIR[wishes.experience],
        rest_seconds=rest_seconds(exercise, wishes.goal),
    )


def _reps(exercise: Exercise, goal: Goal) -> tuple[int, int]:
    if is_heavy(exercise, goal):
        return HEAVY_REPS
    if exercise.load_mode is LoadMode.BODYWEIGHT:
        return BODYWEIGHT_REPS
    return REPS[goal][exercise.mechanic]


def session_seconds(formed: Formulation, solution: Solution) -> list[int]:
    """How long each session takes, warming up aside."""
    taken = [0] * len(formed.split.outlines)
    for place in formed.places:
        sets = solution.whole(place.sets)
        taken[place.session] += sets * set_seconds(place.exercise, formed.wishes.goal)
    return taken
