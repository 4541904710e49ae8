"""Which exercises a list shows, and in which order."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import StringConstraints

from shared.domain.catalogue import Catalogue
from shared.domain.exercises import Equipment, Exercise, Mechanic, Standing
from shared.domain.muscles import Muscle
from shared.domain.naming import sought
from shared.search.exercises import search
from shared.web.paging import PageQuery


class Scope(StrEnum):
    ALL = "ALL"
    GLOBAL = "GLOBAL"
    CUSTOM = "CUSTOM"


class ExercisesQuery(PageQuery):
    """Without `sort` and `order`: by how well the search is met, else by how much the muscle
    gets, else by name."""

    search: Annotated[str, StringConstraints(strip_whitespace=True, max_length=100)] = ""
    muscle_group: Muscle | None = None
    equipment: Equipment | None = None
    mechanic: Mechanic | None = None
    scope: Scope = Scope.ALL
    semantic: bool = False
    """Whether `search` is what is meant, and not how it is called."""
    sort: Literal["name", "created_at", "updated_at"] = "name"
    order: Literal["asc", "desc"] = "asc"

    @property
    def asks_for_an_order(self) -> bool:
        return not self.model_fields_set.isdisjoint({"sort", "order"})

    def picks(self, exercise: Exercise) -> bool:
        """What is archived is in no list."""
        is_global = exercise.organization_id is None
        return (
            exercise.standing is Standing.ACTIVE
            and (self.scope is Scope.ALL or is_global == (self.scope is Scope.GLOBAL))
            and self.equipment in (None, exercise.equipment)
            and self.mechanic in (None, exercise.mechanic)
            and (self.muscle_group is None or self.muscle_group in exercise.contributions)
        )


def listed(
    catalogue: Catalogue, query: ExercisesQuery, meant: Callable[[str], Sequence[str]]
) -> Sequence[Exercise]:
    """`meant`: ids of exercises by what words mean, the best first; none where nobody can tell.
    Then it goes by the words themselves."""
    if query.search:
        near = meant(query.search) if query.semantic else ()
        matches = _known(catalogue, near, query.search) if near else search(catalogue, query.search)
        found = list(filter(query.picks, matches))
        return _sorted(found, query) if query.asks_for_an_order else found
    return _sorted(list(filter(query.picks, catalogue)), query)


def _known(catalogue: Catalogue, near: Sequence[str], words: str) -> list[Exercise]:
    """Whose very name was typed is what was meant."""
    found = [exercise for one in near if (exercise := catalogue.find(one))]
    typed = sought(words)
    found.sort(key=lambda one: typed not in map(sought, (one.name, *one.aliases)))
    return found


def _sorted(exercises: list[Exercise], query: ExercisesQuery) -> list[Exercise]:
    """Equal ones stand by name, then by id, whichever the order."""
    exercises.sort(key=lambda exercise: (sought(exercise.name), exercise.id))
    muscle = query.muscle_group
    if query.asks_for_an_order:
        exercises.sort(key=lambda exercise: _place(exercise, query.sort), reverse=query.descends)
    elif muscle is not None:
        exercises.sort(key=lambda exercise: exercise.contributions[muscle], reverse=True)
    return exercises


def _place(exercise: Exercise, field: str) -> str | datetime:
    if field == "name":
        return sought(exercise.name)
    moment = exercise.created_at if field == "created_at" else exercise.updated_at
    return moment or datetime.min.replace(tzinfo=UTC)
