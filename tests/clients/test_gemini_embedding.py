"""Embeddings over google-genai, against the stand-in and its small real model."""

import math
from collections.abc import Iterator

import pytest

from shared.domain.coach.model import DIMENSIONS, Purpose, Vector
from shared.domain.errors import ModelDown
from tests.clients.serving import Service, Told, serving
from tests.modelled import Modelled, modelled


@pytest.fixture(scope="module")
def served() -> Iterator[Modelled]:
    with modelled() as house:
        yield house


@pytest.fixture
def house(served: Modelled) -> Modelled:
    served.forget()
    return served


@pytest.fixture
def service() -> Iterator[Service]:
    with serving() as service:
        yield service


def embedded(service: Service, *texts: str, name: str = "any-embedding") -> list[Vector]:
    at = Modelled(service.url.removesuffix("/v1"))
    return at.embedder(name).embed(texts, Purpose.DOCUMENT, 5)


def nearness(one: Vector, other: Vector) -> float:
    return sum(a * b for a, b in zip(one, other, strict=True))


def test_what_means_the_same_stands_nearer(house: Modelled) -> None:
    embedder = house.embedder()
    query, chest, calves = embedder.embed(
        ["dumbbell press for the chest", "Dumbbell Bench Press", "Seated Calf Raise"],
        Purpose.QUERY,
        10,
    )
    assert nearness(query, chest) > nearness(query, calves) + 0.1
    assert len(query) == DIMENSIONS
    assert math.isclose(nearness(query, query), 1.0, abs_tol=1e-6)
    (request,) = house.requests()
    assert request["method"] == "batchEmbedContents"
    first = request["body"]["requests"][0]
    assert (first["taskType"], first["outputDimensionality"]) == ("RETRIEVAL_QUERY", DIMENSIONS)


def test_a_model_by_any_name_gives_each_text_a_vector_of_its_own(house: Modelled) -> None:
    embedder = house.embedder("gemini-embedding-2")
    one, other = embedder.embed(["Squat", "Deadlift"], Purpose.DOCUMENT, 10)
    assert one != other
    assert embedder.embedding_model == "gemini-embedding-2"


@pytest.mark.parametrize("size", [3, DIMENSIONS, 3072])
def test_vectors_of_any_model_are_kept_in_one_size(service: Service, size: int) -> None:
    values = [2.0, *[0.0] * (size - 1)]
    service.will(Told(content={"embeddings": [{"values": values}]}))
    (vector,) = embedded(service, "Squat")
    assert vector == (1.0, *[0.0] * (DIMENSIONS - 1))


def test_a_model_that_knows_no_purposes_is_asked_without_one(service: Service) -> None:
    refusal = {"error": {"code": 400, "message": "unknown", "status": "INVALID_ARGUMENT"}}
    service.will(Told(400, refusal), Told(content={"embeddings": [{"values": [1.0]}]}))
    embedded(service, "Squat")
    first, second = (call.body["requests"][0] for call in service.calls)
    assert "taskType" in first
    assert second.keys() == {"model", "content"}


def test_what_is_refused_either_way_is_a_model_that_is_down(service: Service) -> None:
    refusal = {"error": {"code": 400, "message": "no", "status": "INVALID_ARGUMENT"}}
    service.will(Told(400, refusal))
    with pytest.raises(ModelDown):
        embedded(service, "Squat")
    assert len(service.calls) == 2


@pytest.mark.parametrize("found", [[], [{"values": [1.0]}], [{"values": [1.0]}, {"values": []}]])
def test_a_vector_too_few_is_an_answer_to_another_question(
    service: Service, found: list[object]
) -> None:
    service.will(Told(content={"embeddings": found}))
    with pytest.raises(ModelDown):
        embedded(service, "Squat", "Deadlift")
