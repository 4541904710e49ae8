"""What an exercise means, in words: what is embedded of it."""

from shared.domain.exercises import Exercise
from shared.domain.muscles import Muscle

_MOST_OF_A_DESCRIPTION = 400
_ALSO = {
    Muscle.CHEST: "chest, pecs",
    Muscle.LATS: "lats, wide back",
    Muscle.TRAPS: "traps, upper back",
    Muscle.RHOMBOIDS: "rhomboids, middle of the back",
    Muscle.FRONT_DELTS: "front delts, front of the shoulders",
    Muscle.SIDE_DELTS: "side delts, sides of the shoulders",
    Muscle.REAR_DELTS: "rear delts, back of the shoulders",
    Muscle.TRICEPS: "triceps, back of the upper arm",
    Muscle.ELBOW_FLEXORS: "biceps, front of the upper arm",
    Muscle.SPINAL_ERECTORS: "lower back",
    Muscle.ABS: "abs, stomach, core",
    Muscle.OBLIQUES: "obliques, sides of the waist",
    Muscle.GLUTES: "glutes, bottom, hips",
    Muscle.QUADS: "quads, front of the thighs",
    Muscle.HAMSTRINGS: "hamstrings, back of the thighs",
    Muscle.ADDUCTORS: "adductors, inner thighs",
    Muscle.CALVES: "calves, lower legs",
}
"""As people call them who have never seen a list of muscles."""


def meaning_of(exercise: Exercise) -> str:
    """Name, other names, equipment, muscles by how much they get, and how it is done."""
    told = [exercise.name]
    if exercise.aliases:
        told.append(f"also {', '.join(exercise.aliases)}")
    told.append(f"{_words(exercise.equipment)} {_words(exercise.mechanic)} exercise")
    told.append(f"for {', '.join(map(_called, _trained(exercise)))}")
    if exercise.description:
        told.append(exercise.description[:_MOST_OF_A_DESCRIPTION])
    return ". ".join(told)


def _trained(exercise: Exercise) -> list[Muscle]:
    given = exercise.contributions
    return sorted(given, key=lambda muscle: (-given[muscle], muscle))


def _called(muscle: Muscle) -> str:
    return _ALSO.get(muscle) or _words(muscle)


def _words(name: str) -> str:
    return name.lower().replace("_", " ")
