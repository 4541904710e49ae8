"""Exercises as a program maker sees them: which movement it is, how long a set of it takes."""

from enum import StrEnum

from shared.domain.exercises import (
    QUARTERS_PER_SET,
    Equipment,
    Exercise,
    Laterality,
    LoadMode,
    Mechanic,
    Standing,
    Tracking,
)
from shared.domain.muscles import Muscle
from shared.domain.naming import name_key
from shared.domain.planning.wishes import Goal, Wishes

SET_SECONDS = 45
"""Of work, before the rest that follows."""
COMPOUND_REST, ISOLATION_REST, HEAVY_REST = 120, 75, 180
AT_HAND = frozenset(Equipment) - {Equipment.RESISTANCE_BAND, Equipment.OTHER}
"""What most gyms have."""
_UNSUITED = (
    "Behind-the-Neck Press",
    "Box Squat",
    "Deficit Deadlift",
    "Good Morning",
    "Handstand Push-Up",
    "Jefferson Curl",
    "Muscle-Up",
    "Overhead Squat",
    "Power Clean",
    "Push Press",
    "Renegade Row",
    "Seated Good Morning",
    "Sissy Squat",
    "Snatch-Grip Deadlift",
    "Thruster",
    "Turkish Get-Up",
    "Z Press",
    "Zercher Squat",
)
"""Feats of skill, and what asks for a coach who looks on: nobody finds them in a program that was
made for them, though anyone may add them."""
UNSUITED = frozenset(name_key(name) for name in _UNSUITED)


class Movement(StrEnum):
    SQUAT = "SQUAT"
    HINGE = "HINGE"
    PRESS = "PRESS"
    """Horizontal, as a bench press."""
    OVERHEAD = "OVERHEAD"
    ROW = "ROW"
    PULLDOWN = "PULLDOWN"


_LIFTS = frozenset(map(name_key, ("Squat", "Bench Press", "Deadlift", "Overhead Press")))
"""What strength is trained and told by."""
_BY_MUSCLE = (
    (Muscle.QUADS, Movement.SQUAT),
    (Muscle.HAMSTRINGS, Movement.HINGE),
    (Muscle.SPINAL_ERECTORS, Movement.HINGE),
    (Muscle.GLUTES, Movement.HINGE),
    (Muscle.CHEST, Movement.PRESS),
    (Muscle.FRONT_DELTS, Movement.OVERHEAD),
    (Muscle.RHOMBOIDS, Movement.ROW),
    (Muscle.LATS, Movement.PULLDOWN),
)


def direct(exercise: Exercise) -> frozenset[Muscle]:
    return frozenset(
        muscle for muscle, share in exercise.contributions.items() if share == QUARTERS_PER_SET
    )


def movement(exercise: Exercise) -> Movement | None:
    """What a compound exercise is, by the first muscle it trains directly; None for the others."""
    if exercise.mechanic is Mechanic.ISOLATION:
        return None
    trained = direct(exercise)
    return next((kind for muscle, kind in _BY_MUSCLE if muscle in trained), None)


def is_lift(exercise: Exercise) -> bool:
    return exercise.is_standard and name_key(exercise.name) in _LIFTS


def is_heavy(exercise: Exercise, goal: Goal) -> bool:
    """Whether it is trained with few reps and long rests."""
    return goal is Goal.STRENGTH and is_lift(exercise)


def rest_seconds(exercise: Exercise, goal: Goal) -> int:
    if is_heavy(exercise, goal):
        return HEAVY_REST
    return COMPOUND_REST if exercise.mechanic is Mechanic.COMPOUND else ISOLATION_REST


def set_seconds(exercise: Exercise, goal: Goal) -> int:
    """With the rest after it."""
    return SET_SECONDS + rest_seconds(exercise, goal)


def is_suited(exercise: Exercise, wishes: Wishes) -> bool:
    equipment = AT_HAND if wishes.equipment is None else wishes.equipment
    return (
        exercise.standing is Standing.ACTIVE
        and exercise.tracking is Tracking.REPS
        and exercise.load_mode is not LoadMode.ASSISTED
        and exercise.equipment in equipment
        and name_key(exercise.name) not in UNSUITED
    )


def strangeness(exercise: Exercise) -> int:
    """What using an exercise costs for being no staple, beside its time."""
    if is_lift(exercise):
        return 0
    return (
        (10 if exercise.is_standard else 30)
        + (10 if exercise.laterality is Laterality.UNILATERAL else 0)
        + (10 if exercise.organization_id is not None else 0)
    )
