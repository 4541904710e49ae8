"""Which custom exercises a person's own programs and log point at, and taking them along.

Exercises belong to an organisation, a log belongs to its person. Whoever goes from one
organisation to another finds what they planned and trained legible there: a copy of each exercise
in use, under its id, archived.
"""

from collections.abc import Collection
from dataclasses import dataclass

from shared.store.catalogue import FirestoreCatalogue
from shared.store.database import Database
from shared.store.programs import MOST_PROGRAMS
from shared.store.queries import Query, Where
from shared.store.writes import Document

_MOST_AT_ONCE = 30
"""Values of one `contains any`."""
_WORKOUTS_OF_A_QUERY = 300


@dataclass(frozen=True)
class UsedExercises:
    database: Database
    catalogue: FirestoreCatalogue

    def take_along(self, user_id: str, left: str, to: str) -> None:
        """What is there already stays as it is. One read where there are no custom exercises.
        Raises `TooLarge` when there is no more room in the catalogue of `to`."""
        own = {one.id: one for one in self.catalogue.load(left, 0) if one.organization_id == left}
        if own and left != to:
            used = self.used(user_id, own.keys())
            self.catalogue.take_along([own[name] for name in sorted(used)], to)

    def used(self, user_id: str, own: Collection[str]) -> set[str]:
        """Of these exercises, those that their private programs or workouts name."""
        planned = Query("programs", limit=MOST_PROGRAMS, only=("exercise_ids",))
        used = _named(self.database.query(planned, ("users", user_id))) & set(own)
        rest = sorted(set(own) - used)
        for start in range(0, len(rest), _MOST_AT_ONCE):
            used |= self._trained(user_id, set(rest[start : start + _MOST_AT_ONCE]))
        return used

    def _trained(self, user_id: str, some: set[str]) -> set[str]:
        """Of `some`, those in any workout: the newest first, until all are found."""
        used: set[str] = set()
        where = [Where("exercise_ids", "contains any", sorted(some))]
        beyond: list[Where] = []
        while True:
            query = Query(
                "workouts",
                [*where, *beyond],
                [("place", True)],
                _WORKOUTS_OF_A_QUERY,
                only=("exercise_ids", "place"),
            )
            found = self.database.query(query, ("users", user_id))
            used |= _named(found) & some
            if len(found) < _WORKOUTS_OF_A_QUERY or used == some:
                return used
            beyond = [Where("place", "<", found[-1].data["place"])]


def _named(found: list[Document]) -> set[str]:
    return {name for one in found for name in one.data["exercise_ids"]}
