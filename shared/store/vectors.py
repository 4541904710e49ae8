"""Vectors of texts: `exercise_embeddings/{id}` and `text_embeddings/{id}`, at top level, because an
index of vectors spans one collection.

They are found by nearness among those of one owner and one model, and the owner is named inside the
query: what belongs to somebody else is not compared at all. No text stands here, only where it
stands; what is found is read there.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from shared.domain.coach.model import Vector
from shared.once import once
from shared.store.database import Database, live_database
from shared.store.queries import Nearest, Query, Where
from shared.store.values import VectorValue
from shared.store.writes import Delete, Document, Put, Write

EVERYONE = "GLOBAL"
"""Owner of what everybody sees. Ids of people and organisations have small letters."""
_AT_ONCE = 50
"""Writes of one commit: a vector has six kilobytes."""
_MOST_OF_ONE = 10_000


@dataclass(frozen=True, slots=True)
class Spot:
    """A text, by where it stands: an exercise, a note of a workout."""

    owner: str
    kind: str
    of: str
    """The exercise, the workout, the program, the item of the memory."""
    place: str = ""

    @property
    def id(self) -> str:
        told = "\n".join((self.owner, self.kind, self.of, self.place))
        return hashlib.sha256(told.encode()).hexdigest()[:40]


@dataclass(frozen=True, slots=True)
class Kept:
    spot: Spot
    fingerprint: str
    """Of the text and the model: equal ones have equal vectors."""


@dataclass(frozen=True, slots=True)
class Near:
    spot: Spot
    nearness: float
    """The cosine of the angle: 1 means the same."""


def fingerprint(model: str, text: str) -> str:
    return hashlib.sha256(f"{model}\n{text}".encode()).hexdigest()


@dataclass(frozen=True)
class FirestoreVectors:
    database: Database
    collection: str

    def nearest(self, owner: str, model: str, vector: Vector, most: int) -> list[Near]:
        """The nearest first."""
        query = Query(
            self.collection,
            [Where("owner", "==", owner), Where("model", "==", model)],
            limit=most,
            only=_ABOUT,
            nearest=Nearest("vector", vector),
        )
        return [
            Near(_spot(document.data), 1.0 - document.data["distance"])
            for document in self.database.query(query)
        ]

    def kept(self, owner: str, kind: str, of: str | None = None) -> list[Kept]:
        """Of one source, or of all of a kind."""
        where = [Where("owner", "==", owner), Where("kind", "==", kind)]
        if of is not None:
            where.append(Where("of", "==", of))
        query = Query(self.collection, where, limit=_MOST_OF_ONE, only=_ABOUT)
        return [_kept(document) for document in self.database.query(query)]

    def put(self, model: str, found: Mapping[Spot, tuple[str, Vector]]) -> None:
        """Each with its fingerprint. Written again, it is the same document."""
        writes = [_put(self.collection, model, spot, *one) for spot, one in found.items()]
        for start in range(0, len(writes), _AT_ONCE):
            self.database.commit(*writes[start : start + _AT_ONCE])

    def remove(self, spots: Iterable[Spot]) -> None:
        writes = [Delete((self.collection, spot.id)) for spot in spots]
        for start in range(0, len(writes), _AT_ONCE):
            self.database.commit(*writes[start : start + _AT_ONCE])

    def handed_over(self, owner: str, to: str, kinds: Sequence[str], most: int) -> list[Write]:
        """To be committed: as many as `most` become those of another owner, who has the texts now.
        None where there are none left."""
        for kind in kinds:
            where = [Where("owner", "==", owner), Where("kind", "==", kind)]
            found = self.database.query(Query(self.collection, where, limit=most))
            if found:
                return [write for one in found for write in self._handed_over(one, to)]
        return []

    def _handed_over(self, found: Document, to: str) -> list[Write]:
        spot = replace(_spot(found.data), owner=to)
        moved = Put((self.collection, spot.id), {**found.data, "owner": to})
        return [moved, Delete(found.path, unchanged_since=found)]

    def remove_all(self, owner: str, kinds: Sequence[str]) -> None:
        """Whatever of an owner was embedded, by any model."""
        for kind in kinds:
            while kept := self.kept(owner, kind):
                self.remove(one.spot for one in kept)


_ABOUT = ("owner", "kind", "of", "place", "fingerprint")


def _put(collection: str, model: str, spot: Spot, fingerprint: str, vector: Vector) -> Put:
    about = {"owner": spot.owner, "kind": spot.kind, "of": spot.of, "place": spot.place}
    more = {"model": model, "fingerprint": fingerprint, "vector": VectorValue(vector)}
    return Put((collection, spot.id), {**about, **more})


def _spot(data: Mapping[str, Any]) -> Spot:
    return Spot(data["owner"], data["kind"], data["of"], data["place"])


def _kept(document: Document) -> Kept:
    return Kept(_spot(document.data), document.data["fingerprint"])


@once
def live_exercise_vectors() -> FirestoreVectors:
    return FirestoreVectors(live_database(), "exercise_embeddings")


@once
def live_text_vectors() -> FirestoreVectors:
    return FirestoreVectors(live_database(), "text_embeddings")
