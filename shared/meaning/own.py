"""What a person has written, read where it stands: for embedding it, and when it was found."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from shared.domain.coach.memory import Memory
from shared.domain.coach.own_texts import NameOf, OwnText, Source, of_memory, of_program, of_workout
from shared.domain.errors import NotFound
from shared.domain.log.workouts import Workout
from shared.domain.programs import Program
from shared.store.catalogue import FirestoreCatalogue
from shared.store.program_shelves import is_template_id
from shared.store.programs import FirestorePrograms
from shared.store.vectors import Spot
from shared.store.workouts import FirestoreWorkouts

MOST_WORKOUTS = 500
"""The newest. Older notes are left to the log."""
MOST_TEXTS = 2_000
"""Of each source."""
_PAGE = 100


@dataclass(frozen=True)
class OwnTexts:
    workouts: FirestoreWorkouts
    programs: FirestorePrograms
    memories: Callable[[str], Iterable[Memory]]
    """Of a person: all there are."""
    catalogue: FirestoreCatalogue

    def of(
        self, owner: str, organization: str, source: Source, ids: Iterable[str]
    ) -> list[OwnText]:
        """Of those that there still are."""
        name_of = self._names(organization)
        match source:
            case Source.WORKOUT:
                workouts = (self._workout(owner, one) for one in ids)
                return [text for one in workouts if one for text in of_workout(one, name_of)]
            case Source.PROGRAM:
                programs = (self._program(owner, one) for one in ids)
                return [text for one in programs if one for text in of_program(one, name_of)]
            case Source.MEMORY:
                wanted = set(ids)
                return [one for one in self._memories(owner) if one.source_id in wanted]

    def every(self, owner: str, organization: str, source: Source) -> list[OwnText]:
        return list(islice(self._every(owner, organization, source), MOST_TEXTS))

    def _every(self, owner: str, organization: str, source: Source) -> Iterator[OwnText]:
        name_of = self._names(organization)
        match source:
            case Source.WORKOUT:
                for workout in self._newest(owner):
                    yield from of_workout(workout, name_of)
            case Source.PROGRAM:
                for summary in self.programs.shelf(owner, organization).summaries:
                    program = self._program(owner, summary.id)
                    yield from of_program(program, name_of) if program else ()
            case Source.MEMORY:
                yield from self._memories(owner)

    def _newest(self, owner: str) -> Iterator[Workout]:
        beyond: str | None = None
        for _ in range(MOST_WORKOUTS // _PAGE):
            rows = self.workouts.started(owner, beyond=beyond, limit=_PAGE)
            yield from (row.value for row in rows)
            if len(rows) < _PAGE:
                return
            beyond = rows[-1].place

    def _workout(self, owner: str, workout_id: str) -> Workout | None:
        try:
            return self.workouts.find(owner, workout_id)
        except NotFound:
            return None

    def _program(self, owner: str, program_id: str) -> Program | None:
        """What is shared in an organisation is not one's own to be quoted from."""
        if is_template_id(program_id):
            return None
        try:
            return self.programs.find(owner, None, program_id).program
        except NotFound:
            return None

    def _memories(self, owner: str) -> Iterator[OwnText]:
        for one in self.memories(owner):
            yield of_memory(one.id, one.text, one.updated_at)

    def _names(self, organization: str) -> NameOf:
        catalogue = self.catalogue.load(organization)

        def name_of(exercise_id: str) -> str:
            exercise = catalogue.find(exercise_id)
            return exercise.name if exercise else ""

        return name_of


def spot_of(owner: str, text: OwnText) -> Spot:
    return Spot(owner, text.source, text.source_id, text.place)
