"""Finding exercises by what is meant, whatever they are called."""

from dataclasses import dataclass, field

from shared.domain.coach.model import Embedder, Purpose, Vector
from shared.remembered import Remembered
from shared.store.vectors import EVERYONE, FirestoreVectors, Near

MOST_EXERCISES = 50
_SECONDS = 3.0
"""Somebody is waiting."""

Asked = Remembered[tuple[str, str], Vector]


@dataclass(frozen=True)
class Question:
    """Words as a vector; the same words are embedded once."""

    embedder: Embedder
    remembered: Asked = field(default_factory=lambda: Remembered(most=512))

    @property
    def model(self) -> str:
        return self.embedder.embedding_model

    def vector(self, words: str) -> Vector:
        """Raises `ModelDown`."""
        asked = " ".join(words.casefold().split())
        return self.remembered.get(
            (self.model, asked),
            lambda: self.embedder.embed([asked], Purpose.QUERY, _SECONDS)[0],
        )


@dataclass(frozen=True)
class ExercisesByMeaning:
    question: Question
    vectors: FirestoreVectors

    def find(self, words: str, organization: str | None) -> list[str]:
        """Ids, the nearest first, of the catalogue everybody sees and that of the organisation.
        Empty as long as nothing is embedded by this model. Raises `ModelDown`."""
        vector, model = self.question.vector(words), self.question.model
        found: list[Near] = []
        for owner in (EVERYONE, organization):
            if owner is not None:
                found += self.vectors.nearest(owner, model, vector, MOST_EXERCISES)
        found.sort(key=lambda near: (-near.nearness, near.spot.of))
        return [near.spot.of for near in found[:MOST_EXERCISES]]
