"""The exercises of a catalogue, as far as search by meaning knows them."""

from collections.abc import Collection
from dataclasses import dataclass

from shared.domain.coach.exercise_texts import meaning_of
from shared.domain.exercises import Standing
from shared.meaning.indexing import Index, Texts
from shared.store.catalogue import FirestoreCatalogue
from shared.store.vectors import EVERYONE, Spot

EXERCISE = "EXERCISE"


@dataclass(frozen=True)
class ExerciseIndex:
    index: Index
    catalogue: FirestoreCatalogue

    def settle(self, organization: str | None, ids: Collection[str]) -> None:
        """Of a catalogue, or of these exercises in it."""
        owner = organization or EVERYONE

        def read() -> Texts:
            newest = self.catalogue.load(organization, 0, 0)
            return {
                Spot(owner, EXERCISE, one.id): meaning_of(one)
                for one in newest
                if one.standing is Standing.ACTIVE
                and one.organization_id == organization
                and (not ids or one.id in ids)
            }

        self.index.settle(read, lambda: self.index.kept(owner, EXERCISE, ids))
