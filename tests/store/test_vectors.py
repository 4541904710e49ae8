"""Vectors of texts: found by nearness, among one's own."""

import pytest

from shared.domain.coach.model import DIMENSIONS, Vector
from shared.store.database import Database
from shared.store.vectors import FirestoreVectors, Spot, fingerprint


def vector(*numbers: float) -> Vector:
    return numbers + (0.0,) * (DIMENSIONS - len(numbers))


ELBOW = Spot("ann", "WORKOUT", "w1", "bench")
SLEEP = Spot("ann", "WORKOUT", "w1")
PROGRAM = Spot("ann", "PROGRAM", "p1", "e1")
BOBS = Spot("bob", "WORKOUT", "w2")


@pytest.fixture
def vectors(database: Database) -> FirestoreVectors:
    vectors = FirestoreVectors(database, "text_embeddings")
    vectors.put(
        "model",
        {
            ELBOW: ("a", vector(1.0)),
            SLEEP: ("b", vector(0.0, 1.0)),
            PROGRAM: ("c", vector(0.6, 0.8)),
            BOBS: ("d", vector(0.8, 0.6)),
        },
    )
    return vectors


def test_the_nearest_come_first(vectors: FirestoreVectors) -> None:
    found = vectors.nearest("ann", "model", vector(1.0), 2)
    assert [(near.spot, round(near.nearness, 6)) for near in found] == [
        (ELBOW, 1.0),
        (PROGRAM, 0.6),
    ]


def test_the_very_vector_of_somebody_else_finds_nothing_of_theirs(
    vectors: FirestoreVectors,
) -> None:
    assert BOBS not in {
        near.spot for near in vectors.nearest("ann", "model", vector(0.8, 0.6), 100)
    }
    assert [near.spot for near in vectors.nearest("bob", "model", vector(1.0), 100)] == [BOBS]
    assert vectors.nearest("eve", "model", vector(0.8, 0.6), 100) == []


def test_vectors_of_two_models_are_never_compared(vectors: FirestoreVectors) -> None:
    assert vectors.nearest("ann", "newer", vector(1.0), 100) == []
    vectors.put("newer", {ELBOW: ("a2", vector(0.0, 0.0, 1.0))})
    assert [near.spot for near in vectors.nearest("ann", "newer", vector(1.0), 100)] == [ELBOW]
    # There is one vector of a text: that of the model by which it was embedded last.
    assert ELBOW not in {near.spot for near in vectors.nearest("ann", "model", vector(1.0), 100)}


def test_what_is_kept_of_a_source_is_told_with_its_fingerprints(vectors: FirestoreVectors) -> None:
    kept = {one.spot: one.fingerprint for one in vectors.kept("ann", "WORKOUT", "w1")}
    assert kept == {ELBOW: "a", SLEEP: "b"}
    assert {one.spot for one in vectors.kept("ann", "PROGRAM")} == {PROGRAM}
    assert vectors.kept("bob", "WORKOUT", "w1") == []


def test_what_is_removed_is_found_no_more(vectors: FirestoreVectors) -> None:
    vectors.remove([ELBOW])
    vectors.remove([ELBOW])
    assert {near.spot for near in vectors.nearest("ann", "model", vector(1.0), 9)} == {
        SLEEP,
        PROGRAM,
    }
    vectors.remove_all("ann", ["WORKOUT", "PROGRAM"])
    assert vectors.nearest("ann", "model", vector(1.0), 9) == []
    assert vectors.nearest("bob", "model", vector(1.0), 9) != []


def test_many_are_written_in_several_commits(vectors: FirestoreVectors) -> None:
    many = {Spot("cat", "MEMORY", f"m{number}"): ("x", vector(1.0)) for number in range(150)}
    vectors.put("model", many)
    assert len(vectors.kept("cat", "MEMORY")) == 150


def test_a_fingerprint_tells_texts_and_models_apart() -> None:
    assert len({fingerprint("m", "a"), fingerprint("m", "b"), fingerprint("n", "a")}) == 3
