"""What an exercise means, in words: what is embedded of it."""

from shared.domain.exercises import Exercise
from shared.domain.muscles import Muscle

_MOST_OF_A_DESCRIPTION = 400


def meaning_of(exercise: Exercise) -> str:
    """Name, other names, equipment, muscles by how much they get, and how it is done."""
    told = [exercise.name]
    if exercise.aliases:
        told.append(f"also {', '.join(exercise.aliases)}")
    told.append(f"{_words(exercise.equipment)} {_words(exercise.mechanic)} exercise")
    told.append(f"for {', '.join(map(_words, _trained(exercise)))}")
    if exercise.description:
        told.append(exercise.description[:_MOST_OF_A_DESCRIPTION])
    return ". ".join(told)


def _trained(exercise: Exercise) -> list[Muscle]:
    given = exercise.contributions
    return sorted(given, key=lambda muscle: (-given[muscle], muscle))


def _words(name: str) -> str:
    return name.lower().replace("_", " ")
