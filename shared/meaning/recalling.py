"""Finding what one has written oneself by what is meant."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from shared.domain.coach.own_texts import OwnText, Source
from shared.meaning.finding import Question
from shared.meaning.own import OwnTexts, spot_of
from shared.store.vectors import FirestoreVectors, Near


@dataclass(frozen=True)
class TextsByMeaning:
    question: Question
    vectors: FirestoreVectors
    texts: OwnTexts

    def find(self, words: str, owner: str, organization: str, most: int = 5) -> list[OwnText]:
        """The nearest first, as they stand now: what was deleted since is not among them. Raises
        `ModelDown`."""
        vector = self.question.vector(words)
        near = self.vectors.nearest(owner, self.question.model, vector, most)
        there = self._read(owner, organization, near)
        return [there[one.spot] for one in near if one.spot in there]

    def _read(self, owner: str, organization: str, near: Sequence[Near]) -> dict[object, OwnText]:
        sources: defaultdict[Source, set[str]] = defaultdict(set)
        for one in near:
            sources[Source(one.spot.kind)].add(one.spot.of)
        return {
            spot_of(owner, text): text
            for source, ids in sources.items()
            for text in self.texts.of(owner, organization, source, ids)
        }
