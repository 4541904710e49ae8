"""The curated exercise catalogue: the readable files beside this module, read and checked."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from fractions import Fraction
from pathlib import Path
from typing import TypeVar
from uuid import UUID, uuid5

from shared.domain.exercises import (
    QUARTERS_PER_SET,
    Equipment,
    Exercise,
    Laterality,
    LoadMode,
    Mechanic,
    Tracking,
)
from shared.domain.muscles import Muscle
from tools.seed.reading import Fields, Flaw, entries_of

# Ids are made from this and the slug, and programs and logs point at them: neither ever changes.
NAMESPACE = UUID("1030519d-e747-43b2-83e7-9dea8a09ac39")
FILES = Path(__file__).parent / "catalogue"

Choice = TypeVar("Choice", bound=StrEnum)

_KNOWN = {
    "name",
    "aliases",
    "standard",
    "equipment",
    "mechanic",
    "load_mode",
    "laterality",
    "tracking",
    "contributions",
    "description",
}


def exercise_id(slug: str) -> str:
    return str(uuid5(NAMESPACE, slug))


def load_catalogue(
    directory: Path = FILES, written_at: datetime | None = None
) -> tuple[Exercise, ...]:
    """In the order of the files. Raises `Flaw` naming the file and the slug of a bad entry."""
    slugs: dict[str, str] = {}
    exercises = []
    for path in sorted(directory.glob("*.yaml")):
        for slug, fields in entries_of(path):
            if slug in slugs:
                raise Flaw(fields.place, f"the slug is taken in {slugs[slug]}")
            slugs[slug] = path.name
            exercises.append((fields, _exercise(slug, fields, written_at)))
    _refuse_shared_words(exercises)
    return tuple(exercise for _, exercise in exercises)


def _exercise(slug: str, fields: Fields, written_at: datetime | None) -> Exercise:
    fields.refuse_unknown(_KNOWN)
    return Exercise(
        id=exercise_id(slug),
        name=fields.text("name"),
        aliases=fields.texts("aliases"),
        equipment=_choice(fields, "equipment", Equipment),
        mechanic=_choice(fields, "mechanic", Mechanic),
        load_mode=_choice(fields, "load_mode", LoadMode, LoadMode.EXTERNAL),
        laterality=_choice(fields, "laterality", Laterality, Laterality.BILATERAL),
        tracking=_choice(fields, "tracking", Tracking, Tracking.REPS),
        contributions=_contributions(fields),
        description=fields.text("description"),
        is_standard=fields.flag("standard"),
        created_at=written_at,
        updated_at=written_at,
    )


def _choice(fields: Fields, name: str, kind: type[Choice], default: Choice | None = None) -> Choice:
    if default is not None and not fields.has(name):
        return default
    word = fields.text(name)
    if word not in kind.__members__:
        raise Flaw(fields.place, f"{name} must be one of {', '.join(kind.__members__)}")
    return kind[word]


def _contributions(fields: Fields) -> dict[Muscle, int]:
    given = fields.mapping("contributions")
    contributions = {_muscle(fields, name): _quarters(fields, given[name]) for name in given}
    if QUARTERS_PER_SET not in contributions.values():
        raise Flaw(fields.place, "contributions need a muscle with 1: what the exercise trains")
    # The order of reports, so that the same facts always read the same.
    return {muscle: contributions[muscle] for muscle in Muscle if muscle in contributions}


def _muscle(fields: Fields, name: str) -> Muscle:
    if name not in Muscle.__members__:
        raise Flaw(fields.place, f"contributions name {name}, which is no muscle group")
    return Muscle[name]


def _quarters(fields: Fields, value: object) -> int:
    if isinstance(value, int | float) and not isinstance(value, bool):
        quarters = Fraction(value) * QUARTERS_PER_SET
        if quarters in range(1, QUARTERS_PER_SET + 1):
            return int(quarters)
    raise Flaw(fields.place, "a contribution is 0.25, 0.5, 0.75 or 1")


def _refuse_shared_words(exercises: Iterable[tuple[Fields, Exercise]]) -> None:
    """What a person types means one exercise, whatever the case, spaces and hyphens."""
    taken: dict[str, Exercise] = {}
    for fields, exercise in exercises:
        for words in (exercise.name, *exercise.aliases):
            other = taken.setdefault(spelled(words), exercise)
            if other is not exercise:
                raise Flaw(fields.place, f"{words!r} already means {other.name}")
        _refuse_repeated(fields, exercise)


def _refuse_repeated(fields: Fields, exercise: Exercise) -> None:
    words = [word.casefold() for word in (exercise.name, *exercise.aliases)]
    if len(set(words)) < len(words):
        raise Flaw(fields.place, "a name or alias is written twice")


def spelled(words: str) -> str:
    """Letters and digits alone: 'Pull-Up', 'pull up' and 'PULLUP' are one word."""
    return "".join(character for character in words.casefold() if character.isalnum())
