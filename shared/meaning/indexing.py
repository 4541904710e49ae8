"""Keeping vectors true to their texts. What has not changed is not embedded again."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from shared.domain.coach.model import Embedder, Purpose, Vector
from shared.domain.errors import Unavailable
from shared.store.vectors import FirestoreVectors, Kept, Spot, fingerprint

_AT_ONCE = 100
"""Texts in one call of the model."""
_SECONDS = 20.0
_TRIES = 5

Texts = Mapping[Spot, str]


@dataclass(frozen=True)
class Index:
    """Over one collection of vectors."""

    vectors: FirestoreVectors
    embedder: Embedder

    def settle(self, read: Callable[[], Texts], kept: Callable[[], Sequence[Kept]]) -> None:
        """Until what is kept is what there is to read: while a text was embedded it may have been
        changed again, and whoever told of that may have been here first. Raises `ModelDown`."""
        for _ in range(_TRIES):
            if self._once(read(), kept()):
                return
        raise Unavailable

    def _once(self, texts: Texts, kept: Sequence[Kept]) -> bool:
        """Whether there was nothing to do."""
        model = self.embedder.embedding_model
        wanted = {spot: fingerprint(model, text) for spot, text in texts.items()}
        there = {one.spot: one.fingerprint for one in kept}
        fresh = [spot for spot, told in wanted.items() if there.get(spot) != told]
        gone = there.keys() - wanted.keys()
        for start in range(0, len(fresh), _AT_ONCE):
            some = fresh[start : start + _AT_ONCE]
            vectors = self._embedded([texts[spot] for spot in some])
            found = {
                spot: (wanted[spot], vector) for spot, vector in zip(some, vectors, strict=True)
            }
            self.vectors.put(model, found)
        self.vectors.remove(gone)
        return not fresh and not gone

    def _embedded(self, texts: Sequence[str]) -> list[Vector]:
        return self.embedder.embed(texts, Purpose.DOCUMENT, _SECONDS)

    def kept(self, owner: str, kind: str, ids: Collection[str]) -> list[Kept]:
        """Of these sources, or of all of the kind."""
        if not ids:
            return self.vectors.kept(owner, kind)
        return [one for of in sorted(ids) for one in self.vectors.kept(owner, kind, of)]
